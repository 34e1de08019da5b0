"""gaps that checks opened, and sheets on paper that were keyed in wrongly."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_PACK = "fk_check_attempt_pack_id_paper_pack"


def upgrade() -> None:
    """Bring the schema to this revision."""
    with op.batch_alter_table("training_gap", schema=None) as batch_op:
        batch_op.alter_column("session_id", existing_type=sa.Integer(), nullable=True)
    with op.batch_alter_table("check_attempt", schema=None) as batch_op:
        batch_op.add_column(sa.Column("pack_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("replaced_on", sa.Date(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f(_PACK), "paper_pack", ["pack_id"], ["id"], ondelete="SET NULL"
        )


def downgrade() -> None:
    """Go back to the revision before."""
    # Without the column a sheet that was keyed in wrongly would count again.
    wrong = "SELECT id FROM check_attempt WHERE replaced_on IS NOT NULL"
    op.execute(f"DELETE FROM check_item WHERE attempt_id IN ({wrong})")  # noqa: S608 (no input)
    op.execute("DELETE FROM check_attempt WHERE replaced_on IS NOT NULL")
    with op.batch_alter_table("check_attempt", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f(_PACK), type_="foreignkey")
        batch_op.drop_column("replaced_on")
        batch_op.drop_column("pack_id")
    op.execute("DELETE FROM training_gap WHERE session_id IS NULL")
    with op.batch_alter_table("training_gap", schema=None) as batch_op:
        batch_op.alter_column("session_id", existing_type=sa.Integer(), nullable=False)
