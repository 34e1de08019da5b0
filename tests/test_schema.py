"""The schema: made new or migrated from any age, it is the same, and no row is lost on the way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, String, inspect, text

from assistant import storage
from assistant.storage import SchemaAge, Storage, StorageError
from assistant.storage.schema import age_of, rebuilding, revisions
from assistant.storage.tables import Table
from tests import postgres

# What a provider of the first release may have.
ROWS = """
INSERT INTO location (id, provider, name, setting, approved_tools, report_to)
    VALUES (1, 'Example Care', 'Example House', 'care_home', 'Notewell', 'the book');
INSERT INTO contact (id, location_id, role, name, phone)
    VALUES (1, 1, 'manager', 'M. Sample', '01632 960101');
INSERT INTO outcome (id, location_id, week_starts_on, kind) VALUES (1, 1, '2026-11-23', 'declined');
INSERT INTO notice (id, location_id, token) VALUES (1, 1, 'a-token');
INSERT INTO notice_version (id, notice_id, number, content, published_at)
    VALUES (1, 1, 1, '{}', '2026-11-24 09:00:00');
"""
KEPT = {"location": 1, "contact": 1, "outcome": 1, "notice": 1, "notice_version": 1}
OLDEST_FIRST = tuple(reversed(revisions()))


@pytest.fixture(scope="module")
def postgres_server() -> Iterator[str]:
    with postgres.folder_for_a_server() as folder, postgres.server(folder) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Storage]:
    """An empty database of each kind, without a schema."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'plainly.db'}"
    else:
        url = request.getfixturevalue("postgres_server")
    connected = storage.connect(url)
    yield connected
    with connected.engine.begin() as connection:
        if request.param == "postgresql":
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
    connected.close()


def fill(connection: Connection) -> None:
    """Put a row into each table of the first release."""
    for statement in filter(str.strip, ROWS.split(";")):
        connection.execute(text(statement))


def described(store: Storage) -> dict[str, object]:
    """Return all that the database says of its tables, in an order of its own."""
    with store.engine.connect() as connection:
        seen = inspect(connection)
        return {
            name: {
                "columns": sorted(
                    (column["name"], str(column["type"]), column["nullable"], column["default"])
                    for column in seen.get_columns(name)
                ),
                "primary key": seen.get_pk_constraint(name),
                "foreign keys": sorted(map(str, seen.get_foreign_keys(name))),
                "unique": sorted(map(str, seen.get_unique_constraints(name))),
                "indexes": sorted(map(str, seen.get_indexes(name))),
                "checks": sorted(map(str, seen.get_check_constraints(name))),
            }
            for name in seen.get_table_names()
            if name != "alembic_version"
        }


@pytest.mark.parametrize("steps", [OLDEST_FIRST[1:], OLDEST_FIRST[-1:]], ids=["each", "at once"])
def test_a_migrated_database_is_as_a_new_one_and_keeps_its_rows(
    store: Storage, steps: tuple[str, ...]
) -> None:
    storage.migrate(store, OLDEST_FIRST[0])
    with store.engine.begin() as connection:
        fill(connection)
    for revision in steps:
        storage.migrate(store, revision)
    assert storage.is_current(store)
    rows = storage.backup.verify_database(store)
    migrated = described(store)
    with store.engine.begin() as connection:
        Table.metadata.drop_all(connection)
        Table.metadata.create_all(connection)

    assert {table: rows[table] for table in KEPT} == KEPT
    # The list of tools that somebody had typed is kept as a line of the audit.
    assert rows["audit"] == 1
    assert migrated == described(store)


def test_the_age_of_a_schema_is_told(store: Storage) -> None:
    assert storage.schema_age(store) is SchemaAge.NONE
    storage.migrate(store, OLDEST_FIRST[0])
    assert storage.schema_age(store) is SchemaAge.OLDER
    storage.migrate(store)
    assert storage.schema_age(store) is SchemaAge.CURRENT
    assert age_of("9999") is SchemaAge.NEWER


def test_a_table_is_built_anew_without_losing_what_refers_to_it(store: Storage) -> None:
    storage.migrate(store, OLDEST_FIRST[0])
    with store.engine.begin() as connection:
        fill(connection)
    with rebuilding(store) as connection:
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("location", recreate="auto") as table:
            table.alter_column("name", existing_type=String(120), type_=String(200))
    rows = storage.backup.verify_database(store)

    assert {table: rows[table] for table in KEPT} == KEPT
    if store.file is not None:
        with store.engine.connect() as connection:
            assert connection.scalar(text("PRAGMA foreign_keys")) == 1


def test_a_migration_that_would_orphan_a_row_changes_nothing(tmp_path: Path) -> None:
    store = storage.connect(f"sqlite:///{tmp_path / 'plainly.db'}")
    storage.migrate(store, OLDEST_FIRST[0])
    with store.engine.begin() as connection:
        fill(connection)

    with (
        pytest.raises(StorageError, match="refer to one that is gone; nothing was changed"),
        rebuilding(store) as connection,
    ):
        connection.execute(text("DELETE FROM location"))
    assert storage.backup.verify_database(store)["location"] == 1
    store.close()
