"""What the program remembers; the only user of SQLAlchemy.

Open a session with ``Storage.read`` or ``Storage.write`` and pass it to the functions of the
modules here: ``accounts``, ``doors``, ``locations``, ``notices``, ...
"""

from sqlalchemy.orm import Session

from assistant.storage import (
    accounts,
    approvals,
    audit,
    doors,
    locations,
    notices,
    outcomes,
    provider,
)
from assistant.storage.engine import Storage, StorageError, connect, sqlite_warning
from assistant.storage.schema import is_current, migrate
from assistant.storage.tidy import tidy

__all__ = [
    "Session",
    "Storage",
    "StorageError",
    "accounts",
    "approvals",
    "audit",
    "connect",
    "doors",
    "is_current",
    "locations",
    "migrate",
    "notices",
    "outcomes",
    "provider",
    "sqlite_warning",
    "tidy",
]
