"""Notices in the making: kept as they are chosen, gone once published or given up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from assistant.notices import Making, making
from assistant.storage.tables import MakingRow, NoticeRow


@dataclass(frozen=True)
class KeptMaking:
    """A notice in the making; ``notice_id`` is the notice it will renew, None for a new one."""

    number: int
    notice_id: int | None
    making: Making
    changed_at: datetime


def begin(
    session: Session, location_id: int, first: Making, now: datetime, notice_id: int | None = None
) -> KeptMaking:
    """Keep a new notice in the making.

    For a notice that is being renewed already, what is there stays and is returned. Raises
    NoResultFound when *notice_id* is not a notice of that location.
    """
    if notice_id is not None:
        own = (NoticeRow.id == notice_id) & (NoticeRow.location_id == location_id)
        # Locked, so that two managers who begin at once end with one.
        session.scalars(select(NoticeRow).where(own).with_for_update()).one()
        there = select(MakingRow).where(MakingRow.notice_id == notice_id)
        if row := session.scalars(there).first():
            return _kept(row)
    row = MakingRow(
        location_id=location_id,
        notice_id=notice_id,
        content=making.to_json(first),
        changed_at=now,
    )
    session.add(row)
    session.flush()
    return _kept(row)


def everything(session: Session, location_id: int) -> list[KeptMaking]:
    """Return the notices in the making at a location, oldest first."""
    query = select(MakingRow).where(MakingRow.location_id == location_id).order_by(MakingRow.id)
    return [_kept(row) for row in session.scalars(query)]


def by_number(session: Session, location_id: int, number: int) -> KeptMaking | None:
    """Return the one with that number, or None; another location's is None too."""
    row = session.get(MakingRow, number)
    return _kept(row) if row is not None and row.location_id == location_id else None


def change(session: Session, location_id: int, number: int, chosen: Making, now: datetime) -> None:
    """Keep *chosen* in its place; raises NoResultFound when it is gone."""
    own = (MakingRow.id == number) & (MakingRow.location_id == location_id)
    row = session.scalars(select(MakingRow).where(own)).one()
    row.content, row.changed_at = making.to_json(chosen), now


def end(session: Session, location_id: int, number: int) -> bool:
    """Delete it, because it was published or given up; returns whether it was still there."""
    own = (MakingRow.id == number) & (MakingRow.location_id == location_id)
    return bool(session.scalars(delete(MakingRow).where(own).returning(MakingRow.id)).all())


def _kept(row: MakingRow) -> KeptMaking:
    return KeptMaking(row.id, row.notice_id, making.from_json(row.content), row.changed_at)
