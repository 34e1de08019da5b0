"""Backups: make them, check them, put them back; and bring a database to this program's schema."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click

from assistant import config, storage
from assistant.cli.main import BAD_INPUT, UNSAFE, stop
from assistant.config import ConfigError, Place
from assistant.storage import Contents, SchemaAge, Storage, StorageError

_DEMO = click.option("--demo", is_flag=True, help="The demonstration's data instead.")
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.option("--to", type=click.Path(path_type=Path), help="File, or folder that is there.")
@click.option("--keep", type=click.IntRange(1), help="Remove all but the newest N of the folder.")
@_DEMO
def backup(to: Path | None, keep: int | None, *, demo: bool) -> None:
    """Write a checked backup of the database, while the server goes on.

    It goes to the folder `backups` of the data folder when nothing else is said.
    """
    place = _place(demo=demo)
    folder = to or _folder(place)
    is_folder = to is None or to.is_dir()
    if keep and not is_folder:
        stop("--keep goes with a folder", BAD_INPUT)
    now = datetime.now(UTC)
    with _plain(f"cannot back up {place.data}"), _open(place) as store:
        if to is None:
            storage.backup.make_folder(folder)
        target = storage.backup.default_target(store, folder, now) if is_folder else folder
        made = storage.backup.back_up(store, target, now)
        old = storage.backup.remove_oldest(folder, keep) if keep else []
    click.echo(f"wrote {target} ({made.size_bytes} bytes, SHA-256 {made.sha256})")
    for path in old:
        click.echo(f"removed {path}")


@click.command()
@click.option("--from", "source", type=_FILE, required=True, help="The backup to put back.")
@_DEMO
def restore(source: Path, *, demo: bool) -> None:
    """Put a backup in the place of the database, after checking it; keep the old one beside it.

    Stop the server first: it refuses while a program has the database open.
    """
    place = _place(demo=demo)
    _contents(source)
    with _plain("cannot restore"):
        kept = storage.backup.restore(place.database_url, source, _folder(place), datetime.now(UTC))
        with _open(place) as store:
            age = storage.schema_age(store)
    click.echo(f"restored {source}")
    if kept:
        click.echo(f"the old database is kept: {kept}")
    if age is SchemaAge.OLDER:
        click.echo("it has an older schema: run `assistant migrate` before you serve it")


@click.command()
@click.argument("file", type=_FILE, required=False)
@_DEMO
def verify(file: Path | None, *, demo: bool) -> None:
    """Check that FILE, a backup, or else the database itself is whole, and count its rows."""
    if file is not None:
        contents = _contents(file)
        click.echo(f"{file} is whole; schema {contents.revision}")
        rows = contents.rows
    else:
        place = _place(demo=demo)
        with _plain(f"cannot verify {place.data}"), _open(place) as store:
            rows = storage.backup.verify_database(store)
            click.echo(f"the database is whole; schema: {storage.schema_age(store).value}")
    for table, count in rows.items():
        click.echo(f"{count:8} {table}")


@click.command()
@_DEMO
def migrate(*, demo: bool) -> None:
    """Bring the database to the schema of this program, after a backup of what is there."""
    place = _place(demo=demo)
    with _plain(f"cannot migrate {place.data}"), _open(place, create=True) as store:
        made = storage.backup.migrate_safely(store, _folder(place), datetime.now(UTC))
    if made:
        click.echo(f"backed up to {_folder(place) / made.file_name} first")
    click.echo("the database has the schema of this program")


def _place(*, demo: bool) -> Place:
    try:
        return config.place(demo=demo)
    except ConfigError as error:
        stop(str(error), UNSAFE)


def _folder(place: Place) -> Path:
    return place.data / "backups"


def _contents(file: Path) -> Contents:
    """Return what the backup holds, or end the program with what is wrong with it."""
    try:
        return storage.backup.verify(file)
    except StorageError as error:
        stop(str(error), BAD_INPUT)
    except OSError as error:
        stop(f"cannot read {file}: {error.strerror}", BAD_INPUT)


@contextmanager
def _open(place: Place, *, create: bool = False) -> Iterator[Storage]:
    store = storage.connect(place.database_url, create=create)
    try:
        yield store
    finally:
        store.close()


@contextmanager
def _plain(what: str) -> Iterator[None]:
    """End the program with one line when the database or its disk refuses."""
    try:
        yield
    except StorageError as error:
        stop(f"{what}: {error}", UNSAFE)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        stop(f"{what}: {where}{error.strerror}", UNSAFE)
