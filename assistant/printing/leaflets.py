"""A notice on paper, in each of its formats."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from assistant.knowledge import Use
from assistant.languages import Catalogue, Language
from assistant.notices import Edition, Format, Notice, Row, edition
from assistant.printing.pictures import picture
from assistant.printing.press import PrintError, draw, press, refuse_unprintable
from assistant.printing.qr import qr_svg

_TEMPLATES = {
    Format.A4: "leaflet.typ",
    Format.LARGE: "leaflet.typ",
    Format.A5: "leaflet.typ",
    Format.DETAILS: "leaflet.typ",
    Format.EASY_READ: "easy-read.typ",
    Format.POSTER: "sign.typ",
    Format.DOOR_SIGN: "sign.typ",
    Format.REMINDER: "card.typ",
}
PAPER = tuple(_TEMPLATES)
# An A4 page is 827 dots wide: sharp in a preview, and readable when it is enlarged.
SCREEN_DOTS = 100


def leaflet(
    notice: Notice,
    language: Language,
    format: Format = Format.A4,
    *,
    templates: Path,
    catalogue: Catalogue | None = None,
    others: tuple[Language, ...] = (),
    public_url: str | None = None,
) -> bytes:
    """Return *notice* in *language* as PDF: the same bytes for the same notice, on every machine.

    A draft translation is printed beside the English, under a band on every page. *templates* is
    the folder of print templates; *others* are languages that people can also have; *public_url*
    is the full address of the public page, if any. Raises PrintError, and TranslationError when the
    translation is not whole.
    """
    shown = edition(
        notice, language, catalogue, format=format, others=others, web_address=public_url
    )
    refuse_unprintable(_texts(shown))
    return press(templates / _TEMPLATES[format], edition=page_data(shown, templates / "icons"))


def look(shown: Edition, templates: Path) -> tuple[bytes, ...]:
    """Return each page of *shown*, an edition on paper, as a picture: what ``leaflet`` would print.

    Raises PrintError.
    """
    refuse_unprintable(_texts(shown))
    data = page_data(shown, templates / "icons")
    return draw(templates / _TEMPLATES[shown.format], SCREEN_DOTS, edition=data)


def page_data(shown: Edition, icons: Path) -> str:
    """Return what the print templates need of an edition, as JSON."""
    made_on = shown.notice.made_on
    data = msgspec.to_builtins(shown)
    data["made_on"] = {"year": made_on.year, "month": made_on.month, "day": made_on.day}
    data["qr_svg"] = qr_code(shown.web_address) if shown.web_address else None
    for block in (*data["sections"], data["dates"]):
        use = _use(block["id"], shown.notice)
        for row in block["rows"]:
            row["picture"] = _drawing(icons, row["id"], use)
    del data["notice"]["layers"]
    return msgspec.json.encode(data).decode()


def qr_code(address: str) -> str:
    """Return a QR code of the public *address* as SVG; raises PrintError when it is not https."""
    if not address.startswith("https://"):
        raise PrintError("a QR code may only lead to an https address")
    return qr_svg(address)


def _use(section: str, notice: Notice) -> Use:
    """Return the kind of tool that a section is about."""
    return Use(section) if section in set(Use) else notice.uses[0]


def _drawing(icons: Path, sentence_id: str, use: Use) -> dict[str, Any] | None:
    found = picture(icons, sentence_id, use)
    return msgspec.to_builtins(found) if found else None


def _texts(shown: Edition) -> Iterator[tuple[str, str]]:
    yield "location", shown.notice.location
    yield "provider", shown.notice.provider
    blocks = (*shown.sections, shown.dates)
    rows = [shown.title, shown.web, *(row for block in blocks for row in block.rows)]
    for row in rows:
        yield from _of_row(row)


def _of_row(row: Row) -> Iterator[tuple[str, str]]:
    for cell in row.cells:
        yield row.id, "".join(part.text for part in cell.parts)
