"""A notice as a leaflet on paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec

from assistant.languages import Catalogue, Language
from assistant.notices import Edition, Notice, edition
from assistant.printing.press import PrintError, press, refuse_unprintable
from assistant.printing.qr import qr_svg

Format = Literal["a4"]
_TEMPLATES: dict[Format, str] = {"a4": "leaflet.typ"}


def leaflet(
    notice: Notice,
    language: Language,
    format: Format = "a4",
    *,
    templates: Path,
    catalogue: Catalogue | None = None,
    public_url: str | None = None,
) -> bytes:
    """Return *notice* in *language* as PDF: the same bytes for the same notice, on every machine.

    A draft translation is printed beside the English, under a band on every page. *templates* is
    the folder of print templates; *public_url* the full address of the public page, if any.
    Raises PrintError, and TranslationError when the translation is not whole.
    """
    shown = edition(notice, language, catalogue, web_address=public_url)
    refuse_unprintable(_texts(shown))
    return press(templates / _TEMPLATES[format], edition=page_data(shown))


def page_data(shown: Edition) -> str:
    """Return what the print templates need of an edition, as JSON."""
    made_on = shown.notice.made_on
    data = msgspec.to_builtins(shown)
    data["made_on"] = {"year": made_on.year, "month": made_on.month, "day": made_on.day}
    data["qr_svg"] = qr_code(shown.web_address) if shown.web_address else None
    return msgspec.json.encode(data).decode()


def qr_code(address: str) -> str:
    """Return a QR code of the public *address* as SVG; raises PrintError when it is not https."""
    if not address.startswith("https://"):
        raise PrintError("a QR code may only lead to an https address")
    return qr_svg(address)


def _texts(shown: Edition) -> Iterator[tuple[str, str]]:
    yield "location", shown.notice.location
    yield "provider", shown.notice.provider
    blocks = (*shown.sections, shown.dates)
    rows = [shown.title, shown.web, *(row for block in blocks for row in block.rows)]
    for row in rows:
        for cell in row.cells:
            yield row.id, "".join(part.text for part in cell.parts)
