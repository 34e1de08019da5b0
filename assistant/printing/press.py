"""Typst as a function from a template and data to PDF bytes.

Data goes in as JSON and never as markup. Only the fonts beside this file are used, so that a PDF is
the same on every machine.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import typst

FONTS = Path(__file__).with_name("fonts")
MAX_TEXT = 600
_HIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# A compiler must not be shared between threads; the fonts may.
_of_thread = threading.local()


class PrintError(Exception):
    """A page cannot be printed; ``reason`` says why in plain words."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def press(template: Path, **inputs: str) -> bytes:
    """Return the PDF that *template* makes of *inputs*, as tagged PDF/UA-1 or not at all."""
    compiler = _compiler(template.parent)
    try:
        pdf = compiler.compile(
            input=template, sys_inputs=inputs, format="pdf", pdf_standards=["ua-1"]
        )
    except typst.TypstError as error:
        raise PrintError(f"this page cannot be printed: {error.message}") from error
    if not isinstance(pdf, bytes):
        raise PrintError("this page cannot be printed: it came out empty")
    return pdf


def draw(template: Path, dots: int, **inputs: str) -> tuple[bytes, ...]:
    """Return each page that *template* makes of *inputs* as a PNG of *dots* to the inch.

    It is the page that ``press`` prints, to look at before. Raises PrintError.
    """
    compiler = _compiler(template.parent)
    try:
        pages = compiler.compile(input=template, sys_inputs=inputs, format="png", ppi=dots)
    except typst.TypstError as error:
        raise PrintError(f"this page cannot be printed: {error.message}") from error
    # One page comes as it is, several as a list.
    return tuple(page for page in (pages if isinstance(pages, list) else [pages]) if page)


def refuse_unprintable(texts: Iterable[tuple[str, str]], longest: int = MAX_TEXT) -> None:
    """Refuse what would spoil a page without an error: endless text, and characters unseen.

    *texts* are pairs of a name for the message and the text. Raises PrintError.
    """
    for where, text in texts:
        if len(text) > longest:
            raise PrintError(f"`{where}` is longer than {longest} characters")
        if hidden := _HIDDEN.search(text):
            raise PrintError(f"`{where}` holds a hidden character (U+{ord(hidden.group()):04X})")


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
    )


def _compiler(root: Path) -> typst.Compiler:
    compilers: dict[Path, typst.Compiler] = _of_thread.__dict__.setdefault("compilers", {})
    if root not in compilers:
        # `ignore_system_fonts` matters for nothing once `Fonts` is given, but states the intent.
        compilers[root] = typst.Compiler(root=root, font_paths=_fonts(), ignore_system_fonts=True)
    return compilers[root]
