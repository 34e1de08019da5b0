"""Whether single sentences can be printed, before they stand in a leaflet."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from assistant.languages import Language
from assistant.printing.press import FONTS, PrintError, press, refuse_unprintable


def has_font(language: Language) -> bool:
    """Return whether the font of *language* is there, in both weights."""
    family = language.font.replace(" ", "")
    return (
        len(list(FONTS.glob(f"{family}-Regular.?tf")))
        == 1
        == len(list(FONTS.glob(f"{family}-Bold.?tf")))
    )


def unprintable(texts: Mapping[str, str], language: Language, templates: Path) -> dict[str, str]:
    """Return those of the named *texts* that a leaflet in *language* cannot show, and why.

    The engine that prints leaflets is asked: it refuses a letter that no font can draw.
    *templates* is the folder of print templates.
    """
    found = {}
    for name, text in texts.items():
        try:
            refuse_unprintable([(name, text)])
        except PrintError as error:
            found[name] = error.reason
    rest = {name: text for name, text in texts.items() if name not in found}
    if not rest or _is_drawable(list(rest.values()), language, templates):
        return found
    reason = f"has a letter that the font {language.font} cannot draw"
    return found | {
        name: reason for name, text in rest.items() if not _is_drawable([text], language, templates)
    }


def _is_drawable(texts: list[str], language: Language, templates: Path) -> bool:
    sample = msgspec.json.encode({"language": language, "texts": texts}).decode()
    try:
        press(templates / "sample.typ", sample=sample)
    except PrintError:
        return False
    return True
