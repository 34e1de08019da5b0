"""What the specification of notices asks for at the end, where no other test says it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pytest
from msgspec import structs

from assistant import languages, notices, printing, register
from assistant.languages import ENGLISH, LANGUAGES, Catalogue, Value, ValueKind
from assistant.notices import Format, Notice, Status
from assistant.register import NOT_SURE, ChoiceModel, Hours, Tool
from tests import tools
from tests.tools import FILE, KNOWLEDGE, WORDING

ROOT = Path(__file__).parents[1]
TODAY = FILE.made_on
MILLIMETRE = 72 / 25.4
# What a person needs, by the number of the field in the specification, and what leaves it out.
NEEDED: dict[str, dict[str, Any]] = {
    "9 human check": {"human_check": NOT_SURE},
    "12 recording": {"recordings": register.Recordings()},
    "21 limits": {"limits": NOT_SURE},
    "22 choice": {"choice": ChoiceModel.NOT_SURE},
    "23 route without it": {"care_route": NOT_SURE},
}
HIDDEN = re.compile(r"[\u2066-\u2069\u200e\u200f]")


@cache
def record() -> Tool:
    """The row that a council's published record gives, filled with what it does not say."""
    path = KNOWLEDGE / "examples" / "published-record.json"
    (row,) = register.from_json(path.read_bytes())
    kept = {name: getattr(row, name) for name in ("id", "name", "supplier", "data_used", "seen_by")}
    return structs.replace(FILE.tools[0], **kept)


def blocked(file: notices.NoticeFile) -> bool:
    found = notices.gates(file, WORDING, today=TODAY)
    return bool(notices.in_the_way(file, found))


def test_a_record_publishes_when_all_that_a_person_needs_is_filled() -> None:
    assert not blocked(tools.file(record()))


@pytest.mark.parametrize("field", NEEDED)
def test_a_record_does_not_publish_while_one_of_them_is_missing(field: str) -> None:
    assert blocked(tools.file(structs.replace(record(), **NEEDED[field])))


def test_a_record_does_not_publish_without_a_number_to_ring() -> None:
    contact = structs.replace(FILE.contact, phone="")
    assert blocked(structs.replace(tools.file(record()), contact=contact))


def test_every_notice_to_a_person_says_how_to_complain_and_by_when_we_answer() -> None:
    made = notices.build(tools.file(record()), WORDING)
    (complain,) = (section for section in made.sections if section.id == "complain")
    assert any("30 days" in sentence.text for sentence in complain.sentences)


# Right to left


@cache
def reviewed(code: str) -> Catalogue:
    """The translations of a language, as if a fluent person had checked each."""
    found = languages.read_catalogue(ROOT / "translations", LANGUAGES[code])
    pairs = frozenset(
        (id, languages.sha256(one.source), languages.sha256(one.text))
        for id, one in found.sentences.items()
    )
    return Catalogue(found.language, found.sentences, pairs)


def lines(pdf: bytes) -> list[list[tuple[float, str]]]:
    """Return the signs of each line with their place, from left to right as the eye sees them."""
    found = []
    for page in pypdfium2.PdfDocument(pdf):
        signs = page.get_textpage()
        by_line: dict[int, list[tuple[float, str]]] = {}
        for index in range(signs.count_chars()):
            left, bottom, _, _ = signs.get_charbox(index, loose=True)
            by_line.setdefault(round(bottom), []).append((left, signs.get_text_range(index, 1)))
        found += [sorted(line) for line in by_line.values()]
    return found


def urdu(notice: Notice, format: Format = Format.A4) -> bytes:
    return printing.leaflet(
        notice,
        LANGUAGES["ur"],
        format,
        templates=ROOT / "templates" / "print",
        catalogue=reviewed("ur"),
    )


@cache
def with_hours() -> Notice:
    contact = structs.replace(FILE.contact, hours=Hours(start="08:15", end="21:45"))
    return notices.build(structs.replace(FILE, contact=contact), WORDING)


def test_a_reviewed_translation_stands_alone_here() -> None:
    assert notices.status(with_hours(), LANGUAGES["ur"], reviewed("ur")) is Status.REVIEWED


def test_times_read_in_order_from_the_places_of_their_signs() -> None:
    said = ["".join(sign for _, sign in line) for line in lines(urdu(with_hours()))]
    whole = " ".join(re.sub(r"\s", "", HIDDEN.sub("", line)) for line in said)
    for clock in ("08:15", "21:45"):
        time = languages.shown(Value(ValueKind.TIME, clock), LANGUAGES["ur"])
        assert re.sub(r"\s", "", time) in whole, whole
    assert "01632960101" in whole


def test_a_line_that_begins_with_a_latin_name_still_runs_from_the_right() -> None:
    """The name stands at the right edge, where an Urdu reader begins."""
    edition = notices.edition(with_hours(), LANGUAGES["ur"], reviewed("ur"))
    rows = [row for block in edition.sections for row in block.rows]
    names = {part.text for row in rows for part in row.cells[0].parts if part.kind == "name"}
    assert "Notewell (demonstration)" in names
    page = pypdfium2.PdfDocument(urdu(with_hours()))[0]
    width = page.get_width() / MILLIMETRE
    for line in lines(urdu(with_hours())):
        shown = "".join(sign for _, sign in line)
        if re.search("[\u0600-\u06ff]", shown) and len(line) > 25:
            rightmost = line[-1][0] / MILLIMETRE
            assert rightmost > width / 2, shown


# Nothing of the machine shows


@pytest.mark.parametrize("format", Format)
@pytest.mark.parametrize("code", ["en", "ur", "pl"])
def test_no_id_and_no_placeholder_is_left_in_any_format(format: Format, code: str) -> None:
    version = tools.VERSION
    catalogue = None if code == "en" else reviewed(code)
    made = printing.make(
        version, LANGUAGES[code], format, templates=ROOT / "templates", catalogue=catalogue
    )
    if printing.ENDINGS[format] == "pdf":
        document = pypdfium2.PdfDocument(made)
        text = "\n".join(page.get_textpage().get_text_bounded() for page in document)
    else:
        text = made.decode()
    assert not re.search(r"notice\.[a-z]+\.|%\(|\{\{|\{[a-z_]+\}|not_sure", text)


@pytest.mark.parametrize("code", ["pl", "ur"])
def test_no_english_sentence_stands_in_a_reviewed_notice(code: str) -> None:
    notice = tools.VERSION.notice
    shown = notices.edition(notice, LANGUAGES[code], reviewed(code))
    for block in (*shown.sections, shown.dates):
        for row in (block.heading, *block.rows):
            assert [cell.language for cell in row.cells] == [code]
    english = {
        "".join(part.text for part in row.cells[0].parts)
        for block in notices.edition(notice, ENGLISH).sections
        for row in block.rows
    }
    said = {
        "".join(part.text for part in row.cells[0].parts)
        for block in shown.sections
        for row in block.rows
    }
    assert not english & said
