"""Delete what has been kept long enough."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete
from sqlalchemy.orm import Session

from assistant.storage import gaps, local_words, locations, provider
from assistant.storage.tables import (
    AuditRow,
    DeviceRow,
    FailureRow,
    LinkRow,
    Table,
    VisitRow,
)
from assistant.storage.training import personal

FAILURES_KEPT = timedelta(days=1)
VISITS_KEPT = timedelta(days=1)
LINKS_KEPT = timedelta(days=30)
REVOKED_DEVICES_KEPT = timedelta(days=365)
_YEAR = timedelta(days=366)
# A name that someone typed in a session, and that nobody on the roster was found to be, says who
# took part until everybody is due again.
TYPED_NAMES_KEPT = _YEAR


def tidy(session: Session, now: datetime) -> Mapping[str, int]:
    """Delete what is past its time, and return how many rows of what."""
    chosen = provider.get(session)
    years = chosen.audit_years if chosen else provider.AUDIT_YEARS
    past: dict[type[Table], ColumnElement[bool]] = {
        FailureRow: FailureRow.at < now - FAILURES_KEPT,
        VisitRow: VisitRow.started_at < now - VISITS_KEPT,
        LinkRow: LinkRow.expires_at < now - LINKS_KEPT,
        DeviceRow: DeviceRow.revoked_at < now - REVOKED_DEVICES_KEPT,
        AuditRow: AuditRow.at < now - years * _YEAR,
    }
    deleted = {
        table.__tablename__: len(
            session.execute(delete(table).where(is_past).returning(table.__table__.c.id)).all()
        )
        for table, is_past in past.items()
    }
    leavers, names = _tidy_training(session, now, chosen.leaver_years if chosen else None)
    return {
        **deleted,
        "words of gaps": gaps.tidy(session, now.date()),
        "removed local lines": local_words.tidy(session, now.date()),
        "records of leavers": leavers,
        "names typed in sessions": names,
    }


def _tidy_training(session: Session, now: datetime, years: int | None) -> tuple[int, int]:
    """Return how many leavers went with their records, and how many typed names.

    Leavers stay until the provider decides for how many *years* they do.
    """
    leavers = names = 0
    for location_id in locations.location_ids(session):
        if years is not None:
            left_before = (now - years * _YEAR).date()
            leavers += personal.delete_leavers(session, location_id, left_before)
        started_before = (now - TYPED_NAMES_KEPT).date()
        names += personal.forget_unmatched(session, location_id, started_before)
    return leavers, names
