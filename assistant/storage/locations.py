"""Locations and who to ask there."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.knowledge import Setting
from assistant.local import Hours, Location, Person
from assistant.storage import register
from assistant.storage.tables import ContactRow, LocationRow

_ANY = "any"


def add_location(session: Session, location: Location, setting: Setting) -> int:
    """Keep *location* and return its number; its tools are those of the register."""
    row = LocationRow(
        provider=location.provider,
        name=location.name,
        setting=setting.value,
        report_to=location.report_to,
        day_from=location.day_from,
        day_to=location.day_to,
        contacts=_contacts(location),
    )
    session.add(row)
    session.flush()
    return row.id


def change_location(session: Session, location_id: int, location: Location) -> None:
    """Keep other words, hours and contacts for the location with that number; its kind stays.

    Which tools are approved there is what the register says.

    Raises NoResultFound when there is no such location.
    """
    row = session.get_one(LocationRow, location_id)
    row.name = location.name
    row.report_to = location.report_to
    row.day_from, row.day_to = location.day_from, location.day_to
    row.contacts.clear()
    # The rows that go must be gone before new ones of the same role come.
    session.flush()
    row.contacts.extend(_contacts(location))


def get_location(session: Session, location_id: int) -> Location | None:
    """Return the location with that number and the tools that it has in use, or None."""
    row = session.get(LocationRow, location_id)
    if row is None:
        return None
    people: dict[str, dict[str, Person]] = {}
    for contact in row.contacts:
        named = people.setdefault(contact.hours, {})
        named[contact.role] = Person(contact.name, contact.phone)
    return Location(
        provider=row.provider,
        name=row.name,
        people=people.pop(_ANY, {}),
        approved_tools=register.names_in_use(session, location_id),
        report_to=row.report_to,
        people_by_hours={Hours(hours): named for hours, named in people.items()},
        day_from=row.day_from,
        day_to=row.day_to,
    )


def setting_of(session: Session, location_id: int) -> Setting:
    """Return what kind of location the one with that number is; raises NoResultFound."""
    return Setting(session.get_one(LocationRow, location_id).setting)


def location_ids(session: Session) -> list[int]:
    """Return the numbers of all locations, the one that was added first in front."""
    return list(session.scalars(select(LocationRow.id).order_by(LocationRow.id)))


def setting(session: Session, location_id: int) -> Setting:
    """Return what kind of service the location with that number is; NoResultFound without one."""
    return Setting(session.get_one(LocationRow, location_id).setting)


def names(session: Session) -> dict[int, str]:
    """Return the name of each location by its number."""
    query = select(LocationRow.id, LocationRow.name).order_by(LocationRow.id)
    return {row.id: row.name for row in session.execute(query)}


def _contacts(location: Location) -> list[ContactRow]:
    by_hours = {_ANY: location.people, **{h.value: p for h, p in location.people_by_hours.items()}}
    return [
        ContactRow(role=role, hours=hours, name=person.name, phone=person.phone)
        for hours, people in sorted(by_hours.items())
        for role, person in sorted(people.items())
    ]
