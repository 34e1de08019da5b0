"""How questions ended."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from assistant.storage.tables.table import Table


class OutcomeRow(Table):
    """How one question ended: outcome and answer, by location and week; no words, no person."""

    __tablename__ = "outcome"
    __table_args__ = (Index("ix_outcome_location_week", "location_id", "week_starts_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id", ondelete="CASCADE"))
    week_starts_on: Mapped[date] = mapped_column(Date)
    kind: Mapped[str] = mapped_column(String(12))
    answer: Mapped[str | None] = mapped_column(String(64))
    urgent: Mapped[str | None] = mapped_column(String(12))
