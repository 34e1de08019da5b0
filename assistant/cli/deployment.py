"""What is unsafe about a deployment before people rely on it."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from flask.helpers import get_debug_flag

from assistant import config, storage
from assistant.config import ConfigError, Place
from assistant.storage import Storage, StorageError

BACKUP_AGE = timedelta(days=7)


class Unsafe(NamedTuple):
    """One thing that is unsafe: what it is about, and what to do in one line."""

    about: str
    says: str


def unsafe(now: datetime) -> list[Unsafe]:
    """Return everything that is unsafe about the deployment that the environment describes."""
    found = [Unsafe("settings", says) for says in config.unsafe()]
    if get_debug_flag():
        found.append(Unsafe("debug", "FLASK_DEBUG is on: unset it"))
    if warning := storage.sqlite_warning():
        found.append(Unsafe("sqlite", warning))
    try:
        place = config.place()
    except ConfigError:
        return found
    return [*found, *_folder(place.data), *_database(place, now)]


def _folder(data: Path) -> Iterator[Unsafe]:
    try:
        for path in (data, *sorted(data.glob("plainly.db*")), data / "backups"):
            # What stands in a closed folder is closed; each is named, since folders are copied.
            if path.exists() and path.stat().st_mode & stat.S_IRWXO:
                yield Unsafe("permissions", f"everyone on this machine may open {path}: chmod o=")
        free = storage.durability.free_bytes(data)
    except OSError as error:
        yield Unsafe("folder", f"cannot read {error.filename}: {error.strerror}")
        return
    if free < storage.durability.LEAST_FREE_BYTES:
        yield Unsafe("disk", f"only {free // 1_000_000} MB are free on the disk of {data}")


def _database(place: Place, now: datetime) -> Iterator[Unsafe]:
    try:
        store = storage.connect(place.database_url, create=False)
    except StorageError as error:
        yield Unsafe("database", str(error))
        return
    try:
        yield from _content(store, now)
    except StorageError as error:
        yield Unsafe("database", str(error))
    finally:
        store.close()


def _content(store: Storage, now: datetime) -> Iterator[Unsafe]:
    if weakness := storage.durability.weakness(store):
        yield Unsafe("synchronous", f"a power cut would lose what was acknowledged: {weakness}")
    age = storage.schema_age(store)
    if age is not storage.SchemaAge.CURRENT:
        yield Unsafe("schema", f"the schema is {age.value}: run `assistant migrate`")
        return
    with store.read() as session:
        last = storage.backup.last_backup(session)
    if last is None:
        yield Unsafe("backup", "there is no backup: run `assistant backup` every night")
    elif now - last.made_at > BACKUP_AGE:
        days = (now - last.made_at).days
        yield Unsafe("backup", f"the last backup is {days} days old: run `assistant backup`")
