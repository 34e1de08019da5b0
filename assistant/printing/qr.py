"""QR codes as SVG."""

from __future__ import annotations

import io

import segno


def qr_svg(text: str, *, scales: bool = False) -> str:
    """Return a QR code of *text* as SVG, with a quarter of it spare against dirt and folds.

    It has a size of its own, or *scales* to that of the page around it.
    """
    drawing = io.BytesIO()
    code = segno.make(text, error="q", boost_error=False, micro=False)
    code.save(
        drawing,
        kind="svg",
        scale=4,
        border=4,
        xmldecl=False,
        omitsize=scales,
        dark="#0E3B3A",
        light="#fff",
    )
    return drawing.getvalue().decode()
