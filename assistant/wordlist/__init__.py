"""Word lists that come with the program: British English, and given names.

The British list holds no names of its own, but many given names are ordinary words as well: Rose,
May, Will, Grace. Both lists are kept apart, so that each use can decide.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def british() -> frozenset[str]:
    """Return about 63,000 lower-case words of Debian's ``wbritish`` (SCOWL), names left out."""
    return _words("british-english.txt")


@cache
def given_names() -> frozenset[str]:
    """Return about 6,500 lower-case given names common in England or among those who work there."""
    return _words("given-names.txt")


def _words(name: str) -> frozenset[str]:
    return frozenset(files(__name__).joinpath(name).read_text("utf-8").split())
