"""A location as its staff know it, and the placeholders that its own words fill."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.local.hours import Hours

_PLACEHOLDER = re.compile(r"(?P<start>^|[.!?]\s+)?\{(?P<name>[a-z_]+)\}")
_EXTENSION = re.compile(r"(?:,|;|#|\bex|\bx\s*\d|\boption\b)", re.IGNORECASE)
_FEWEST_DIGITS = 3
# What a placeholder says where the provider has not given its own words; each reads as a noun.
_GENERAL = {
    "provider": "your employer",
    "manager": "your manager",
    "person_in_charge": "the person in charge of the shift",
    "on_call": "the person on call",
    "ai_lead": "your AI lead or manager",
    "data_protection_lead": "your data protection lead or manager",
    "safeguarding_lead": "your safeguarding lead or manager",
    "approved_tools": "the list your manager keeps",
    "report_to": "the incident form",
}
# What each person is here, beside their name.
ROLES = {
    "manager": "the manager",
    "person_in_charge": "in charge of the shift",
    "on_call": "on call",
    "ai_lead": "the AI lead",
    "data_protection_lead": "the data protection lead",
    "safeguarding_lead": "the safeguarding lead",
}


@dataclass(frozen=True)
class Person:
    """Someone to ask at a location: a name and a phone number as they are written there."""

    name: str
    phone: str = ""


@dataclass(frozen=True)
class Location:
    """What one location adds to the shared answers; everything may be unknown.

    ``people`` are keyed by the placeholders that name a role (``ai_lead``, ``on_call``, ...) and
    hold at any hour; ``people_by_hours`` are those for the day, the night or the weekend alone.
    ``approved_tools`` are those that the register has in use.
    The day of the office lasts from ``day_from`` to ``day_to`` o'clock.
    """

    provider: str = ""
    name: str = ""
    people: Mapping[str, Person] = field(default_factory=dict)
    approved_tools: tuple[str, ...] = ()
    report_to: str = ""
    people_by_hours: Mapping[Hours, Mapping[str, Person]] = field(default_factory=dict)
    day_from: int = 8
    day_to: int = 20


def dialled(phone: str) -> str:
    """Return what a telephone dials for *phone* as people write it; empty when it dials nothing.

    "+44 (0)1632 960101" loses its (0), and an extension is left for the caller to say.
    """
    number = _EXTENSION.split(phone.replace("(0)", "") if "+" in phone else phone)[0]
    digits = "".join(sign for sign in number if sign in "0123456789")
    if len(digits) < _FEWEST_DIGITS:
        return ""
    return f"+{digits}" if number.strip().startswith("+") else digits


def fill(text: str, location: Location) -> str:
    """Return *text* with each placeholder replaced by the location's words or a general wording.

    At the start of a sentence the first letter becomes a capital.
    """

    def words(found: re.Match[str]) -> str:
        start, filled = found["start"], _words(found["name"], location)
        return filled if start is None else start + filled[:1].upper() + filled[1:]

    return _PLACEHOLDER.sub(words, text)


def _words(placeholder: str, location: Location) -> str:
    if placeholder in location.people:
        named = location.people[placeholder]
        return f"{named.name} ({ROLES[placeholder]})"
    own = {
        "provider": location.provider,
        "approved_tools": ", ".join(location.approved_tools),
        "report_to": location.report_to,
    }
    return own.get(placeholder) or _GENERAL[placeholder]
