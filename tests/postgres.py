"""A PostgreSQL server of the tests' own, on a socket in a folder; it refuses to run as root."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Yield the address of an empty database of a server that runs below *folder*."""
    folder.mkdir(mode=0o755)
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    data = folder / "data"
    _run("initdb", "--pgdata", data, "--auth", "trust", "--username", "plainly", "--no-sync")
    start(folder)
    try:
        yield f"postgresql+psycopg://plainly@/postgres?host={folder}"
    finally:
        stop(folder)


def start(folder: Path) -> None:
    """Start the server of *folder* and wait until it answers."""
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
    _control(folder, "--log", folder / "log", "-o", options, "start")


def stop(folder: Path) -> None:
    """Stop the server of *folder* at once, as a crash would."""
    _control(folder, "--mode", "immediate", "stop")


@contextmanager
def folder_for_a_server() -> Iterator[Path]:
    """Yield a folder to be made, outside pytest's own.

    PostgreSQL runs as a user of its own, and pytest shuts its folders whenever it starts anew.
    """
    with tempfile.TemporaryDirectory(prefix="plainly-") as made:
        Path(made).chmod(0o755)
        yield Path(made) / "postgres"


def _control(folder: Path, *arguments: str | Path) -> None:
    _run("pg_ctl", "--pgdata", folder / "data", "--wait", *arguments)


def _run(program: str, *arguments: str | Path) -> None:
    newest = max(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    command = [*as_postgres, str(newest), *map(str, arguments)]
    subprocess.run(
        command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/"
    )
