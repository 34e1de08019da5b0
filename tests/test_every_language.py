"""Every language that has sentences of notices, in every format: whole, legible, in order.

A language is tested from the day on which its catalogue is there.
"""

from __future__ import annotations

import io
import re
from functools import cache
from pathlib import Path

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
from babel import Locale
from babel.messages import pofile

from assistant import languages, notices, printing
from assistant.languages import ENGLISH, LANGUAGES, Catalogue, Direction, Value, ValueKind
from assistant.notices import Format, Notice
from tests.tools import FILE, KNOWLEDGE, WORDING

ROOT = Path(__file__).parents[1]
TRANSLATIONS = ROOT / "translations"
TEMPLATES = ROOT / "templates" / "print"
THERE = tuple(
    code
    for code, language in LANGUAGES.items()
    if (TRANSLATIONS / language.locale / "LC_MESSAGES" / "notices.po").is_file()
)
RIGHT_TO_LEFT = tuple(code for code in THERE if LANGUAGES[code].direction is Direction.RTL)
PHONES = ("01632960101", "01632960103")
PLURALS = {
    "pl": {1: "one", 2: "few", 5: "many", 22: "few", 112: "many"},
    "ar": {0: "zero", 1: "one", 2: "two", 3: "few", 11: "many", 100: "other"},
    "ro": {1: "one", 2: "few", 20: "other"},
    "zh_Hant": {1: "other", 2: "other"},
}


@cache
def notice(name: str = "scribe") -> Notice:
    file = notices.read((KNOWLEDGE / "examples" / f"{name}.json").read_bytes())
    return notices.compose(file, WORDING, today=FILE.made_on)


@cache
def catalogue(code: str) -> Catalogue:
    return languages.read_catalogue(TRANSLATIONS, LANGUAGES[code])


def is_whole(code: str, format: Format) -> bool:
    return not catalogue(code).faults(notice().messages(format))


@cache
def pdf(code: str, format: Format) -> bytes:
    return printing.leaflet(
        notice(), LANGUAGES[code], format, templates=TEMPLATES, catalogue=catalogue(code)
    )


def test_languages_are_there_to_be_tested() -> None:
    assert {"ur", "ar", "pl"} <= set(THERE)
    assert {"ur", "ar"} <= set(RIGHT_TO_LEFT)


@pytest.mark.parametrize("code", THERE)
def test_a_language_is_whole_for_a_leaflet_or_names_what_is_missing(code: str) -> None:
    """A language on its way is not offered; the sentences that it lacks are known."""
    faults = catalogue(code).faults(notice().messages())
    assert bool(faults) != is_whole(code, Format.A4)
    assert {fault.reason for fault in faults} <= {"is missing"}


@pytest.mark.parametrize("code", THERE)
def test_no_sentence_holds_a_letter_that_its_font_cannot_draw(code: str) -> None:
    texts = {id: one.text for id, one in catalogue(code).sentences.items()}
    assert texts
    assert printing.unprintable(texts, LANGUAGES[code], TEMPLATES) == {}


@pytest.mark.parametrize("format", printing.PAPER)
@pytest.mark.parametrize("code", THERE)
def test_every_format_prints_in_every_language_with_nothing_cut_off(
    code: str, format: Format
) -> None:
    """The engine refuses a missing letter; where each letter stands is read from the page."""
    if not is_whole(code, format):
        assert catalogue(code).faults(notice().messages(format))
        return
    for number, page in enumerate(pypdfium2.PdfDocument(pdf(code, format)), start=1):
        width, height = page.get_size()
        characters = page.get_textpage()
        for index in range(characters.count_chars()):
            sign = characters.get_text_range(index, 1)
            if sign.strip():
                left, bottom, right, top = characters.get_charbox(index)
                inside = 5 <= left <= right <= width - 5 and 8 <= bottom <= top <= height - 5
                assert inside, (number, sign)
                assert sign != "\ufffd"


@pytest.mark.parametrize("format", printing.PAPER)
@pytest.mark.parametrize("code", RIGHT_TO_LEFT)
def test_a_phone_number_stands_in_the_order_to_dial(code: str, format: Format) -> None:
    """Digits by their place on the paper, in both languages of a draft."""
    if not is_whole(code, format):
        assert catalogue(code).faults(notice().messages(format))
        return
    lines: dict[tuple[int, int], list[tuple[float, str]]] = {}
    for number, page in enumerate(pypdfium2.PdfDocument(pdf(code, format))):
        characters = page.get_textpage()
        for index in range(characters.count_chars()):
            left, bottom, _, _ = characters.get_charbox(index, loose=True)
            place = lines.setdefault((number, round(bottom)), [])
            place.append((left, characters.get_text_range(index, 1)))
    seen = ["".join(sign for _, sign in sorted(line)) for line in lines.values()]
    digits = " ".join(re.sub(r"\D", "", line) for line in seen)
    assert digits.count(PHONES[0]) >= 2
    assert PHONES[0][::-1] not in digits


@pytest.mark.parametrize("code", THERE)
def test_digits_are_western_in_sentences_and_in_what_fills_them(code: str) -> None:
    texts = [one.text for one in catalogue(code).sentences.values()]
    for kind, text in (
        (ValueKind.DATE, "2026-11-24"),
        (ValueKind.PERIOD, "30 day"),
        (ValueKind.TIME, "21:30"),
        (ValueKind.NUMBER, "17"),
    ):
        texts.append(languages.shown(Value(kind, text), LANGUAGES[code]))
    digits = {sign for text in texts for sign in text if sign.isdecimal()}
    assert digits <= set("0123456789")


@pytest.mark.parametrize("code", THERE)
def test_what_is_spoken_is_there_in_each_language(code: str) -> None:
    if not is_whole(code, Format.SCRIPT):
        assert catalogue(code).faults(notice().messages(Format.SCRIPT))
        return
    shown = notices.edition(notice(), LANGUAGES[code], catalogue(code), format=Format.SCRIPT)
    spoken = notices.script(shown)
    hello = catalogue(code).sentences["notice.any.script.hello"].text
    assert hello in " ".join(spoken.split())


@pytest.mark.parametrize("code", ["en", *THERE])
def test_a_leaflet_is_marked_with_its_language(code: str) -> None:
    language = LANGUAGES[code]
    if language != ENGLISH and not is_whole(code, Format.A4):
        assert catalogue(code).faults(notice().messages())
        return
    with pikepdf.open(io.BytesIO(pdf(code, Format.A4))) as document:
        spoken = {
            str(item.Lang).split("-")[0]
            for item in document.objects
            if isinstance(item, pikepdf.Dictionary) and "/Lang" in item
        }
    assert language.tag.split("-")[0] in spoken


@pytest.mark.parametrize("locale", PLURALS)
def test_plural_forms_follow_the_number(locale: str) -> None:
    rule = Locale.parse(locale).plural_form
    assert {number: rule(number) for number in PLURALS[locale]} == PLURALS[locale]


@pytest.mark.parametrize("path", sorted(TRANSLATIONS.glob("*/LC_MESSAGES/*.po")), ids=str)
def test_a_catalogue_has_each_plural_form_of_its_language(path: Path) -> None:
    with path.open("rb") as file:
        entries = pofile.read_po(file, locale=path.parts[-3], abort_invalid=True)
    for entry in entries:
        forms = entry.string if isinstance(entry.string, (tuple, list)) else ()
        if entry.pluralizable and any(forms):
            assert len(forms) == entries.num_plurals, entry.id
            assert all(forms), entry.id
