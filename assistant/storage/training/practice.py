"""Observed practice: what seniors signed, and what they took back. Lines are only ever added."""

from __future__ import annotations

from datetime import date

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.storage.tables import LearnerRow, ObservationRow
from assistant.storage.training.learners import own as own_learner
from assistant.storage.training.records import observed as as_observed
from assistant.training import Observed


class Signed(Struct, frozen=True, kw_only=True):
    """One line as it was signed; ``note`` is what comes next for someone not yet safe.

    ``taken_back_by`` is who took it back, on which day and why, or None while it holds.
    """

    id: int
    learner: str
    observed: Observed
    note: str
    taken_back_by: str | None = None
    taken_back_on: date | None = None
    why: str = ""


def sign(session: Session, location_id: int, observed: Observed, note: str = "") -> int | None:
    """Keep that a senior watched someone use a tool; None when that someone is not of here."""
    if own_learner(session, location_id, observed.learner_id) is None:
        return None
    row = _row(location_id, observed, note)
    session.add(row)
    session.flush()
    return row.id


def take_back(
    session: Session, location_id: int, number: int, *, by: str, why: str, today: date
) -> bool:
    """Take a line back by another one that says why; once, and only a line of that location."""
    row = session.scalars(
        select(ObservationRow).where(ObservationRow.id == number).with_for_update()
    ).first()
    if row is None or row.location_id != location_id or row.corrects_id is not None:
        return False
    there = select(ObservationRow.id).where(ObservationRow.corrects_id == row.id)
    if session.scalars(there).first() is not None:
        return False
    correction = Observed(
        learner_id=row.learner_id,
        use=as_observed(row).use,
        tool=row.tool,
        on=today,
        by=by,
        safely=False,
    )
    session.add(_row(location_id, correction, why, row.id))
    session.flush()
    return True


def get(session: Session, location_id: int, number: int) -> Signed | None:
    """Return one line of that location, or None."""
    found = (one for one in _signed(session, ObservationRow.id == number, location_id))
    return next(found, None)


def newest(session: Session, location_id: int, limit: int = 100) -> list[Signed]:
    """Return what was signed at a location, the newest first; taken back lines say so."""
    return _signed(session, ObservationRow.location_id == location_id, location_id)[:limit]


def _signed(session: Session, where: object, location_id: int) -> list[Signed]:
    rows = session.execute(
        select(ObservationRow, LearnerRow.name)
        .join(LearnerRow, LearnerRow.id == ObservationRow.learner_id)
        .where(where, ObservationRow.location_id == location_id)  # type: ignore[arg-type]
        .where(ObservationRow.corrects_id.is_(None))
        .order_by(ObservationRow.observed_on.desc(), ObservationRow.id.desc())
    ).all()
    corrections = {
        row.corrects_id: row
        for row in session.scalars(
            select(ObservationRow).where(
                ObservationRow.location_id == location_id, ObservationRow.corrects_id.is_not(None)
            )
        )
    }
    found = []
    for row, name in rows:
        correction = corrections.get(row.id)
        found.append(
            Signed(
                id=row.id,
                learner=name,
                observed=as_observed(row),
                note=row.note,
                taken_back_by=correction.observed_by if correction else None,
                taken_back_on=correction.observed_on if correction else None,
                why=correction.note if correction else "",
            )
        )
    return found


def _row(
    location_id: int, observed: Observed, note: str, corrects_id: int | None = None
) -> ObservationRow:
    return ObservationRow(
        location_id=location_id,
        learner_id=observed.learner_id,
        use=observed.use.value,
        tool=observed.tool,
        observed_on=observed.on,
        observed_by=observed.by,
        safely=observed.safely,
        note=note,
        corrects_id=corrects_id,
    )
