"""the register of tools."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this revision."""
    op.create_table(
        "tool",
        sa.Column("id", sa.Integer(), nullable=False),
        _refers("tool", "location_id", "location"),
        sa.Column("slug", sa.String(64), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tool")),
        sa.UniqueConstraint("location_id", "slug", name=op.f("uq_tool_location_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "tool_version",
        sa.Column("id", sa.Integer(), nullable=False),
        _refers("tool_version", "tool_id", "tool"),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        _refers("tool_version", "responsible_id", "account", nullable=True, ondelete="SET NULL"),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(120), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tool_version")),
        sa.UniqueConstraint("tool_id", "revision", name=op.f("uq_tool_version_tool_id")),
    )
    op.create_index(op.f("ix_tool_version_responsible_id"), "tool_version", ["responsible_id"])
    op.create_table(
        "tool_task",
        _refers("tool_task", "tool_id", "tool"),
        sa.Column("task", sa.String(80), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_by", sa.String(120), nullable=False),
        sa.PrimaryKeyConstraint("tool_id", "task", name=op.f("pk_tool_task")),
    )


def downgrade() -> None:
    """Go back to the revision before."""
    for table in ("tool_task", "tool_version", "tool"):
        op.drop_table(table)


def _refers(
    table: str, column: str, other: str, *, nullable: bool = False, ondelete: str = "CASCADE"
) -> sa.Column[int]:
    key = sa.ForeignKey(f"{other}.id", name=op.f(f"fk_{table}_{column}_{other}"), ondelete=ondelete)
    return sa.Column(column, sa.Integer(), key, nullable=nullable)
