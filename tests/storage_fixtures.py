"""An empty migrated database of each kind; a test file asks for it by ``pytest_plugins``."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from assistant import storage
from assistant.storage import Storage
from tests import postgres


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The address of a PostgreSQL server of this session's own.

    It runs as a user who must be able to reach its folder: pytest shuts others out of its own
    folders, again whenever another pytest starts, so this one is elsewhere.
    """
    with tempfile.TemporaryDirectory(prefix="plainly-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        with postgres.server(folder / "postgres") as url:
            yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Storage]:
    """An empty migrated database of each kind."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'plainly.db'}"
    else:
        url = request.getfixturevalue("postgres_url")
    store = storage.connect(url)
    storage.migrate(store)
    yield store
    with store.engine.begin() as connection:
        if request.param == "postgresql":
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
    store.close()
