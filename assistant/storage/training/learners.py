"""The roster of a location, and the slip codes that confirm who takes a check."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from assistant.knowledge import Role
from assistant.storage.tables import LearnerRow
from assistant.storage.training.secret import draw_code, hashed
from assistant.training import Learner, RosterEntry
from assistant.training.codes import Length


def add(session: Session, location_id: int, name: str, role: Role) -> int:
    """Put someone on the roster and return their number."""
    row = LearnerRow(location_id=location_id, name=name, role=role.value)
    session.add(row)
    session.flush()
    return row.id


def take_over(session: Session, location_id: int, entries: Iterable[RosterEntry]) -> int:
    """Put the *entries* of a roster on that of a location; return how many people are new.

    Who is there already under the same name (whatever its capitals) gets the role and the leaving
    day of the entry. Nobody is taken off: a leaver stays with their record.
    """
    rows = session.scalars(select(LearnerRow).where(LearnerRow.location_id == location_id))
    known = {row.name.casefold(): row for row in rows}
    added = 0
    for entry in entries:
        row = known.get(entry.name.casefold())
        if row is None:
            row = LearnerRow(location_id=location_id, name=entry.name)
            known[entry.name.casefold()] = row
            session.add(row)
            added += 1
        row.role, row.left_on = entry.role.value, entry.left_on
    session.flush()
    return added


def roster(session: Session, location_id: int) -> list[Learner]:
    """Return everyone on the roster of a location, by name, leavers as well."""
    rows = session.scalars(
        select(LearnerRow).where(LearnerRow.location_id == location_id).order_by(LearnerRow.id)
    )
    return sorted(map(_learner, rows), key=lambda learner: (learner.name.casefold(), learner.id))


def get(session: Session, location_id: int, learner_id: int) -> Learner | None:
    """Return someone on the roster of that location, or None."""
    row = own(session, location_id, learner_id)
    return _learner(row) if row else None


def change(session: Session, location_id: int, learner: Learner) -> bool:
    """Take over name, role and leaving day of *learner*; False when they are not of that place."""
    row = own(session, location_id, learner.id)
    if row is None:
        return False
    row.name, row.role, row.left_on = learner.name, learner.role.value, learner.left_on
    return True


def issue_slip(session: Session, location_id: int, learner_id: int) -> str | None:
    """Return a new personal slip code for one check, or None; one given out before ends.

    The code is not stored and cannot be shown again.
    """
    row = own(session, location_id, learner_id)
    if row is None:
        return None
    code = draw_code(Length.SLIP)
    row.slip_hash = hashed(code)
    return code


def by_slip(session: Session, location_id: int, code: str, today: date) -> Learner | None:
    """Return whose unused slip that normalised *code* is, without ending it; a leaver's is none."""
    row = session.scalars(
        select(LearnerRow).where(
            LearnerRow.slip_hash == hashed(code), LearnerRow.location_id == location_id
        )
    ).first()
    if row is None or (row.left_on is not None and row.left_on <= today):
        return None
    return _learner(row)


def use_slip(session: Session, location_id: int, code: str, today: date) -> Learner | None:
    """Return whose slip that normalised *code* is, and end it: a slip confirms one attempt.

    Two people with the same slip cannot both use it. A leaver's slip is none.
    """
    row = session.scalars(
        select(LearnerRow)
        .where(LearnerRow.slip_hash == hashed(code), LearnerRow.location_id == location_id)
        .with_for_update()
    ).first()
    if row is None or (row.left_on is not None and row.left_on <= today):
        return None
    session.execute(update(LearnerRow).where(LearnerRow.id == row.id).values(slip_hash=None))
    return _learner(row)


def own(session: Session, location_id: int, learner_id: int) -> LearnerRow | None:
    """Return the row of someone of that location, or None."""
    row = session.get(LearnerRow, learner_id)
    return row if row is not None and row.location_id == location_id else None


def _learner(row: LearnerRow) -> Learner:
    return Learner(id=row.id, name=row.name, role=Role(row.role), left_on=row.left_on)
