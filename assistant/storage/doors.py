"""Ways in: one-time links, enrolled devices, visits, and failures at the door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from assistant.accounts import Account, Throttle, new_token, token_hash
from assistant.storage import accounts
from assistant.storage.tables import AccountRow, DeviceRow, FailureRow, LinkRow, VisitRow

# A visit is noted as alive at most this often: asking must not write at each step.
_NOTE_EVERY = timedelta(minutes=1)
_SEEN_EVERY = timedelta(hours=12)


class Purpose(StrEnum):
    """What a one-time link is for."""

    START = "start"
    PASSWORD = "password"  # noqa: S105
    CODE_APP = "code_app"
    PIN = "pin"
    ENROL = "enrol"


class DeviceKind(StrEnum):
    """Whether many people use a device, or one."""

    SHARED = "shared"
    WORK_PHONE = "work_phone"


LASTS = {
    Purpose.START: timedelta(days=3),
    Purpose.PASSWORD: timedelta(days=1),
    Purpose.CODE_APP: timedelta(days=1),
    Purpose.PIN: timedelta(days=3),
    Purpose.ENROL: timedelta(minutes=15),
}
PHONE_LINK_LASTS = timedelta(days=7)


@dataclass(frozen=True)
class Link:
    """A one-time link that is still good."""

    id: int
    purpose: Purpose
    account: Account | None
    location_id: int | None
    device_name: str
    device_kind: DeviceKind | None


@dataclass(frozen=True)
class Device:
    """An enrolled device."""

    id: int
    location_id: int
    name: str
    kind: DeviceKind
    enrolled_at: datetime
    last_seen_at: datetime


@dataclass(frozen=True)
class Visit:
    """A person's time at a screen: where they work during it, and whether to note it again."""

    id: int
    account: Account
    device_id: int | None
    location_id: int | None
    is_due: bool


def make_account_link(session: Session, purpose: Purpose, account_id: int, now: datetime) -> str:
    """Return the token of a new link for a person; an older one for the same purpose ends."""
    session.execute(
        delete(LinkRow).where(LinkRow.account_id == account_id, LinkRow.purpose == purpose.value)
    )
    row = LinkRow(purpose=purpose.value, account_id=account_id)
    return _keep_link(session, row, now, LASTS[purpose])


def make_device_link(
    session: Session, location_id: int, name: str, kind: DeviceKind, now: datetime
) -> str:
    """Return the token of a new link that enrols a device at a location."""
    row = LinkRow(
        purpose=Purpose.ENROL.value,
        location_id=location_id,
        device_name=name,
        device_kind=kind.value,
    )
    lasts = LASTS[Purpose.ENROL] if kind is DeviceKind.SHARED else PHONE_LINK_LASTS
    return _keep_link(session, row, now, lasts)


def find_link(session: Session, token: str, now: datetime) -> Link | None:
    """Return the link with that token while it is good, or None; looking does not use it up."""
    query = select(LinkRow).where(
        LinkRow.token_hash == token_hash(token), LinkRow.used_at.is_(None), LinkRow.expires_at > now
    )
    row = session.scalars(query).first()
    if row is None:
        return None
    account = accounts.get(session, row.account_id) if row.account_id is not None else None
    kind = DeviceKind(row.device_kind) if row.device_kind else None
    return Link(row.id, Purpose(row.purpose), account, row.location_id, row.device_name, kind)


def use_link(session: Session, link: Link, now: datetime) -> bool:
    """Use the link up; False when somebody was faster."""
    used = (
        update(LinkRow)
        .where(LinkRow.id == link.id, LinkRow.used_at.is_(None))
        .values(used_at=now)
        .returning(LinkRow.id)
    )
    return session.execute(used).first() is not None


def enrol(session: Session, location_id: int, name: str, kind: DeviceKind, now: datetime) -> str:
    """Keep a new device and return its token, which the device alone holds."""
    token = new_token()
    row = DeviceRow(
        location_id=location_id,
        name=name,
        kind=kind.value,
        token_hash=token_hash(token),
        enrolled_at=now,
        last_seen_at=now,
    )
    session.add(row)
    session.flush()
    return token


def device_by_token(session: Session, token: str) -> Device | None:
    """Return the device that holds *token*, or None when it holds no good one."""
    query = select(DeviceRow).where(
        DeviceRow.token_hash == token_hash(token), DeviceRow.revoked_at.is_(None)
    )
    row = session.scalars(query).first()
    return _device(row) if row else None


