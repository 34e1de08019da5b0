"""What goes wrong with a database, in one plain line and without the values that were written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

# SQLite's result codes (https://sqlite.org/rescode.html): the low byte of an extended code.
_SQLITE_CORRUPT, _SQLITE_FULL, _SQLITE_NOTADB = 11, 13, 26
_POSTGRES_DISK_FULL = "53100"


class StorageError(Exception):
    """The database cannot be used; the message says why in one line, without secrets."""


class StorageFullError(StorageError):
    """There is no room left on the disk of the database; nothing of the write was kept."""


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turn the failure of a database into a StorageError.

    What a database refuses for its content is a mistake of ours, and is left as it is.
    """
    try:
        yield
    except (IntegrityError, DataError):
        raise
    except (DBAPIError, PoolTimeoutError) as error:
        kind = StorageFullError if _is_full(error) else StorageError
        raise kind(reason(error)) from error


def reason(error: Exception) -> str:
    """Return the driver's own words in one line, without the statement and its values."""
    original = getattr(error, "orig", None)
    # PostgreSQL gives the values of a row in its details, but not in its primary message.
    primary = getattr(getattr(original, "diag", None), "message_primary", None)
    return one_line(str(primary or original or type(error).__name__))


def one_line(words: str) -> str:
    """Return *words* on one line of at most 200 characters."""
    return " ".join(words.split())[:200]


def is_damage(error: BaseException) -> bool:
    """Return whether an error of the SQLite driver says that the file is damaged."""
    return _sqlite_code(error) in {_SQLITE_CORRUPT, _SQLITE_NOTADB}


def _is_full(error: Exception) -> bool:
    original = getattr(error, "orig", None)
    is_full = getattr(original, "sqlstate", None) == _POSTGRES_DISK_FULL
    return is_full or _sqlite_code(original) == _SQLITE_FULL


def _sqlite_code(error: object) -> int | None:
    code = getattr(error, "sqlite_errorcode", None)
    return code & 0xFF if isinstance(code, int) else None
