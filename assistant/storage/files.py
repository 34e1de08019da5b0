"""Files that are there whole or not at all, and what a backup file holds."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from assistant.storage.errors import StorageError

# Alembic keeps the revision of the schema in this table.
REVISIONS = "alembic_version"


class Contents(NamedTuple):
    """The revision of the schema in a backup file, and how many rows each table has."""

    revision: str
    rows: Mapping[str, int]


@contextmanager
def unfinished(target: Path, *, replaces: bool = False) -> Iterator[Path]:
    """Yield an empty file to fill, for this user alone; it becomes *target* whole, or is removed.

    Raises StorageError when *target* is there already and is not to be replaced, and OSError.
    """
    if target.exists() and not replaces:
        raise StorageError(f"{target} is there already; nothing was written")
    handle, name = tempfile.mkstemp(".unfinished", f".{target.name}.", target.parent)
    os.close(handle)
    path = Path(name)
    try:
        yield path
        belong(path, target if target.exists() else target.parent)
        sync(path)
        path.replace(target)
        sync(target.parent)
    finally:
        path.unlink(missing_ok=True)


def belong(path: Path, like: Path) -> None:
    """Give *path* the owner of *like*, when the superuser works for the program's own user."""
    if os.geteuid() == 0:
        owner = like.stat()
        os.chown(path, owner.st_uid, owner.st_gid)


def sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
