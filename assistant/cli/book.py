"""Print all answers as a book on the command line."""

from __future__ import annotations

from pathlib import Path

import click

from assistant import config, demonstration, printing, storage
from assistant.cli.main import BAD_INPUT, UNSAFE, load_knowledge, stop, today, write
from assistant.config import ConfigError
from assistant.local import Location
from assistant.printing import PrintError
from assistant.storage import Storage, StorageError


@click.command()
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default="plainly-book.pdf",
    show_default=True,
    help="Where to write it.",
)
@click.option("--demo", is_flag=True, help="With the names of the made-up provider.")
def book(out: Path, *, demo: bool) -> None:
    """Print all answers as a book for nights without power.

    It has the location's own names and numbers where PLAINLY_DATA has a location, else lines to
    write them in by hand.
    """
    knowledge = load_knowledge()
    shipped = config.shipped()
    location = demonstration.location(shipped.knowledge / "examples") if demo else _location()
    templates = (shipped.templates / "print").resolve()
    try:
        pdf = printing.book(knowledge, location, templates=templates, printed_on=today())
    except PrintError as error:
        stop(str(error), BAD_INPUT)
    write(out, pdf)


def _location() -> Location:
    """Return the location that was set up here, or an unknown one with a word on why."""
    try:
        settings = config.from_environment()
    except ConfigError as error:
        return _unknown(str(error))
    if not settings.data.is_dir():
        return _unknown(f"there is no folder {settings.data}")
    try:
        store = storage.connect(settings.database_url)
    except StorageError as error:
        stop(f"cannot use {settings.data}: {error}", UNSAFE)
    try:
        return _first(store) or _unknown("no location was set up yet")
    finally:
        store.close()


def _first(store: Storage) -> Location | None:
    if not storage.is_current(store):
        return None
    with store.read() as session:
        number = next(iter(storage.locations.location_ids(session)), None)
        return storage.locations.get_location(session, number) if number is not None else None


def _unknown(why: str) -> Location:
    click.echo(f"general edition, without names and numbers: {why}", err=True)
    return Location()
