"""A PostgreSQL server of the tests' own, on a socket in a folder; it refuses to run as root."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Yield the address of an empty database of a server that runs below *folder*."""
    folder.mkdir(mode=0o755)
    data = folder / "data"
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    _run("initdb", "--pgdata", data, "--auth", "trust", "--username", "plainly", "--no-sync")
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
    _run("pg_ctl", "--pgdata", data, "--wait", "--log", folder / "log", "-o", options, "start")
    try:
        yield f"postgresql+psycopg://plainly@/postgres?host={folder}"
    finally:
        _run("pg_ctl", "--pgdata", data, "--wait", "--mode", "immediate", "stop")


def _run(program: str, *arguments: str | Path) -> None:
    newest = max(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    command = [*as_postgres, str(newest), *map(str, arguments)]
    subprocess.run(
        command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/"
    )
