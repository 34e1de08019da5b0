"""Locations and who to ask there."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.knowledge import Setting
from assistant.local import Location, Person
from assistant.storage.tables import ContactRow, LocationRow


def add_location(session: Session, location: Location, setting: Setting) -> int:
    """Keep *location* and return its number."""
    row = LocationRow(
        provider=location.provider,
        name=location.name,
        setting=setting.value,
        approved_tools="\n".join(location.approved_tools),
        report_to=location.report_to,
        contacts=[
            ContactRow(role=role, name=person.name, phone=person.phone)
            for role, person in sorted(location.people.items())
        ],
    )
    session.add(row)
    session.flush()
    return row.id


def get_location(session: Session, location_id: int) -> Location | None:
    """Return the location with that number, or None."""
    row = session.get(LocationRow, location_id)
    if row is None:
        return None
    return Location(
        provider=row.provider,
        name=row.name,
        people={contact.role: Person(contact.name, contact.phone) for contact in row.contacts},
        approved_tools=tuple(row.approved_tools.splitlines()),
        report_to=row.report_to,
    )


def first_location_id(session: Session) -> int | None:
    """Return the number of the location that was added first, or None before any was."""
    return session.scalars(select(LocationRow.id).order_by(LocationRow.id).limit(1)).first()
