"""What is only ever added to: who changed what, and who approved which text; and the provider."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from assistant.storage.tables.table import Table


class ProviderRow(Table):
    """The settings that a provider chooses on its own pages; one row."""

    __tablename__ = "provider"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    open_asking: Mapped[bool] = mapped_column(Boolean)
    audit_years: Mapped[int] = mapped_column(Integer)
    leaver_years: Mapped[int | None] = mapped_column(Integer)


class AuditRow(Table):
    """One change: who, in which role, what, about which thing, when. Never updated."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_location_at", "location_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    # No foreign keys: a line outlives the person, the location and the thing that it speaks of.
    account_id: Mapped[int | None] = mapped_column(Integer)
    who: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(20))
    location_id: Mapped[int | None] = mapped_column(Integer)
    action: Mapped[str] = mapped_column(String(60))
    about: Mapped[str] = mapped_column(String(200))
    detail: Mapped[str] = mapped_column(Text)


class ApprovalRow(Table):
    """That a named person approved a text, or took that back; the newest line of a text counts."""

    __tablename__ = "approval"
    __table_args__ = (Index("ix_approval_kind_name", "kind", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(120))
    text_hash: Mapped[str] = mapped_column(String(64))
    approved: Mapped[bool] = mapped_column(Boolean)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    who: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]
