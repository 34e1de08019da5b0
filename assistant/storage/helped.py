"""How often answers helped, by location and week alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from assistant import gaps
from assistant.storage.tables import HelpedCountRow


def note(session: Session, location_id: int, answer: str, today: date) -> None:
    """Count that *answer* helped somebody of a location."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(HelpedCountRow).values(
        location_id=location_id, week_starts_on=gaps.week_of(today), answer=answer, count=1
    )
    # One statement, so that two processes never lose a count.
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["location_id", "week_starts_on", "answer"],
            set_={"count": HelpedCountRow.count + 1},
        )
    )


def since(session: Session, location_id: int, first: date) -> Mapping[str, int]:
    """Return how often each answer helped in the weeks from *first* on, by answer id."""
    query = (
        select(HelpedCountRow.answer, func.sum(HelpedCountRow.count))
        .where(HelpedCountRow.location_id == location_id)
        .where(HelpedCountRow.week_starts_on >= gaps.week_of(first))
        .group_by(HelpedCountRow.answer)
    )
    return {answer: int(total) for answer, total in session.execute(query)}
