from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant import knowledge, matching
from assistant.matching import training
from assistant.wordlist import british
from tests import small_base
from tests.faults.serving import ROOT, Deployment


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small knowledge base and its index: what is kept does not depend on what is answered."""
    folder = small_base.knowledge(tmp_path_factory.mktemp("base") / "knowledge")
    for name in ("wording", "examples", "register"):
        shutil.copytree(ROOT / "knowledge" / name, folder / name)
    trained = training.train(knowledge.load(folder), british(), processes=1, progress=print)
    (folder.parent / "index.npz").write_bytes(matching.to_bytes(trained))
    return folder


@pytest.fixture(scope="session")
def deploy(base: Path) -> Callable[..., Deployment]:
    """Make a deployment in a folder."""

    def made(folder: Path, **environment: str) -> Deployment:
        data = folder / "data"
        data.mkdir()
        shutil.copy(base.parent / "index.npz", data)
        return Deployment(data, base, environment)

    return made


@pytest.fixture
def deployment(deploy: Callable[..., Deployment], tmp_path: Path) -> Deployment:
    return deploy(tmp_path)
