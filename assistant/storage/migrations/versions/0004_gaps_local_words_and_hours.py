"""gaps, local words, and contacts by hours."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this revision."""
    _add_gap_count()
    _add_gap_decision()
    _add_hidden_answer()
    _add_local_line()
    _add_gap()


def downgrade() -> None:
    """Go back to the revision before."""
    op.drop_column("location", "day_to")
    op.drop_column("location", "day_from")
    op.execute("DELETE FROM contact WHERE hours <> 'any'")
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_contact_location_id"), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f("uq_contact_location_id"), ["location_id", "role"]
        )
        batch_op.drop_column("hours")

    with op.batch_alter_table("gap", schema=None) as batch_op:
        batch_op.drop_index("ix_gap_week")

    op.drop_table("gap")
    with op.batch_alter_table("local_line", schema=None) as batch_op:
        batch_op.drop_index("ix_local_line_location_answer")

    op.drop_table("local_line")
    op.drop_table("hidden_answer")
    op.drop_table("gap_decision")
    op.drop_table("gap_count")


def _add_gap_count() -> None:
    op.create_table(
        "gap_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=False),
        sa.Column("week_starts_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["location_id"],
            ["location.id"],
            name=op.f("fk_gap_count_location_id_location"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gap_count")),
        sa.UniqueConstraint(
            "location_id", "week_starts_on", "reason", name=op.f("uq_gap_count_location_id")
        ),
    )


def _add_gap_decision() -> None:
    op.create_table(
        "gap_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("answer", sa.String(length=64), nullable=True),
        sa.Column("phrasing", sa.Text(), nullable=True),
        sa.Column("gaps", sa.Integer(), nullable=False),
        sa.Column("decided_by", sa.String(length=120), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["location_id"],
            ["location.id"],
            name=op.f("fk_gap_decision_location_id_location"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gap_decision")),
    )


def _add_hidden_answer() -> None:
    op.create_table(
        "hidden_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("written_over", sa.String(length=64), nullable=False),
        sa.Column("written_by", sa.String(length=120), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["location_id"],
            ["location.id"],
            name=op.f("fk_hidden_answer_location_id_location"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hidden_answer")),
        sa.UniqueConstraint("location_id", "answer", name=op.f("uq_hidden_answer_location_id")),
    )


def _add_local_line() -> None:
    op.create_table(
        "local_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.Column("written_over", sa.String(length=64), nullable=False),
        sa.Column("written_by", sa.String(length=120), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["location_id"],
            ["location.id"],
            name=op.f("fk_local_line_location_id_location"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_line")),
    )
    with op.batch_alter_table("local_line", schema=None) as batch_op:
        batch_op.create_index(
            "ix_local_line_location_answer", ["location_id", "answer"], unique=False
        )


def _add_gap() -> None:
    op.create_table(
        "gap",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=False),
        sa.Column("week_starts_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("answer", sa.String(length=64), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("product", sa.String(length=40), nullable=True),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["gap_decision.id"],
            name=op.f("fk_gap_decision_id_gap_decision"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["location_id"],
            ["location.id"],
            name=op.f("fk_gap_location_id_location"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gap")),
    )
    with op.batch_alter_table("gap", schema=None) as batch_op:
        batch_op.create_index("ix_gap_week", ["week_starts_on"], unique=False)
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("hours", sa.String(length=8), nullable=False, server_default="any")
        )
        batch_op.drop_constraint(batch_op.f("uq_contact_location_id"), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f("uq_contact_location_id"), ["location_id", "role", "hours"]
        )
    op.add_column(
        "location", sa.Column("day_from", sa.Integer(), nullable=False, server_default="8")
    )
    op.add_column(
        "location", sa.Column("day_to", sa.Integer(), nullable=False, server_default="20")
    )
