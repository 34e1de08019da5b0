"""Bring a database to the schema of this program, and tell whether it is there."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from assistant.storage.engine import Storage


def migrate(storage: Storage) -> None:
    """Run every migration that the database has not had yet, in one transaction."""
    config = _config()
    with storage.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def is_current(storage: Storage) -> bool:
    """Return whether the database has the schema of this program."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    with storage.engine.connect() as connection:
        return _revision(connection) == head


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config
