"""One person's training data: all of it out for them, or away at their or the provider's wish."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from assistant.storage.tables import (
    AuditRow,
    CertificateRow,
    LearnerRow,
    ObservationRow,
    ParticipantRow,
    TrainingSessionRow,
)
from assistant.storage.training import checks, versions
from assistant.storage.training.learners import own


def known_as(learner_id: int) -> str:
    """Return what the list of changes calls someone, so that no name outlives them there."""
    return f"learner {learner_id}"


def export(session: Session, location_id: int, learner_id: int) -> dict[str, Any] | None:
    """Return everything that is kept about someone, ready for JSON, or None.

    What they chose in a group is not there: it is only counted, and belongs to no name.
    """
    learner = own(session, location_id, learner_id)
    if learner is None:
        return None
    sessions = session.execute(
        select(ParticipantRow.name, TrainingSessionRow.plan, TrainingSessionRow.started_at)
        .join(TrainingSessionRow, TrainingSessionRow.id == ParticipantRow.session_id)
        .where(ParticipantRow.learner_id == learner.id)
        .order_by(TrainingSessionRow.id)
    )
    observations = session.scalars(
        select(ObservationRow)
        .where(ObservationRow.learner_id == learner.id)
        .order_by(ObservationRow.id)
    )
    certificates = session.scalars(
        select(CertificateRow)
        .where(CertificateRow.learner_id == learner.id)
        .order_by(CertificateRow.id)
    )
    return {
        "name": learner.name,
        "role": learner.role,
        "left_on": learner.left_on.isoformat() if learner.left_on else None,
        "sessions": [
            {"plan": plan, "on": started_at.date().isoformat(), "typed_name": name}
            for name, plan, started_at in sessions
        ],
        "checks": [
            _check(session, one)
            for one in checks.of_learner(session, location_id, learner.id, replaced=True)
        ],
        "observations": [_observation(row) for row in observations],
        "certificates": [
            {
                "code": row.code,
                "passed_on": row.passed_on.isoformat(),
                "due_on": row.due_on.isoformat(),
            }
            for row in certificates
        ],
        "changes": _changes(session, location_id, learner_id),
    }


def _changes(session: Session, location_id: int, learner_id: int) -> list[dict[str, Any]]:
    """Return the changes about someone; who made them is told by their role alone."""
    lines = session.scalars(
        select(AuditRow)
        .where(AuditRow.about == known_as(learner_id), AuditRow.location_id == location_id)
        .order_by(AuditRow.id)
    )
    return [{"at": one.at.isoformat(), "role": one.role, "action": one.action} for one in lines]


def _observation(row: ObservationRow) -> dict[str, Any]:
    return {
        "tool": row.tool,
        "use": row.use,
        "on": row.observed_on.isoformat(),
        "by": row.observed_by,
        "safely": row.safely,
        "note": row.note,
        "number": row.id,
        "takes_back": row.corrects_id,
    }


def delete(session: Session, location_id: int, learner_id: int) -> bool:
    """Delete someone's training data: roster, checks, observations and certificates.

    In sessions they become one more person without a name; what the room chose stays a count.
    """
    learner = own(session, location_id, learner_id)
    if learner is None:
        return False
    session.execute(
        update(ParticipantRow)
        .where(ParticipantRow.learner_id == learner.id)
        .values(name="", learner_id=None, token_hash=None)
    )
    session.delete(learner)
    session.flush()
    session.expire_all()
    return True


def delete_leavers(session: Session, location_id: int, left_before: date) -> int:
    """Delete the data of everyone who left before that day; return of how many.

    How long a provider keeps the records of leavers is for the provider to decide.
    """
    gone = session.scalars(
        select(LearnerRow.id).where(
            LearnerRow.location_id == location_id, LearnerRow.left_on < left_before
        )
    ).all()
    return sum(delete(session, location_id, learner_id) for learner_id in gone)


def forget_unmatched(session: Session, location_id: int, started_before: date) -> int:
    """Blank the names typed in old sessions that were matched to nobody; return how many."""
    rows = session.execute(
        select(ParticipantRow, TrainingSessionRow.started_at)
        .join(TrainingSessionRow, TrainingSessionRow.id == ParticipantRow.session_id)
        .where(
            TrainingSessionRow.location_id == location_id,
            TrainingSessionRow.ended_at.is_not(None),
            ParticipantRow.learner_id.is_(None),
            ParticipantRow.name != "",
        )
    )
    blanked = 0
    for participant, started_at in rows:
        if started_at.date() < started_before:
            participant.name = ""
            blanked += 1
    session.flush()
    return blanked


def _check(session: Session, attempt: checks.Attempt) -> dict[str, Any]:
    conditions = attempt.conditions
    answers = []
    for asked in attempt.asked:
        shown = versions.kept(session, asked.version)
        chosen = shown.options[asked.option] if shown and asked.option is not None else None
        answers.append(
            {
                "scenario": asked.scenario,
                "version": asked.version,
                "question": shown.question if shown else None,
                "chosen": chosen.text if chosen else None,
                "right": None if asked.option is None else asked.option == asked.right,
            }
        )
    return {
        "plan": attempt.plan,
        "begun_on": attempt.begun_on.isoformat(),
        "finished_on": attempt.finished_on.isoformat() if attempt.finished_on else None,
        "replaced_on": attempt.replaced_on.isoformat() if attempt.replaced_on else None,
        "retake": attempt.first_id != attempt.id,
        "identity": conditions.identity.value,
        "witness": conditions.witness,
        "support": [support.value for support in conditions.support],
        "language": conditions.language,
        "answers": answers,
    }
