"""The location's own words over answers: lines that it adds, and answers that it hides.

What comes here was written by ``local.write`` or ``local.hide``, which refuse what would loosen an
answer; what is shown of it is for ``local.in_force`` to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from assistant.local import (
    MAX_LINES,
    HiddenAnswer,
    LocalLine,
    LocalWords,
    Refusal,
    RefusalKind,
    RefusedError,
)
from assistant.storage.tables import HiddenAnswerRow, LocalLineRow

# A line that was taken away can be put back for so long.
REMOVED_KEPT = timedelta(days=30)


@dataclass(frozen=True)
class KeptLine:
    """A local line with its number, by which it is taken away and put back."""

    id: int
    line: LocalLine
    removed_on: date | None = None


def add_line(session: Session, location_id: int, line: LocalLine) -> int:
    """Keep *line* for a location and return its number.

    Raises RefusedError when the answer has as many local lines as anyone reads.
    """
    _check_room(session, location_id, line.answer)
    row = LocalLineRow(
        location_id=location_id,
        answer=line.answer,
        text=line.text,
        name=line.name,
        phone=line.phone,
        written_over=line.written_over,
        written_by=line.written_by,
        written_on=line.written_on,
    )
    session.add(row)
    session.flush()
    return row.id


def remove_line(session: Session, location_id: int, line_id: int, today: date) -> KeptLine | None:
    """Take a local line away and return it, or None when it is not one of that location."""
    row = _row(session, location_id, line_id)
    if row is None:
        return None
    row.removed_on = today
    return _kept(row)


def put_back(session: Session, location_id: int, line_id: int) -> KeptLine | None:
    """Show a line again that was taken away; None when it is not one of that location.

    Raises RefusedError when the answer has as many local lines as anyone reads by now.
    """
    row = _row(session, location_id, line_id)
    if row is None or row.removed_on is None:
        return None if row is None else _kept(row)
    _check_room(session, location_id, row.answer)
    row.removed_on = None
    return _kept(row)


def rewrite(session: Session, location_id: int, line_id: int, line: LocalLine) -> bool:
    """Put *line* in the place of one of the location's; return whether that was there."""
    row = _row(session, location_id, line_id)
    if row is None or row.answer != line.answer:
        return False
    row.text, row.name, row.phone = line.text, line.name, line.phone
    row.written_over, row.written_by = line.written_over, line.written_by
    row.written_on = line.written_on
    return True


def tidy(session: Session, today: date) -> int:
    """Delete lines that were taken away long enough ago, and return how many."""
    gone = LocalLineRow.removed_on < today - REMOVED_KEPT
    return len(session.execute(delete(LocalLineRow).where(gone).returning(LocalLineRow.id)).all())


def hide(session: Session, location_id: int, hidden: HiddenAnswer) -> None:
    """Keep that a location hides an answer; an earlier reason is replaced."""
    show(session, location_id, hidden.answer)
    session.add(
        HiddenAnswerRow(
            location_id=location_id,
            answer=hidden.answer,
            reason=hidden.reason,
            written_over=hidden.written_over,
            written_by=hidden.written_by,
            written_on=hidden.written_on,
        )
    )


def show(session: Session, location_id: int, answer: str) -> None:
    """Keep that a location shows an answer again."""
    own = (HiddenAnswerRow.location_id == location_id) & (HiddenAnswerRow.answer == answer)
    session.execute(delete(HiddenAnswerRow).where(own))


def over(session: Session, location_id: int, answer: str) -> LocalWords:
    """Return what a location says over one answer."""
    return all_words(session, location_id, answer).get(answer, LocalWords())


def all_words(
    session: Session, location_id: int, answer: str | None = None
) -> dict[str, LocalWords]:
    """Return what a location says over its answers, or over one of them, by answer id."""
    lines: dict[str, list[LocalLine]] = {}
    for kept in kept_lines(session, location_id, answer):
        lines.setdefault(kept.line.answer, []).append(kept.line)
    rows = select(HiddenAnswerRow).where(HiddenAnswerRow.location_id == location_id)
    if answer is not None:
        rows = rows.where(HiddenAnswerRow.answer == answer)
    hidden = {row.answer: _hidden(row) for row in session.scalars(rows)}
    return {
        name: LocalWords(tuple(lines.get(name, ())), hidden.get(name))
        for name in sorted(lines.keys() | hidden.keys())
    }


def kept_lines(session: Session, location_id: int, answer: str | None = None) -> list[KeptLine]:
    """Return a location's lines, or those over one answer, in the order they were written."""
    return _lines(session, location_id, answer, removed=False)


def removed_lines(session: Session, location_id: int, answer: str) -> list[KeptLine]:
    """Return the lines over an answer that were taken away and can be put back."""
    return _lines(session, location_id, answer, removed=True)


def _lines(
    session: Session, location_id: int, answer: str | None, *, removed: bool
) -> list[KeptLine]:
    rows = select(LocalLineRow).where(
        LocalLineRow.location_id == location_id, LocalLineRow.removed_on.is_not(None) == removed
    )
    if answer is not None:
        rows = rows.where(LocalLineRow.answer == answer)
    return [
        _kept(row) for row in session.scalars(rows.order_by(LocalLineRow.answer, LocalLineRow.id))
    ]


def _check_room(session: Session, location_id: int, answer: str) -> None:
    if len(kept_lines(session, location_id, answer)) >= MAX_LINES:
        raise RefusedError((Refusal(RefusalKind.TOO_MANY),))


def _row(session: Session, location_id: int, line_id: int) -> LocalLineRow | None:
    row = session.get(LocalLineRow, line_id)
    return row if row is not None and row.location_id == location_id else None


def _kept(row: LocalLineRow) -> KeptLine:
    line = LocalLine(
        row.answer,
        row.text,
        row.name,
        row.phone,
        row.written_over,
        row.written_by,
        row.written_on,
    )
    return KeptLine(row.id, line, row.removed_on)


def _hidden(row: HiddenAnswerRow) -> HiddenAnswer:
    return HiddenAnswer(row.answer, row.reason, row.written_over, row.written_by, row.written_on)
