"""what notices said, notices in the making, where copies hang, and switch-off jobs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this revision; versions that are there keep no sentences of their own."""
    op.add_column("notice_version", sa.Column("sentences", sa.Text(), nullable=True))
    op.add_column("notice_version", sa.Column("record", sa.Text(), nullable=True))
    op.create_table(
        "notice_in_making",
        sa.Column("id", sa.Integer(), nullable=False),
        _refers("notice_in_making", "location_id", "location"),
        _refers("notice_in_making", "notice_id", "notice", nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_in_making")),
        sa.UniqueConstraint("notice_id", name=op.f("uq_notice_in_making_notice_id")),
        sqlite_autoincrement=True,
    )
    _index("notice_in_making", "location_id")
    op.create_table(
        "posted_copy",
        sa.Column("id", sa.Integer(), nullable=False),
        _refers("posted_copy", "notice_id", "notice"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("format", sa.String(20), nullable=False),
        sa.Column("language", sa.String(10), nullable=False),
        sa.Column("place", sa.String(80), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("put_up_on", sa.Date(), nullable=False),
        sa.Column("taken_down_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posted_copy")),
    )
    _index("posted_copy", "notice_id")
    op.create_table(
        "switch_off_job",
        sa.Column("id", sa.Integer(), nullable=False),
        _refers("switch_off_job", "location_id", "location"),
        sa.Column("number", sa.Integer(), nullable=False),
        _refers("switch_off_job", "notice_id", "notice"),
        sa.Column("notice", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tool", sa.String(64), nullable=False),
        sa.Column("answer", sa.String(10), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_by", sa.String(20), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_switch_off_job")),
        sa.UniqueConstraint("location_id", "number", name=op.f("uq_switch_off_job_location_id")),
    )
    _index("switch_off_job", "notice_id")


def downgrade() -> None:
    """Go back to the revision before."""
    for table in ("switch_off_job", "posted_copy", "notice_in_making"):
        op.drop_table(table)
    with op.batch_alter_table("notice_version") as batch:
        batch.drop_column("record")
        batch.drop_column("sentences")


def _refers(table: str, column: str, to: str, *, nullable: bool = False) -> sa.Column[int]:
    name = op.f(f"fk_{table}_{column}_{to}")
    refers = sa.ForeignKey(f"{to}.id", name=name, ondelete="CASCADE")
    return sa.Column(column, sa.Integer(), refers, nullable=nullable)


def _index(table: str, column: str) -> None:
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