def devices(session: Session, location_id: int) -> list[Device]:
    """Return the enrolled devices of a location, by name."""
    query = (
        select(DeviceRow)
        .where(DeviceRow.location_id == location_id, DeviceRow.revoked_at.is_(None))
        .order_by(DeviceRow.name, DeviceRow.id)
    )
    return [_device(row) for row in session.scalars(query)]


def device(session: Session, location_id: int, device_id: int) -> Device | None:
    """Return a device of that location, or None; another location's is None too."""
    row = session.get(DeviceRow, device_id)
    if row is None or row.location_id != location_id or row.revoked_at:
        return None
    return _device(row)


def rename(session: Session, device: Device, name: str) -> None:
    """Give a device another name."""
    session.get_one(DeviceRow, device.id).name = name


def revoke(session: Session, device: Device, now: datetime) -> None:
    """Shut a device out, and end the visits at it."""
    session.get_one(DeviceRow, device.id).revoked_at = now
    session.execute(delete(VisitRow).where(VisitRow.device_id == device.id))


def is_seen_long_ago(device: Device, now: datetime) -> bool:
    """Return whether it is time to note again that a device is in use."""
    return now - device.last_seen_at > _SEEN_EVERY


def note_device(session: Session, device: Device, now: datetime) -> None:
    """Note that a device is in use."""
    session.get_one(DeviceRow, device.id).last_seen_at = now


def start_visit(
    session: Session,
    account: Account,
    now: datetime,
    *,
    device_id: int | None = None,
    location_id: int | None = None,
) -> str:
    """Keep a new visit and return its token, which the browser alone holds."""
    token = new_token()
    session.add(
        VisitRow(
            token_hash=token_hash(token),
            account_id=account.id,
            device_id=device_id,
            location_id=location_id,
            started_at=now,
            last_seen_at=now,
        )
    )
    session.get_one(AccountRow, account.id).signed_in_at = now
    return token


def visit_by_token(
    session: Session, token: str, now: datetime, *, idle: timedelta, longest: timedelta
) -> Visit | None:
    """Return the visit that *token* opens, or None when it ended, was idle or went on too long."""
    query = select(VisitRow).where(
        VisitRow.token_hash == token_hash(token),
        VisitRow.last_seen_at > now - idle,
        VisitRow.started_at > now - longest,
    )
    row = session.scalars(query).first()
    account = accounts.get(session, row.account_id) if row else None
    if row is None or account is None or account.left_at:
        return None
    is_due = now - row.last_seen_at > _NOTE_EVERY
    return Visit(row.id, account, row.device_id, row.location_id, is_due)


def note_visit(session: Session, visit: Visit, now: datetime) -> None:
    """Note that a visit goes on."""
    session.execute(update(VisitRow).where(VisitRow.id == visit.id).values(last_seen_at=now))


def move_visit(session: Session, visit: Visit, location_id: int) -> None:
    """Note where the person works from now on."""
    session.execute(update(VisitRow).where(VisitRow.id == visit.id).values(location_id=location_id))


def end_visit(session: Session, token: str) -> None:
    """End the visit that *token* opens."""
    session.execute(delete(VisitRow).where(VisitRow.token_hash == token_hash(token)))


def end_visits(session: Session, account_id: int) -> None:
    """End every visit of a person."""
    session.execute(delete(VisitRow).where(VisitRow.account_id == account_id))


def is_throttled(session: Session, key: str, throttle: Throttle, now: datetime) -> bool:
    """Return whether *key* has failed too often to be let try now."""
    query = select(func.count()).where(
        FailureRow.key_hash == token_hash(key), FailureRow.at > now - throttle.within
    )
    return session.execute(query).scalar_one() >= throttle.tries


def note_failure(session: Session, key: str, now: datetime) -> None:
    """Note that a try with *key* failed."""
    session.add(FailureRow(key_hash=token_hash(key), at=now))


def forget_failures(session: Session, key: str) -> None:
    """Begin to count anew after a try that succeeded."""
    session.execute(delete(FailureRow).where(FailureRow.key_hash == token_hash(key)))


def _keep_link(session: Session, row: LinkRow, now: datetime, lasts: timedelta) -> str:
    token = new_token()
    row.token_hash, row.made_at, row.expires_at = token_hash(token), now, now + lasts
    session.add(row)
    session.flush()
    return token


def _device(row: DeviceRow) -> Device:
    return Device(
        row.id,
        row.location_id,
        row.name,
        DeviceKind(row.kind),
        row.enrolled_at,
        row.last_seen_at,
    )
