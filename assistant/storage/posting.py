"""Where copies of a notice hang, so that a round can collect them when it no longer holds."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.notices import Format
from assistant.storage.tables import NoticeRow, PostedCopyRow

MAX_PLACE = 80
MAX_COPIES = 500


@dataclass(frozen=True)
class PostedCopy:
    """Copies of one version at one place; ``taken_down_on`` is None while they hang there."""

    number: int
    notice_id: int
    version: int
    format: Format
    language: str
    place: str
    copies: int
    put_up_on: date
    taken_down_on: date | None = None


def put_up(
    session: Session,
    location_id: int,
    notice_id: int,
    *,
    version: int,
    format: Format,
    language: str,
    place: str,
    copies: int,
    on: date,
) -> PostedCopy:
    """Note that copies were put up; raises NoResultFound when the notice is another location's."""
    own = (NoticeRow.id == notice_id) & (NoticeRow.location_id == location_id)
    session.scalars(select(NoticeRow).where(own)).one()
    row = PostedCopyRow(
        notice_id=notice_id,
        version=version,
        format=format.value,
        language=language,
        place=place,
        copies=copies,
        put_up_on=on,
    )
    session.add(row)
    session.flush()
    return _copy(row)


def take_down(session: Session, location_id: int, numbers: Collection[int], on: date) -> int:
    """Note that those copies were taken down; returns how many of them still hung there."""
    query = (
        select(PostedCopyRow)
        .join(NoticeRow, NoticeRow.id == PostedCopyRow.notice_id)
        .where(NoticeRow.location_id == location_id)
        .where(PostedCopyRow.id.in_(numbers), PostedCopyRow.taken_down_on.is_(None))
    )
    rows = session.scalars(query).all()
    for row in rows:
        row.taken_down_on = on
    return len(rows)


def copies(session: Session, location_id: int, notice_id: int | None = None) -> list[PostedCopy]:
    """Return every copy at a location that was put up, or those of one notice, oldest first."""
    query = (
        select(PostedCopyRow)
        .join(NoticeRow, NoticeRow.id == PostedCopyRow.notice_id)
        .where(NoticeRow.location_id == location_id)
        .order_by(PostedCopyRow.id)
    )
    if notice_id is not None:
        query = query.where(NoticeRow.id == notice_id)
    return [_copy(row) for row in session.scalars(query)]


def _copy(row: PostedCopyRow) -> PostedCopy:
    return PostedCopy(
        row.id,
        row.notice_id,
        row.version,
        Format(row.format),
        row.language,
        row.place,
        row.copies,
        row.put_up_on,
        row.taken_down_on,
    )
