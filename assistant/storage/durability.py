"""Whether a database can keep what it is given: how it waits for the disk, and room on it."""

from __future__ import annotations

import shutil
from pathlib import Path

from sqlalchemy import text

from assistant.storage.engine import Storage
from assistant.storage.errors import plain_errors

# With less, a day's writing and a backup beside the database may not fit.
LEAST_FREE_BYTES = 200_000_000
_SQLITE_FULL = 2


def free_bytes(folder: Path) -> int:
    """Return how many bytes may still be written to the disk of *folder*; raises OSError."""
    return shutil.disk_usage(folder).free


def weakness(storage: Storage) -> str | None:
    """Return why an acknowledged write might not survive a power cut, or None.

    Raises StorageError when the database does not answer.
    """
    with plain_errors(), storage.engine.connect() as connection:
        if storage.file is not None:
            value = connection.scalar(text("PRAGMA synchronous"))
            return None if value and value >= _SQLITE_FULL else f"synchronous is {value}, not FULL"
        for setting in ("fsync", "synchronous_commit"):
            if connection.scalar(text(f"SHOW {setting}")) == "off":
                return f"PostgreSQL's {setting} is off"
    return None
