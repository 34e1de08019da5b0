"""People with an account: add, find, change, and let go."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from assistant import accounts
from assistant.accounts import Account, Duty, Role
from assistant.storage.tables import (
    AccountLocationRow,
    AccountRow,
    LinkRow,
    RecoveryCodeRow,
    VisitRow,
)


class EmailTakenError(Exception):
    """Another account has this e-mail address."""


class LastOwnerError(Exception):
    """This is the only owner left: without one nobody could let anyone in."""


@dataclass(frozen=True)
class Secrets:
    """What is kept to know a person again; hashes, but for the secret of a code app."""

    password_hash: str | None
    pin_hash: str | None
    code_secret: str | None
    code_step: int | None


def add(
    session: Session,
    name: str,
    role: Role,
    now: datetime,
    *,
    email: str | None = None,
    duties: Iterable[Duty] = (),
    locations: Iterable[int] = (),
) -> Account:
    """Keep a new account and return it; raises EmailTakenError."""
    row = AccountRow(name=name, email=_free(session, email, None), role=role.value, added_at=now)
    session.add(row)
    _fill(row, duties, locations)
    session.flush()
    return _account(row)


def change(
    session: Session,
    account_id: int,
    *,
    name: str,
    role: Role,
    email: str | None,
    duties: Iterable[Duty],
    locations: Iterable[int],
) -> Account:
    """Change an account; raises EmailTakenError, or LastOwnerError."""
    row = session.get_one(AccountRow, account_id)
    if role is not Role.OWNER:
        _keep_an_owner(session, row)
    if (row.role == Role.STAFF) != (role is Role.STAFF):
        # Another way of signing in: what the person had opens nothing any more.
        _forget_secrets(session, row)
    elif row.role != role.value or {one.location_id for one in row.places} - set(locations):
        # A visit may be at the location that is taken away, on a device of it.
        _end_visits(session, account_id)
    row.name, row.role, row.email = name, role.value, _free(session, email, account_id)
    _fill(row, duties, locations)
    session.flush()
    return _account(row)


def let_go(session: Session, account_id: int, now: datetime) -> None:
    """End every way in of someone who leaves; their name stays where they signed.

    Raises LastOwnerError.
    """
    row = session.get_one(AccountRow, account_id)
    _keep_an_owner(session, row)
    _forget_secrets(session, row)
    row.left_at, row.email = now, None


def get(session: Session, account_id: int) -> Account | None:
    """Return the account with that number, or None."""
    row = session.get(AccountRow, account_id)
    return _account(row) if row else None


def by_email(session: Session, email: str) -> Account | None:
    """Return the account with that e-mail address, or None."""
    row = session.scalars(select(AccountRow).where(AccountRow.email == email.casefold())).first()
    return _account(row) if row else None


def everyone(session: Session, location_id: int | None = None) -> list[Account]:
    """Return those who have not left, by name: of one location, or of the whole provider."""
    query = select(AccountRow).where(AccountRow.left_at.is_(None)).order_by(AccountRow.name)
    found = [_account(row) for row in session.scalars(query)]
    return [one for one in found if location_id is None or one.belongs_to(location_id)]


def names(session: Session) -> dict[int, str]:
    """Return the name of each person by their number, also of those who have left."""
    return {row.id: row.name for row in session.execute(select(AccountRow.id, AccountRow.name))}


def with_pin(session: Session, location_id: int) -> list[Account]:
    """Return the staff of a location who have a PIN, by name."""
    query = (
        select(AccountRow)
        .join(AccountLocationRow)
        .where(AccountLocationRow.location_id == location_id, AccountRow.pin_hash.is_not(None))
        .order_by(AccountRow.name)
    )
    return [_account(row) for row in session.scalars(query)]


def last_sign_ins(session: Session) -> dict[int, datetime]:
    """Return when each person last signed in; those who never did are left out."""
    query = select(AccountRow.id, AccountRow.signed_in_at).where(
        AccountRow.signed_in_at.is_not(None)
    )
    return {number: at for number, at in session.execute(query) if at is not None}


def secrets_of(session: Session, account_id: int) -> Secrets:
    """Return what is kept to know a person again."""
    row = session.get_one(AccountRow, account_id)
    return Secrets(row.password_hash, row.pin_hash, row.code_secret, row.code_step)


def password_by_email(session: Session, email: str) -> tuple[int | None, str | None]:
    """Return the number and the password's hash of whoever has that e-mail address.

    Both are None where nobody has it. It is one read either way: the time that it takes does not
    tell who has an account.
    """
    query = select(AccountRow.id, AccountRow.password_hash).where(
        AccountRow.email == email.casefold()
    )
    found = session.execute(query).first()
    return (found.id, found.password_hash) if found else (None, None)


def set_password(session: Session, account_id: int, password: str) -> None:
    """Keep a new password, and end all visits that the old one opened."""
    session.get_one(AccountRow, account_id).password_hash = accounts.hashed(password)
    _end_visits(session, account_id)


def renew_password_hash(session: Session, account_id: int, password: str) -> None:
    """Keep the same password hashed with today's settings."""
    session.get_one(AccountRow, account_id).password_hash = accounts.hashed(password)


