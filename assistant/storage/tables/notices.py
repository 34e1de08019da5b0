"""Notices: their versions, those in the making, where copies hang, and the jobs of a no."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assistant.storage.tables.table import Table


class NoticeRow(Table):
    """A notice of a location; ``token`` is its address for the public, hard to guess."""

    __tablename__ = "notice"

    id: Mapped[int] = mapped_column(primary_key=True)
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id", ondelete="CASCADE"))
    token: Mapped[str] = mapped_column(String(43), unique=True)
    versions: Mapped[list[NoticeVersionRow]] = relationship(
        back_populates="notice", cascade="all, delete-orphan", order_by="NoticeVersionRow.number"
    )


class NoticeVersionRow(Table):
    """One published version of a notice, kept for ever: the notice file, and what it says.

    ``sentences`` and ``record`` are None for versions from before they were kept; ``overruled`` is
    None where no warning stood in the way.
    """

    __tablename__ = "notice_version"
    __table_args__ = (UniqueConstraint("notice_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(Integer)
    content: Mapped[str] = mapped_column(Text)
    sentences: Mapped[str | None] = mapped_column(Text)
    record: Mapped[str | None] = mapped_column(Text)
    overruled: Mapped[str | None] = mapped_column(Text)
    published_at: Mapped[datetime]
    notice: Mapped[NoticeRow] = relationship(back_populates="versions")


class MakingRow(Table):
    """A notice in the making, as JSON; ``notice_id`` is the notice that it will renew, if any."""

    __tablename__ = "notice_in_making"
    # SQLite would give the number of a deleted row to the next one, while a page still has it.
    __table_args__ = (UniqueConstraint("notice_id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    location_id: Mapped[int] = mapped_column(
        ForeignKey("location.id", ondelete="CASCADE"), index=True
    )
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("notice.id", ondelete="CASCADE"))
    content: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime]


class PostedCopyRow(Table):
    """Copies of a version of a notice that were put up at a place, or given out there."""

    __tablename__ = "posted_copy"

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id", ondelete="CASCADE"), index=True)
    version: Mapped[int] = mapped_column(Integer)
    format: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(10))
    place: Mapped[str] = mapped_column(String(80))
    copies: Mapped[int] = mapped_column(Integer)
    put_up_on: Mapped[date] = mapped_column(Date)
    taken_down_on: Mapped[date | None] = mapped_column(Date)


class SwitchOffJobRow(Table):
    """What staff have to do about one slip and one tool; a number, and never a person."""

    __tablename__ = "switch_off_job"
    __table_args__ = (UniqueConstraint("location_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(Integer)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id", ondelete="CASCADE"), index=True)
    notice: Mapped[str] = mapped_column(String(64))
    version: Mapped[int] = mapped_column(Integer)
    tool: Mapped[str] = mapped_column(String(64))
    answer: Mapped[str] = mapped_column(String(10))
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    done_by: Mapped[str | None] = mapped_column(String(20))
    done_at: Mapped[datetime | None]
