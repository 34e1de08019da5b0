"""What is installed works without the checkout."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = """
import sys
import assistant
from assistant import config, demonstration, knowledge, matching, storage
from assistant.web import create_app
from assistant.wordlist import british
from datetime import UTC, datetime
from pathlib import Path

assert Path(assistant.__file__).is_relative_to(sys.argv[1]), assistant.__file__
settings = config.from_environment({"PLAINLY_DATA": sys.argv[2]}, demo=True)
base = knowledge.load(config.knowledge_folder({}))
data = config.index_files({})[0].read_bytes()
index = matching.from_bytes(data, base.lexicon.replace, base.lexicon.add, british())
assert index.key == matching.key_of(base)
store = storage.connect(settings.database_url)
storage.migrate(store)
demonstration.seed(store, config.knowledge_folder({}) / "examples/scribe.json", datetime.now(UTC))
client = create_app(settings, knowledge=base, index=index, storage=store).test_client()
for path in ("/", "/answers/", "/answers/emergency", "/notices", "/readyz"):
    assert client.get(path).status_code == 200, path
print("served")
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked wheel, built as a release is."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check"]
    how = ["--no-deps", "--no-build-isolation", "--no-cache-dir", "--wheel-dir", str(folder)]
    subprocess.run([*pip, *how, str(ROOT)], check=True)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        wheel.extractall(folder / "installed")
    return folder / "installed"


def test_the_wheel_serves_with_its_own_data(
    installed: Path, index_bytes: bytes, tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(installed), str(tmp_path)],
        env={"PYTHONPATH": str(installed)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout == "served\n", done.stderr


def test_the_wheel_carries_what_it_needs_and_no_more(installed: Path) -> None:
    names = {path.name for path in (installed / "assistant" / "_data").iterdir()}

    assert names == {"knowledge", "templates", "translations", "index.npz"}
    wordlist = installed / "assistant" / "wordlist"
    assert {"COPYRIGHT", "COPYRIGHT-glove", "company.npz"} <= {p.name for p in wordlist.iterdir()}
    assert list((installed / "assistant" / "printing" / "fonts").glob("OFL-*.txt"))
    assert not (installed / "tests").exists()
