"""Alembic's entry point: runs on the connection that ``storage.schema`` hands over."""

from __future__ import annotations

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from assistant.storage.tables import Table
from assistant.storage.tables.table import Instant


def _render(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """Return how a migration writes a type of ours: as what the database knows."""
    is_ours = kind == "type" and isinstance(item, Instant)
    return "sa.DateTime(timezone=True)" if is_ours else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    render_as_batch=True,
    render_item=_render,
)
with context.begin_transaction():
    context.run_migrations()
