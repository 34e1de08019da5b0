"""A British English word list without names: what never needs a repair and may be kept."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def british() -> frozenset[str]:
    """Return about 63,000 lower-case words of Debian's ``wbritish`` (SCOWL), names left out."""
    return frozenset(files(__name__).joinpath("british-english.txt").read_text("utf-8").split())
