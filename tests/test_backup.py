from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from assistant import storage
from assistant.cli import main
from assistant.knowledge import Setting
from assistant.local import Location, Person
from assistant.storage import Storage, StorageError, backup
from tests import postgres

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def postgres_server() -> Iterator[str]:
    with postgres.folder_for_a_server() as folder, postgres.server(folder) as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The address of an empty database of PostgreSQL."""
    yield postgres_server
    store = storage.connect(postgres_server)
    empty(store)
    store.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'plainly.db'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def store(address: str) -> Iterator[Storage]:
    connected = storage.connect(address)
    storage.migrate(connected)
    yield connected
    connected.close()


def empty(store: Storage) -> None:
    """Remove all that PostgreSQL keeps."""
    with store.engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))


def add(store: Storage, *names: str) -> None:
    """Keep a location of each name, with one contact."""
    with store.write() as session:
        for name in names:
            people = {"manager": Person(f"M. {name}")}
            location = Location("Example Care", name, people)
            storage.locations.add_location(session, location, Setting.CARE_HOME)


def names(address: str) -> list[str]:
    """Return the locations that are kept at *address*, as a program of today finds them."""
    store = storage.connect(address, create=False)
    with store.engine.connect() as connection:
        found = connection.execute(text("SELECT name FROM location ORDER BY id")).scalars().all()
    store.close()
    return list(found)


def bring_log_in(store: Storage) -> None:
    """Have SQLite write all of its log into the database."""
    with store.engine.connect() as connection:
        connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")


def target(store: Storage, folder: Path, now: datetime = NOW) -> Path:
    return backup.default_target(store, folder, now)


def test_a_backup_is_for_its_owner_alone_and_holds_every_row(
    store: Storage, tmp_path: Path
) -> None:
    add(store, "first", "second")
    path = target(store, tmp_path)
    made = backup.back_up(store, path, NOW)
    contents = backup.verify(path)

    assert path.name.startswith("plainly-20261124T090000Z.")
    assert path.stat().st_mode & 0o777 == 0o600
    assert (made.size_bytes, len(made.sha256)) == (path.stat().st_size, 64)
    assert storage.schema_age(store) is storage.SchemaAge.CURRENT
    assert (contents.rows["location"], contents.rows["contact"]) == (2, 2)
    assert list(tmp_path.glob(".*unfinished*")) == []


def test_the_newest_backup_is_remembered(store: Storage, tmp_path: Path) -> None:
    with store.read() as session:
        assert backup.last_backup(session) is None
    backup.back_up(store, target(store, tmp_path), NOW)
    newest = backup.back_up(store, tmp_path / "by hand", NOW + timedelta(days=1))

    with store.read() as session:
        assert backup.last_backup(session) == newest


def test_a_file_that_is_there_is_never_written_over(store: Storage, tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    path.write_text("mine", "utf-8")

    with pytest.raises(StorageError, match=r"mine\.txt is there already"):
        backup.back_up(store, path, NOW)
    assert path.read_text("utf-8") == "mine"


def test_a_backup_comes_back_and_what_it_replaces_is_kept(
    store: Storage, address: str, tmp_path: Path
) -> None:
    add(store, "before")
    path = target(store, tmp_path)
    backup.back_up(store, path, NOW)
    add(store, "after")
    store.close()
    kept = backup.restore(address, path, tmp_path, NOW)

    assert kept is not None
    assert kept.name.startswith("plainly-replaced-20261124T090000Z.")
    assert names(address) == ["before"]
    assert backup.verify(kept).rows["location"] == 2


def test_a_backup_comes_back_where_nothing_is(store: Storage, address: str, tmp_path: Path) -> None:
    add(store, "before")
    path = target(store, tmp_path)
    backup.back_up(store, path, NOW)
    if store.file is not None:
        store.close()
        for file in tmp_path.glob("plainly.db*"):
            file.unlink()
    else:
        empty(store)
        store.close()

    assert backup.restore(address, path, tmp_path, NOW) is None
    assert names(address) == ["before"]


def test_an_older_backup_comes_back_and_can_be_migrated(address: str, tmp_path: Path) -> None:
    store = storage.connect(address)
    storage.migrate(store, "0001")
    with store.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO location (provider, name, setting, approved_tools, report_to) "
                "VALUES ('Example Care', 'old', 'care_home', '', '')"
            )
        )
    path = target(store, tmp_path)
    backup.back_up(store, path, NOW)
    storage.migrate(store)
    add(store, "new")
    store.close()
    backup.restore(address, path, tmp_path, NOW)

    store = storage.connect(address)
    assert storage.schema_age(store) is storage.SchemaAge.OLDER
    storage.migrate(store)
    store.close()
    assert names(address) == ["old"]


def test_migrating_makes_a_backup_of_what_is_there_first(address: str, tmp_path: Path) -> None:
    store = storage.connect(address)
    storage.migrate(store, "0001")
    made = backup.migrate_safely(store, tmp_path / "backups", NOW)

    assert made is not None
    contents = backup.verify(tmp_path / "backups" / made.file_name)
    assert contents.revision == "0001"
    assert "backup" not in contents.rows
    assert storage.is_current(store)
    with store.read() as session:
        assert backup.last_backup(session) == made
    assert backup.migrate_safely(store, tmp_path / "backups", NOW) is None
    store.close()


def test_migrating_an_empty_database_makes_no_backup(address: str, tmp_path: Path) -> None:
    store = storage.connect(address)
    assert backup.migrate_safely(store, tmp_path / "backups", NOW) is None
    assert not (tmp_path / "backups").exists()
    store.close()


def test_a_backup_of_a_newer_program_is_refused(
    store: Storage, address: str, tmp_path: Path
) -> None:
    add(store, "kept")
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    path = target(store, tmp_path)
    backup.back_up(store, path, NOW)
    store.close()

    with pytest.raises(StorageError, match="of a newer version of Plainly"):
        backup.restore(address, path, tmp_path, NOW)
    assert names(address) == ["kept"]


def test_nothing_is_put_in_place_while_another_is_connected(
    postgres_url: str, tmp_path: Path
) -> None:
    """SQLite's lock is between processes: ``faults/test_serving.py`` has it."""
    store = storage.connect(postgres_url)
    storage.migrate(store)
    path = target(store, tmp_path)
    backup.back_up(store, path, NOW)
    add(store, "kept")

    with pytest.raises(StorageError, match="stop the server first"):
        backup.restore(postgres_url, path, tmp_path, NOW)
    store.close()
    assert names(postgres_url) == ["kept"]


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def zero_the_middle(path: Path) -> None:
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 4096] = bytes(4096)
    path.write_bytes(content)


