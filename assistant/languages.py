"""One table of languages, their translations of whole sentences, and who has reviewed them.

A sentence is known by a stable id (`msgctxt`); its English text (`msgid`) tells when it has changed
since it was translated. A notice is shown in a language only when every sentence of it is there.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import inf
from pathlib import Path
from typing import Annotated, NamedTuple

import msgspec
from babel import Locale
from babel import dates as babel_dates
from babel.messages import mofile, pofile

HASH_PATTERN = r"^[0-9a-f]{64}$"
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_HIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffd]")
_TEMPLATE_HEADER = """\
# Sentences of the notices, made from knowledge/wording/. Do not edit by hand.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"""
# A message names this many faulty sentences; ``faults`` holds them all.
FAULTS_NAMED = 3
# What CLDR names beside countries: unions, the United Nations, pseudo-places, "unknown".
_NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}


class Direction(StrEnum):
    """Which way a script runs; the values are those of HTML and Typst."""

    LTR = "ltr"
    RTL = "rtl"


@dataclass(frozen=True)
class Language:
    """One language we can offer.

    ``code`` is ours (addresses, file names), ``tag`` is BCP 47, ``locale`` is Babel's and the name
    of the folder under translations. For print: ``font`` is the family; ``leading`` the space
    between lines in em, beyond 1.25 em for the line itself; ``scale`` makes a font look as large as
    the Latin one beside it. ``region`` is needed where a language alone does not name the
    script (Chinese).
    """

    code: str
    tag: str
    locale: str
    own_name: str
    name: str
    script: str
    font: str
    leading: float
    direction: Direction = Direction.LTR
    region: str | None = None
    scale: float = 1.0


_RTL = Direction.RTL
_LATIN = "Atkinson Hyperlegible Next"
_ARABIC = "IBM Plex Sans Arabic"
ENGLISH = Language("en", "en-GB", "en_GB", "English", "English", "Latn", _LATIN, 0.2, region="GB")
LANGUAGES: Mapping[str, Language] = {
    language.code: language
    for language in (
        ENGLISH,
        Language("pl", "pl", "pl", "Polski", "Polish", "Latn", _LATIN, 0.2),
        Language("ro", "ro", "ro", "Română", "Romanian", "Latn", _LATIN, 0.2),
        Language(
            "pa", "pa-Guru", "pa_Guru", "ਪੰਜਾਬੀ", "Panjabi", "Guru", "Noto Sans Gurmukhi", 0.35
        ),
        Language("ur", "ur", "ur", "اردو", "Urdu", "Arab", _ARABIC, 0.1, _RTL, scale=1.1),
        Language("pt", "pt-PT", "pt_PT", "Português", "Portuguese", "Latn", _LATIN, 0.2),
        Language("es", "es", "es", "Español", "Spanish", "Latn", _LATIN, 0.2),
        Language("ar", "ar", "ar", "العربية", "Arabic", "Arab", _ARABIC, 0.1, _RTL, scale=1.1),
        Language("bn", "bn", "bn", "বাংলা", "Bengali", "Beng", "Noto Sans Bengali", 0.35),
        Language("gu", "gu", "gu", "ગુજરાતી", "Gujarati", "Gujr", "Noto Sans Gujarati", 0.35),
        Language("it", "it", "it", "Italiano", "Italian", "Latn", _LATIN, 0.2),
        Language("ta", "ta", "ta", "தமிழ்", "Tamil", "Taml", "Noto Sans Tamil", 0.35),
        Language(
            "zh-hant",
            "zh-Hant",
            "zh_Hant",
            "繁體中文",
            "Chinese (Traditional)",
            "Hant",
            "Noto Sans CJK TC",
            0.3,
            region="TW",
        ),
        Language(
            "zh-hans",
            "zh-Hans",
            "zh_Hans",
            "简体中文",
            "Chinese (Simplified)",
            "Hans",
            "Noto Sans CJK SC",
            0.3,
            region="CN",
        ),
        Language("tr", "tr", "tr", "Türkçe", "Turkish", "Latn", _LATIN, 0.2),
        Language("fa", "fa", "fa", "فارسی", "Farsi", "Arab", _ARABIC, 0.1, _RTL, scale=1.1),
        Language("el", "el", "el", "Ελληνικά", "Greek", "Grek", "Noto Sans", 0.2),
        Language("so", "so", "so", "Soomaali", "Somali", "Latn", _LATIN, 0.2),
        Language("hi", "hi", "hi", "हिन्दी", "Hindi", "Deva", "Noto Sans Devanagari", 0.35),
    )
}


class LanguageError(Exception):
    """A language is unknown, or its files cannot be used; the message says what to mend."""


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


class ValueKind(StrEnum):
    """What stands in a placeholder; decides how it is formatted and kept apart from the words."""

    NAME = "name"
    PHONE = "phone"
    WEB = "web"
    DATE = "date"
    PERIOD = "period"
    TIME = "time"
    COUNTRY = "country"
    NUMBER = "number"
    PAGE = "page"
    PAGES = "pages"


