"""A real provider with two locations and people in each role, for tests of doors."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete
from werkzeug.test import TestResponse

from assistant import notices, storage
from assistant.accounts import Account, Duty, Role
from assistant.knowledge import Setting
from assistant.local import Location, Person
from assistant.storage import Storage
from assistant.storage.doors import DeviceKind, Purpose
from assistant.storage.provider import Provider
from assistant.storage.tables import ToolRow
from tests.web import training_records

ROOT = Path(__file__).resolve().parent.parent.parent
HOST = "care.example"
PASSWORD = "lantern orchard tuesday"  # noqa: S105
PIN = "482915"
_EXAMPLE = ROOT / "knowledge" / "examples" / "scribe.json"
_WORDING = ROOT / "knowledge" / "wording"
CODE_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105


class Browser(FlaskClient):
    """A browser that comes to the provider's own address."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Return the answer to a request; like browsers it says from which page it comes."""
        headers = {"Referer": f"https://{HOST}/", **kwargs.pop("headers", {})}
        return super().open(*args, base_url=f"https://{HOST}", headers=headers, **kwargs)


@dataclass(frozen=True)
class House:
    """The application of a provider, its store, and the numbers of what is in it."""

    app: Flask
    store: Storage
    north: int
    south: int
    people: Mapping[str, Account]
    devices: Mapping[str, str]

    def client(self) -> FlaskClient:
        """Return a browser that nobody used before."""
        return Browser(self.app, self.app.response_class)

    def at(self, device: str) -> FlaskClient:
        """Return the browser of an enrolled device."""
        client = self.client()
        client.set_cookie("__Host-device", f"{self.devices[device]}.unsigned", domain=HOST)
        return client

    def as_(self, who: str) -> FlaskClient:
        """Return a browser in which that person signed in a moment ago."""
        client = self.client()
        with self.store.write() as session:
            token = storage.doors.start_visit(session, self.people[who], datetime.now(UTC))
        client.set_cookie("__Host-visit", token, domain=HOST)
        return client

    def visitor(self, who: str) -> FlaskClient:
        """Return the browser of somebody: nobody, tablet, or a person by name."""
        if who == "nobody":
            return self.client()
        return self.at(who) if who in self.devices else self.as_(who)

    def take_tools_out(self) -> None:
        """Empty the registers of its locations."""
        with self.store.write() as session:
            session.execute(delete(ToolRow))

    def link(self, purpose: Purpose, who: str) -> str:
        """Return the path of a new one-time link for a person."""
        with self.store.write() as session:
            number = self.people[who].id
            token = storage.doors.make_account_link(session, purpose, number, datetime.now(UTC))
        return f"/link/{token}"


def furnish(store: Storage) -> tuple[int, int, dict[str, Account], dict[str, str]]:
    """Give an empty database two locations, people in each role, a tablet in each, a notice."""
    now = datetime.now(UTC)
    with store.write() as session:
        storage.provider.keep(session, Provider("Two Homes Care"))
        places = [
            storage.locations.add_location(
                session,
                Location("Two Homes Care", name, {"manager": Person(f"M. {name}", "01632 960199")}),
                Setting.CARE_HOME,
            )
            for name in ("North House", "South House")
        ]
        north, south = places
        file, wording = notices.read(_EXAMPLE.read_bytes()), notices.load_wording(_WORDING)
        for tool in file.tools:
            storage.register.add(session, north, tool, now, storage.audit.ON_SERVER)
        version = notices.issue(file, wording, today=now.date())
        storage.notices.publish(session, north, version, now)

        def add(name: str, role: Role, *at: int, duties: tuple[Duty, ...] = ()) -> Account:
            email = f"{name.casefold()}@two.example" if role is not Role.STAFF else None
            return storage.accounts.add(
                session, name, role, now, email=email, duties=duties, locations=at
            )

        people = {
            "owner": add("Olive", Role.OWNER),
            "manager": add("Morgan", Role.MANAGER, north),
            "stranger": add("Sidney", Role.MANAGER, south),
            "staff": add("Ash", Role.STAFF, north),
            "senior": add("Sam", Role.STAFF, north, duties=tuple(Duty)),
        }
        training_records.furnish(session, north, people["manager"])
        devices = {
            name: storage.doors.enrol(session, place, name, DeviceKind.SHARED, now)
            for name, place in (("tablet", north), ("southern tablet", south))
        }
    return north, south, people, devices


def give_secrets(house: House) -> None:
    """Give managers a password and a code app, and staff a PIN."""
    with house.store.write() as session:
        for who in ("owner", "manager", "stranger"):
            number = house.people[who].id
            storage.accounts.set_password(session, number, PASSWORD)
            storage.accounts.set_code_app(session, number, CODE_SECRET, 1)
        storage.accounts.set_pin(session, house.people["staff"].id, PIN)


def with_store(app: Flask, store: Storage) -> None:
    """Let *app* serve from another store."""
    app.extensions["plainly"] = dataclasses.replace(app.extensions["plainly"], storage=store)
