"""The words of the application's own pages in another language: what is there, and what is wrong.

They are gettext messages without ids: the English text is the id. What a language lacks is shown in
English, so that lacking is counted and no fault. A text that would break a page, or say something
else, is one.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from babel.messages import Catalog, pofile

from assistant.languages.catalogue import HIDDEN, Fault
from assistant.languages.reviews import Review, sha256
from assistant.languages.sentences import Coverage
from assistant.languages.table import Language, LanguageError

# The words of all pages are signed off as one; this is their id in the ledger.
PAGES_ID = "messages"
_PLACEHOLDER = re.compile(r"%(?:\([a-z_]+\))?.?")
_TAG = re.compile(r"</?[a-z][^>]*>")
_NUMBER = re.compile(r"\d+")
# Letters that stand on what people get and read elsewhere: a translation keeps them.
_KEPT_LETTERS = ("CQC", "ICO", "Plainly")
# Enough numbers to tell the plural rules of any language apart.
_COUNTED = range(200)


class _Entry(NamedTuple):
    """A message: its English, with the plural second where it has one, and the same translated."""

    english: tuple[str, ...]
    texts: tuple[str, ...]

    @property
    def id(self) -> str:
        return self.english[0]

    @property
    def is_there(self) -> bool:
        return any(text.strip() for text in self.texts)


@dataclass(frozen=True)
class PageWords:
    """The words of the pages in one language.

    ``total`` is how many messages the pages have, ``translated`` how many of them this language
    has; ``faults`` says of each message that must not be used why. The hashes are those of all
    English and of all translated texts, by which the review ledger knows them.
    """

    language: Language
    total: int
    translated: int
    faults: tuple[Fault, ...]
    source_sha256: str
    translation_sha256: str

    def is_reviewed(self, reviews: Iterable[Review]) -> bool:
        """Return whether the ledger holds a review of all these words as they stand now."""
        return self.translated == self.total and any(
            (one.language, one.id) == (self.language.code, PAGES_ID)
            and (one.source_sha256, one.translation_sha256)
            == (self.source_sha256, self.translation_sha256)
            for one in reviews
        )

    def coverage(self, reviews: Iterable[Review]) -> Coverage:
        """Return how many messages are reviewed, are drafts, or fall back to English."""
        reviewed = self.translated if self.is_reviewed(reviews) else 0
        return Coverage(reviewed, self.translated - reviewed, self.total - self.translated)


def read_page_words(folder: Path, wanted: Language) -> PageWords:
    """Return the words of the pages in *wanted* under the translations *folder*.

    LanguageError when a file cannot be read. A language without a file has no words.
    """
    path = folder / wanted.locale / "LC_MESSAGES" / "messages.po"
    template = _read(folder / "messages.pot", "en_GB")
    english = {entry.id: entry for entry in _entries(template)}
    catalogue = _read(path, wanted.locale) if path.is_file() else Catalog(locale=wanted.locale)
    found = {entry.id: entry for entry in _entries(catalogue) if entry.is_there}
    faults = [*_plural_rule_faults(catalogue, wanted)]
    for id, entry in found.items():
        if reason := _fault(entry, english.get(id), _forms(wanted.locale)):
            faults.append(Fault(id, reason))
    whole = [id for id in english if id in found]
    return PageWords(
        language=wanted,
        total=len(english),
        translated=len(whole),
        faults=tuple(faults),
        source_sha256=_hash(english.values()),
        translation_sha256=_hash(found.values()),
    )


def set_aside(folder: Path) -> list[Path]:
    """Comment out, in each ``messages.po``, what the pages no longer say; return what was written.

    A translator finds it there when the message comes back. A new one is left for translators.
    """
    template = _read(folder / "messages.pot", "en_GB")
    known = {entry.english for entry in _entries(template)}
    written = []
    for path in sorted(folder.glob("*/LC_MESSAGES/messages.po")):
        catalogue = _parse(path, path.parts[-3])
        if all(entry.english in known for entry in _entries(catalogue)):
            continue
        for message in [one for one in catalogue if one.id and _texts(one.id) not in known]:
            catalogue.delete(message.id)
            catalogue.obsolete[_texts(message.id)[0]] = message
        with path.open("wb") as file:
            pofile.write_po(file, catalogue, width=0, no_location=True)
        written.append(path)
    return written


def _entries(catalogue: Catalog) -> Iterator[_Entry]:
    """Yield the messages of a catalogue; one that its maker was unsure of has no text."""
    for message in catalogue:
        if message.id:
            texts = () if message.fuzzy else _texts(message.string)
            yield _Entry(_texts(message.id), texts)


def _texts(text: str | Iterable[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def _fault(entry: _Entry, english: _Entry | None, forms: int) -> str | None:
    """Return why a translated message must not be used, or None."""
    if english is None:
        return "is not a message of the pages"
    if english.english != entry.english:
        return "has another English plural"
    is_plural = len(english.english) > 1
    if len(entry.texts) != (forms if is_plural else 1):
        return f"has {len(entry.texts)} plural forms, and the language has {forms}"
    if not all(text.strip() for text in entry.texts):
        return "lacks a plural form"
    for text in entry.texts:
        if reason := _text_fault(english.english, text):
            return reason
    return None


def _text_fault(english: tuple[str, ...], text: str) -> str | None:
    """Return why one text cannot stand for a message, or for one plural form of it."""
    asked = [set(_PLACEHOLDER.findall(one)) for one in english]
    found = set(_PLACEHOLDER.findall(text))
    # A form that is used for one number alone may leave the number out, as the English does.
    if not set.intersection(*asked) <= found <= set.union(*asked):
        return "has other placeholders than the English"
    if sorted(_TAG.findall(text)) not in [sorted(_TAG.findall(one)) for one in english]:
        return "has other HTML tags than the English"
    if hidden := HIDDEN.search(text):
        return f"holds a hidden character (U+{ord(hidden.group()):04X})"
    numbers = _NUMBER.findall(text)
    if not all(number.isascii() for number in numbers):
        return "has digits that are not 0 to 9"
    first = english[0]
    if lost := [one for one in _NUMBER.findall(first) if one not in numbers]:
        return f"has lost the number {lost[0]}"
    if lost := [one for one in _KEPT_LETTERS if one in first and one not in text]:
        return f"has lost the letters {lost[0]}"
    return None


def _plural_rule_faults(catalogue: Catalog, wanted: Language) -> Iterator[Fault]:
    """Yield a fault where a file chooses plural forms in another way than Babel."""
    known = Catalog(locale=wanted.locale)
    is_same = catalogue.num_plurals == known.num_plurals and _chosen(catalogue) == _chosen(known)
    if not is_same:
        yield Fault("Plural-Forms", f"is not {known.plural_forms}")


def _chosen(catalogue: Catalog) -> list[int]:
    # What gettext itself makes of the rule when the pages are shown.
    choose = gettext.c2py(catalogue.plural_expr)
    return [choose(number) for number in _COUNTED]


def _forms(locale: str) -> int:
    return Catalog(locale=locale).num_plurals


def _hash(entries: Iterable[_Entry]) -> str:
    """Return the hash of messages in whatever order they stand."""
    return sha256("\0".join(sorted("\1".join(entry.english + entry.texts) for entry in entries)))


def _read(path: Path, locale: str) -> Catalog:
    stat = path.stat()
    return _parsed(path, locale, (stat.st_mtime_ns, stat.st_size))


@lru_cache(maxsize=16)
def _parsed(path: Path, locale: str, _changed: tuple[int, int]) -> Catalog:
    """Return the file *path*, which is read again only when it was changed."""
    return _parse(path, locale)


def _parse(path: Path, locale: str) -> Catalog:
    try:
        with path.open("rb") as file:
            return pofile.read_po(file, locale=locale, abort_invalid=True)
    except (pofile.PoFileError, UnicodeDecodeError, ValueError) as error:
        raise LanguageError(f"{path} cannot be read: {error}") from error
