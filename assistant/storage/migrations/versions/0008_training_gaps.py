"""gaps that training sessions opened."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_TABLE = "training_gap"


def upgrade() -> None:
    """Bring the schema to this revision."""
    op.create_table(
        _TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        _refers("location_id", "location.id", "CASCADE"),
        _refers("session_id", "training_session.id", "CASCADE"),
        sa.Column("scenario", sa.String(length=64), nullable=False),
        sa.Column("version", sa.String(length=12), nullable=False),
        sa.Column("answer", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["version"],
            ["scenario_version.version"],
            name=op.f("fk_training_gap_version_scenario_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_gap")),
        sa.UniqueConstraint("session_id", "scenario", name=op.f("uq_training_gap_session_id")),
    )
    op.create_index(op.f("ix_training_gap_location_id"), _TABLE, ["location_id"])


def downgrade() -> None:
    """Go back to the revision before."""
    op.drop_table(_TABLE)


def _refers(name: str, other: str, ondelete: str) -> sa.Column[int]:
    table = other.partition(".")[0]
    key = sa.ForeignKey(other, name=op.f(f"fk_{_TABLE}_{name}_{table}"), ondelete=ondelete)
    return sa.Column(name, sa.Integer(), key, nullable=False)
