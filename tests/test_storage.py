from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import func, select, text

from assistant import demonstration, storage
from assistant.answering import Outcome, OutcomeKind, Reasons
from assistant.knowledge import Setting, Urgent
from assistant.local import Location, Person
from assistant.storage import Storage, StorageError
from assistant.storage.sqlite import SAFE_SQLITE, sqlite_module
from assistant.storage.tables import LocationRow, OutcomeRow, Table
from tests import tools

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
ROOT = Path(__file__).resolve().parent.parent


def _location() -> Location:
    people = {"ai_lead": Person("A. Sample", "01632 960102"), "manager": Person("B. Sample")}
    return Location("Example Care", "Example House", people, ("Notewell",), "the blue book")


def test_a_migrated_database_has_the_tables_of_this_program(database: Storage) -> None:
    assert storage.is_current(database)
    with database.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), Table.metadata)
    assert differences == []


def test_migrating_twice_changes_nothing(database: Storage) -> None:
    storage.migrate(database)

    assert storage.is_current(database)


def test_a_location_comes_back_as_it_was_kept(database: Storage) -> None:
    with database.write() as session:
        number = storage.locations.add_location(session, _location(), Setting.HOME_CARE)

    with database.read() as session:
        # Which tools are approved, the register says; it is empty here.
        kept = replace(_location(), approved_tools=())
        assert storage.locations.get_location(session, number) == kept
        assert storage.locations.get_location(session, number + 1) is None
        assert storage.locations.location_ids(session) == [number]


def test_a_question_leaves_its_outcome_and_week_and_no_word(database: Storage) -> None:
    outcome = Outcome(
        OutcomeKind.DECLINED,
        "a very particular question about Brenda",
        "en",
        Reasons(scope=0.1, certainty=0.1, margin=0.1),
        urgent=Urgent.ACT_NOW,
    )
    with database.write() as session:
        number = storage.locations.add_location(session, _location(), Setting.CARE_HOME)
        storage.outcomes.record_question(session, outcome, number, date(2026, 11, 26))

    with database.read() as session:
        row = session.scalars(select(OutcomeRow)).one()
    assert (row.kind, row.answer, row.urgent) == ("declined", None, "act_now")
    assert row.week_starts_on == date(2026, 11, 23)


def test_another_location_s_notice_is_not_there(database: Storage) -> None:
    with database.write() as session:
        mine = storage.locations.add_location(session, _location(), Setting.CARE_HOME)
        theirs = storage.locations.add_location(session, _location(), Setting.CARE_HOME)
        notice = storage.notices.publish(session, theirs, tools.VERSION, NOW)

    with database.read() as session:
        assert storage.notices.by_id(session, mine, notice.id) is None
        assert storage.notices.published(session, mine) == []


def test_a_failed_write_keeps_nothing_of_itself(database: Storage) -> None:
    def fail_halfway() -> None:
        with database.write() as session:
            storage.locations.add_location(session, _location(), Setting.CARE_HOME)
            session.flush()
            raise RuntimeError("halfway")

    with pytest.raises(RuntimeError, match="halfway"):
        fail_halfway()

    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(LocationRow)) == 0


def test_seeding_twice_makes_one_demonstration(database: Storage) -> None:
    example = ROOT / "knowledge" / "examples" / "scribe.json"
    demonstration.seed(database, example, NOW)
    demonstration.seed(database, example, NOW)

    with database.read() as session:
        (number,) = storage.locations.location_ids(session)
        assert number is not None
        assert len(storage.notices.published(session, number)) == 1


def test_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    """Without BEGIN IMMEDIATE some of these would fail with "database is locked"."""
    store = storage.connect(f"sqlite:///{tmp_path / 'plainly.db'}")
    storage.migrate(store)
    with store.write() as session:
        number = storage.locations.add_location(session, Location("P", "0"), Setting.CARE_HOME)

    def count_up() -> None:
        for _ in range(25):
            with store.write() as session:
                row = session.get_one(LocationRow, number)
                row.name = str(int(row.name) + 1)

    threads = [threading.Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with store.read() as session:
        assert session.get_one(LocationRow, number).name == "100"
    store.close()


def test_sqlite_waits_for_the_disk_and_keeps_deleted_bytes_from_sight(tmp_path: Path) -> None:
    store = storage.connect(f"sqlite:///{tmp_path / 'plainly.db'}")
    with store.engine.connect() as connection:
        values = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    store.close()

    assert values == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
    }


def test_the_sqlite_library_is_one_without_the_log_bug() -> None:
    assert tuple(sqlite_module().sqlite_version_info) >= SAFE_SQLITE
    assert storage.sqlite_warning() is None


def test_a_damaged_file_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "plainly.db"
    store = storage.connect(f"sqlite:///{path}")
    storage.migrate(store)
    store.close()
    content = bytearray(path.read_bytes())
    content[4096:12288] = bytes(8192)
    path.write_bytes(content)

    with pytest.raises(StorageError, match=r"damaged|malformed"):
        storage.connect(f"sqlite:///{path}")
    assert path.read_bytes() == bytes(content)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("not an address", "not a database address"),
        ("sqlite://", "needs a file"),
        ("oracle://x/y", "not installed|no driver"),
        ("nonsense://x/y", "no driver"),
        ("postgresql+psycopg://plainly@127.0.0.1:1/none", "cannot use the database"),
    ],
)
def test_an_unusable_address_is_said_in_one_line(url: str, message: str) -> None:
    with pytest.raises(StorageError, match=message) as caught:
        storage.connect(url)
    assert "\n" not in str(caught.value)


def test_a_full_disk_refuses_the_write_and_keeps_the_rest(tmp_path: Path) -> None:
    """A limit on the file size stands in for a full disk; it holds for this one process."""
    program = f"""
import resource, sys
from assistant import storage
from assistant.knowledge import Setting
from assistant.local import Location
store = storage.connect("sqlite:///{tmp_path / "plainly.db"}")
storage.migrate(store)
resource.setrlimit(resource.RLIMIT_FSIZE, (800_000, 800_000))
kept = 0
try:
    location = Location("P" * 100, "n" * 100)
    for _ in range(5000):
        with store.write() as session:
            storage.locations.add_location(session, location, Setting.CARE_HOME)
        kept += 1
except storage.StorageError as error:
    print(kept, error)
"""
    # Python ignores SIGXFSZ, so that the write fails instead of the process.
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    kept = int(done.stdout.split()[0])
    assert kept > 0

    with sqlite3.connect(tmp_path / "plainly.db") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT count(*) FROM location").fetchone() == (kept,)
    connection.close()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(StorageError, match="cannot make the folder"):
        storage.connect(f"sqlite:///{tmp_path / 'file' / 'data' / 'plainly.db'}")
    assert list(tmp_path.iterdir()) == [tmp_path / "file"]
