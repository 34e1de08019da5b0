"""How questions ended, without their words: outcome, answer, location and week."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy.orm import Session

from assistant.answering import Outcome
from assistant.storage.tables import OutcomeRow


def record_question(session: Session, outcome: Outcome, location_id: int, today: date) -> None:
    """Keep how a question ended; the question itself is not kept."""
    session.add(
        OutcomeRow(
            location_id=location_id,
            week_starts_on=today - timedelta(days=today.weekday()),
            kind=outcome.kind.value,
            answer=outcome.answer.id if outcome.answer else None,
            urgent=outcome.urgent.value if outcome.urgent else None,
        )
    )
