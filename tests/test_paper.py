"""Every format on paper: as many pages as it should have, nothing cut off, large enough, tagged."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
from msgspec import structs

from assistant import languages, notices, printing
from assistant.knowledge import KnowledgeError, Use
from assistant.languages import ENGLISH, LANGUAGES, Catalogue, LanguageError, Translation
from assistant.notices import Audience, Format, Layer, Notice
from assistant.printing import pictures
from tests import tools
from tests.tools import FILE, KNOWLEDGE, WORDING

ROOT = Path(__file__).parents[1]
TEMPLATES = ROOT / "templates" / "print"
URL = "https://care.example/n/Zk3vQ9x7LmN2pR5tW8yB1g"
MILLIMETRE = 72 / 25.4
A4, A5, A6 = (210, 297), (148, 210), (148, 105)
EXAMPLES = ("scribe", "care-home", "care-home-door", "home-care", "plainly")
SIZES = {
    Format.A4: A4,
    Format.LARGE: A4,
    Format.A5: A5,
    Format.EASY_READ: A4,
    Format.POSTER: A4,
    Format.DOOR_SIGN: A5,
    Format.REMINDER: A6,
    Format.DETAILS: A4,
}
ASKED_AT = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)


@cache
def notice(name: str) -> Notice:
    file = notices.read((KNOWLEDGE / "examples" / f"{name}.json").read_bytes())
    return notices.compose(file, WORDING, today=FILE.made_on)


@cache
def whole_catalogue(code: str) -> Catalogue:
    """Return a catalogue with words for what is not translated yet: the English, and then some."""
    found = languages.read_catalogue(ROOT / "translations", LANGUAGES[code])
    sentences = {
        message.id: Translation(message.text, f"{message.text} {message.text[:20]}", False)
        for message in WORDING.messages()
        if "{" not in message.text[:20]
    }
    sentences |= {
        message.id: Translation(message.text, message.text, False)
        for message in WORDING.messages()
        if message.id not in sentences
    }
    return replace(found, sentences={**sentences, **found.sentences})


@cache
def pdf(name: str, format: Format, code: str = "en", url: str | None = None) -> bytes:
    return printing.leaflet(
        notice(name),
        LANGUAGES[code],
        format,
        templates=TEMPLATES,
        catalogue=None if code == "en" else whole_catalogue(code),
        others=(LANGUAGES["pl"], LANGUAGES["ur"]),
        public_url=url,
    )


def pages(data: bytes) -> list[str]:
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(data)]


def flat(text: str) -> str:
    return re.sub(r"\W+", "", text)


def fonts(data: bytes) -> set[float]:
    """Return the sizes of all letters in points."""
    found = set()
    for page in pypdfium2.PdfDocument(data):
        for item in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT]):
            size = pypdfium2.raw.c_float()
            if pypdfium2.raw.FPDFTextObj_GetFontSize(item.raw, size):
                scale = abs(item.get_matrix().d)
                found.add(round(size.value * scale, 1))
    return found


@pytest.mark.parametrize("format", printing.PAPER)
@pytest.mark.parametrize("name", EXAMPLES)
def test_each_example_says_its_whole_layer_in_every_format(name: str, format: Format) -> None:
    # A sentence may run over to the next page of a booklet: the foot between is left out.
    texts = pages(pdf(name, format))
    location = flat(notice(name).location)
    foot = re.compile(rf"{location}Page\d+of\d+EnglishVersion1\d+[A-Z][a-z]+2026")
    text = foot.sub("", flat(" ".join(texts)))
    shown = notices.edition(notice(name), ENGLISH, format=format)
    rows = [row for block in shown.sections for row in block.rows]
    said = ["".join(part.text for part in row.cells[0].parts) for row in rows]
    assert [one for one in said if flat(one) not in text] == []


@pytest.mark.parametrize("format", printing.PAPER)
@pytest.mark.parametrize("code", ["en", "pl", "ur"])
@pytest.mark.parametrize("url", [None, URL], ids=["plain", "with QR"])
def test_each_format_keeps_its_paper_and_its_pages(
    format: Format, code: str, url: str | None
) -> None:
    for name in ("scribe", "care-home"):
        document = pypdfium2.PdfDocument(pdf(name, format, code, url))
        sizes = {tuple(round(side / MILLIMETRE) for side in page.get_size()) for page in document}
        two_languages = format is Format.REMINDER and code != "en"
        assert sizes == {A5 if two_languages else SIZES[format]}
        count = len(document)
        match format:
            case Format.POSTER | Format.DOOR_SIGN:
                # Three tools in two languages may need the back of the sheet.
                assert count == 1 or (count == 2 and code != "en" and name == "care-home")
            case Format.REMINDER:
                assert count == len(notice(name).uses)
            case Format.A5:
                assert count == 4 if code == "en" else count % 4 == 0
            case Format.A4 | Format.LARGE | Format.EASY_READ:
                assert count <= 20
                texts = pages(pdf(name, format, code, url))
                (slip,) = [number for number, text in enumerate(texts, 1) if "My choice" in text]
                assert slip % 2 == 1
                assert count - slip <= 1


def at_the_edge(data: bytes) -> list[tuple[int, str]]:
    """Return the signs that the edge of the paper cuts, or nearly, with their page."""
    found = []
    for number, page in enumerate(pypdfium2.PdfDocument(data), start=1):
        width, height = page.get_size()
        characters = page.get_textpage()
        for index in range(characters.count_chars()):
            sign = characters.get_text_range(index, 1)
            left, bottom, right, top = characters.get_charbox(index)
            inside = 5 <= left <= right <= width - 5 and 8 <= bottom <= top <= height - 5
            if sign.strip() and not inside:
                found.append((number, sign))
    return found


@pytest.mark.parametrize("format", printing.PAPER)
@pytest.mark.parametrize("code", ["en", "ur"])
def test_nothing_is_cut_at_the_edge(format: Format, code: str) -> None:
    for name in ("scribe", "care-home", "home-care"):
        assert at_the_edge(pdf(name, format, code, URL)) == [], name


@pytest.mark.parametrize("format", printing.PAPER)
def test_the_longest_name_of_a_location_is_not_cut(format: Format) -> None:
    location = "Rosewood House Residential Nursing and Dementia Care Home with Day Care Services"
    made = structs.replace(notice("care-home"), location=location)
    data = printing.leaflet(made, ENGLISH, format, templates=TEMPLATES, public_url=URL)
    assert at_the_edge(data) == []


@pytest.mark.parametrize("code", ["en", "ur"])
def test_large_print_is_large_everywhere(code: str) -> None:
    assert min(fonts(pdf("scribe", Format.LARGE, code, URL))) >= 16


@pytest.mark.parametrize("format", printing.PAPER)
def test_no_print_is_smaller_than_twelve_points(format: Format) -> None:
    assert min(fonts(pdf("care-home", format, "en", URL))) >= 12


@pytest.mark.parametrize("format", printing.PAPER)
def test_each_format_is_tagged_and_titled(format: Format) -> None:
    with pikepdf.open(io.BytesIO(pdf("scribe", format, "ur", URL))) as document:
        assert document.Root.MarkInfo.Marked
        metadata = document.open_metadata()
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"]


@pytest.mark.parametrize("format", printing.PAPER)
def test_each_format_gives_the_same_bytes(format: Format) -> None:
    first = pdf("care-home", format, "ur", URL)
    pdf.cache_clear()
    assert pdf("care-home", format, "ur", URL) == first


@pytest.mark.parametrize("format", printing.PAPER)
@pytest.mark.parametrize("code", ["en", "ur"])
def test_the_number_to_ring_reads_from_left_to_right(format: Format, code: str) -> None:
    """Digits by their place on the paper, not by their order in the file."""
    for page in pypdfium2.PdfDocument(pdf("scribe", format, code)):
        characters = page.get_textpage()
        lines: dict[int, list[tuple[float, str]]] = {}
        for index in range(characters.count_chars()):
            left, bottom, _, _ = characters.get_charbox(index, loose=True)
            sign = characters.get_text_range(index, 1)
            lines.setdefault(round(bottom), []).append((left, sign))
        in_order = ("".join(sign for _, sign in sorted(line)) for line in lines.values())
        digits = [re.sub(r"\D", "", line) for line in in_order]
        for line in digits:
            if "01632" in line:
                assert re.search(r"0163296010[13]", line)


def test_easy_read_has_a_picture_with_words_for_every_row() -> None:
    shown = notices.edition(notice("scribe"), ENGLISH, format=Format.EASY_READ)
    rows = [row for block in shown.sections for row in block.rows]
    with pikepdf.open(io.BytesIO(pdf("scribe", Format.EASY_READ))) as document:
        alts = [
            str(item.Alt)
            for item in document.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"
        ]
    assert len(alts) == len(rows)
    assert all(alts)


def test_easy_read_says_on_every_page_whether_it_was_checked() -> None:
    draft = "people with learning disabilities have not checked this yet"
    assert all(flat(draft) in flat(text) for text in pages(pdf("scribe", Format.EASY_READ)))
    checked = structs.replace(FILE, easy_read_checked_on=FILE.made_on)
    made = printing.leaflet(
        notices.build(checked, WORDING), ENGLISH, Format.EASY_READ, templates=TEMPLATES
    )
    told = "People with learning disabilities checked this on 24 November 2026"
    assert all(flat(told) in flat(text) for text in pages(made))


@pytest.mark.parametrize("use", Use)
def test_every_sentence_of_every_layer_has_a_picture(use: Use) -> None:
    rules = WORDING.uses[use]
    for audience in rules.audiences:
        made = notices.build(tools.file(tools.tool(use), audience=audience), WORDING)
        for layer in (Layer.LEAFLET, Layer.EASY):
            for section in made.layers[layer].sections:
                for sentence in section.sentences:
                    assert pictures.picture(TEMPLATES / "icons", sentence.id, use), sentence.id


def test_every_drawing_is_used_and_has_its_licence() -> None:
    known = {one.picture for one in pictures.load(TEMPLATES / "icons").values()} | set(Use)
    sections = {
        section.id for layer in notice("scribe").layers.values() for section in layer.sections
    }
    drawn = {path.stem for path in (TEMPLATES / "icons").glob("*.svg")}
    frame = {"cut", "dates", "now", "yes"}
    assert drawn - known - sections - frame == set()


def test_pictures_that_do_not_exist_are_refused(tmp_path: Path) -> None:
    (tmp_path / "pictures.yaml").write_text("what: {picture: unicorn, alt: A unicorn}\n")
    with pytest.raises(KnowledgeError, match="no drawing `unicorn`"):
        pictures.load(tmp_path)


@pytest.mark.parametrize("use", Use)
@pytest.mark.parametrize("format", printing.PAPER)
def test_every_use_prints_for_all_its_readers(use: Use, format: Format) -> None:
    for audience in WORDING.uses[use].audiences:
        made = notices.build(tools.file(tools.tool(use), audience=audience), WORDING)
        data = printing.leaflet(made, ENGLISH, format, templates=TEMPLATES)
        count = len(pypdfium2.PdfDocument(data))
        if format in (Format.POSTER, Format.DOOR_SIGN, Format.REMINDER):
            assert count == 1
        if format is Format.A5:
            assert count == 4 if made.slip else count <= 4
        has_slip = made.slip is not None and format.layer in (Layer.LEAFLET, Layer.EASY)
        assert has_slip == ("My choice" in " ".join(pages(data)))
        assert audience is not Audience.VISITORS or not has_slip


# The job


@pytest.mark.parametrize("code", ["en", "pl", "ur"])
def test_a_job_fits_on_one_page_and_names_no_person(code: str) -> None:
    job = notices.switch_off(17, FILE, FILE.tools[0], asked_at=ASKED_AT)
    data = printing.job_sheet(
        notices.sheet(job, FILE, WORDING),
        FILE.location,
        LANGUAGES[code],
        templates=TEMPLATES,
        catalogue=None if code == "en" else whole_catalogue(code),
    )
    (text,) = pages(data)
    assert "Slip 17" in text
    assert "25 November 2026, 16:00" in text
    assert "For the care record" in text
    # Beside a line from the right, readers give the words of an English line in another order.
    assert [word for word in ["We", "turned", "it", "off"] if word not in text] == []
    assert FILE.contact.name not in text
    if code != "en":
        with pytest.raises(LanguageError, match="is needed"):
            printing.job_sheet(
                notices.sheet(job, FILE, WORDING),
                FILE.location,
                LANGUAGES[code],
                templates=TEMPLATES,
            )
