"""Insert a row, or change the one that is there: the same on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from assistant.storage.tables import Table


def upsert(
    session: Session, table: type[Table], rows: Sequence[Mapping[str, Any]], keys: Sequence[str]
) -> None:
    """Keep each of *rows*; where the *keys* are there already, its other values are taken over.

    Two writers at once end with one row and no error. Rows hold the same columns.
    """
    if not rows:
        return
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table).values([dict(row) for row in rows])
    changed = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    if changed:
        session.execute(statement.on_conflict_do_update(index_elements=keys, set_=changed))
    else:
        session.execute(statement.on_conflict_do_nothing(index_elements=keys))
