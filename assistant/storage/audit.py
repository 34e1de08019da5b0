"""Who changed what, when: lines that are added and never changed."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assistant.accounts import Account
from assistant.storage.tables import AuditRow

SERVER = "server"


@dataclass(frozen=True)
class Actor:
    """Who makes a change: a person with an account, or whoever runs commands on the server."""

    account_id: int | None
    who: str
    role: str


ON_SERVER = Actor(None, "on the server", SERVER)


@dataclass(frozen=True)
class AuditLine:
    """One change; ``about`` names the thing, ``detail`` says what was set."""

    id: int
    at: datetime
    who: str
    role: str
    location_id: int | None
    action: str
    about: str
    detail: Mapping[str, str]


def actor(account: Account) -> Actor:
    """Return *account* as the one who makes a change."""
    return Actor(account.id, account.name, account.role.value)


def record(
    session: Session,
    by: Actor,
    action: str,
    about: str,
    now: datetime,
    *,
    location_id: int | None = None,
    **detail: str,
) -> None:
    """Keep a line in the same transaction as the change that it speaks of."""
    session.add(
        AuditRow(
            at=now,
            account_id=by.account_id,
            who=by.who,
            role=by.role,
            location_id=location_id,
            action=action,
            about=about[:200],
            detail=json.dumps(detail, ensure_ascii=False, sort_keys=True),
        )
    )


def lines(
    session: Session,
    locations: Collection[int] | None,
    *,
    before: int | None = None,
    limit: int | None = None,
) -> list[AuditLine]:
    """Return lines, newest first: of those locations alone, or all of them for None.

    *before* is the number of the line to go on from.
    """
    query = select(AuditRow).order_by(AuditRow.id.desc()).limit(limit)
    if locations is not None:
        query = query.where(AuditRow.location_id.in_(locations))
    if before is not None:
        query = query.where(AuditRow.id < before)
    return [_line(row) for row in session.scalars(query)]


def count(session: Session) -> int:
    """Return how many lines there are."""
    return session.execute(select(func.count(AuditRow.id))).scalar_one()


def _line(row: AuditRow) -> AuditLine:
    return AuditLine(
        row.id,
        row.at,
        row.who,
        row.role,
        row.location_id,
        row.action,
        row.about,
        json.loads(row.detail),
    )
