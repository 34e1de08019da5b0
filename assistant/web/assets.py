"""The files under ``static/``: addresses that change with the content, and icons for the text."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from flask import Flask, url_for
from markupsafe import Markup

STATIC = Path(__file__).resolve().parent / "static"
# In the order in which pages load them; what they print with comes last, on its own.
SHEETS = ("css/tokens.css", "css/page.css", "css/parts.css", "css/ask.css", "css/answer.css")
# What English is set in; pages ask for it before their style sheets do.
FONT = "fonts/atkinson-latin-5.3.0.woff2"
_COMMENT = re.compile(r"<!--.*?-->\s*", re.DOTALL)
_SPACE = re.compile(r"\s+")


class Assets:
    """What the pages need to know of the static files; read once at the start."""

    def __init__(self, folder: Path = STATIC) -> None:
        self.versions = {
            path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:12]
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }
        self._icons = {
            path.stem: _inline(path.read_text("utf-8")) for path in (folder / "icons").glob("*.svg")
        }

    def init_app(self, app: Flask) -> None:
        """Let the templates of *app* use ``asset`` and ``icon``."""
        app.extensions["assets"] = self
        app.jinja_env.globals.update(asset=self.address, icon=self.icon, sheets=SHEETS, font=FONT)

    def address(self, name: str) -> str:
        """Return the address of the static file *name*; it may be cached for ever."""
        return url_for("static", filename=name, v=self.versions[name])

    def icon(self, name: str, *, turn: bool = False) -> Markup:
        """Return the icon *name* for use beside words; with *turn* it follows the direction."""
        extra = " icon--turn" if turn else ""
        # The vendored files are ours, and their hashes are tested.
        return Markup(self._icons[name].format(extra=extra))  # noqa: S704


def _inline(svg: str) -> str:
    start, rest = _COMMENT.sub("", svg).split(">", 1)
    shape = _SPACE.sub(" ", rest).replace("> <", "><").strip()
    if "viewBox" not in start or "{" in shape:
        raise ValueError("an icon file is not what it was when it was vendored")
    # How its lines are drawn stands once, in the style sheet, and not again with each icon.
    return f'<svg class="icon{{extra}}" viewBox="0 0 24 24" aria-hidden="true">{shape}'
