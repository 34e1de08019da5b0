"""What people ask that we cannot answer well."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assistant.storage.tables.table import Table


class GapRow(Table):
    """One gap with its words, for 30 days; no person, no device, no hour."""

    __tablename__ = "gap"
    __table_args__ = (Index("ix_gap_week", "week_starts_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id", ondelete="CASCADE"))
    week_starts_on: Mapped[date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(String(20))
    answer: Mapped[str | None] = mapped_column(String(64))
    words: Mapped[str] = mapped_column(Text)
    product: Mapped[str | None] = mapped_column(String(40))
    decision_id: Mapped[int | None] = mapped_column(
        ForeignKey("gap_decision.id", ondelete="SET NULL")
    )


class GapCountRow(Table):
    """How many gaps of a reason a location had in a week whose words are gone."""

    __tablename__ = "gap_count"
    __table_args__ = (UniqueConstraint("location_id", "week_starts_on", "reason"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id", ondelete="CASCADE"))
    week_starts_on: Mapped[date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(String(20))
    count: Mapped[int] = mapped_column(Integer)


class GapDecisionRow(Table):
    """What a manager decided about some gaps; it keeps none of their words.

    ``phrasing`` is what the manager wrote, not what someone asked.
    """

    __tablename__ = "gap_decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(20))
    answer: Mapped[str | None] = mapped_column(String(64))
    phrasing: Mapped[str | None] = mapped_column(Text)
    role: Mapped[str | None] = mapped_column(String(40))
    gaps: Mapped[int] = mapped_column(Integer)
    decided_by: Mapped[str] = mapped_column(String(120))
    decided_on: Mapped[date] = mapped_column(Date)


class HelpedCountRow(Table):
    """How often people of a location said in a week that an answer helped."""

    __tablename__ = "helped_count"
    __table_args__ = (UniqueConstraint("location_id", "week_starts_on", "answer"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id", ondelete="CASCADE"))
    week_starts_on: Mapped[date] = mapped_column(Date)
    answer: Mapped[str] = mapped_column(String(64))
    count: Mapped[int] = mapped_column(Integer)
