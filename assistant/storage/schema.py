"""Bring a database to the schema of this program, and tell whether it is there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from assistant.storage.engine import Storage
from assistant.storage.errors import StorageError, plain_errors


class SchemaAge(StrEnum):
    """The schema of a database beside the one of this program."""

    NONE = "none"
    OLDER = "older"
    CURRENT = "current"
    NEWER = "newer"


def migrate(storage: Storage, revision: str = "head") -> None:
    """Run every migration up to *revision* that the database has not had, in one transaction.

    Raises StorageError when the database cannot take them, or has some from a newer program.
    """
    if schema_age(storage) is SchemaAge.NEWER:
        raise StorageError("the database is of a newer version of Plainly: install that version")
    config = _config()
    with rebuilding(storage) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


@contextmanager
def rebuilding(storage: Storage) -> Iterator[Connection]:
    """Yield a connection in one transaction in which tables may be built anew.

    Raises StorageError, and keeps nothing, when a row then refers to one that is gone. SQLite
    changes a table by dropping the old one, which would delete all that refers to it.
    """
    writers = storage.engine.execution_options(plainly_begin="IMMEDIATE")
    is_sqlite = storage.file is not None
    with plain_errors(), writers.connect() as connection:
        driver = connection.connection.driver_connection
        if is_sqlite and driver is not None:
            driver.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                yield connection
                if is_sqlite and connection.execute(text("PRAGMA foreign_key_check")).first():
                    raise StorageError("a row would refer to one that is gone; nothing was changed")
        finally:
            if is_sqlite and driver is not None:
                driver.execute("PRAGMA foreign_keys=ON")


def is_current(storage: Storage) -> bool:
    """Return whether the database has the schema of this program.

    Raises StorageError when the database does not answer.
    """
    return schema_age(storage) is SchemaAge.CURRENT


def schema_age(storage: Storage) -> SchemaAge:
    """Return how old the schema of the database is beside this program's.

    Raises StorageError when the database does not answer.
    """
    with plain_errors(), storage.engine.connect() as connection:
        return age_of(MigrationContext.configure(connection).get_current_revision())


def age_of(revision: str | None) -> SchemaAge:
    """Return how old a schema of that *revision* is beside this program's."""
    if revision is None:
        return SchemaAge.NONE
    known = revisions()
    if revision == known[0]:
        return SchemaAge.CURRENT
    return SchemaAge.OLDER if revision in known else SchemaAge.NEWER


@cache
def revisions() -> tuple[str, ...]:
    """Return the revisions that this program knows, newest first."""
    scripts = ScriptDirectory.from_config(_config())
    return tuple(script.revision for script in scripts.walk_revisions())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config
