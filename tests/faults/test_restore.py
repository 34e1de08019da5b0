"""Putting a backup back: the drill of a bad day, and a crash at every step of it."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from assistant import storage
from assistant.knowledge import Setting
from assistant.local import Location
from tests.faults.serving import PEOPLE, ROOT, Asker, Deployment, found_in

# What changes which file a name means: between two of these, a crash finds what the first left.
STEPS = "link,rename,unlink"
RESTORE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from assistant.storage import backup
folder = Path(sys.argv[1])
url = f"sqlite:///{folder}/plainly.db"
backup.restore(url, folder.parent / "new.db", folder, datetime.now(UTC))
"""


def test_a_damaged_database_is_brought_back_from_its_backup(
    deployment: Deployment, tmp_path: Path
) -> None:
    backup = tmp_path / "backup.db"
    with deployment.serving() as server:
        asker = Asker(server)
        statuses = {asker.ask().status, server.keep("before").status}
        assert deployment.run("backup", "--demo", "--to", backup).returncode == 0
        statuses |= {asker.ask().status, server.keep("between").status}
        assert statuses == {200}
    with deployment.database.open("r+b") as file:
        file.write(b"spoilt")
    damaged = deployment.database.read_bytes()
    assert deployment.run("serve", "--demo").returncode == 78

    restored = deployment.run("restore", "--demo", "--from", backup)
    assert restored.returncode == 0, restored.stderr
    kept = next(deployment.database.parent.glob("plainly-replaced-*.db"))
    assert str(kept) in restored.stdout
    assert kept.read_bytes() == damaged
    with deployment.serving() as server:
        assert server.keep("after").status == 200
    found = found_in(deployment.database)
    assert found.outcomes == 1
    assert found.contacts == {"before": PEOPLE, "after": PEOPLE}


def names(database: Path) -> list[str]:
    """Return the locations that a program finds in *database*."""
    store = storage.connect(f"sqlite:///{database}", create=False)
    assert storage.is_current(store)
    store.close()
    with closing(sqlite3.connect(database)) as connection:
        return [row[0] for row in connection.execute("SELECT name FROM location ORDER BY id")]


def make(folder: Path, name: str) -> None:
    """Make a database of one location, left by a crash with its log beside it."""
    folder.mkdir()
    store = storage.connect(f"sqlite:///{folder}/made.db")
    storage.migrate(store)
    with store.write() as session:
        storage.locations.add_location(session, Location("Kept", name), Setting.CARE_HOME)
    for path in folder.glob("made.db*"):
        shutil.copy(path, path.with_name(path.name.replace("made", "plainly")))
    store.close()


def test_a_crash_at_any_step_leaves_the_old_or_the_new_database_whole(tmp_path: Path) -> None:
    make(tmp_path / "old", "old")
    make(tmp_path / "new", "new")
    shutil.copy(tmp_path / "new" / "made.db", tmp_path / "new.db")
    tracer = ("/usr/bin/strace", "--output=/dev/null", "-e", f"trace={STEPS}")
    found: list[list[str]] = []
    done = subprocess.CompletedProcess[str]([], -signal.SIGKILL)
    while done.returncode == -signal.SIGKILL:
        step = len(found) + 1
        folder = shutil.copytree(tmp_path / "old", tmp_path / f"step-{step}")
        (folder / "made.db").unlink()
        kill = f"inject={STEPS}:signal=SIGKILL:when={step}"
        done = subprocess.run(
            [*tracer, "-e", kill, sys.executable, "-c", RESTORE, folder],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        found.append(names(folder / "plainly.db"))
    assert done.returncode == 0, done.stderr
    assert found[0] == ["old"]
    assert found[-1] == ["new"]
    assert all(each in (["old"], ["new"]) for each in found)
    assert found == sorted(found, reverse=True), "once the new one is there, it stays"
