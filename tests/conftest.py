"""What all tests share: the real knowledge, its index, and a real database."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from assistant import config, demonstration, matching, storage, training
from assistant import knowledge as knowledge_base
from assistant.config import Settings
from assistant.knowledge import Knowledge
from assistant.matching import Index
from assistant.storage import Storage
from assistant.training import Item
from assistant.wordlist import british
from tests import postgres, training_home
from tests.training_home import Home

ROOT = Path(__file__).resolve().parent.parent
SECRET = "a secret that only the tests know, forty-eight"  # noqa: S105


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return knowledge_base.load(ROOT / "knowledge")


@pytest.fixture(scope="session")
def index_bytes(knowledge: Knowledge) -> bytes:
    data = (ROOT / "build" / "index.npz").read_bytes()
    index = matching.from_bytes(data, {}, {}, ())
    assert index.key == matching.key_of(knowledge), "the index is stale; make it with: make index"
    return data


@pytest.fixture(scope="session")
def index(knowledge: Knowledge, index_bytes: bytes) -> Index:
    lexicon = knowledge.lexicon
    return matching.from_bytes(index_bytes, lexicon.replace, lexicon.add, british())


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    environment = {"PLAINLY_DATA": str(tmp_path / "data"), "PLAINLY_SECRET_KEY": SECRET}
    return config.from_environment(environment, demo=True)


@pytest.fixture(scope="session")
def demonstration_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of the demonstration as it is at the start."""
    file = tmp_path_factory.mktemp("demonstration") / "plainly.db"
    seeded = storage.connect(f"sqlite:///{file}")
    storage.migrate(seeded)
    example = ROOT / "knowledge" / "examples" / "scribe.json"
    demonstration.seed(seeded, example, datetime(2026, 11, 24, 9, 0, tzinfo=UTC))
    seeded.close()
    return file


@pytest.fixture
def store(settings: Settings, demonstration_file: Path) -> Iterator[Storage]:
    file = Path(settings.database_url.removeprefix("sqlite:///"))
    file.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(demonstration_file, file)
    connected = storage.connect(settings.database_url)
    yield connected
    connected.close()


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


@pytest.fixture(scope="session")
def found(knowledge: Knowledge) -> dict[str, Item]:
    """Every scenario as a training item."""
    return training.items(knowledge)


@pytest.fixture
def home(database: Storage, found: dict[str, Item]) -> Home:
    return training_home.home(database, found)
