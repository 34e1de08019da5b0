"""Gaps that training opens: what a room, or those who took a check, did not understand.

A gap here holds no words of anybody and no person; it names a scenario, the answer that explains it
and how many chose something else first. What stays hidden in its session opens none. A later
session closes it when the room understands; one that checks opened, later checks as well.
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
from assistant.storage.training.checks import Attempt
from assistant.training import GAP_PEOPLE, GapReason, Item, TrainingGap, is_often_wrong


class KeptGap(Struct, frozen=True, kw_only=True):
    """A gap as it is kept, and the session that opened it; None where checks did.

    ``closed_on`` is the day of a later session, or check, in which the same was understood.
    """

    id: int
    session_id: int | None
    gap: TrainingGap
    opened_on: date
    closed_on: date | None


def open_gaps(
    session: Session, location_id: int, session_id: int, found: Mapping[str, Item], held_on: date
) -> list[KeptGap]:
    """Keep the gaps that a session opens, close those that it shows to be understood by then.

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
        session.add(_row(location_id, session_id, gap, held_on))
    still = {gap.answer for gap in opened.values()}
    understood = {result.answer for result in results} - still
    _close(session, location_id, session_id, understood, held_on)
    session.flush()
    return of_session(session, location_id, session_id)


def open_from_check(
    session: Session, location_id: int, attempt: Attempt, found: Mapping[str, Item], today: date
) -> None:
    """Keep the gaps that a finished check opens, and close those that checks have closed by now.

    What someone missed in a safety matter is closed once nobody's last answer to that idea is
    wrong; what many got wrong, once enough others were asked and few of them were.
    """
    if attempt.finished_on is None:
        return
    rows = session.scalars(
        select(TrainingGapRow).where(
            TrainingGapRow.location_id == location_id,
            TrainingGapRow.session_id.is_(None),
            TrainingGapRow.closed_on.is_(None),
        )
    ).all()
    there = {row.scenario: row for row in rows}
    results = training.results(records.check_votes(session, location_id), found)
    opened = training.check_gaps(attempt.asked, results, found)
    for gap in opened:
        if gap.scenario not in there:
            session.add(_row(location_id, None, gap, attempt.finished_on))
        else:
            row = there.pop(gap.scenario)
            row.reason, row.wrong, row.people = gap.reason.value, gap.wrong, gap.people
    missed = records.missed_ideas(session, location_id, today)
    for row in there.values():
        if _is_understood(session, row, found, missed):
            row.closed_on = today
    session.flush()


def _is_understood(
    session: Session, row: TrainingGapRow, found: Mapping[str, Item], missed: frozenset[str]
) -> bool:
    """Return whether checks show that what they opened a gap for is understood by now."""
    item = found.get(row.scenario)
    if item is None:
        return False
    if row.reason == GapReason.SAFETY_MISSED:
        return item.idea not in missed
    votes = records.check_votes(session, row.location_id, since=row.opened_on)
    since = {result.scenario: result for result in training.results(votes, found)}
    result = since.get(row.scenario)
    return result is not None and result.people >= GAP_PEOPLE and not is_often_wrong(result)


def _row(
    location_id: int, session_id: int | None, gap: TrainingGap, opened_on: date
) -> TrainingGapRow:
    return TrainingGapRow(
        location_id=location_id,
        session_id=session_id,
        scenario=gap.scenario,
        version=gap.version,
        answer=gap.answer,
        reason=gap.reason.value,
        wrong=gap.wrong,
        people=gap.people,
        opened_on=opened_on,
    )


def of_session(session: Session, location_id: int, session_id: int) -> list[KeptGap]:
    """Return the gaps that a session opened, in the order in which they were kept."""
    return _kept(
        session,
        (TrainingGapRow.location_id == location_id) & (TrainingGapRow.session_id == session_id),
    )


def of_location(session: Session, location_id: int) -> list[KeptGap]:
    """Return every gap that training at a location opened, the oldest first, closed ones too."""
    return _kept(session, TrainingGapRow.location_id == location_id)


def _close(
    session: Session, location_id: int, session_id: int, answers: set[str], held_on: date
) -> None:
    """Close the gaps of earlier sessions and checks about *answers*.

    A session on paper is keyed in later than it was held: the day decides, and then the number.
    """
    same_day = (TrainingGapRow.opened_on == held_on) & (
        TrainingGapRow.session_id.is_(None) | (TrainingGapRow.session_id < session_id)
    )
    rows = session.scalars(
        select(TrainingGapRow).where(
            TrainingGapRow.location_id == location_id,
            (TrainingGapRow.opened_on < held_on) | same_day,
            TrainingGapRow.answer.in_(answers),
            TrainingGapRow.closed_on.is_(None),
        )
    )
    for row in rows:
        row.closed_on = held_on


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
