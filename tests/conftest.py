"""What all tests share: the real knowledge, its index, and a real database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant import config, demonstration, matching, storage
from assistant import knowledge as knowledge_base
from assistant.config import Settings
from assistant.knowledge import Knowledge
from assistant.matching import Index
from assistant.storage import Storage
from assistant.wordlist import british

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


@pytest.fixture
def store(settings: Settings) -> Iterator[Storage]:
    connected = storage.connect(settings.database_url)
    storage.migrate(connected)
    example = ROOT / "knowledge" / "examples" / "scribe.json"
    demonstration.seed(connected, example, datetime(2026, 11, 24, 9, 0, tzinfo=UTC))
    yield connected
    connected.close()