class Value(msgspec.Struct, frozen=True):
    """What fills a placeholder, in no language yet.

    ``text`` is as typed for a name, phone number or address; an ISO date; ``7 day`` for a period;
    ``21:30`` for a time; an ISO 3166 code for a country; empty for the printer's page counters.
    """

    kind: ValueKind
    text: str


class Review(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of the review ledger: a named fluent person checked this very pair of texts."""

    language: Annotated[str, msgspec.Meta(min_length=2)]
    id: Annotated[str, msgspec.Meta(min_length=1)]
    source_sha256: Annotated[str, msgspec.Meta(pattern=HASH_PATTERN)]
    translation_sha256: Annotated[str, msgspec.Meta(pattern=HASH_PATTERN)]
    name: Annotated[str, msgspec.Meta(min_length=2)]
    role: Annotated[str, msgspec.Meta(min_length=2)]
    qualification: Annotated[str, msgspec.Meta(min_length=2)]
    method: Annotated[str, msgspec.Meta(min_length=2)]
    reviewed_on: date


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
            if reason := _fault(message, self.sentences.get(message.id)):
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


def language(code: str) -> Language:
    """Return the language with our *code*; LanguageError when there is none."""
    try:
        return LANGUAGES[code]
    except KeyError:
        raise LanguageError(f"there is no language `{code}`") from None


def is_country(code: str) -> bool:
    """Return whether *code* is the ISO 3166 code of a country whose name we can write."""
    return code not in _NO_COUNTRIES and len(code) == 2 and code in Locale.parse("en").territories


def placeholders(text: str) -> frozenset[str]:
    """Return the names of the placeholders in *text*."""
    return frozenset(_PLACEHOLDER.findall(text))


def sha256(text: str) -> str:
    """Return the hash of *text* by which the review ledger knows it."""
    return hashlib.sha256(text.encode()).hexdigest()


def read_catalogue(folder: Path, wanted: Language, reviews: Iterable[Review] = ()) -> Catalogue:
    """Return the catalogue of *wanted* under the translations *folder*; empty without a file."""
    path = folder / wanted.locale / "LC_MESSAGES" / "notices.po"
    sentences: dict[str, Translation] = {}
    if path.is_file():
        try:
            with path.open("rb") as file:
                entries = pofile.read_po(file, locale=wanted.locale, abort_invalid=True)
        except (pofile.PoFileError, UnicodeDecodeError, ValueError) as error:
            raise LanguageError(f"{path.name} of {wanted.name} cannot be read: {error}") from error
        for entry in entries:
            if entry.id and entry.context:
                translation = Translation(str(entry.id), str(entry.string), entry.fuzzy)
                sentences[entry.context] = translation
    pairs = frozenset(
        (review.id, review.source_sha256, review.translation_sha256)
        for review in reviews
        if review.language == wanted.code
    )
    return Catalogue(wanted, sentences, pairs)


def read_reviews(path: Path) -> tuple[Review, ...]:
    """Return the lines of the review ledger; LanguageError names a line that lacks something."""
    columns = [field.name for field in msgspec.structs.fields(Review)]
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, strict=True)
        if rows.fieldnames != columns:
            raise LanguageError(f"{path.name}:1: the columns must be {','.join(columns)}")
        found = []
        for row in rows:
            try:
                found.append(msgspec.convert(row, Review))
            except msgspec.ValidationError as error:
                raise LanguageError(f"{path.name}:{rows.line_num}: {error}") from error
    return tuple(found)


def template(messages: Iterable[Message]) -> str:
    """Return *messages* as the text of ``notices.pot``: the same bytes for the same wording.

    It carries no date and no line numbers, so that a difference always means changed wording.
    """
    entries = [_TEMPLATE_HEADER]
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


def shown(value: Value, wanted: Language) -> str:
    """Return *value* as people who read *wanted* write it."""
    locale = Locale.parse(wanted.locale)
    match value.kind:
        case ValueKind.DATE:
            return babel_dates.format_date(date.fromisoformat(value.text), "long", locale=locale)
        case ValueKind.PERIOD:
            number, unit = value.text.split()
            # The threshold forces the unit. Babel's format_unit would leave "duration-year" in
            # the text where a language lacks the word, as Urdu does.
            return babel_dates.format_timedelta(
                timedelta(days=int(number) * _DAYS[unit]),
                granularity=unit,  # type: ignore[arg-type]
                threshold=inf,
                locale=locale,
            )
        case ValueKind.TIME:
            clock = babel_dates.parse_time(value.text, locale="en_GB")
            return babel_dates.format_time(clock, "short", locale=locale)
        case ValueKind.COUNTRY:
            return str(locale.territories[value.text])
    return value.text


def _fault(message: Message, translation: Translation | None) -> str | None:
    if translation is None or not translation.text.strip():
        return "is missing"
    if translation.source != message.text:
        return "has changed in English"
    if translation.fuzzy:
        return "is marked as unsure (fuzzy)"
    if placeholders(translation.text) != placeholders(message.text):
        return "has other placeholders than the English"
    if hidden := _HIDDEN.search(translation.text):
        return f"holds a hidden character (U+{ord(hidden.group()):04X})"
    return None
