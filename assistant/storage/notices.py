"""Published notices: every version is kept for ever, with the sentences that it said."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assistant.notices import Overruled, Version
from assistant.storage.tables import NoticeRow, NoticeVersionRow

# 128 bits: an address that cannot be guessed.
TOKEN_BYTES = 16


@dataclass(frozen=True)
class PublishedNotice:
    """A version of a notice, as JSON: the notice file, what it said, and its open record.

    The last two are None for versions from before they were kept; ``notices.reread`` reads all.
    ``overruled`` says why it was published in spite of warnings, None where there were none.
    """

    id: int
    location_id: int
    token: str
    number: int
    content: str
    sentences: str | None
    record: str | None
    published_at: datetime
    overruled: Overruled | None = None


def publish(
    session: Session,
    location_id: int,
    version: Version,
    now: datetime,
    notice_id: int | None = None,
    overruled: Overruled | None = None,
) -> PublishedNotice:
    """Keep *version* as the next one of a notice of that location, or as the first of a new one.

    Raises NoResultFound when *notice_id* is not a notice of that location.
    """
    if notice_id is not None:
        own = (NoticeRow.id == notice_id) & (NoticeRow.location_id == location_id)
        notice = session.scalars(select(NoticeRow).where(own).with_for_update()).one()
    else:
        notice = NoticeRow(location_id=location_id, token=secrets.token_urlsafe(TOKEN_BYTES))
        session.add(notice)
    row = NoticeVersionRow(
        number=len(notice.versions) + 1,
        content=_json(version.file),
        sentences=_json(version.notice),
        record=_json(version.record),
        overruled=_json(overruled) if overruled else None,
        published_at=now,
    )
    notice.versions.append(row)
    session.flush()
    return _published(notice, row)


def published(session: Session, location_id: int) -> list[PublishedNotice]:
    """Return the newest version of each notice of a location, oldest notice first."""
    return [_published(notice, version) for notice, version in _newest(session, location_id)]


def by_token(session: Session, token: str) -> PublishedNotice | None:
    """Return the newest version of the notice with that public address, or None."""
    notice = session.scalars(select(NoticeRow).where(NoticeRow.token == token)).first()
    return _published(notice, notice.versions[-1]) if notice and notice.versions else None


def by_id(
    session: Session, location_id: int, notice_id: int, number: int | None = None
) -> PublishedNotice | None:
    """Return a version of a notice of that location, by default the newest; another's is None."""
    found = versions(session, location_id, notice_id)
    if number is None:
        return found[-1] if found else None
    return next((version for version in found if version.number == number), None)


def versions(session: Session, location_id: int, notice_id: int) -> list[PublishedNotice]:
    """Return every version of a notice of that location, the first one in front."""
    notice = session.get(NoticeRow, notice_id)
    if notice is None or notice.location_id != location_id:
        return []
    return [_published(notice, version) for version in notice.versions]


def before(session: Session, version: PublishedNotice) -> PublishedNotice | None:
    """Return the version of the same notice before *version*, or None for the first."""
    return by_id(session, version.location_id, version.id, version.number - 1)


def all_sentences(session: Session) -> Iterator[str]:
    """Yield what every version of every location says, as JSON, where that is kept."""
    query = select(NoticeVersionRow.sentences).where(NoticeVersionRow.sentences.is_not(None))
    for sentences in session.scalars(query.execution_options(yield_per=100)):
        yield sentences or ""


def without_sentences(session: Session) -> list[PublishedNotice]:
    """Return the versions, of every location, from before their sentences were kept."""
    query = (
        select(NoticeRow, NoticeVersionRow)
        .join(NoticeVersionRow, NoticeVersionRow.notice_id == NoticeRow.id)
        .where(NoticeVersionRow.sentences.is_(None))
        .order_by(NoticeVersionRow.id)
    )
    return [_published(notice, version) for notice, version in session.execute(query)]


def keep_sentences(session: Session, old: PublishedNotice, version: Version) -> None:
    """Keep what *old*, from before sentences were kept, says; one that has them stays as it is."""
    own = (NoticeVersionRow.notice_id == old.id) & (NoticeVersionRow.number == old.number)
    row = session.scalars(select(NoticeVersionRow).where(own)).one()
    if row.sentences is None:
        row.sentences, row.record = _json(version.notice), _json(version.record)


def _json(part: object) -> str:
    return msgspec.json.encode(part).decode()


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
        version.sentences,
        version.record,
        version.published_at,
        msgspec.json.decode(version.overruled, type=Overruled) if version.overruled else None,
    )
