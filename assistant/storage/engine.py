"""Connect to SQLite or PostgreSQL; writers on SQLite take their lock at the start.

SQLite runs with a write-ahead log and full synchronisation, so that what was acknowledged survives
a power cut.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from assistant.storage.errors import StorageError, plain_errors, reason
from assistant.storage.sqlite import BUSY_MILLISECONDS, prepare, sqlite_module

PRAGMAS = {
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "busy_timeout": str(BUSY_MILLISECONDS),
    "foreign_keys": "ON",
    "trusted_schema": "OFF",
    "secure_delete": "ON",
}


@dataclass(frozen=True)
class Storage:
    """The connection pool of one database, and sessions to read and to write."""

    engine: Engine
    _readers: sessionmaker[Session]
    _writers: sessionmaker[Session]

    @property
    def file(self) -> Path | None:
        """The file of a SQLite database; None where a server keeps the data."""
        url = self.engine.url
        is_file = url.get_backend_name() == "sqlite" and url.database
        return Path(url.database or "") if is_file else None

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

        Raises StorageError when the database cannot take the write now (locked, read-only), and
        StorageFullError when its disk is full.
        """
        with plain_errors(), self._writers.begin() as session:
            yield session

    def try_write(self) -> None:
        """Change a row and take it back, to see whether the database takes writes now.

        Raises StorageError when it does not, or has no schema yet.
        """
        with plain_errors(), self._writers() as session:
            session.execute(text("UPDATE alembic_version SET version_num = version_num"))
            session.rollback()

    def truncate_log(self) -> None:
        """Empty SQLite's write-ahead log, which may still hold what was deleted since.

        Raises StorageError when the database does not answer. Another database needs nothing here.
        """
        if self.engine.dialect.name == "sqlite":
            with plain_errors():
                # Not within a transaction, which every connection of SQLAlchemy's own begins.
                connection = self.engine.raw_connection()
                try:
                    connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
                finally:
                    connection.close()

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def connect(database_url: str, *, create: bool = True) -> Storage:
    """Return the storage at *database_url*, after trying it out; *create* makes a missing file.

    Raises StorageError when it cannot be reached, written or trusted; a damaged database is left as
    it was found.
    """
    try:
        url = make_url(database_url)
    except ArgumentError as error:
        raise StorageError("PLAINLY_DATABASE_URL is not a database address") from error
    try:
        is_sqlite = url.get_backend_name() == "sqlite"
        engine = _sqlite(url.database, create=create) if is_sqlite else _server(url)
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except NoSuchModuleError as error:
        raise StorageError(f"no driver is installed for {url.drivername}") from error
    except ModuleNotFoundError as error:
        raise StorageError(f"the driver {error.name} is not installed") from error
    except SQLAlchemyError as error:
        raise StorageError(f"cannot use the database: {reason(error)}") from error
    writers = engine.execution_options(plainly_begin="IMMEDIATE")
    return Storage(
        engine,
        sessionmaker(engine, expire_on_commit=False),
        sessionmaker(writers, expire_on_commit=False),
    )


def _server(url: URL) -> Engine:
    # A server that is gone, or a lock that another holds, is an error within seconds, not a hang.
    limits = {"connect_timeout": "5", "options": f"-c lock_timeout={BUSY_MILLISECONDS}"}
    is_postgres = url.get_backend_name() == "postgresql"
    given = url.query if is_postgres else limits
    return create_engine(
        url,
        connect_args={name: value for name, value in limits.items() if name not in given},
        pool_pre_ping=True,
        pool_timeout=5,
        hide_parameters=True,
    )


def _sqlite(database: str | None, *, create: bool) -> Engine:
    if not database or database == ":memory:":
        raise StorageError("a SQLite database needs a file")
    if not create and not Path(database).exists():
        raise StorageError(f"there is no database {database} yet")
    prepare(Path(database))
    engine = create_engine(
        f"sqlite:///{database}",
        module=sqlite_module(),
        hide_parameters=True,
        connect_args={"check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # SQLAlchemy's "begin" event sends BEGIN, see below
        for name, value in PRAGMAS.items():
            connection.execute(f"PRAGMA {name}={value}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A reader that turns writer fails at once with "database is locked"; writers start so.
        how = connection.get_execution_options().get("plainly_begin", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {how}")

    return engine
