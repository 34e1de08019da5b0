"""Published notices: every version is kept for ever as the notice file it was made from."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assistant.storage.tables import NoticeRow, NoticeVersionRow

# 128 bits: an address that cannot be guessed.
TOKEN_BYTES = 16


@dataclass(frozen=True)
class PublishedNotice:
    """A version of a notice; ``content`` is the notice file as JSON."""

    id: int
    location_id: int
    token: str
    number: int
    content: str
    published_at: datetime


def publish(
    session: Session, location_id: int, content: str, now: datetime, notice_id: int | None = None
) -> PublishedNotice:
    """Keep *content* as the next version of a notice of that location, or as a new notice.

    Raises NoResultFound when *notice_id* is not a notice of that location.
    """
    if notice_id is not None:
        own = (NoticeRow.id == notice_id) & (NoticeRow.location_id == location_id)
        notice = session.scalars(select(NoticeRow).where(own)).one()
    else:
        notice = NoticeRow(location_id=location_id, token=secrets.token_urlsafe(TOKEN_BYTES))
        session.add(notice)
    number = len(notice.versions) + 1
    version = NoticeVersionRow(number=number, content=content, published_at=now)
    notice.versions.append(version)
    session.flush()
    return _published(notice, version)


def published(session: Session, location_id: int) -> list[PublishedNotice]:
    """Return the newest version of each notice of a location, oldest notice first."""
    return [_published(notice, version) for notice, version in _newest(session, location_id)]


def by_token(session: Session, token: str) -> PublishedNotice | None:
    """Return the newest version of the notice with that public address, or None."""
    notice = session.scalars(select(NoticeRow).where(NoticeRow.token == token)).first()
    return _published(notice, notice.versions[-1]) if notice and notice.versions else None


def by_id(session: Session, location_id: int, notice_id: int) -> PublishedNotice | None:
    """Return the newest version of a notice of that location, or None; another's is None too."""
    notice = session.get(NoticeRow, notice_id)
    if notice is None or notice.location_id != location_id or not notice.versions:
        return None
    return _published(notice, notice.versions[-1])


def _newest(session: Session, location_id: int) -> list[tuple[NoticeRow, NoticeVersionRow]]:
    last = (
        select(NoticeVersionRow.notice_id, func.max(NoticeVersionRow.number).label("number"))
        .group_by(NoticeVersionRow.notice_id)
        .subquery()
    )
    rows = session.execute(
        select(NoticeRow, NoticeVersionRow)
        .join(NoticeVersionRow, NoticeVersionRow.notice_id == NoticeRow.id)
        .join(
            last,
            (last.c.notice_id == NoticeVersionRow.notice_id)
            & (last.c.number == NoticeVersionRow.number),
        )
        .where(NoticeRow.location_id == location_id)
        .order_by(NoticeRow.id)
    )
    return [(notice, version) for notice, version in rows]


def _published(notice: NoticeRow, version: NoticeVersionRow) -> PublishedNotice:
    return PublishedNotice(
        notice.id,
        notice.location_id,
        notice.token,
        version.number,
        version.content,
        version.published_at,
    )