@pytest.mark.parametrize("damage", [cut_short, zero_the_middle])
def test_a_damaged_backup_is_refused(
    store: Storage, address: str, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    add(store, *(f"kept {number:04}" for number in range(300)))
    path = target(store, tmp_path)
    backup.back_up(store, path, NOW)
    store.close()
    damage(path)

    with pytest.raises(StorageError, match=r"damaged|pg_restore failed"):
        backup.verify(path)
    with pytest.raises(StorageError, match=r"damaged|pg_restore failed"):
        backup.restore(address, path, tmp_path, NOW)
    assert len(names(address)) == 300


@pytest.mark.parametrize(
    "content", [b"", b"name,day\n", b"SQLite format 3\0 but no more", b"PGDMP but no more"]
)
def test_a_file_that_is_no_backup_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other"
    path.write_bytes(content)

    with pytest.raises(StorageError, match=r"damaged|not a backup|pg_restore failed"):
        backup.verify(path)


def test_another_program_s_database_is_no_backup(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute('CREATE TABLE "a ""quoted"" name" (id)')

    with pytest.raises(StorageError, match="not a backup of Plainly"):
        backup.verify(path)


def test_a_database_in_use_is_no_backup(tmp_path: Path) -> None:
    store = storage.connect(f"sqlite:///{tmp_path / 'plainly.db'}")
    storage.migrate(store)

    with pytest.raises(StorageError, match="in use"):
        backup.verify(tmp_path / "plainly.db")
    store.close()


def test_a_backup_of_the_other_kind_is_refused(
    store: Storage, postgres_url: str, tmp_path: Path
) -> None:
    path = target(store, tmp_path)
    backup.back_up(store, path, NOW)
    other = postgres_url if store.file else f"sqlite:///{tmp_path / 'other.db'}"

    with pytest.raises(StorageError, match="other kind of database"):
        backup.restore(other, path, tmp_path, NOW)


def test_no_backup_is_left_of_a_damaged_database(tmp_path: Path) -> None:
    store = storage.connect(f"sqlite:///{tmp_path / 'plainly.db'}")
    storage.migrate(store)
    bring_log_in(store)
    zero_the_middle(tmp_path / "plainly.db")

    with pytest.raises(StorageError, match=r"damaged|cannot copy"):
        backup.back_up(store, tmp_path / "copy.db", NOW)
    assert not (tmp_path / "copy.db").exists()
    assert list(tmp_path.glob(".*unfinished*")) == []
    store.close()


def test_the_log_of_a_damaged_database_never_meets_what_is_put_in_its_place(tmp_path: Path) -> None:
    store = storage.connect(f"sqlite:///{tmp_path / 'made.db'}")
    storage.migrate(store)
    backup.back_up(store, tmp_path / "copy.db", NOW)
    bring_log_in(store)
    add(store, "in the log alone")
    for name in ("made.db", "made.db-wal"):
        path = tmp_path / name
        path.with_name(name.replace("made", "plainly")).write_bytes(path.read_bytes())
    store.close()
    database = tmp_path / "plainly.db"
    database.write_bytes(b"spoilt" + database.read_bytes()[6:])
    log = (tmp_path / "plainly.db-wal").read_bytes()

    kept = backup.restore(f"sqlite:///{database}", tmp_path / "copy.db", tmp_path, NOW)
    assert kept is not None
    assert kept.read_bytes().startswith(b"spoilt")
    assert kept.with_name(f"{kept.name}-wal").read_bytes() == log
    assert names(f"sqlite:///{database}") == []


def test_only_the_newest_backups_are_left_and_nothing_else_is_touched(tmp_path: Path) -> None:
    days = [f"plainly-2026112{day}T090000Z.db" for day in range(5)]
    others = ["plainly-replaced-20261120T090000Z.db", "notes.txt", "plainly.db"]
    for name in (*days, *others):
        (tmp_path / name).write_bytes(b"")

    assert [path.name for path in backup.remove_oldest(tmp_path, 2)] == days[:3]
    assert {path.name for path in tmp_path.iterdir()} == {*days[3:], *others}
    assert backup.remove_oldest(tmp_path, 2) == []


def test_without_postgresql_s_programs_it_says_what_to_do(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = storage.connect(postgres_url)
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(
        StorageError, match=r"pg_dump is not installed: install .*postgresql-client"
    ):
        backup.back_up(store, tmp_path / "copy.dump", NOW)
    assert list(tmp_path.iterdir()) == []
    store.close()


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Result]:
    """Runs a command as an operator would; only the data folder is set."""
    alone: dict[str, str | None] = {"PLAINLY_DATABASE_URL": None, "PLAINLY_SECRET_KEY": None}
    data = {"PLAINLY_DATA": str(tmp_path / "data")}
    return lambda *arguments, **environment: CliRunner(env={**alone, **data, **environment}).invoke(
        main, list(map(str, arguments))
    )


def test_an_operator_backs_up_verifies_and_restores(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    address, folder = f"sqlite:///{tmp_path / 'data' / 'plainly.db'}", tmp_path / "data" / "backups"
    assert run("migrate").exit_code == 0
    store = storage.connect(address)
    add(store, "before")
    assert run("backup", "--keep", 14).exit_code == 0
    made = next(folder.iterdir())
    add(store, "after")
    store.close()

    assert folder.stat().st_mode & 0o777 == 0o700
    assert "2 location" in run("verify").output
    assert "1 location" in run("verify", made).output
    done = run("restore", "--from", made)
    assert done.exit_code == 0
    assert "the old database is kept: " in done.output
    assert names(address) == ["before"]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("backup",), 78, "there is no database"),
        (("verify",), 78, "there is no database"),
        (("verify", "/nowhere"), 2, "cannot read /nowhere"),
        (("restore", "--from", "/nowhere"), 2, "cannot read /nowhere"),
        (("restore", "--from", __file__), 2, "is not a backup of Plainly"),
        (("backup", "--to", "/nowhere", "--keep", "2"), 2, "--keep goes with a folder"),
    ],
)
def test_a_mistaken_command_gets_one_line(
    run: Callable[..., Result], tmp_path: Path, arguments: tuple[str, ...], code: int, message: str
) -> None:
    done = run(*arguments)

    assert done.exit_code == code
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_without_a_data_folder_it_says_which_setting_is_missing(
    run: Callable[..., Result],
) -> None:
    done = run("backup", PLAINLY_DATA="")

    assert (done.exit_code, done.stdout) == (78, "")
    assert "PLAINLY_DATA is not set" in done.stderr


def test_a_full_disk_leaves_no_half_backup(tmp_path: Path) -> None:
    """A limit on the file size stands in for a full disk; it holds for that one process."""
    database = tmp_path / "plainly.db"
    store = storage.connect(f"sqlite:///{database}")
    storage.migrate(store)
    add(store, *(f"kept {number:04}" for number in range(300)))
    store.close()
    program = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
from assistant import cli
cli.main(["backup"])
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={"PLAINLY_DATA": str(tmp_path)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 78
    assert done.stderr.startswith("cannot back up")
    assert list((tmp_path / "backups").iterdir()) == []
    assert len(names(f"sqlite:///{database}")) == 300
