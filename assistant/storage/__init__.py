"""What the program remembers; the only user of SQLAlchemy.

Open a session with ``Storage.read`` or ``Storage.write`` and pass it to the functions of
``locations``, ``outcomes`` and ``notices``.
"""

from assistant.storage import locations, notices, outcomes
from assistant.storage.engine import Storage, StorageError, connect, sqlite_warning
from assistant.storage.schema import is_current, migrate

__all__ = [
    "Storage",
    "StorageError",
    "connect",
    "is_current",
    "locations",
    "migrate",
    "notices",
    "outcomes",
    "sqlite_warning",
]
