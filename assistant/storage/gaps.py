"""Gaps: their words for 30 days, then counts by week alone; and what was decided about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from assistant import gaps
from assistant.gaps import DecisionKind, Gap, GapReason, Kept, Suggestion, WeekCount
from assistant.storage.tables import GapCountRow, GapDecisionRow, GapRow


class NoSuchGapError(Exception):
    """A gap that was decided about is not of this location, or its words are gone by now."""


@dataclass(frozen=True)
class Decision:
    """What a manager decided about some gaps, how many they were, and the answer it leads to.

    ``role`` is that of the person whom the question was referred to.
    """

    id: int
    kind: DecisionKind
    answer: str | None
    phrasing: str | None
    gaps: int
    decided_by: str
    decided_on: date
    role: str | None = None


def record(
    session: Session,
    location_id: int,
    reason: GapReason,
    kept: Kept,
    today: date,
    answer: str | None = None,
) -> int:
    """Keep a gap: the words that the asker was shown, and the *answer* that did not help.

    Words that are too old go at the same time. Returns the number of the gap.
    """
    tidy(session, today)
    row = GapRow(
        location_id=location_id,
        week_starts_on=gaps.week_of(today),
        reason=reason.value,
        answer=answer,
        words=kept.text,
        product=kept.product,
    )
    session.add(row)
    session.flush()
    return row.id


def take_back(session: Session, location_id: int, gap_id: int) -> bool:
    """Delete a gap whose asker takes it back; return whether it was still there."""
    own = (GapRow.id == gap_id) & (GapRow.location_id == location_id)
    return bool(session.execute(delete(GapRow).where(own).returning(GapRow.id)).all())


def sent_in_week(session: Session, location_id: int, today: date) -> int:
    """Return how many gaps a location has sent in the week of *today*."""
    own = (GapRow.location_id == location_id) & (GapRow.week_starts_on == gaps.week_of(today))
    return session.scalar(select(func.count()).select_from(GapRow).where(own)) or 0


def tidy(session: Session, today: date) -> int:
    """Turn gaps whose words are too old into counts, and return how many there were.

    Call it at least daily: whoever records a question or a gap does.
    """
    # Deleting and counting are one statement, so that two processes never count a gap twice.
    gone = session.execute(
        delete(GapRow)
        .where(GapRow.week_starts_on < gaps.oldest_week(today))
        .returning(GapRow.location_id, GapRow.week_starts_on, GapRow.reason)
    ).all()
    found = Counter((row.location_id, row.week_starts_on, row.reason) for row in gone)
    for (location_id, week_starts_on, reason), count in sorted(found.items()):
        _add_count(session, location_id, week_starts_on, reason, count)
    return len(gone)


def recent(session: Session, location_id: int, today: date) -> list[Gap]:
    """Return the gaps of a location whose words may still be kept on *today*."""
    rows = (
        select(GapRow)
        .where(GapRow.location_id == location_id)
        .where(GapRow.week_starts_on >= gaps.oldest_week(today))
        .order_by(GapRow.week_starts_on, GapRow.id)
    )
    return [
        Gap(
            row.id,
            row.week_starts_on,
            GapReason(row.reason),
            row.words,
            row.product,
            row.answer,
            row.decision_id,
        )
        for row in session.scalars(rows)
    ]


def counts(session: Session, location_id: int) -> list[WeekCount]:
    """Return the counts of older weeks, newest first; a small one is hidden as None."""
    rows = (
        select(GapCountRow)
        .where(GapCountRow.location_id == location_id)
        .order_by(GapCountRow.week_starts_on.desc(), GapCountRow.reason)
    )
    return [
        WeekCount(
            row.week_starts_on,
            GapReason(row.reason),
            gaps.shown_count(row.count),
        )
        for row in session.scalars(rows)
    ]


def all_counts(session: Session, location_id: int) -> list[WeekCount]:
    """Return the counts of all weeks, those that still have their words too, newest first."""
    found: Counter[tuple[date, GapReason]] = Counter()
    own = select(GapRow.week_starts_on, GapRow.reason).where(GapRow.location_id == location_id)
    for week_starts_on, reason in session.execute(own):
        found[week_starts_on, GapReason(reason)] += 1
    older = select(GapCountRow).where(GapCountRow.location_id == location_id)
    for row in session.scalars(older):
        found[row.week_starts_on, GapReason(row.reason)] += row.count
    weeks = sorted(found.items(), key=lambda item: (-item[0][0].toordinal(), item[0][1]))
    return [WeekCount(week, reason, gaps.shown_count(count)) for (week, reason), count in weeks]


def decide(
    session: Session,
    location_id: int,
    gap_ids: Sequence[int],
    kind: DecisionKind,
    *,
    by: str,
    today: date,
    suggestion: Suggestion | None = None,
    answer: str | None = None,
    role: str | None = None,
) -> Decision:
    """Keep what was decided about some gaps of a location.

    A *suggestion* goes with ``ADD_PHRASING``, an *answer* with ``LOCAL_ANSWER``, a *role* with
    ``REFER``. Raises NoSuchGapError when one of the gaps is not of that location, or its words are
    gone by now.
    """
    own = GapRow.id.in_(gap_ids) & (GapRow.location_id == location_id)
    found = session.scalar(select(func.count()).select_from(GapRow).where(own)) or 0
    if not found or found != len(set(gap_ids)):
        raise NoSuchGapError("a gap that was decided about is not there")
    row = GapDecisionRow(
        location_id=location_id,
        kind=kind.value,
        answer=suggestion.answer if suggestion else answer,
        phrasing=suggestion.phrasing if suggestion else None,
        gaps=found,
        role=role,
        decided_by=by,
        decided_on=today,
    )
    session.add(row)
    session.flush()
    session.execute(update(GapRow).where(own).values(decision_id=row.id))
    return _decision(row)


def undo(session: Session, location_id: int, decision_id: int) -> Decision:
    """Take a decision back, so that its gaps are open again; return what it was.

    Raises NoSuchGapError when it is not one of that location.
    """
    row = session.get(GapDecisionRow, decision_id)
    if row is None or row.location_id != location_id:
        raise NoSuchGapError("a decision that was taken back is not there")
    found = _decision(row)
    session.execute(
        update(GapRow).where(GapRow.decision_id == decision_id).values(decision_id=None)
    )
    session.delete(row)
    session.flush()
    return found


def decisions(session: Session, location_id: int) -> list[Decision]:
    """Return what was decided at a location, newest first."""
    rows = (
        select(GapDecisionRow)
        .where(GapDecisionRow.location_id == location_id)
        .order_by(GapDecisionRow.decided_on.desc(), GapDecisionRow.id.desc())
    )
    return [_decision(row) for row in session.scalars(rows)]


def suggestions(session: Session, location_id: int) -> list[Suggestion]:
    """Return the phrasings that managers of a location suggest, oldest first."""
    return [
        Suggestion(found.answer, found.phrasing)
        for found in reversed(decisions(session, location_id))
        if found.kind is DecisionKind.ADD_PHRASING and found.answer and found.phrasing
    ]


def _add_count(
    session: Session, location_id: int, week_starts_on: date, reason: str, count: int
) -> None:
    same = (
        (GapCountRow.location_id == location_id)
        & (GapCountRow.week_starts_on == week_starts_on)
        & (GapCountRow.reason == reason)
    )
    row = session.scalars(select(GapCountRow).where(same)).first()
    if row is not None:
        row.count += count
    else:
        session.add(
            GapCountRow(
                location_id=location_id,
                week_starts_on=week_starts_on,
                reason=reason,
                count=count,
            )
        )


def _decision(row: GapDecisionRow) -> Decision:
    return Decision(
        row.id,
        DecisionKind(row.kind),
        row.answer,
        row.phrasing,
        row.gaps,
        row.decided_by,
        row.decided_on,
        row.role,
    )
