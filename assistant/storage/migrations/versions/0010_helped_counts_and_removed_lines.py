"""how often answers helped, whom gaps were passed on to, local lines that can be put back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_HELPED = "helped_count"


def upgrade() -> None:
    """Bring the schema to this revision."""
    op.add_column("gap_decision", sa.Column("role", sa.String(40), nullable=True))
    op.add_column("local_line", sa.Column("removed_on", sa.Date(), nullable=True))
    op.create_table(
        _HELPED,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=False),
        sa.Column("week_starts_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.String(64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["location_id"],
            ["location.id"],
            name=op.f("fk_helped_count_location_id_location"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helped_count")),
        sa.UniqueConstraint(
            "location_id", "week_starts_on", "answer", name=op.f("uq_helped_count_location_id")
        ),
    )


def downgrade() -> None:
    """Go back to the revision before."""
    op.drop_table(_HELPED)
    with op.batch_alter_table("local_line") as batch_op:
        batch_op.drop_column("removed_on")
    with op.batch_alter_table("gap_decision") as batch_op:
        batch_op.drop_column("role")
