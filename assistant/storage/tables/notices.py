"""Notices and their versions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, Text, UniqueConstraint
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
    """One published version of a notice, kept for ever as the notice file it was made from."""

    __tablename__ = "notice_version"
    __table_args__ = (UniqueConstraint("notice_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(Integer)
    content: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime]
    notice: Mapped[NoticeRow] = relationship(back_populates="versions")
