"""Sheets on paper that were keyed in wrongly: another takes their place, and nothing is deleted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from assistant.storage.tables import AttemptRow, CertificateRow
from assistant.storage.training import certificates, checks
from assistant.storage.training.checks import Conditions
from assistant.storage.training.records import completing
from assistant.training import Item


class RetakenError(Exception):
    """What was missed was asked again since, of the person whose sheet it was said to be."""


def correct(
    session: Session,
    location_id: int,
    attempt_id: int,
    learner_id: int,
    items: Sequence[Item],
    options: Sequence[int],
    conditions: Conditions,
    taken_on: date,
    today: date,
) -> int | None:
    """Keep a sheet as it should have been keyed in; return the number of the new attempt.

    The one before stays, marked as replaced on *today*, and counts for nothing. Retakes go on from
    the new one. A certificate that rested on the wrong sheet is taken back, and one is issued where
    the check is passed now. None when there is no such sheet of that location, or when it does not
    fit. Raises RetakenError when another person is named and a retake followed.
    """
    sheet = _sheet(session, location_id, attempt_id)
    if sheet is None:
        return None
    retakes = session.scalars(select(AttemptRow.id).where(AttemptRow.first_id == sheet.id)).all()
    if retakes and sheet.learner_id != learner_id:
        raise RetakenError
    begun = checks.begin(
        session,
        location_id,
        learner_id,
        sheet.plan,
        items,
        conditions,
        taken_on,
        pack_id=sheet.pack_id,
    )
    if begun is None or not checks.key_in(session, location_id, begun[0], options, taken_on):
        return None
    new = begun[0]
    sheet.replaced_on = today
    session.execute(update(AttemptRow).where(AttemptRow.first_id == sheet.id).values(first_id=new))
    session.flush()
    session.expire_all()
    proof = completing(checks.chain(session, location_id, new))
    session.execute(
        delete(CertificateRow).where(
            CertificateRow.attempt_id.in_({attempt_id, *retakes} - {one.id for one in proof[-1:]})
        )
    )
    certificates.issue(session, location_id, new)
    return new


def _sheet(session: Session, location_id: int, attempt_id: int) -> AttemptRow | None:
    """Return a sheet of that location that was keyed in and holds, kept from other writers."""
    where = select(AttemptRow).where(
        AttemptRow.id == attempt_id,
        AttemptRow.location_id == location_id,
        AttemptRow.pack_id.is_not(None),
        AttemptRow.finished_on.is_not(None),
        AttemptRow.replaced_on.is_(None),
    )
    return session.scalars(where.with_for_update()).first()
