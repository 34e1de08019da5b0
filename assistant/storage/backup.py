"""Backups: made while others write, checked before they count, and put back whole or not at all."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, inspect, make_url, select, table
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Session

from assistant.storage import postgres, sqlite
from assistant.storage.engine import Storage, connect
from assistant.storage.errors import StorageError, plain_errors
from assistant.storage.files import REVISIONS, Contents, belong
from assistant.storage.schema import SchemaAge, age_of, is_current, migrate, schema_age
from assistant.storage.tables import BackupRow

_NAME = re.compile(r"plainly-\d{8}T\d{6}Z\.(?:db|dump)")


@dataclass(frozen=True)
class Backup:
    """A backup that was found whole: when it was made, and how to know its file again."""

    made_at: datetime
    file_name: str
    size_bytes: int
    sha256: str


def default_target(storage: Storage, folder: Path, now: datetime) -> Path:
    """Return the file in *folder* that a backup made *now* goes to."""
    return folder / f"plainly-{_stamp(now)}.{'db' if storage.file else 'dump'}"


def back_up(storage: Storage, target: Path, now: datetime) -> Backup:
    """Write a whole, checked backup to *target* and note it in the database.

    A database with another schema is backed up as well, but has no place for the note. Raises
    StorageError when the backup is not whole or *target* is there already.
    """
    backup = _copy(storage, target, now)
    try:
        if is_current(storage):
            _note(storage, backup)
    except StorageError as error:
        raise StorageError(f"{target} is whole, but could not be noted: {error}") from error
    return backup


def last_backup(session: Session) -> Backup | None:
    """Return the newest backup that was noted, or None."""
    newest = select(BackupRow).order_by(BackupRow.made_at.desc(), BackupRow.id.desc()).limit(1)
    row = session.scalars(newest).first()
    if row is None:
        return None
    return Backup(row.made_at, row.file_name, row.size_bytes, row.sha256)


def remove_oldest(folder: Path, keep: int) -> list[Path]:
    """Remove all but the *keep* newest backups from *folder*, and return those removed.

    Only files that carry a backup's own name are looked at: their names are in order of time.
    """
    found = sorted(path for path in folder.iterdir() if _NAME.fullmatch(path.name))
    old = found[: max(len(found) - keep, 0)]
    for path in old:
        path.unlink()
    return old


def verify(file: Path) -> Contents:
    """Return what a backup file holds, after checking all of it.

    Raises StorageError when it is damaged or no backup of Plainly, and OSError.
    """
    with file.open("rb") as opened:
        start = opened.read(len(sqlite.MAGIC))
    if start.startswith(postgres.MAGIC):
        return postgres.contents(file)
    if start == sqlite.MAGIC:
        return sqlite.contents(file)
    raise StorageError(f"{file} is damaged, or is not a backup of Plainly")


def verify_database(storage: Storage) -> Mapping[str, int]:
    """Return how many rows each table of the database has, after checking all of it.

    PostgreSQL has no check of its own to ask for; there every row is read. Raises StorageError when
    it is damaged.
    """
    if storage.file is not None and (fault := sqlite.fault_of(storage.file)):
        raise StorageError(f"{storage.file} is damaged ({fault}); {sqlite.RESTORE}")
    with plain_errors(), storage.engine.connect() as connection:
        names = sorted(set(inspect(connection).get_table_names()) - {REVISIONS})
        return {
            name: int(connection.scalar(select(func.count()).select_from(table(name))) or 0)
            for name in names
        }


def migrate_safely(storage: Storage, folder: Path, now: datetime) -> Backup | None:
    """Bring the database to this program's schema; one with tables is backed up to *folder* first.

    Returns the backup, or None when there was nothing to migrate or nothing to lose. Raises
    StorageError, and migrates nothing, when the backup or the migration fails.
    """
    age = schema_age(storage)
    backup = None
    if age is SchemaAge.OLDER:
        make_folder(folder)
        backup = _copy(storage, default_target(storage, folder, now), now)
    migrate(storage)
    if backup:
        _note(storage, backup)
    return backup


def restore(database_url: str, source: Path, folder: Path, now: datetime) -> Path | None:
    """Put the backup *source* in the place of the database, whole or not at all.

    Returns where the old database is kept: beside the new one for SQLite, a dump in *folder* for
    PostgreSQL; None when there was none. Raises StorageError, and changes nothing, when the backup
    is damaged, of another kind or of a newer program, or when the server still runs; and OSError.
    """
    if age_of(verify(source).revision) is SchemaAge.NEWER:
        raise StorageError(f"{source} is of a newer version of Plainly; nothing was changed")
    try:
        url = make_url(database_url)
    except ArgumentError as error:
        raise StorageError("PLAINLY_DATABASE_URL is not a database address") from error
    is_sqlite = url.get_backend_name() == "sqlite"
    with source.open("rb") as opened:
        if (opened.read(len(sqlite.MAGIC)) == sqlite.MAGIC) != is_sqlite:
            raise StorageError(f"{source} is a backup of the other kind of database")
    if is_sqlite:
        database = Path(url.database or "")
        kept = database.with_name(f"{database.stem}-replaced-{_stamp(now)}{database.suffix}")
        return kept if sqlite.replace(database, source, kept) else None
    make_folder(folder)
    kept = folder / f"plainly-replaced-{_stamp(now)}.dump"
    storage = connect(database_url)
    try:
        return kept if postgres.replace(storage, source, kept) else None
    finally:
        storage.close()


def make_folder(folder: Path) -> None:
    """Make a folder that only the program's own user may look into; one there stays as it is."""
    if not folder.exists():
        folder.mkdir(mode=0o700, parents=True)
        belong(folder, folder.parent)


def _copy(storage: Storage, target: Path, now: datetime) -> Backup:
    if storage.file is not None:
        sqlite.copy(storage.file, target)
    else:
        postgres.dump(storage, target)
    with target.open("rb") as opened:
        sha256 = hashlib.file_digest(opened, "sha256").hexdigest()
    return Backup(now, target.name, target.stat().st_size, sha256)


def _note(storage: Storage, backup: Backup) -> None:
    with storage.write() as session:
        session.add(
            BackupRow(
                made_at=backup.made_at,
                file_name=backup.file_name,
                size_bytes=backup.size_bytes,
                sha256=backup.sha256,
            )
        )


def _stamp(now: datetime) -> str:
    return now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
