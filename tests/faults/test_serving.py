"""What goes on beside a running server: a lock that another holds, and backups."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.serving import PEOPLE, Asker, Deployment, Load, Server, found_in

HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""
BACKUPS = 2


@pytest.fixture(scope="module")
def deployment(
    deploy: Callable[..., Deployment], tmp_path_factory: pytest.TempPathFactory
) -> Deployment:
    return deploy(tmp_path_factory.mktemp("serving"))


@pytest.fixture(scope="module")
def server(deployment: Deployment) -> Iterator[Server]:
    with deployment.serving() as running:
        yield running


@contextmanager
def write_lock(database: Path) -> Iterator[None]:
    """Have another process hold the lock that a writer needs."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(database)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        yield
        holder.communicate()


def test_a_held_lock_refuses_writes_for_now_and_reads_go_on(
    server: Server, deployment: Deployment
) -> None:
    asker = Asker(server)
    with write_lock(deployment.database), ThreadPoolExecutor() as threads:
        kept = threads.submit(server.keep, "locked out")
        asked = threads.submit(asker.ask)
        ready = threads.submit(server.get, "/readyz")
        assert server.get("/notices").status == 200
        refused = kept.result()
        # An answer is never taken away because how it ended cannot be kept.
        assert asked.result().status == 200
        assert ready.result().status == 503
        assert "database: database is locked" in ready.result().text
    assert refused.status == 503
    assert refused.headers["Retry-After"] == "30"
    assert "Please try again in a minute." in refused.text
    assert server.keep("let in").status == 200
    assert server.get("/readyz").status == 200


def test_backups_under_load_are_whole(
    server: Server, deployment: Deployment, tmp_path: Path
) -> None:
    load = Load()
    with load.on(server, each=1):
        for number in range(BACKUPS):
            load.wait_for(more=5)
            asked, kept = load.acknowledged, set(load.kept)
            copy = tmp_path / f"{number}.db"
            done = deployment.run("backup", "--demo", "--to", copy)
            assert done.returncode == 0, done.stderr
            found = found_in(copy)
            assert found.outcomes >= asked
            assert kept <= found.contacts.keys(), "a write acknowledged before is not in it"
            assert set(found.contacts.values()) == {PEOPLE}, "a write is in it by half"
            assert copy.stat().st_mode & 0o777 == 0o600
    assert load.refused == [], "a backup kept someone from writing"
    assert {path.name for path in tmp_path.iterdir()} == {"0.db", "1.db"}


def test_no_word_of_a_question_is_in_any_file(
    server: Server, deployment: Deployment, tmp_path: Path
) -> None:
    planted = ("Quillfeather", "943 476 5919", "SW1A 2AA", "zygomorphic")
    question = f"Mrs {planted[0]}, NHS {planted[1]}, of {planted[2]}, is {planted[3]}: may i ask"
    assert Asker(server).ask(question).status == 200
    assert deployment.run("backup", "--demo", "--to", tmp_path / "copy.db").returncode == 0

    files = [path for folder in (deployment.data, tmp_path) for path in folder.rglob("*")]
    assert {"plainly.db", "plainly.db-wal", "server.log", "copy.db"} <= {f.name for f in files}
    for path in filter(Path.is_file, files):
        content = path.read_bytes().lower()
        assert [word for word in planted if word.lower().encode() in content] == [], path


def test_nothing_is_restored_under_a_running_server(
    server: Server, deployment: Deployment, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    assert deployment.run("backup", "--demo", "--to", copy).returncode == 0
    server.keep("after the backup")
    done = deployment.run("restore", "--demo", "--from", copy)

    assert done.returncode == 78
    assert "stop the server first" in done.stderr
    assert server.get("/notices").status == 200
    assert server.keep("and after the refusal").status == 200
    assert {"after the backup", "and after the refusal"} <= found_in(
        deployment.database
    ).contacts.keys()
