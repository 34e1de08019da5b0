"""What the program refuses to start on: in one line, with exit code 78, and changing nothing."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant import storage
from assistant.knowledge import Setting
from assistant.local import Location
from assistant.storage import Storage
from tests.faults.serving import Deployment

PAGE = 4096
# The superuser may write anywhere; without these two powers even they may not.
_AS_ANYONE = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
AS_ANYONE = _AS_ANYONE if os.geteuid() == 0 else ()


def zero_pages(database: Path) -> None:
    content = bytearray(database.read_bytes())
    content[PAGE : 6 * PAGE] = bytes(5 * PAGE)
    database.write_bytes(content)


def spoil_header(database: Path) -> None:
    with database.open("r+b") as file:
        file.write(b"not a database at all")


def truncate(database: Path) -> None:
    os.truncate(database, database.stat().st_size // 2)


def empty(database: Path) -> None:
    os.truncate(database, 0)


def lose_all_but_the_log(database: Path) -> None:
    database.rename(database.with_name("plainly.db-wal"))


@pytest.fixture
def kept(deployment: Deployment) -> Iterator[Storage]:
    """An open database with a location in it."""
    store = storage.connect(f"sqlite:///{deployment.database}")
    storage.migrate(store)
    with store.engine.connect() as connection:
        # From here on the log holds the location alone, and nothing else that damage may hit.
        connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with store.write() as session:
        storage.locations.add_location(session, Location("Kept", "one"), Setting.CARE_HOME)
    yield store
    store.close()


@pytest.fixture
def stopped(deployment: Deployment, kept: Storage) -> Deployment:
    """A deployment with a database, that no program has open."""
    kept.close()
    return deployment


def folder_as_it_is(folder: Path) -> dict[str, bytes]:
    """Return what stands in the files of *folder*, but for the index that SQLite makes of a log."""
    found = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    return {name: content for name, content in found.items() if content and "-shm" not in name}


@pytest.mark.parametrize(
    "damage", [zero_pages, spoil_header, truncate, empty, lose_all_but_the_log]
)
def test_a_damaged_database_is_refused_and_left_as_it_is(
    stopped: Deployment, damage: Callable[[Path], None]
) -> None:
    damage(stopped.database)
    before = folder_as_it_is(stopped.database.parent)
    done = stopped.run("serve", "--demo")

    assert done.returncode == 78
    assert "restore a backup with: assistant restore --from FILE" in done.stderr
    assert done.stderr.count("\n") == 1
    assert folder_as_it_is(stopped.database.parent) == before


def test_damage_beside_a_log_is_refused_and_left_as_it_is(
    deployment: Deployment, kept: Storage
) -> None:
    """Closing a database brings its log into it; not when it is damaged."""
    crashed = deployment.database.parent
    left = shutil.copytree(crashed, crashed.with_name("left"))
    kept.close()
    shutil.rmtree(crashed)
    left.rename(crashed)
    spoil_header(deployment.database)
    before = folder_as_it_is(crashed)
    assert before["plainly.db-wal"]
    done = deployment.run("serve", "--demo")

    assert done.returncode == 78
    assert folder_as_it_is(crashed) == before


def test_a_database_of_a_newer_program_is_refused(stopped: Deployment) -> None:
    with sqlite3.connect(stopped.database) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    before = stopped.database.read_bytes()
    done = stopped.run("serve", "--demo")

    assert done.returncode == 78
    assert "the database is of a newer version of Plainly" in done.stderr
    assert stopped.database.read_bytes() == before


@pytest.mark.parametrize(
    ("closed", "message"),
    [
        ("data", "cannot make the folder"),
        ("data/demonstration", "cannot write to the folder"),
        ("data/demonstration/plainly.db", "cannot write to the file"),
    ],
)
def test_what_cannot_be_written_is_named(
    stopped: Deployment, tmp_path: Path, closed: str, message: str
) -> None:
    if closed == "data":
        shutil.rmtree(stopped.database.parent)
    path = tmp_path / closed
    path.chmod(0o500 if path.is_dir() else 0o400)
    done = stopped.run("serve", "--demo", before=AS_ANYONE)
    path.chmod(0o700)

    assert done.returncode == 78
    assert message in done.stderr
    assert "Traceback" not in done.stderr
