"""A made-up provider to try the program with; nothing in it is real."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from assistant import notices, storage
from assistant.accounts import Duty, Role
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
    approved_tools=("Notewell (demonstration)",),
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


def seed(store: Storage, example: Path, now: datetime) -> None:
    """Give an empty database the made-up provider, its tool and the notice; a full one is left."""
    with store.write() as session:
        numbers = storage.locations.location_ids(session)
        if not numbers:
            numbers = [storage.locations.add_location(session, LOCATION, Setting.CARE_HOME)]
            wording = notices.load_wording(example.parent.parent / "wording")
            file = notices.read(example.read_bytes())
            # Raises NoticeError at a gate: what is published has passed them all.
            version = notices.issue(file, wording, today=now.date())
            storage.notices.publish(session, numbers[0], version, now)
        if storage.provider.get(session) is None:
            storage.provider.keep(session, Provider(LOCATION.provider, open_asking=True))
            for name, role, email, duties in _PEOPLE:
                places = () if role is Role.OWNER else numbers[:1]
                person = storage.accounts.add(
                    session, name, role, now, email=email, duties=duties, locations=places
                )
                if role is Role.MANAGER:
                    _seed_register(session, example.parent, numbers[0], person.id, now)


def _seed_register(
    session: Session, examples: Path, location_id: int, responsible: int, now: datetime
) -> None:
    for tool in notices.read((examples / _REGISTER).read_bytes()).tools:
        storage.register.add(session, location_id, tool, now, ON_SERVER, responsible)
