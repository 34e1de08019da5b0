"""Gaps that sessions open: what a room did not understand, until a later room does.

A gap here holds no words of anybody and no person; it names a scenario, the answer that explains it
and how many chose something else first. What stays hidden in its session opens none.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct
from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from assistant import training
from assistant.storage.tables import TrainingGapRow
from assistant.storage.training import records
from assistant.training import GapReason, Item, TrainingGap


class KeptGap(Struct, frozen=True, kw_only=True):
    """A gap as it is kept, and the session that opened it.

    ``closed_on`` is the day of a later session in which the same answer was understood.
    """

    id: int
    session_id: int
    gap: TrainingGap
    opened_on: date
    closed_on: date | None


def open_gaps(
    session: Session, location_id: int, session_id: int, found: Mapping[str, Item], today: date
) -> list[KeptGap]:
    """Keep the gaps that a session opens, close those that it shows to be understood by now.

    Called again for the same session, after a late count of cards, it keeps what holds then.
    """
    votes = records.session_votes(session, location_id, session_id)
    results = training.results(votes, found)
    opened = {gap.scenario: gap for gap in training.gaps(results, found)}
    session.execute(
        delete(TrainingGapRow).where(
            TrainingGapRow.session_id == session_id, TrainingGapRow.location_id == location_id
        )
    )
    for gap in opened.values():
        session.add(
            TrainingGapRow(
                location_id=location_id,
                session_id=session_id,
                scenario=gap.scenario,
                version=gap.version,
                answer=gap.answer,
                reason=gap.reason.value,
                wrong=gap.wrong,
                people=gap.people,
                opened_on=today,
            )
        )
    still = {gap.answer for gap in opened.values()}
    understood = {result.answer for result in results} - still
    _close(session, location_id, session_id, understood, today)
    session.flush()
    return of_session(session, location_id, session_id)


def of_session(session: Session, location_id: int, session_id: int) -> list[KeptGap]:
    """Return the gaps that a session opened, in the order in which they were kept."""
    return _kept(
        session,
        (TrainingGapRow.location_id == location_id) & (TrainingGapRow.session_id == session_id),
    )


def of_location(session: Session, location_id: int) -> list[KeptGap]:
    """Return every gap that sessions of a location opened, the oldest first, closed ones too."""
    return _kept(session, TrainingGapRow.location_id == location_id)


def _close(
    session: Session, location_id: int, session_id: int, answers: set[str], today: date
) -> None:
    """Close the gaps of earlier sessions about *answers*."""
    rows = session.scalars(
        select(TrainingGapRow).where(
            TrainingGapRow.location_id == location_id,
            TrainingGapRow.session_id < session_id,
            TrainingGapRow.answer.in_(answers),
            TrainingGapRow.closed_on.is_(None),
        )
    )
    for row in rows:
        row.closed_on = today


def _kept(session: Session, where: ColumnElement[bool]) -> list[KeptGap]:
    rows = session.scalars(select(TrainingGapRow).where(where).order_by(TrainingGapRow.id))
    return [
        KeptGap(
            id=row.id,
            session_id=row.session_id,
            gap=TrainingGap(
                answer=row.answer,
                scenario=row.scenario,
                version=row.version,
                reason=GapReason(row.reason),
                wrong=row.wrong,
                people=row.people,
            ),
            opened_on=row.opened_on,
            closed_on=row.closed_on,
        )
        for row in rows
    ]
