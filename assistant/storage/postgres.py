"""Backups of a PostgreSQL database, by its own programs pg_dump, pg_restore and psql."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import IO

from sqlalchemy import URL, inspect, text

from assistant.storage.engine import Storage
from assistant.storage.errors import StorageError, one_line, plain_errors
from assistant.storage.files import REVISIONS, Contents, unfinished
from assistant.storage.sqlite import BUSY_MILLISECONDS

MAGIC = b"PGDMP"
_COPY = re.compile(r'COPY (?:\w+\.)?"?(\w+)"? \(.*\) FROM stdin;')
_END_OF_COPY = "\\."
# What guards of tables are made of; what an extension brought stays.
_OWN_FUNCTIONS = """
SELECT oid::regprocedure::text FROM pg_proc
WHERE pronamespace = current_schema()::regnamespace
AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
"""


def dump(storage: Storage, target: Path) -> None:
    """Write a whole copy of the database to *target*, while others may write to it.

    Raises StorageError when pg_dump is not there or fails, and OSError; then there is no *target*.
    """
    with unfinished(target) as path:
        how = ("--format=custom", "--no-owner", "--no-privileges", f"--file={path}")
        _run("pg_dump", *how, url=storage.engine.url)
        contents(path)


def contents(dumped: Path) -> Contents:
    """Return what a dump holds, after reading all of it.

    Raises StorageError when it is damaged, or is no dump of Plainly.
    """
    table, rows, revision = "", {}, ""
    with tempfile.TemporaryFile() as out:
        _run("pg_restore", "--data-only", "--file=-", str(dumped), out=out)
        out.seek(0)
        for line in (raw.decode("utf-8", "replace").rstrip("\n") for raw in out):
            if start := _COPY.fullmatch(line):
                table = start[1]
                rows[table] = 0
            elif line == _END_OF_COPY:
                table = ""
            elif table:
                rows[table] += 1
                revision = line if table == REVISIONS else revision
    if not rows.pop(REVISIONS, 0):
        raise StorageError(f"{dumped} is not a backup of Plainly")
    return Contents(revision, rows)


def replace(storage: Storage, source: Path, kept: Path) -> bool:
    """Put what *source* holds in the place of all tables, and a dump of the old ones in *kept*.

    Returns whether there were old ones. Raises StorageError while another program is connected,
    and OSError; either all of it is replaced, or nothing.
    """
    with plain_errors(), storage.engine.connect() as connection:
        others = connection.scalar(
            text(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                "AND pid <> pg_backend_pid() AND usename IS NOT NULL"
            )
        )
        if others:
            raise StorageError(
                f"{others} other connections to the database: stop the server first; "
                "nothing was changed"
            )
        quote = connection.dialect.identifier_preparer.quote
        old = [quote(name) for name in inspect(connection).get_table_names()]
        functions = connection.scalars(text(_OWN_FUNCTIONS)).all()
    storage.close()
    if old:
        dump(storage, kept)
    with tempfile.TemporaryDirectory(dir=kept.parent) as folder:
        script = Path(folder) / "restore.sql"
        how = ("--no-owner", "--no-privileges", f"--file={script}", str(source))
        _run("pg_restore", *how)
        drop = f"DROP TABLE IF EXISTS {', '.join(old)} CASCADE" if old else "SELECT 1"
        if functions:
            drop += f"; DROP FUNCTION {', '.join(functions)} CASCADE"
        _run(
            "psql",
            "--no-psqlrc",
            "--quiet",
            "--set=ON_ERROR_STOP=1",
            "--single-transaction",
            f"--command=SET lock_timeout = {BUSY_MILLISECONDS}",
            f"--command={drop}",
            f"--file={script}",
            url=storage.engine.url,
        )
    return bool(old)


def _run(
    program: str, *arguments: str, url: URL | None = None, out: IO[bytes] | None = None
) -> None:
    """Run *program*; the password goes in its environment, where no one sees it."""
    path = shutil.which(program)
    if path is None:
        raise StorageError(
            f"{program} is not installed: install PostgreSQL's client programs "
            "(postgresql-client on Debian), or make the backup on the database's own server"
        )
    environment = {**os.environ, "PGCONNECT_TIMEOUT": "5"}
    command = [path, *arguments]
    if url is not None:
        if url.password:
            environment["PGPASSWORD"] = str(url.password)
        command.insert(1, f"--dbname={_connection_words(url)}")
    done = subprocess.run(  # noqa: S603
        command,
        env=environment,
        stdout=out or subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
    )
    if done.returncode:
        raise StorageError(f"{program} failed: {one_line(done.stderr.decode('utf-8', 'replace'))}")


def _connection_words(url: URL) -> str:
    """Return where a server is in libpq's own words, all but the password."""
    about = {"host": url.host, "port": url.port, "user": url.username, "dbname": url.database}
    words = {name: value for name, value in about.items() if value is not None} | url.query
    return " ".join(f"{name}={_quoted(value)}" for name, value in words.items())


def _quoted(value: object) -> str:
    plain = ",".join(value) if isinstance(value, tuple) else str(value)
    escaped = plain.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
