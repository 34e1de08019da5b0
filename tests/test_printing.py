"""Leaflets on paper: structure for screen readers, the same bytes, digits in order, nothing cut."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import msgspec
import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
import typst
from PIL import Image, ImageChops

from assistant import languages, notices, printing
from assistant.languages import ENGLISH, LANGUAGES, Catalogue
from assistant.notices import Notice
from assistant.printing import PrintError
from assistant.printing.leaflets import page_data
from assistant.printing.press import FONTS

ROOT = Path(__file__).parents[1]
TEMPLATES = ROOT / "templates" / "print"
PUBLIC_URL = "https://care.example/n/Zk3vQ9x7LmN2pR5tW8yB1g"
CODES = ["en", "pl", "ro", "ur", "pt", "es", "ar", "it", "tr"]
FAMILIES = {"AtkinsonHyperlegibleNext", "NotoSans", "IBMPlexSansArabic"}
MILLIMETRE = 72 / 25.4


@cache
def example() -> Notice:
    wording = notices.load_wording(ROOT / "knowledge" / "wording")
    file = notices.read((ROOT / "knowledge" / "examples" / "scribe.json").read_bytes())
    return notices.compose(file, wording, today=date(2026, 11, 24))


@cache
def catalogue(code: str) -> Catalogue | None:
    if code == "en":
        return None
    return languages.read_catalogue(ROOT / "translations", LANGUAGES[code])


@cache
def pdf(code: str, public_url: str | None = None) -> bytes:
    return printing.leaflet(
        example(),
        LANGUAGES[code],
        templates=TEMPLATES,
        catalogue=catalogue(code),
        public_url=public_url,
    )


def english(notice: Notice) -> bytes:
    return printing.leaflet(notice, ENGLISH, templates=TEMPLATES)


def page_texts(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    return [page.get_textpage().get_text_bounded() for page in document]


def pictures(data: bytes, dots_per_millimetre: float = 3) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(data)
    scale = dots_per_millimetre / MILLIMETRE
    return [page.render(scale=scale).to_pil().convert("RGB") for page in document]


def visual_lines(data: bytes) -> list[str]:
    """Return what stands on each line, from left to right as the eye sees it."""
    found = []
    for page in pypdfium2.PdfDocument(data):
        characters = page.get_textpage()
        by_line: dict[int, list[tuple[float, str]]] = defaultdict(list)
        for index in range(characters.count_chars()):
            left, bottom, _, _ = characters.get_charbox(index, loose=True)
            by_line[round(bottom)].append((left, characters.get_text_range(index, 1)))
        found += ["".join(sign for _, sign in sorted(line)) for line in by_line.values()]
    return found


# For screen readers


@pytest.mark.parametrize("code", CODES)
def test_a_leaflet_is_tagged_and_says_what_it_is(code: str) -> None:
    with pikepdf.open(io.BytesIO(pdf(code, PUBLIC_URL))) as document:
        root = document.Root
        assert root.MarkInfo.Marked
        assert "/StructTreeRoot" in root
        assert str(root.Lang) == "en-GB"
        assert root.ViewerPreferences.DisplayDocTitle
        metadata = document.open_metadata()
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == "How AI helps us write your care notes"
        assert metadata["dc:creator"] == ["Rosewood Care (demonstration)"]
        assert all(page.Tabs == "/S" for page in document.pages)


def test_a_reviewed_leaflet_is_in_its_own_language() -> None:
    drafts = catalogue("ur")
    assert drafts
    pairs = frozenset(
        (id, languages.sha256(text), languages.sha256(drafts.sentences[id].text))
        for id, text, _ in example().messages()
    )
    data = printing.leaflet(
        example(),
        LANGUAGES["ur"],
        templates=TEMPLATES,
        catalogue=replace(drafts, reviewed_pairs=pairs),
    )
    with pikepdf.open(io.BytesIO(data)) as document:
        assert str(document.Root.Lang) == "ur"
        assert str(document.Root.ViewerPreferences.Direction) == "/R2L"
        assert document.open_metadata()["dc:title"] == drafts.sentences[example().title.id].text
    assert not any("Draft translation" in text for text in page_texts(data))
    assert any("No, do not use AI for my notes." in line for line in visual_lines(data))


@pytest.mark.parametrize("code", CODES)
def test_each_language_of_a_draft_is_marked_for_the_voice(code: str) -> None:
    with pikepdf.open(io.BytesIO(pdf(code))) as document:
        spoken = {
            str(item.Lang)
            for item in document.objects
            if isinstance(item, pikepdf.Dictionary) and "/Lang" in item
        }
    assert code == "en" or code in spoken


@pytest.mark.parametrize("code", CODES)
def test_fonts_are_ours_embedded_and_readable_as_text(code: str) -> None:
    with pikepdf.open(io.BytesIO(pdf(code))) as document:
        fonts = [
            item
            for item in document.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"
        ]
        described = [font.FontDescriptor for font in fonts if "/FontDescriptor" in font]
        assert described
        assert all({"/FontFile2", "/FontFile3"} & set(font.keys()) for font in described)
        assert all("/ToUnicode" in font for font in fonts if font.Subtype == "/Type0")
        names = {str(font.FontName).split("+")[-1].split("-")[0] for font in described}
    assert names <= FAMILIES


@pytest.mark.parametrize("code", CODES)
def test_every_picture_has_words(code: str) -> None:
    with pikepdf.open(io.BytesIO(pdf(code, PUBLIC_URL))) as document:
        figures = [
            item
            for item in document.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"
        ]
        assert len(figures) == 1
        assert str(figures[0].Alt).startswith("QR code. It opens the web page of this notice.")


# The same for everyone


@pytest.mark.parametrize("code", CODES)
def test_the_same_notice_gives_the_same_bytes(code: str) -> None:
    pdf.cache_clear()
    first = pdf(code, PUBLIC_URL)
    pdf.cache_clear()
    assert pdf(code, PUBLIC_URL) == first


def test_a_fresh_process_gives_the_same_bytes() -> None:
    program = (
        "import hashlib, tests.test_printing as t\n"
        "print(hashlib.sha256(t.pdf('ur', t.PUBLIC_URL)).hexdigest())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Karachi"}
    ran = subprocess.run(
        [sys.executable, "-c", program],
        check=True,
        capture_output=True,
        cwd=ROOT,
        env=environment,
        text=True,
    )
    assert ran.stdout.strip() == hashlib.sha256(pdf("ur", PUBLIC_URL)).hexdigest()


def test_threads_do_not_disturb_each_other() -> None:
    jobs = CODES * 6
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda code: pdf.__wrapped__(code), jobs))
    assert made == [pdf(code) for code in jobs]


def test_the_date_is_that_of_the_notice_and_not_of_today() -> None:
    with pikepdf.open(io.BytesIO(pdf("en"))) as document:
        assert document.open_metadata()["xmp:CreateDate"].startswith("2026-11-24")


@pytest.mark.parametrize("public_url", [None, PUBLIC_URL], ids=["plain", "with QR"])
@pytest.mark.parametrize("code", CODES)
def test_the_layout_settles_without_a_warning(code: str, public_url: str | None) -> None:
    shown = notices.edition(example(), LANGUAGES[code], catalogue(code), web_address=public_url)
    compiler = typst.Compiler(
        TEMPLATES / "leaflet.typ",
        root=TEMPLATES,
        font_paths=typst.Fonts(False, False, [FONTS]),
        sys_inputs={"edition": page_data(shown, TEMPLATES / "icons")},
    )
    _, warnings = compiler.compile_with_warnings(format="pdf", pdf_standards=["ua-1"])
    assert [warning.message for warning in warnings] == []


# For the eye


@pytest.mark.parametrize("public_url", [None, PUBLIC_URL], ids=["plain", "with QR"])
@pytest.mark.parametrize("code", CODES)
def test_phone_numbers_stand_in_the_order_to_dial(code: str, public_url: str | None) -> None:
    lines = [re.sub(r"\s", "", line) for line in visual_lines(pdf(code, public_url))]
    for phone in ("01632960101", "03031231113", "03000616161"):
        wanted = 1 if code == "en" else 2  # in both languages
        assert sum(line.count(phone) for line in lines) >= wanted, phone


@pytest.mark.parametrize(("code", "pages"), [("en", 3), ("pl", 5), ("ur", 5)])
def test_a_leaflet_keeps_its_number_of_pages(code: str, pages: int) -> None:
    for public_url in (None, PUBLIC_URL):
        assert len(pypdfium2.PdfDocument(pdf(code, public_url))) == pages


@pytest.mark.parametrize("code", CODES)
def test_every_page_tells_provider_language_version_date_and_number(code: str) -> None:
    texts = page_texts(pdf(code))
    name = LANGUAGES[code].name
    for number, text in enumerate(texts, 1):
        assert "Rosewood House (demonstration)" in text
        assert name in text
        assert "Version 1, 24 November 2026" in text
        assert f"Page {number} of {len(texts)}" in text


@pytest.mark.parametrize("code", ["pl", "ur"])
def test_a_draft_wears_the_band_in_both_languages_on_every_page(code: str) -> None:
    own = catalogue(code)
    assert own
    words = own.sentences["notice.any.band.draft"].text.split()
    for text in page_texts(pdf(code)):
        flat = " ".join(text.split())
        assert "Draft translation: use it together with someone who speaks this language." in flat
        shown = sum(1 for word in words if word in flat)
        assert shown >= len(words) * 0.6


@pytest.mark.parametrize("code", ["pl", "ur"])
def test_the_band_looks_the_same_on_every_later_page(code: str) -> None:
    later = pictures(pdf(code))[1:]
    bands = [page.crop((0, 0, page.width, 3 * 28)) for page in later]
    assert len(bands) == 4
    for band in bands[1:]:
        assert ImageChops.difference(band, bands[0]).getbbox() is None


@pytest.mark.parametrize("public_url", [None, PUBLIC_URL], ids=["plain", "with QR"])
@pytest.mark.parametrize("code", CODES)
def test_nothing_is_cut_at_the_edge_of_the_paper(code: str, public_url: str | None) -> None:
    for number, page in enumerate(pictures(pdf(code, public_url))):
        width, height = page.size
        margin = 3 * 8
        head = 3 * 75 if number == 0 else 0
        edges = {
            "left": (0, head, margin, height),
            "right": (width - margin, head, width, height),
            "bottom": (0, height - margin, width, height),
        }
        if number > 0:
            edges["top"] = (0, 0, width, margin)
        for name, box in edges.items():
            assert page.crop(box).getextrema() == ((255, 255),) * 3, f"page {number + 1}, {name}"


@pytest.mark.parametrize("code", CODES)
def test_no_page_is_empty(code: str) -> None:
    for text in page_texts(pdf(code, PUBLIC_URL)):
        assert len(text) > 300


@pytest.mark.parametrize("code", CODES)
def test_the_slip_is_on_the_front_of_a_sheet(code: str) -> None:
    """Cutting it off must not take text from the back."""
    for public_url in (None, PUBLIC_URL):
        texts = page_texts(pdf(code, public_url))
        fronts = [number for number, text in enumerate(texts, 1) if "My choice" in text]
        assert fronts == [len(texts)]
        assert fronts[0] % 2 == 1


def test_the_web_is_offered_with_a_code_only_when_there_is_a_public_page() -> None:
    without, beside = " ".join(page_texts(pdf("en"))), " ".join(page_texts(pdf("en", PUBLIC_URL)))
    assert "Ask us to show you this on a screen." in without
    assert "Ask us to show you this on a screen." not in beside
    assert PUBLIC_URL in re.sub(r"\s", "", beside)


def test_the_code_is_three_centimetres_wide_at_least_and_spares_a_quarter() -> None:
    svg = printing.qr_code(PUBLIC_URL)
    with pikepdf.open(io.BytesIO(pdf("en", PUBLIC_URL))) as document:
        (figure,) = [
            item
            for item in document.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"
        ]
        left, bottom, right, top = (float(edge) for edge in figure.A[0].BBox)
    # A border of four modules on each side belongs to the picture but not to the code.
    quiet = 8 / (int(re.findall(r'width="(\d+)"', svg)[0]) / 4)
    assert (right - left) * (1 - quiet) >= 30 * MILLIMETRE
    assert (top - bottom) * (1 - quiet) >= 30 * MILLIMETRE


def test_a_code_never_leads_anywhere_but_to_https() -> None:
    with pytest.raises(PrintError, match="https"):
        printing.leaflet(example(), ENGLISH, templates=TEMPLATES, public_url="javascript:alert(1)")


# Hostile text. The gates keep it out of a notice; the printer must not be fooled without them.


@pytest.mark.parametrize(
    "text",
    ['#read("/etc/passwd") *b* $x$ @ref <lab>', "= Heading // no comment", '"]} \\u{41}'],
)
def test_text_is_never_read_as_markup(text: str) -> None:
    printed = page_texts(english(msgspec.structs.replace(example(), location=text)))
    assert text in printed[0]


@pytest.mark.parametrize(
    "text",
    ["Rosewood\u202eesuoH", "Rosewood\x00House", "Party 🎉", "\ue000", "Б" * 10_000, "房子"],
    ids=["direction", "NUL", "emoji", "private use", "endless", "no font"],
)
def test_what_cannot_be_printed_is_refused_in_plain_words(text: str) -> None:
    with pytest.raises(PrintError) as caught:
        english(msgspec.structs.replace(example(), location=text))
    assert "\n" not in caught.value.reason
    assert len(caught.value.reason) < 200


def test_ordinary_leaflets_still_print_after_a_refusal() -> None:
    with pytest.raises(PrintError):
        english(msgspec.structs.replace(example(), location="🎉"))
    assert english(example()) == pdf("en")
