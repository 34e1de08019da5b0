"""`assistant check --deploy` names every unsafe setting, and only those."""

from __future__ import annotations

import json
import secrets
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from assistant import storage
from assistant.cli import main
from assistant.storage import backup
from assistant.storage.sqlite import SAFE_SQLITE
from tests import postgres

NOW = datetime.now(UTC)
ROOT = Path(__file__).resolve().parent.parent
Changed = Callable[[Path, dict[str, str]], object]


def deployment(folder: Path, made_at: datetime = NOW) -> dict[str, str]:
    """Return the environment of a deployment with nothing unsafe in it."""
    data = folder / "data"
    store = storage.connect(f"sqlite:///{data / 'plainly.db'}")
    storage.migrate(store)
    backup.make_folder(data / "backups")
    backup.back_up(store, data / "backups" / "copy.db", made_at)
    store.close()
    return {
        "PLAINLY_DATA": str(data),
        "PLAINLY_SECRET_KEY": secrets.token_urlsafe(48),
        "PLAINLY_PUBLIC_URL": "https://care.example",
    }


def check(environment: dict[str, str], *arguments: str) -> Result:
    alone: dict[str, str | None] = {"PLAINLY_DATABASE_URL": None, "FLASK_DEBUG": None}
    return CliRunner(env={**alone, **environment}).invoke(main, ["check", "--deploy", *arguments])


def test_a_safe_deployment_passes(tmp_path: Path) -> None:
    environment = deployment(tmp_path)

    assert check(environment).output == "nothing unsafe was found\n"
    assert json.loads(check(environment, "--json").stdout) == {"unsafe": []}


def schema_of_yesterday(data: Path, _environment: dict[str, str]) -> None:
    store = storage.connect(f"sqlite:///{data / 'plainly.db'}")
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    store.close()


def no_backup(data: Path, _environment: dict[str, str]) -> None:
    store = storage.connect(f"sqlite:///{data / 'plainly.db'}")
    with store.engine.begin() as connection:
        connection.execute(text("DELETE FROM backup"))
    store.close()


CHANGES: list[tuple[Changed, str, str]] = [
    (lambda _data, env: env.pop("PLAINLY_SECRET_KEY"), "settings", "PLAINLY_SECRET_KEY must be"),
    (
        lambda _data, env: env.update({"PLAINLY_SECRET_KEY": "short"}),
        "settings",
        "PLAINLY_SECRET_KEY must be",
    ),
    (
        lambda _data, env: env.update({"PLAINLY_SECRET_KEY": "abcabc" * 10}),
        "settings",
        "PLAINLY_SECRET_KEY is too simple",
    ),
    (lambda _data, env: env.pop("PLAINLY_PUBLIC_URL"), "settings", "PLAINLY_PUBLIC_URL is not set"),
    (
        lambda _data, env: env.update(PLAINLY_PUBLIC_URL="http://care.example"),
        "settings",
        "PLAINLY_PUBLIC_URL must be an https address",
    ),
    (
        lambda _data, env: env.update(PLAINLY_PUBLIC_URL="https://care.example:99999"),
        "settings",
        "PLAINLY_PUBLIC_URL must be an https address",
    ),
    (lambda _data, env: env.update(PLAINLY_PORT="0"), "settings", "PLAINLY_PORT"),
    (lambda _data, env: env.update(FLASK_DEBUG="1"), "debug", "FLASK_DEBUG is on"),
    (lambda data, _env: data.chmod(0o755), "permissions", "may open"),
    (lambda data, _env: (data / "plainly.db").chmod(0o644), "permissions", "plainly.db"),
    (lambda data, _env: (data / "backups").chmod(0o755), "permissions", "backups"),
    (schema_of_yesterday, "schema", "the schema is older: run `assistant migrate`"),
    (no_backup, "backup", "there is no backup"),
    (lambda data, _env: (data / "plainly.db").unlink(), "database", "there is no database"),
    (
        lambda data, _env: (data / "plainly.db").write_bytes(b"spoilt" * 900),
        "database",
        "is damaged",
    ),
]


@pytest.mark.parametrize(("change", "about", "says"), CHANGES)
def test_what_is_unsafe_is_named_and_nothing_else(
    tmp_path: Path, change: Changed, about: str, says: str
) -> None:
    environment = deployment(tmp_path)
    change(tmp_path / "data", environment)
    done = check(environment, "--json")
    found = json.loads(done.stdout)["unsafe"]

    assert done.exit_code == 78
    assert [each["about"] for each in found] == [about]
    assert says in found[0]["says"]
    assert check(environment).stdout == f"{about}: {found[0]['says']}\n"


def test_without_any_setting_all_that_are_needed_are_named() -> None:
    done = check({"PLAINLY_DATA": "", "PLAINLY_SECRET_KEY": "", "PLAINLY_PUBLIC_URL": ""})

    assert done.exit_code == 78
    for name in ("PLAINLY_DATA", "PLAINLY_SECRET_KEY", "PLAINLY_PUBLIC_URL"):
        assert name in done.stdout


@pytest.mark.parametrize(("days", "exit_code"), [(6, 0), (8, 78)])
def test_a_backup_is_old_after_a_week(tmp_path: Path, days: int, exit_code: int) -> None:
    made_at = NOW - timedelta(days=days)

    assert check(deployment(tmp_path, made_at)).exit_code == exit_code


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    environment = deployment(tmp_path)
    secret = tmp_path / "secret"
    secret.write_text(environment.pop("PLAINLY_SECRET_KEY") + "\n", "utf-8")
    environment["PLAINLY_SECRET_KEY_FILE"] = str(secret)
    assert check(environment).exit_code == 0

    secret.unlink()
    done = check(environment)
    assert done.exit_code == 78
    assert "PLAINLY_SECRET_KEY_FILE cannot be read" in done.stdout


def found_by(program: str, environment: dict[str, str]) -> list[dict[str, str]]:
    """Return what is found unsafe when *program* runs first, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", f"{program}\ncli.main(['check', '--deploy', '--json'])"],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return list(json.loads(done.stdout)["unsafe"])


def test_an_unsafe_way_of_waiting_for_the_disk_is_named(tmp_path: Path) -> None:
    program = "from assistant import cli; from assistant.storage import engine\n"
    program += "engine.PRAGMAS['synchronous'] = 'NORMAL'"
    found = found_by(program, deployment(tmp_path))

    assert [each["about"] for each in found] == ["synchronous"]
    assert found[0]["says"].startswith("a power cut would lose what was acknowledged")


def test_a_sqlite_with_the_log_bug_is_named(tmp_path: Path) -> None:
    """Without its own driver the program falls back to Python's, which may be too old."""
    program = "import sys; sys.modules['pysqlite3'] = None; from assistant import cli"
    found = found_by(program, deployment(tmp_path))

    is_old = sqlite3.sqlite_version_info < SAFE_SQLITE
    assert [each["about"] for each in found] == ["sqlite"] * is_old


def test_a_server_that_does_not_wait_for_the_disk_is_named(tmp_path: Path) -> None:
    """The server of the tests runs with fsync off, which is just what may not be."""
    with postgres.folder_for_a_server() as folder, postgres.server(folder) as url:
        environment = {**deployment(tmp_path), "PLAINLY_DATABASE_URL": url}
        unsafe = json.loads(check(environment, "--json").stdout)["unsafe"]

    assert [each["about"] for each in unsafe] == ["synchronous", "schema"]
    assert "PostgreSQL's fsync is off" in unsafe[0]["says"]
