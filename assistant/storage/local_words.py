"""The location's own words over answers: lines that it adds, and answers that it hides.

What comes here was written by ``local.write`` or ``local.hide``, which refuse what would loosen an
answer; what is shown of it is for ``local.in_force`` to say.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, func, select
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


@dataclass(frozen=True)
class KeptLine:
    """A local line with its number, by which it is taken away."""

    id: int
    line: LocalLine


def add_line(session: Session, location_id: int, line: LocalLine) -> int:
    """Keep *line* for a location and return its number.

    Raises RefusedError when the answer has as many local lines as anyone reads.
    """
    own = (LocalLineRow.location_id == location_id) & (LocalLineRow.answer == line.answer)
    if (session.scalar(select(func.count()).where(own)) or 0) >= MAX_LINES:
        raise RefusedError((Refusal(RefusalKind.TOO_MANY),))
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


def remove_line(session: Session, location_id: int, line_id: int) -> None:
    """Take a local line away; nothing happens when it is not one of that location."""
    own = (LocalLineRow.id == line_id) & (LocalLineRow.location_id == location_id)
    session.execute(delete(LocalLineRow).where(own))


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
    rows = select(LocalLineRow).where(LocalLineRow.location_id == location_id)
    if answer is not None:
        rows = rows.where(LocalLineRow.answer == answer)
    return [
        KeptLine(
            row.id,
            LocalLine(
                row.answer,
                row.text,
                row.name,
                row.phone,
                row.written_over,
                row.written_by,
                row.written_on,
            ),
        )
        for row in session.scalars(rows.order_by(LocalLineRow.answer, LocalLineRow.id))
    ]


def _hidden(row: HiddenAnswerRow) -> HiddenAnswer:
    return HiddenAnswer(row.answer, row.reason, row.written_over, row.written_by, row.written_on)
