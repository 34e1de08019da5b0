"""Certificates for passed checks, and what their codes tell anyone who asks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.knowledge import Plan
from assistant.storage.tables import AttemptRow, CertificateRow, LearnerRow, LocationRow
from assistant.storage.training.checks import chain
from assistant.storage.training.records import completing, passed
from assistant.storage.training.secret import draw_code
from assistant.training import Certificate, CodeCheck, due
from assistant.training.codes import Length


class Issued(Struct, frozen=True, kw_only=True):
    """A certificate in a list."""

    code: str
    learner_id: int
    name: str
    plan: str
    passed_on: date
    due_on: date


def issue(session: Session, location_id: int, attempt_id: int) -> str | None:
    """Return the check code of the certificate for a passed check; the same when asked again.

    None when the check is not of that location, or not passed.
    """
    attempts = completing(chain(session, location_id, attempt_id))
    proof = next(iter(passed(attempts)), None)
    if proof is None:
        return None
    last = attempts[-1].id
    session.scalars(select(AttemptRow).where(AttemptRow.id == last).with_for_update()).one()
    known = session.scalars(select(CertificateRow).where(CertificateRow.attempt_id == last)).first()
    if known is not None:
        return known.code
    row = CertificateRow(
        location_id=location_id,
        learner_id=proof.learner_id,
        attempt_id=last,
        code=draw_code(Length.CHECK),
        passed_on=proof.on,
        due_on=due(proof.on, (), {}, (), proof.on).on,
    )
    session.add(row)
    session.flush()
    return row.code


def at(session: Session, location_id: int) -> list[Issued]:
    """Return the certificates of a location, the newest first."""
    rows = session.execute(
        select(CertificateRow, LearnerRow.name, AttemptRow.plan)
        .join(LearnerRow, LearnerRow.id == CertificateRow.learner_id)
        .join(AttemptRow, AttemptRow.id == CertificateRow.attempt_id)
        .where(CertificateRow.location_id == location_id)
        .order_by(CertificateRow.passed_on.desc(), CertificateRow.id.desc())
    )
    return [
        Issued(
            code=row.code,
            learner_id=row.learner_id,
            name=name,
            plan=plan,
            passed_on=row.passed_on,
            due_on=row.due_on,
        )
        for row, name, plan in rows
    ]


def get(
    session: Session, location_id: int, code: str, plans: Mapping[str, Plan]
) -> Certificate | None:
    """Return the certificate of that location with that code, to print it again, or None."""
    found = session.execute(
        select(CertificateRow, LearnerRow, LocationRow, AttemptRow)
        .join(LearnerRow, LearnerRow.id == CertificateRow.learner_id)
        .join(LocationRow, LocationRow.id == CertificateRow.location_id)
        .join(AttemptRow, AttemptRow.id == CertificateRow.attempt_id)
        .where(CertificateRow.code == code, CertificateRow.location_id == location_id)
    ).first()
    if found is None:
        return None
    row, learner, location, attempt = found
    proof = next(iter(passed(chain(session, location_id, attempt.id))), None)
    if proof is None:
        return None
    plan = plans.get(attempt.plan)
    return Certificate(
        code=row.code,
        name=learner.name,
        title=plan.title if plan else attempt.plan,
        provider=location.provider,
        location=location.name,
        passed_on=row.passed_on,
        due_on=row.due_on,
        version=proof.version,
        identity=proof.identity,
        witness=proof.witness,
        support=proof.support,
        language=proof.language,
    )


def of_attempt(session: Session, attempt_id: int) -> str | None:
    """Return the code of the certificate that an attempt completed, or None."""
    return session.scalars(
        select(CertificateRow.code).where(CertificateRow.attempt_id == attempt_id)
    ).first()


def of_learner(session: Session, location_id: int, learner_id: int) -> list[str]:
    """Return the codes of someone's certificates, the newest first."""
    return list(
        session.scalars(
            select(CertificateRow.code)
            .where(
                CertificateRow.location_id == location_id,
                CertificateRow.learner_id == learner_id,
            )
            .order_by(CertificateRow.id.desc())
        )
    )


def check_code(session: Session, code: str, today: date) -> CodeCheck:
    """Return what anyone may know of the certificate with that normalised *code*.

    An unknown code and one that was taken back look the same: not valid, and no day.
    """
    row = session.scalars(select(CertificateRow).where(CertificateRow.code == code)).first()
    if row is None:
        return CodeCheck(valid=False)
    return CodeCheck(valid=today < row.due_on, passed_on=row.passed_on)
