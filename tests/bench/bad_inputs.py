"""Send 10,000 harmful inputs, or as many as are asked for, to every form of the application.

python -m tests.bench.bad_inputs [count] [seed]
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from assistant import config, demonstration, matching, storage
from assistant import knowledge as knowledge_base
from assistant.web import create_app
from assistant.wordlist import british
from tests import bad_inputs

ROOT = Path(__file__).resolve().parent.parent.parent


def main(count: int = 10_000, seed: int = 2) -> None:
    """Print how many responses of each status came; ends with a traceback at the first failure."""
    knowledge = knowledge_base.load(ROOT / "knowledge")
    lexicon = knowledge.lexicon
    data = (ROOT / "build" / "index.npz").read_bytes()
    index = matching.from_bytes(data, lexicon.replace, lexicon.add, british())
    with tempfile.TemporaryDirectory() as folder:
        settings = config.from_environment({"PLAINLY_DATA": folder}, demo=True)
        store = storage.connect(settings.database_url)
        storage.migrate(store)
        demonstration.seed(
            store, ROOT / "knowledge" / "examples" / "scribe.json", datetime.now(UTC)
        )
        app = create_app(settings, knowledge=knowledge, index=index, storage=store)
        attacker = bad_inputs.Attacker(app, seed)
        statuses = Counter(
            attacker.send(number, text).status_code
            for number, text in enumerate(bad_inputs.texts(seed, count))
        )
        attacker.look()
        store.close()
    shown = ", ".join(f"{number} x {status}" for status, number in sorted(statuses.items()))
    print(f"{count} inputs, none failed us or became markup: {shown}")  # noqa: T201


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
