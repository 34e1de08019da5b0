"""Locations and their contacts."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assistant.storage.tables.table import Table


class LocationRow(Table):
    """A home, branch or scheme of the provider."""

    __tablename__ = "location"

    id: Mapped[int] = mapped_column(primary_key=True)
    provider: Mapped[str] = mapped_column(String(120))
    name: Mapped[str] = mapped_column(String(120))
    setting: Mapped[str] = mapped_column(String(20))
    report_to: Mapped[str] = mapped_column(String(200), default="")
    day_from: Mapped[int] = mapped_column(Integer, default=8, server_default="8")
    day_to: Mapped[int] = mapped_column(Integer, default=20, server_default="20")
    contacts: Mapped[list[ContactRow]] = relationship(
        back_populates="location",
        cascade="all, delete-orphan",
        order_by="ContactRow.role, ContactRow.hours",
    )


class ContactRow(Table):
    """Who to ask at a location: one row a role, and one for each of its hours that differs.

    ``hours`` is "any" or one of ``local.Hours``.
    """

    __tablename__ = "contact"
    __table_args__ = (UniqueConstraint("location_id", "role", "hours"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id", ondelete="CASCADE"))
    role: Mapped[str] = mapped_column(String(30))
    hours: Mapped[str] = mapped_column(String(8), default="any", server_default="any")
    name: Mapped[str] = mapped_column(String(120))
    phone: Mapped[str] = mapped_column(String(30), default="")
    location: Mapped[LocationRow] = relationship(back_populates="contacts")
