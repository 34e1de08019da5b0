"""How long leaflets take to print, and what they take in memory, beside WeasyPrint.

``python -m tests.bench.paper`` prints the care home's example: one A4 leaflet again and again with
other words, 20 languages in six formats on two cores, and a thousand different leaflets in one
process. WeasyPrint lays out the same rows as a page of HTML with the same fonts; its rows are left
out where it is not installed.
"""

from __future__ import annotations

import argparse
import html
import importlib.util
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from msgspec import structs

from assistant import languages, notices, printing
from assistant.languages import LANGUAGES, Catalogue, Language
from assistant.notices import Edition, Format, Notice
from assistant.printing.press import FONTS
from tests.bench import results

MODULE = "tests.bench.paper"
ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates" / "print"
FORMATS = (
    Format.A4,
    Format.LARGE,
    Format.EASY_READ,
    Format.POSTER,
    Format.DOOR_SIGN,
    Format.REMINDER,
)
# We ship 19 languages: English a second time makes the 20 of the aim.
TWENTY = (*LANGUAGES, "en")
AIM_ONE, AIM_ALL = 50, 10
MEGABYTE = 1024
PUBLIC = "https://notices.example.org/n/AAAAAAAAAAAAAAAAAAAAAA/en"
_STYLE = """
@page { size: A4; margin: 18mm; }
body { font-family: Ours, Second; font-size: 14pt; line-height: 1.4; }
td { vertical-align: top; }
"""
Print = Callable[[Notice, Language], bytes]


@cache
def example() -> Notice:
    """Return the notice of the example care home about three tools."""
    wording = notices.load_wording(ROOT / "knowledge" / "wording")
    file = notices.read((ROOT / "knowledge" / "examples" / "care-home.json").read_bytes())
    return notices.build(file, wording)


@cache
def catalogues() -> dict[str, Catalogue]:
    """Return the translations that are shipped."""
    return languages.read_catalogues(ROOT / "translations")


def another(number: int) -> Notice:
    """Return the example with other words: nothing that was laid out before fits it."""
    return structs.replace(example(), location=f"House number {number}")


def ours(notice: Notice, language: Language, format: Format = Format.A4) -> bytes:
    """Return the notice as a PDF of ours."""
    return printing.leaflet(
        notice,
        language,
        format,
        templates=TEMPLATES,
        catalogue=catalogues().get(language.code),
        others=tuple(LANGUAGES.values()),
        public_url=PUBLIC,
    )


