"""paper packs, corrections of observations, slips of open checks, and how long leavers stay."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this revision."""
    op.create_table(
        "paper_pack",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(6), nullable=False),
        sa.Column("plan", sa.String(64), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("setting", sa.String(20), nullable=False),
        sa.Column("uses", sa.String(300), nullable=False),
        sa.Column("scenarios", sa.Text(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_by", sa.String(120), nullable=False),
        sa.ForeignKeyConstraint(
            ["location_id"],
            ["location.id"],
            name=op.f("fk_paper_pack_location_id_location"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_pack")),
    )
    op.create_index("ix_paper_pack_code", "paper_pack", ["location_id", "code"], unique=True)
    # Not in a batch where other tables refer to the table: it might be made anew.
    op.add_column("provider", sa.Column("leaver_years", sa.Integer(), nullable=True))
    op.add_column("check_attempt", sa.Column("slip_hash", sa.String(64), nullable=True))
    op.create_index("ix_check_attempt_slip_hash", "check_attempt", ["slip_hash"], unique=True)
    with op.batch_alter_table("observation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("note", sa.String(300), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("corrects_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_observation_corrects_id_observation"),
            "observation",
            ["corrects_id"],
            ["id"],
            ondelete="CASCADE",
        )
        batch_op.create_index("ix_observation_corrects_id", ["corrects_id"], unique=True)


def downgrade() -> None:
    """Go back to the revision before."""
    # Without the columns a correction would read as an observation, and what it took back too.
    op.execute(
        "DELETE FROM observation WHERE id IN "
        "(SELECT corrects_id FROM observation WHERE corrects_id IS NOT NULL)"
    )
    op.execute("DELETE FROM observation WHERE corrects_id IS NOT NULL")
    with op.batch_alter_table("observation", schema=None) as batch_op:
        batch_op.drop_index("ix_observation_corrects_id")
        batch_op.drop_constraint(
            batch_op.f("fk_observation_corrects_id_observation"), type_="foreignkey"
        )
        batch_op.drop_column("corrects_id")
        batch_op.drop_column("note")
    op.drop_index("ix_check_attempt_slip_hash", "check_attempt")
    op.drop_column("check_attempt", "slip_hash")
    op.drop_column("provider", "leaver_years")
    op.drop_table("paper_pack")
