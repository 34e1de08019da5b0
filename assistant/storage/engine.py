"""Connect to SQLite or PostgreSQL; writers on SQLite take their lock at the start.

SQLite runs with a write-ahead log and full synchronisation, so that what was acknowledged survives
a power cut. Its own library comes from ``pysqlite3`` where that is installed: versions before
3.51.3 can corrupt a write-ahead log.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

SAFE_SQLITE = (3, 51, 3)
BUSY_MILLISECONDS = 5000
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    f"busy_timeout={BUSY_MILLISECONDS}",
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "secure_delete=ON",
)


class StorageError(Exception):
    """The database cannot be used; the message says why in one line, without secrets."""


@dataclass(frozen=True)
class Storage:
    """The connection pool of one database, and sessions to read and to write."""

    engine: Engine
    _readers: sessionmaker[Session]
    _writers: sessionmaker[Session]

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Yield a session that only reads.

        Raises StorageError when the database does not answer.
        """
        with plain_errors(), self._readers() as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Yield a session in one transaction: all of it is kept, or nothing.

        Raises StorageError when the database cannot take the write now (disk full, locked).
        """
        with plain_errors(), self._writers.begin() as session:
            yield session

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turn the failure of a database into a StorageError."""
    try:
        yield
    except SQLAlchemyError as error:
        raise StorageError(_reason(error)) from error


def connect(database_url: str) -> Storage:
    """Return the storage at *database_url*, after trying it out.

    Raises StorageError when it cannot be reached, written or trusted.
    """
    try:
        url = make_url(database_url)
    except ArgumentError as error:
        raise StorageError("PLAINLY_DATABASE_URL is not a database address") from error
    try:
        if url.get_backend_name() == "sqlite":
            engine = _sqlite(url.database)
        else:
            engine = create_engine(url, pool_pre_ping=True, pool_timeout=5, hide_parameters=True)
        with engine.connect() as connection:
            _check(connection)
    except NoSuchModuleError as error:
        raise StorageError(f"no driver is installed for {url.drivername}") from error
    except ModuleNotFoundError as error:
        raise StorageError(f"the driver {error.name} is not installed") from error
    except SQLAlchemyError as error:
        raise StorageError(f"cannot use the database: {_reason(error)}") from error
    writers = engine.execution_options(plainly_begin="IMMEDIATE")
    return Storage(
        engine,
        sessionmaker(engine, expire_on_commit=False),
        sessionmaker(writers, expire_on_commit=False),
    )


def sqlite_module() -> ModuleType:
    """Return the SQLite driver in use: ``pysqlite3`` where installed, else the standard one."""
    try:
        import pysqlite3
    except ModuleNotFoundError:
        return sqlite3
    return pysqlite3  # type: ignore[no-any-return]


def sqlite_warning() -> str | None:
    """Return why the SQLite library in use is not safe enough, or None."""
    version = tuple(sqlite_module().sqlite_version_info)
    if version >= SAFE_SQLITE:
        return None
    shown = ".".join(map(str, version))
    return f"SQLite {shown} can corrupt its log in rare cases; install pysqlite3 0.6.1 or newer"


def _sqlite(database: str | None) -> Engine:
    if not database or database == ":memory:":
        raise StorageError("a SQLite database needs a file")
    folder = Path(database).parent
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"cannot make the folder {folder}: {error.strerror}") from error
    module = sqlite_module()
    engine = create_engine(
        f"sqlite:///{database}",
        module=module,
        hide_parameters=True,
        connect_args={"check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # SQLAlchemy's "begin" event sends BEGIN, see below
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A reader that turns writer fails at once with "database is locked"; writers start so.
        how = connection.get_execution_options().get("plainly_begin", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {how}")

    return engine


def _check(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        answer = connection.execute(text("PRAGMA quick_check(1)")).scalar()
        if answer != "ok":
            raise StorageError(
                f"the database file is damaged ({answer}); restore a backup, nothing was changed"
            )
    else:
        connection.execute(text("SELECT 1"))


def _reason(error: SQLAlchemyError) -> str:
    """Return the driver's own words in one line, without the statement and its values."""
    original = getattr(error, "orig", None)
    return " ".join(str(original or type(error).__name__).split())[:200]
