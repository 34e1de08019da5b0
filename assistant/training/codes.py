"""Codes that people read from a wall, a slip or a certificate and type: how they look and are read.

The alphabet has no vowels (no words come out), and none of 0 O, 1 I L, 2 Z, 5 S, 8 B and U V, which
are mistaken for each other. Who draws a code uses a secret source; that is not this module's work.
"""

from __future__ import annotations

import unicodedata
from enum import IntEnum

ALPHABET = "34679CDFGHJKMNPQRTWXY"


class Length(IntEnum):
    """How long each kind of code is: a join code is good for an hour, a check code for years."""

    JOIN = 6
    SLIP = 8
    CHECK = 12


_GROUPS = {Length.JOIN: 3, Length.SLIP: 4, Length.CHECK: 4}


def shown(code: str) -> str:
    """Return *code* in groups that can be read aloud, as ``KF7 3WX``."""
    size = _GROUPS[Length(len(code))]
    return " ".join(code[start : start + size] for start in range(0, len(code), size))


def normalised(typed: str, length: Length) -> str | None:
    """Return the code that someone typed, without spaces and dashes, or None if it is none."""
    if len(typed) > 4 * length:
        return None
    code = "".join(unicodedata.normalize("NFKC", typed).upper().replace("-", " ").split())
    return code if len(code) == length and set(code) <= set(ALPHABET) else None
