"""Bring a database to the schema of this program, and tell whether it is there."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection

from assistant.storage.engine import Storage, StorageError, plain_errors


def migrate(storage: Storage) -> None:
    """Run every migration that the database has not had yet, in one transaction.

    Raises StorageError when the database cannot take them, or has some from a newer program.
    """
    config = _config()
    try:
        with plain_errors(), storage.engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except CommandError as error:
        raise StorageError(f"the database is not of this version: {error}") from error


def is_current(storage: Storage) -> bool:
    """Return whether the database has the schema of this program.

    Raises StorageError when the database does not answer.
    """
    head = ScriptDirectory.from_config(_config()).get_current_head()
    with plain_errors(), storage.engine.connect() as connection:
        return _revision(connection) == head


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config