def theirs(notice: Notice, language: Language) -> bytes:
    """Return the same rows as a tagged PDF of WeasyPrint."""
    import weasyprint  # type: ignore[import-not-found]

    shown = notices.edition(notice, language, catalogues().get(language.code))
    fonts, style = _weasy_fonts(language.font)
    page = weasyprint.HTML(string=_page(shown), base_url=str(ROOT))
    made: bytes = page.write_pdf(stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1")
    return made


@cache
def _weasy_fonts(family: str) -> tuple[object, object]:
    """Return the fonts and the style of a language, read once."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-not-found]

    faces = "".join(_face(name, one) for name, one in (("Ours", family), ("Second", "Noto Sans")))
    fonts = FontConfiguration()
    return fonts, weasyprint.CSS(string=faces + _STYLE, font_config=fonts)


def _face(name: str, family: str) -> str:
    (file,) = FONTS.glob(f"{family.replace(' ', '')}-Regular.?tf")
    return f'@font-face {{ font-family: {name}; src: url("{file.as_uri()}"); }}\n'


def _page(shown: Edition) -> str:
    rows = []
    for block in (*shown.sections, shown.dates):
        rows.append(f"<h2>{_cells(block.heading.cells)}</h2>")
        rows += [f"<table><tr>{_cells(row.cells, 'td')}</tr></table>" for row in block.rows]
    first = shown.languages[0]
    return (
        f'<html lang="{first.tag}" dir="{first.direction}"><head><title>Notice</title></head>'
        f"<body><h1>{html.escape(shown.notice.location)}</h1>{''.join(rows)}</body></html>"
    )


def _cells(cells: Sequence[notices.Cell], tag: str = "span") -> str:
    return "".join(
        f"<{tag}>{html.escape(''.join(part.text for part in cell.parts))}</{tag}>" for cell in cells
    )


def warm(print_: Print, codes: Sequence[str], times: int) -> tuple[float, float, float]:
    """Return median, 95th percentile and longest of one leaflet in milliseconds, when warm."""
    for code in codes:
        print_(example(), LANGUAGES[code])
    taken = []
    for number in range(times):
        notice, language = another(number), LANGUAGES[codes[number % len(codes)]]
        start = time.perf_counter()
        print_(notice, language)
        taken.append(1000 * (time.perf_counter() - start))
    median, late, longest = np.percentile(taken, [50, 95, 100])
    return float(median), float(late), float(longest)


def _one_language(code: str) -> int:
    return sum(len(ours(example(), LANGUAGES[code], format)) for format in FORMATS)


def everything() -> tuple[float, float]:
    """Return the seconds for all languages and formats on two cores: from nothing, and warm."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        seconds = []
        for _ in range(2):
            start = time.perf_counter()
            list(pool.map(_one_language, TWENTY))
            seconds.append(time.perf_counter() - start)
    return seconds[0], seconds[1]


def memory(print_: Print, marks: Sequence[int]) -> Iterator[float]:
    """Yield the memory of this process in megabytes after as many different leaflets."""
    codes = tuple(LANGUAGES)
    for number in range(marks[-1]):
        print_(another(number), LANGUAGES[codes[number % len(codes)]])
        if number + 1 in marks:
            yield _megabytes()


def _megabytes() -> float:
    (line,) = (
        line
        for line in Path("/proc/self/status").read_text("utf-8").splitlines()
        if line.startswith("VmRSS:")
    )
    return int(line.split()[1]) / MEGABYTE


def _measured(name: str, times: int, many: int) -> list[list[str]]:
    """Return the rows of one engine; each engine runs in a process of its own."""
    print_ = {"Plainly": ours, "WeasyPrint": theirs}[name]
    rows = []
    for which, codes in (("English", ("en",)), ("all languages", tuple(LANGUAGES))):
        figures = warm(print_, codes, times)
        rows.append([f"{name}, {which}", *(f"{one:.0f}" for one in figures), "", ""])
    early, late = memory(print_, (100, many))
    rows.append([f"{name}, memory", "", "", "", f"{early:.0f}", f"{late:.0f}"])
    return rows


def main() -> None:
    """Measure, and write the section into RESULTS.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=200, help="leaflets for each median")
    parser.add_argument("--many", type=int, default=1000, help="leaflets for the memory")
    parser.add_argument("--out", type=Path, default=results.DEFAULT)
    chosen = parser.parse_args()
    cold, warmed = everything()
    engines = ["Plainly"]
    if importlib.util.find_spec("weasyprint"):
        engines.append("WeasyPrint")
    rows = []
    for name in engines:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
            rows += alone.submit(_measured, name, chosen.times, chosen.many).result()
    header = ["one A4 leaflet about three tools", "p50 ms", "p95 ms", "longest ms"]
    header += ["MB after 100", f"MB after {chosen.many:,}"]
    body = (
        f"{len(TWENTY)} languages in {len(FORMATS)} formats on two cores: {cold:.1f} s from "
        f"nothing, {warmed:.1f} s when warm; the aim is {AIM_ALL} s. Each leaflet below has other "
        f"words than the one before; the aim is a median of {AIM_ONE} ms. A draft stands beside "
        "the English. WeasyPrint lays out the same rows without pictures, code or slip.\n\n"
        f"{results.table(header, rows)}"
    )
    results.write(chosen.out, "paper", "Leaflets on paper", results.command(MODULE), body)


if __name__ == "__main__":
    main()
