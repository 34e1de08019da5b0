"""What the program remembers; the only user of SQLAlchemy.

Open a session with ``Storage.read`` or ``Storage.write`` and pass it to the functions of the
modules here: ``accounts``, ``doors``, ``locations``, ``notices``, ... ``backup`` copies a database
and puts copies back.
"""

from sqlalchemy.orm import Session

from assistant.storage import (
    accounts,
    approvals,
    audit,
    backup,
    doors,
    durability,
    gaps,
    helped,
    kept_translations,
    local_words,
    locations,
    makings,
    notices,
    outcomes,
    personal,
    posting,
    provider,
    register,
    switch_off,
    training,
    translations,
)
from assistant.storage.engine import Storage, connect
from assistant.storage.errors import StorageError, StorageFullError
from assistant.storage.files import Contents
from assistant.storage.schema import SchemaAge, is_current, migrate, schema_age
from assistant.storage.sqlite import sqlite_warning
from assistant.storage.tidy import tidy

__all__ = [
    "Contents",
    "SchemaAge",
    "Session",
    "Storage",
    "StorageError",
    "StorageFullError",
    "accounts",
    "approvals",
    "audit",
    "backup",
    "connect",
    "doors",
    "durability",
    "gaps",
    "helped",
    "is_current",
    "kept_translations",
    "local_words",
    "locations",
    "makings",
    "migrate",
    "notices",
    "outcomes",
    "personal",
    "posting",
    "provider",
    "register",
    "schema_age",
    "sqlite_warning",
    "switch_off",
    "tidy",
    "training",
    "translations",
]
