"""The register: the AI tools of a location, each version of each row, and dates for its tasks."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assistant.storage.tables.table import Table


class ToolRow(Table):
    """An AI tool of a location; ``revision`` is the number of the version that holds now."""

    __tablename__ = "tool"
    # SQLite would give the number of a deleted idea to the next tool, while a page still has it.
    __table_args__ = (
        UniqueConstraint("location_id", "slug"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id", ondelete="CASCADE"))
    slug: Mapped[str] = mapped_column(String(64))
    revision: Mapped[int] = mapped_column(Integer)
    versions: Mapped[list[ToolVersionRow]] = relationship(
        cascade="all, delete-orphan", order_by="ToolVersionRow.revision"
    )
    tasks: Mapped[list[ToolTaskRow]] = relationship(cascade="all, delete-orphan")


class ToolVersionRow(Table):
    """A tool as it was saved once, as JSON, and who saved it; never changed."""

    __tablename__ = "tool_version"
    __table_args__ = (UniqueConstraint("tool_id", "revision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    tool_id: Mapped[int] = mapped_column(ForeignKey("tool.id", ondelete="CASCADE"))
    revision: Mapped[int] = mapped_column(Integer)
    content: Mapped[str] = mapped_column(Text)
    responsible_id: Mapped[int | None] = mapped_column(
        ForeignKey("account.id", ondelete="SET NULL"), index=True
    )
    saved_at: Mapped[datetime]
    who: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(20))


class ToolTaskRow(Table):
    """By when a task about a tool is to be done, or that a duty was done."""

    __tablename__ = "tool_task"

    tool_id: Mapped[int] = mapped_column(
        ForeignKey("tool.id", ondelete="CASCADE"), primary_key=True
    )
    # The field of the tool that is to be found out, or the id of a duty.
    task: Mapped[str] = mapped_column(String(80), primary_key=True)
    due_on: Mapped[date | None] = mapped_column(Date)
    done_on: Mapped[date | None] = mapped_column(Date)
    done_by: Mapped[str] = mapped_column(String(120), default="")
