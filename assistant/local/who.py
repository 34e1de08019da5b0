"""Who to ask at a location, by the hour."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from assistant.knowledge import Contact
from assistant.local.hours import Hours, hours
from assistant.local.location import Location, Person

# They work office hours unless the location names them for the night or the weekend.
_OFFICE = frozenset(
    {
        Contact.MANAGER,
        Contact.AI_LEAD,
        Contact.DATA_PROTECTION_LEAD,
        Contact.SAFEGUARDING_LEAD,
    }
)
_ON_CALL, _IN_CHARGE = "on_call", Contact.PERSON_IN_CHARGE.value


@dataclass(frozen=True)
class Asked:
    """Who is asked: a role, the person who has it here (None when the location has not said).

    ``waits`` says that this is someone of the office, out of hours, for what can wait till then.
    """

    role: str
    person: Person | None
    waits: bool = False


def who_to_ask(
    contact: Contact, location: Location, now: datetime | None = None, *, safety: bool = False
) -> Asked:
    """Return who to ask here for *contact* at the instant *now*; without it, in office hours.

    A *safety* matter out of office hours goes to the person on call, or else to the one in charge
    of the shift, and not to an office role, unless the location names someone for these hours.
    """
    role = contact.value
    everyone = at(location, now).people if now else location.people
    named = everyone.get(role)
    if now is None or contact not in _OFFICE:
        return Asked(role, named)
    which = hours(now, location.day_from, location.day_to)
    if which is Hours.DAY or role in location.people_by_hours.get(which, {}):
        return Asked(role, named)
    if not safety:
        return Asked(role, named, waits=True)
    stand_in = _IN_CHARGE if _ON_CALL not in everyone and _IN_CHARGE in everyone else _ON_CALL
    return Asked(stand_in, everyone.get(stand_in))


def person(
    contact: Contact, location: Location, now: datetime | None = None, *, safety: bool = False
) -> Person | None:
    """Return the person of ``who_to_ask``, or None when the location has not said."""
    return who_to_ask(contact, location, now, safety=safety).person


def at(location: Location, now: datetime) -> Location:
    """Return *location* with the people who are there at the instant *now*."""
    which = hours(now, location.day_from, location.day_to)
    own = location.people_by_hours.get(which, {})
    return replace(location, people={**location.people, **own})
