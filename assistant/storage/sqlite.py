"""The file of a SQLite database: what opens it, what is wrong with it, copies, and its replacing.

Its library comes from ``pysqlite3`` where that is installed: versions before 3.51.3 can corrupt a
write-ahead log.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import quote

from assistant.storage.errors import StorageError, is_damage, one_line
from assistant.storage.files import REVISIONS, Contents, sync, unfinished

SAFE_SQLITE = (3, 51, 3)
BUSY_MILLISECONDS = 5000
RESTORE = "restore a backup with: assistant restore --from FILE"
MAGIC = b"SQLite format 3\0"
# Where SQLite locks a file (https://sqlite.org/fileformat.html, "the lock-byte page"): whoever has
# a database with a write-ahead log open holds a shared lock on these bytes, however idle.
_SHARED_LOCK_AT, _SHARED_LOCK_BYTES = 0x40000002, 510
_LOG, _LOG_INDEX = "-wal", "-shm"


def sqlite_module() -> ModuleType:
    """Return the SQLite driver in use: ``pysqlite3`` where installed, else the standard one."""
    try:
        import pysqlite3
    except ModuleNotFoundError:
        return sqlite3
    return pysqlite3  # type: ignore[no-any-return]


def sqlite_warning() -> str | None:
    """Return why the SQLite library in use is not safe enough, or None."""
    version = tuple(sqlite_module().sqlite_version_info)
    if version >= SAFE_SQLITE:
        return None
    shown = ".".join(map(str, version))
    return f"SQLite {shown} can corrupt its log in rare cases; install pysqlite3 0.6.1 or newer"


def prepare(database: Path) -> None:
    """Make folder and file of a new database, or refuse those there for what is wrong with them.

    Raises StorageError. What is there is left as it was found: SQLite by itself would begin anew in
    an empty file, and forget a log whose database is gone.
    """
    folder = database.parent
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"cannot make the folder {folder}: {error.strerror}") from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise StorageError(f"cannot write to the folder {folder}")
    if database.exists():
        _refuse_unusable(database)
    elif log_of(database):
        raise StorageError(f"{database} is gone but its log is there; {RESTORE}")
    else:
        # SQLite gives its log the mode of the database: for the program's own user alone.
        try:
            database.touch(mode=0o600)
        except OSError as error:
            raise StorageError(f"cannot write {database}: {error.strerror}") from error


def _refuse_unusable(database: Path) -> None:
    if not os.access(database, os.R_OK | os.W_OK):
        raise StorageError(f"cannot write to the file {database}")
    if not database.stat().st_size:
        raise StorageError(
            f"{database} is an empty file; {RESTORE} (or remove it, if nothing was ever kept)"
        )
    if fault := fault_of(database, is_quick=True):
        raise StorageError(f"{database} is damaged ({fault}) and was left as it is; {RESTORE}")


def fault_of(database: Path, *, is_quick: bool = False, is_still: bool = False) -> str | None:
    """Return what SQLite's own check finds wrong in a file, or None; nothing of it is changed.

    A quick check looks at pages, a full one also at indexes and at what rows refer to. A file
    *is_still* when nobody writes to it: then its log is not looked for. Raises StorageError when
    the file cannot be read for another reason than damage.
    """
    check = "quick_check" if is_quick else "integrity_check"
    try:
        with closing(open_(database, "ro&immutable=1" if is_still else "ro")) as connection:
            answer = connection.execute(f"PRAGMA {check}(1)").fetchone()[0]
            if answer == "ok" and not is_quick:
                orphan = connection.execute("PRAGMA foreign_key_check").fetchone()
                answer = f"a row of {orphan[0]} refers to nothing" if orphan else answer
    except sqlite_module().DatabaseError as error:
        if is_damage(error):
            return one_line(str(error))
        raise StorageError(f"cannot read {database}: {one_line(str(error))}") from error
    return None if answer == "ok" else one_line(str(answer))


def contents(copy: Path) -> Contents:
    """Return what a copy that nobody writes to holds.

    Raises StorageError when it is damaged, is no database of Plainly, or is one in use.
    """
    if log_of(copy):
        raise StorageError(f"{copy} is in use, with a log beside it: make a backup of it instead")
    if fault := fault_of(copy, is_still=True):
        raise StorageError(f"{copy} is damaged ({fault})")
    with closing(open_(copy, "ro&immutable=1")) as connection:
        found = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        # A name that stands in the file itself, quoted as SQLite quotes names.
        names = {row[0]: '"' + row[0].replace('"', '""') + '"' for row in found.fetchall()}
        rows = {
            name: int(connection.execute(f"SELECT count(*) FROM {quoted}").fetchone()[0])  # noqa: S608
            for name, quoted in sorted(names.items())
        }
        if not rows.pop(REVISIONS, 0):
            raise StorageError(f"{copy} is not a backup of Plainly")
        revision = connection.execute(f"SELECT version_num FROM {REVISIONS}").fetchone()[0]  # noqa: S608
    return Contents(str(revision), rows)


def open_(database: Path, mode: str) -> Any:
    """Return the driver's connection to *database*; *mode* is ro or rw as in SQLite's addresses."""
    address = f"file:{quote(str(database.absolute()))}?mode={mode}"
    return sqlite_module().connect(address, uri=True, timeout=BUSY_MILLISECONDS / 1000)


def log_of(database: Path) -> Path | None:
    """Return the write-ahead log beside *database* when there is something in it."""
    log = database.with_name(database.name + _LOG)
    return log if log.exists() and log.stat().st_size else None


def copy(database: Path, target: Path) -> None:
    """Write a whole copy of *database* to *target*, while others may write to it.

    Raises StorageError when the copy is not whole, and OSError; then there is no *target*.
    """
    with unfinished(target) as path:
        try:
            with closing(open_(database, "rw")) as source, closing(open_(path, "rw")) as made:
                source.backup(made)
                # One file that needs no log beside it, and can be read from a read-only disk.
                made.execute("PRAGMA journal_mode=DELETE")
        except sqlite_module().Error as error:
            raise StorageError(f"cannot copy {database}: {one_line(str(error))}") from error
        if fault := fault_of(path, is_still=True):
            raise StorageError(f"{database} is damaged ({fault}); no copy was kept")


def replace(database: Path, source: Path, kept: Path) -> bool:
    """Put a copy of *source* in the place of *database*, and the old file beside it as *kept*.

    Returns whether there was an old file. Raises StorageError while another program has it open,
    and OSError; a crash leaves either the old database or the new one.
    """
    database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _settle(database)
    with alone(database), unfinished(database, replaces=True) as path:
        shutil.copyfile(source, path)
        if fault := fault_of(path, is_still=True):
            raise StorageError(f"{source} is damaged ({fault}); nothing was changed")
        sync(path)
        # A log of the old database must never meet the new one.
        for suffix in (_LOG, _LOG_INDEX):
            with suppress(FileNotFoundError):
                log = database.with_name(database.name + suffix)
                log.rename(kept.with_name(kept.name + suffix))
        is_kept = database.exists()
        if is_kept:
            os.link(database, kept)
        sync(database.parent)
    return is_kept


@contextmanager
def alone(database: Path) -> Iterator[None]:
    """Hold SQLite's own lock on *database*, so that no other program has it open or opens it.

    Raises StorageError when one has. Nothing may open it through SQLite meanwhile in this process:
    closing a file gives up every lock that the process has on it.
    """
    if not database.exists():
        yield
        return
    with database.open("r+b") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, _SHARED_LOCK_BYTES, _SHARED_LOCK_AT)
        except OSError as error:
            raise StorageError(
                f"another program has {database} open: stop the server first; nothing was changed"
            ) from error
        yield


def _settle(database: Path) -> None:
    """Have SQLite bring the log into a sound database; a damaged one is left as it is."""
    with alone(database):
        pass
    if log_of(database) and database.exists() and fault_of(database, is_quick=True) is None:
        with closing(open_(database, "rw")) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
