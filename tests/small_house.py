"""A place and people to put into an empty database, and two writers at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from assistant import storage
from assistant.accounts import Account, Role
from assistant.knowledge import Setting
from assistant.local import Location
from assistant.storage import Session, Storage, accounts, doors
from assistant.storage.doors import Visit

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
IDLE, LONGEST = timedelta(minutes=15), timedelta(hours=13)


def add_place(session: Session, name: str = "Example House") -> int:
    """Return the number of a new location."""
    location = Location("Example Care", name)
    return storage.locations.add_location(session, location, Setting.CARE_HOME)


def add_person(
    session: Session,
    name: str = "Ash",
    role: Role = Role.STAFF,
    *at: int,
    email: str | None = None,
) -> Account:
    """Return a new account at those locations."""
    return accounts.add(session, name, role, NOW, email=email, locations=at)


def change_person(
    session: Session,
    account: Account,
    *,
    role: Role | None = None,
    email: str | None = None,
    locations: Iterable[int] | None = None,
) -> Account:
    """Change what is given of an account, and return it."""
    return accounts.change(
        session,
        account.id,
        name=account.name,
        role=role or account.role,
        email=email or account.email,
        duties=account.duties,
        locations=account.locations if locations is None else locations,
    )


def find_visit(session: Session, token: str, now: datetime = NOW) -> Visit | None:
    """Return the visit that *token* opens, if it still opens one."""
    return doors.visit_by_token(session, token, now, idle=IDLE, longest=LONGEST)


def at_once(
    database: Storage, first: Callable[[Session], bool], second: Callable[[Session], bool]
) -> list[bool]:
    """Return what each of two writers gets, of whom the second starts before the first is done."""
    outcomes: list[bool] = []

    def write_second() -> None:
        with database.write() as session:
            outcomes.append(second(session))

    other = threading.Thread(target=write_second)
    with database.write() as session:
        outcomes.append(first(session))
        session.flush()
        other.start()
        # On SQLite the second waits before its first word; on PostgreSQL at a row of the first's.
        if session.get_bind().dialect.name == "postgresql":
            waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
            while other.is_alive() and not session.execute(waiting).scalar_one():
                time.sleep(0.01)
    other.join()
    return outcomes
