"""Checks of the little text that a provider types: names and phone numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from assistant import privacy

MAX_NAME = 80
_SIGNS = frozenset(" .,'’&()-/+")
_PHONE = re.compile(r"(?:\+44|0)[\d ()-]+")
_NEVER_SAY = re.compile(
    r"\b(?:cqc|nhs)[- ]+(?:is |has )?(?:approve[sd]?|certified|accredited|endorsed)"
    r"|(?:approved|certified|accredited|endorsed) by (?:the )?(?:cqc|care quality|nhs)"
    r"|\bcompliant\b|\bguarantee"
)


def name_gates(name: str) -> Iterator[str]:
    """Yield the id of every gate that *name* fails: missing, length, characters, never said."""
    if not name.strip():
        yield "name.missing"
    if len(name) > MAX_NAME:
        yield "name.length"
    if not all(map(_printable, name)):
        yield "name.characters"
    if _NEVER_SAY.search(" ".join(name.casefold().split())):
        yield "name.never_say"


def is_phone(phone: str) -> bool:
    """Return whether *phone* is a UK number of 10 or 11 digits, as people write it."""
    if not _PHONE.fullmatch(phone) or not phone.isascii():
        return False
    digits = re.sub(r"\D", "", phone.replace("+44", "0", 1).replace("(0)", ""))
    return len(digits) in (10, 11) and digits.startswith("0")


def _printable(character: str) -> bool:
    """Return whether our fonts draw *character*: Latin letters, plain digits and a few signs."""
    if character in _SIGNS or (character.isascii() and character.isdigit()):
        return True
    in_font = ord(character) < 0x250 or 0x1E00 <= ord(character) < 0x1F00
    return in_font and character.isalpha() and unicodedata.name(character).startswith("LATIN")


def is_free_of_people(text: str) -> bool:
    """Return whether *text* holds nothing that looks like a person's details."""
    return not privacy.mask(text).found


def is_place(text: str) -> bool:
    """Return whether *text* may stand as a place where copies hang: a name, and no person's."""
    return next(name_gates(text), None) is None and is_free_of_people(text)
