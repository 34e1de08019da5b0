"""The tables. No table holds a resident's name, and none keeps a question as it was typed."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

_NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Table(DeclarativeBase):
    """The base of all tables, with fixed names for constraints so that migrations can find them."""

    metadata = MetaData(naming_convention=_NAMING)


class LocationRow(Table):
    """A home, branch or scheme of the provider."""

    __tablename__ = "location"

    id: Mapped[int] = mapped_column(primary_key=True)
    provider: Mapped[str] = mapped_column(String(120))
    name: Mapped[str] = mapped_column(String(120))
    setting: Mapped[str] = mapped_column(String(20))
    approved_tools: Mapped[str] = mapped_column(Text, default="")
    report_to: Mapped[str] = mapped_column(String(200), default="")
    contacts: Mapped[list[ContactRow]] = relationship(
        back_populates="location", cascade="all, delete-orphan", order_by="ContactRow.role"
    )


class ContactRow(Table):
    """Who to ask at a location, one row a role."""

    __tablename__ = "contact"
    __table_args__ = (UniqueConstraint("location_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id", ondelete="CASCADE"))
    role: Mapped[str] = mapped_column(String(30))
    name: Mapped[str] = mapped_column(String(120))
    phone: Mapped[str] = mapped_column(String(30), default="")
    location: Mapped[LocationRow] = relationship(back_populates="contacts")


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
    published_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    notice: Mapped[NoticeRow] = relationship(back_populates="versions")
