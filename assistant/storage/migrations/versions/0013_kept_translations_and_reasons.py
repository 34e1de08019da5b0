"""translations kept for published notices, reasons for publishing, tools by the register alone."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this revision."""
    op.create_table(
        "kept_translation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("sentence", sa.String(length=120), nullable=False),
        sa.Column("source_sha256", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_translation")),
        sa.UniqueConstraint(
            "language", "sentence", "source_sha256", name=op.f("uq_kept_translation_language")
        ),
    )
    op.create_index(op.f("ix_kept_translation_sentence"), "kept_translation", ["sentence"])
    op.add_column("notice_version", sa.Column("overruled", sa.Text(), nullable=True))
    _note_typed_tools()
    op.drop_column("location", "approved_tools")


def downgrade() -> None:
    """Go back to the revision before."""
    tools = sa.Column("approved_tools", sa.Text(), nullable=False, server_default="")
    op.add_column("location", tools)
    op.drop_column("notice_version", "overruled")
    op.drop_table("kept_translation")


def _note_typed_tools() -> None:
    """Keep, as a line of the audit, what a location had typed into the list that goes."""
    location = sa.table("location", sa.column("id"), sa.column("approved_tools"))
    audit = sa.table(
        "audit",
        sa.column("at", sa.DateTime(timezone=True)),
        *(sa.column(name) for name in ("who", "role", "location_id", "action", "about", "detail")),
    )
    database = op.get_bind()
    for number, tools in database.execute(sa.select(location)).all():
        if tools:
            line = {
                "at": datetime.now(UTC),
                "who": "on the server",
                "role": "server",
                "location_id": number,
                "action": "typed_tools_removed",
                "about": ", ".join(tools.splitlines())[:200],
                "detail": json.dumps({"tools": tools}, ensure_ascii=False),
            }
            database.execute(audit.insert().values(line))
