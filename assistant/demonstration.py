"""A made-up provider to try the program with; nothing in it is real."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from assistant import notices, register, storage
from assistant.accounts import Duty, Role
from assistant.knowledge import Role as Learning
from assistant.knowledge import Setting
from assistant.local import Location, Person
from assistant.storage import Session, Storage
from assistant.storage.audit import ON_SERVER
from assistant.storage.provider import Provider

# Ofcom keeps these numbers free for drama; they ring nowhere.
LOCATION = Location(
    provider="Rosewood Care (demonstration)",
    name="Rosewood House (demonstration)",
    people={
        "manager": Person("Robin Example", "01632 960101"),
        "ai_lead": Person("Alex Placeholder", "01632 960102"),
        "data_protection_lead": Person("Sam Sample", "01632 960103"),
        "safeguarding_lead": Person("Jo Sample", "01632 960104"),
        "on_call": Person("Chris Example", "01632 960105"),
        "person_in_charge": Person("Pat Example", "01632 960106"),
    },
    report_to="the incident book in the office (demonstration)",
)


# The notice file whose tools are the register.
_REGISTER = "care-home.json"
# Who can be tried out. They have no password and no PIN: only the demonstration lets them in.
_PEOPLE = (
    ("Robin Example", Role.MANAGER, "robin@rosewood.example", ()),
    ("Olu Placeholder", Role.OWNER, "olu@rosewood.example", ()),
    ("Sam Sample", Role.STAFF, None, (Duty.SENIOR, Duty.FACILITATOR, Duty.LANGUAGE_REVIEWER)),
)


# Who is on the training roster.
_LEARNERS = (
    ("Asha Example", Learning.CARE_WORKER),
    ("Ben Placeholder", Learning.CARE_WORKER),
    ("Robin Example", Learning.MANAGER),
    ("Sam Sample", Learning.SENIOR),
)


def location(examples: Path) -> Location:
    """Return the made-up location with the tools of its register, from the folder *examples*."""
    tools = notices.read((examples / _REGISTER).read_bytes()).tools
    return replace(LOCATION, approved_tools=register.names_in_use(tools))


def seed(store: Storage, example: Path, now: datetime) -> None:
    """Give an empty database the made-up provider, from the notice file *example* and its folder.

    A database with a location or a provider keeps what it has of either.
    """
    with store.write() as session:
        numbers = storage.locations.location_ids(session)
        if not numbers:
            numbers = [storage.locations.add_location(session, LOCATION, Setting.CARE_HOME)]
            _publish(session, example, numbers[0], now)
        if storage.provider.get(session) is None:
            storage.provider.keep(session, Provider(LOCATION.provider, open_asking=True))
            manager = _people(session, numbers[0], now)
            for tool in notices.read((example.parent / _REGISTER).read_bytes()).tools:
                storage.register.add(session, numbers[0], tool, now, ON_SERVER, manager)
            for name, role in _LEARNERS:
                storage.training.learners.add(session, numbers[0], name, role)


def _publish(session: Session, example: Path, location_id: int, now: datetime) -> None:
    wording = notices.load_wording(example.parent.parent / "wording")
    # Raises NoticeError at a gate: what is published has passed them all.
    version = notices.issue(notices.read(example.read_bytes()), wording, today=now.date())
    storage.notices.publish(session, location_id, version, now)


def _people(session: Session, location_id: int, now: datetime) -> int:
    """Add everyone who can be tried out; return the number of the manager's account."""
    numbers = {}
    for name, role, email, duties in _PEOPLE:
        places = () if role is Role.OWNER else (location_id,)
        person = storage.accounts.add(
            session, name, role, now, email=email, duties=duties, locations=places
        )
        numbers[role] = person.id
    return numbers[Role.MANAGER]