def set_pin(session: Session, account_id: int, pin: str) -> None:
    """Keep a new PIN, and end all visits that the old one opened."""
    session.get_one(AccountRow, account_id).pin_hash = accounts.hashed(pin)
    _end_visits(session, account_id)


def set_code_app(session: Session, account_id: int, secret: str, step: int) -> tuple[str, ...]:
    """Keep the secret of a code app and return the recovery codes: shown once, kept as hashes.

    *step* is that of the code which proved that the app has the secret; it is spent.
    """
    row = session.get_one(AccountRow, account_id)
    row.code_secret, row.code_step = secret, step
    return new_recovery_codes(session, account_id)


def new_recovery_codes(session: Session, account_id: int) -> tuple[str, ...]:
    """Return new recovery codes in place of the old ones."""
    session.execute(delete(RecoveryCodeRow).where(RecoveryCodeRow.account_id == account_id))
    codes = accounts.new_recovery_codes()
    for code in codes:
        kept = accounts.token_hash(accounts.plain_code(code))
        session.add(RecoveryCodeRow(account_id=account_id, code_hash=kept))
    return codes


def spend_code_step(session: Session, account_id: int, step: int) -> bool:
    """Mark a code of the app as used; False when another sign-in was faster with it."""
    spent = (
        update(AccountRow)
        .where(
            AccountRow.id == account_id,
            AccountRow.code_step.is_(None) | (AccountRow.code_step < step),
        )
        .values(code_step=step)
        .returning(AccountRow.id)
    )
    return session.execute(spent).first() is not None


def spend_recovery_code(session: Session, account_id: int, typed: str, now: datetime) -> bool:
    """Use up a recovery code; False when it is not one of this person's unused ones."""
    spent = (
        update(RecoveryCodeRow)
        .where(
            RecoveryCodeRow.account_id == account_id,
            RecoveryCodeRow.code_hash == accounts.token_hash(accounts.plain_code(typed)),
            RecoveryCodeRow.used_at.is_(None),
        )
        .values(used_at=now)
        .returning(RecoveryCodeRow.id)
    )
    return session.execute(spent).first() is not None


def recovery_codes_left(session: Session, account_id: int) -> int:
    """Return how many recovery codes a person has not used."""
    query = select(func.count()).where(
        RecoveryCodeRow.account_id == account_id, RecoveryCodeRow.used_at.is_(None)
    )
    return session.execute(query).scalar_one()


def _account(row: AccountRow) -> Account:
    return Account(
        row.id,
        row.name,
        row.email,
        Role(row.role),
        frozenset(Duty(duty) for duty in row.duties.split()),
        frozenset(place.location_id for place in row.places),
        row.left_at,
    )


def _fill(row: AccountRow, duties: Iterable[Duty], locations: Iterable[int]) -> None:
    row.duties = " ".join(sorted(duties))
    wanted, had = set(locations), {place.location_id: place for place in row.places}
    for number in had.keys() - wanted:
        row.places.remove(had[number])
    for number in sorted(wanted - had.keys()):
        row.places.append(AccountLocationRow(location_id=number))


def _free(session: Session, email: str | None, account_id: int | None) -> str | None:
    if not email:
        return None
    email = email.casefold()
    with session.no_autoflush:
        taken = session.scalars(select(AccountRow.id).where(AccountRow.email == email)).first()
    if taken is not None and taken != account_id:
        raise EmailTakenError
    return email


def _keep_an_owner(session: Session, row: AccountRow) -> None:
    if row.role != Role.OWNER:
        return
    # Locked, so that of two owners who go at once the second sees that the first is gone.
    owners = (
        select(AccountRow.id)
        .where(AccountRow.role == Role.OWNER.value, AccountRow.left_at.is_(None))
        .order_by(AccountRow.id)
        .with_for_update()
    )
    if not set(session.scalars(owners)) - {row.id}:
        raise LastOwnerError


def _forget_secrets(session: Session, row: AccountRow) -> None:
    row.password_hash = row.pin_hash = row.code_secret = row.code_step = None
    for table in (RecoveryCodeRow, LinkRow):
        session.execute(delete(table).where(table.account_id == row.id))
    _end_visits(session, row.id)


def _end_visits(session: Session, account_id: int) -> None:
    session.execute(delete(VisitRow).where(VisitRow.account_id == account_id))
