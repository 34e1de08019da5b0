"""Whole sentences in other languages, by stable ids.

A sentence is known by its id (`msgctxt`); its English text (`msgid`) tells when it has changed
since it was translated. A text is shown in a language only when every sentence of it is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from babel.messages import mofile, pofile

from assistant.languages.reviews import Review, sha256
from assistant.languages.table import ENGLISH, LANGUAGES, Language, LanguageError

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
HIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffd]")
_TEMPLATE_HEADER = """\
# Sentences made from {made_from}. Do not edit by hand.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"""
# A message names this many faulty sentences; ``faults`` holds them all.
FAULTS_NAMED = 3


class Message(NamedTuple):
    """One English sentence of the wording: its id, its text, and a note for translators."""

    id: str
    text: str
    note: str = ""


class Fault(NamedTuple):
    """Why one sentence keeps a translation from being used."""

    id: str
    reason: str


class TranslationError(LanguageError):
    """A translation lacks what a notice needs; ``faults`` names every sentence and why."""

    def __init__(self, language: Language, faults: list[Fault]) -> None:
        self.language = language
        self.faults = faults
        listed = "; ".join(f"{fault.id} {fault.reason}" for fault in faults[:FAULTS_NAMED])
        more = len(faults) - FAULTS_NAMED
        rest = f"; and {more} more sentences" if more > 0 else ""
        super().__init__(f"{language.name} cannot be used for this notice: {listed}{rest}")


class Translation(NamedTuple):
    """A translated sentence, the English it was made from, and whether its maker was unsure."""

    source: str
    text: str
    fuzzy: bool


@dataclass(frozen=True)
class Catalogue:
    """The translated sentences of one language, with what the review ledger says of them."""

    language: Language
    sentences: Mapping[str, Translation]
    reviewed_pairs: frozenset[tuple[str, str, str]] = frozenset()

    def faults(self, messages: Iterable[Message]) -> list[Fault]:
        """Return why *messages* cannot all be shown in this language; empty when they can."""
        found = []
        for message in messages:
            if reason := fault(message, self.sentences.get(message.id)):
                found.append(Fault(message.id, reason))
        return found

    def translate(self, messages: Iterable[Message]) -> dict[str, str]:
        """Return all *messages* translated, by id; TranslationError when even one is wanting."""
        wanted = list(messages)
        if faults := self.faults(wanted):
            raise TranslationError(self.language, faults)
        return {message.id: self.sentences[message.id].text for message in wanted}

    def reviewed(self, messages: Iterable[Message]) -> bool:
        """Return whether the ledger holds a review of every one of *messages* as it stands now."""
        return all(
            message.id in self.sentences
            and (message.id, sha256(message.text), sha256(self.sentences[message.id].text))
            in self.reviewed_pairs
            for message in messages
        )

    def with_kept(self, messages: Iterable[Message], kept: Mapping[str, str]) -> Catalogue:
        """Return it for *messages* of which English has other words by now.

        Each that is translated from other words here has the translation *kept* of it, by id, or
        none: never that of the new words.
        """
        sentences = dict(self.sentences)
        for message in messages:
            found = sentences.get(message.id)
            if found is not None and found.source == message.text:
                continue
            sentences.pop(message.id, None)
            if message.id in kept:
                sentences[message.id] = Translation(message.text, kept[message.id], False)
        return replace(self, sentences=sentences)


def placeholders(text: str) -> frozenset[str]:
    """Return the names of the placeholders in *text*."""
    return frozenset(_PLACEHOLDER.findall(text))


def read_catalogue(
    folder: Path, wanted: Language, reviews: Iterable[Review] = (), domain: str = "notices"
) -> Catalogue:
    """Return the catalogue of *wanted* under the translations *folder*; empty without a file.

    The *domain* is `notices` for what residents read, `answers` for what staff do.
    """
    path = folder / wanted.locale / "LC_MESSAGES" / f"{domain}.po"
    sentences: Mapping[str, Translation] = {}
    if path.is_file():
        stat = path.stat()
        sentences = _sentences(path, wanted, (stat.st_mtime_ns, stat.st_size))
    pairs = frozenset(
        (review.id, review.source_sha256, review.translation_sha256)
        for review in reviews
        if review.language == wanted.code
    )
    return Catalogue(wanted, sentences, pairs)


def read_catalogues(folder: Path, reviews: Iterable[Review] = ()) -> dict[str, Catalogue]:
    """Return the catalogue of notices in each language but English, by its code."""
    ledger = tuple(reviews)
    return {
        code: read_catalogue(folder, wanted, ledger)
        for code, wanted in LANGUAGES.items()
        if wanted != ENGLISH
    }


def template(messages: Iterable[Message], made_from: str) -> str:
    """Return *messages* as the text of a template file: the same bytes for the same wording.

    It carries no date and no line numbers, so that a difference always means changed wording.
    """
    entries = [_TEMPLATE_HEADER.format(made_from=made_from)]
    for message in sorted(messages):
        flag = "#, python-brace-format\n" if placeholders(message.text) else ""
        entries.append(
            f"#. {' '.join(message.note.split())}\n{flag}"
            f"msgctxt {pofile.normalize(message.id, width=0)}\n"
            f"msgid {pofile.normalize(message.text, width=0)}\n"
            'msgstr ""\n'
        )
    return "\n".join(entries)


def compile_catalogues(folder: Path) -> list[Path]:
    """Write the ``.mo`` file beside each ``messages.po`` of the translations *folder*.

    Only the words of the pages need it; the sentences of notices are read from their ``.po``.
    """
    written = []
    for path in sorted(folder.glob("*/LC_MESSAGES/messages.po")):
        with path.open("rb") as file:
            catalogue = pofile.read_po(file, locale=path.parts[-3], abort_invalid=True)
        compiled = path.with_suffix(".mo")
        with compiled.open("wb") as file:
            mofile.write_mo(file, catalogue)
        written.append(compiled)
    return written


@lru_cache(maxsize=64)
def _sentences(
    path: Path, wanted: Language, _changed: tuple[int, int]
) -> Mapping[str, Translation]:
    """Return the sentences in the file *path*, which is read again only when it was changed."""
    try:
        with path.open("rb") as file:
            entries = pofile.read_po(file, locale=wanted.locale, abort_invalid=True)
    except (pofile.PoFileError, UnicodeDecodeError, ValueError) as error:
        raise LanguageError(f"{path.name} of {wanted.name} cannot be read: {error}") from error
    return {
        entry.context: Translation(str(entry.id), str(entry.string), entry.fuzzy)
        for entry in entries
        if entry.id and entry.context
    }


def fault(message: Message, translation: Translation | None) -> str | None:
    """Return why *translation* cannot be shown for *message*, or None."""
    if translation is None or not translation.text.strip():
        return "is missing"
    if translation.source != message.text:
        return "has changed in English"
    if translation.fuzzy:
        return "is marked as unsure (fuzzy)"
    if placeholders(translation.text) != placeholders(message.text):
        return "has other placeholders than the English"
    if hidden := HIDDEN.search(translation.text):
        return f"holds a hidden character (U+{ord(hidden.group()):04X})"
    return None
