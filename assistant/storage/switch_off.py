"""Switch-off jobs: numbered by location, done by a role at a time, never about a named person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from assistant.notices import Answer, SwitchOffJob, done
from assistant.register import Staff
from assistant.storage.tables import LocationRow, NoticeRow, SwitchOffJobRow


@dataclass(frozen=True)
class KeptJob:
    """A job, and the notice that the person had read."""

    notice_id: int
    job: SwitchOffJob


def add(
    session: Session, location_id: int, notice_id: int, make: Callable[[int], SwitchOffJob]
) -> KeptJob:
    """Keep the job that *make* gives for the next number of that location.

    What *make* raises keeps nothing. Raises NoResultFound when the notice is another location's.
    """
    # Locked, so that two slips at once get two numbers.
    session.scalars(
        select(LocationRow.id).where(LocationRow.id == location_id).with_for_update()
    ).one()
    own = (NoticeRow.id == notice_id) & (NoticeRow.location_id == location_id)
    session.scalars(select(NoticeRow.id).where(own)).one()
    last = session.scalar(
        select(func.max(SwitchOffJobRow.number)).where(SwitchOffJobRow.location_id == location_id)
    )
    job = make((last or 0) + 1)
    row = SwitchOffJobRow(
        location_id=location_id,
        number=job.number,
        notice_id=notice_id,
        notice=job.notice,
        version=job.version,
        tool=job.tool,
        answer=job.answer.value,
        asked_at=job.asked_at,
        due_at=job.due_at,
    )
    session.add(row)
    session.flush()
    return _kept(row)


def jobs(session: Session, location_id: int) -> list[KeptJob]:
    """Return every job of a location, the newest first."""
    query = (
        select(SwitchOffJobRow)
        .where(SwitchOffJobRow.location_id == location_id)
        .order_by(SwitchOffJobRow.number.desc())
    )
    return [_kept(row) for row in session.scalars(query)]


def by_number(session: Session, location_id: int, number: int) -> KeptJob | None:
    """Return the job with that number at that location, or None."""
    row = session.scalars(_own(location_id, number)).first()
    return _kept(row) if row else None


def finish(
    session: Session, location_id: int, number: int, by: Staff, at: datetime
) -> KeptJob | None:
    """Keep by which role and when a job was carried out; None where there is no such job.

    Raises ChoiceError, as ``notices.done``, when it was before.
    """
    query = _own(location_id, number).with_for_update()
    row = session.scalars(query.execution_options(populate_existing=True)).first()
    if row is None:
        return None
    job = done(_kept(row).job, by, at)
    row.done_by, row.done_at = by.value, job.done_at
    return KeptJob(row.notice_id, job)


def _own(location_id: int, number: int) -> Select[SwitchOffJobRow]:
    return select(SwitchOffJobRow).where(
        SwitchOffJobRow.location_id == location_id, SwitchOffJobRow.number == number
    )


def _kept(row: SwitchOffJobRow) -> KeptJob:
    return KeptJob(
        row.notice_id,
        SwitchOffJob(
            number=row.number,
            notice=row.notice,
            version=row.version,
            tool=row.tool,
            answer=Answer(row.answer),
            asked_at=row.asked_at,
            due_at=row.due_at,
            done_by=Staff(row.done_by) if row.done_by else None,
            done_at=row.done_at,
        ),
    )
