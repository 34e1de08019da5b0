"""The location's own words over answers."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assistant.storage.tables.table import Table


class LocalLineRow(Table):
    """A line of the location over an answer; ``written_over`` is the hash of the shared text.

    ``removed_on`` is when it was taken away; for a while it can be put back.
    """

    __tablename__ = "local_line"
    __table_args__ = (Index("ix_local_line_location_answer", "location_id", "answer"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id", ondelete="CASCADE"))
    answer: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(String(120))
    phone: Mapped[str] = mapped_column(String(30))
    written_over: Mapped[str] = mapped_column(String(64))
    written_by: Mapped[str] = mapped_column(String(120))
    written_on: Mapped[date] = mapped_column(Date)
    removed_on: Mapped[date | None] = mapped_column(Date)


class HiddenAnswerRow(Table):
    """An answer that a location hides, and why."""

    __tablename__ = "hidden_answer"
    __table_args__ = (UniqueConstraint("location_id", "answer"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id", ondelete="CASCADE"))
    answer: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(Text)
    written_over: Mapped[str] = mapped_column(String(64))
    written_by: Mapped[str] = mapped_column(String(120))
    written_on: Mapped[date] = mapped_column(Date)
