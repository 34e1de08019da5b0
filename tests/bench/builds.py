"""Two builds with different numbers of threads rank the same questions the same.

``python -m tests.bench.builds`` trains the index of the whole knowledge twice, each in a process of
its own, and asks both 5,000 phrasings with typing errors. It takes as long as two builds, so it is
no part of the tests; ``tests/test_matching.py`` does the same on a small knowledge.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant import matching
from assistant.cli.main import load_knowledge
from assistant.matching import index as index_module
from assistant.wordlist import british
from tests.bench import results
from tests.bench.splits import mistype

MODULE = "tests.bench.builds"
THREADS = ("1", "2")
BUILD = """
import sys
from pathlib import Path
from assistant import matching
from assistant.cli.main import load_knowledge
from assistant.matching import training
from assistant.wordlist import british
trained = training.train(load_knowledge(), british(), 1, lambda line: print(line, flush=True))
Path(sys.argv[1]).write_bytes(matching.to_bytes(trained))
"""


def build(threads: str, path: Path) -> None:
    """Train in a process of its own that may use *threads* threads, and write to *path*."""
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    environment = os.environ | dict.fromkeys(names, threads) | {"PYTHONHASHSEED": threads}
    subprocess.run([sys.executable, "-c", BUILD, str(path)], check=True, env=environment)


def main() -> None:
    """Build twice, compare, and write what was found."""
    parser = argparse.ArgumentParser(prog=f"python -m {MODULE}", description=__doc__)
    parser.add_argument("--questions", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=results.DEFAULT)
    given = parser.parse_args()
    knowledge = load_knowledge()
    rng = random.Random(given.seed)
    every = [line for lines in index_module.phrasings_of(knowledge).values() for line in lines]
    asked = [mistype(line, rng) for line in rng.sample(every, given.questions)]
    with TemporaryDirectory() as folder:
        data = []
        for threads in THREADS:
            path = Path(folder) / threads
            build(threads, path)
            data.append(path.read_bytes())
    lexicon = knowledge.lexicon
    one, other = (
        matching.from_bytes(part, lexicon.replace, lexicon.add, british()) for part in data
    )
    differ = sum(one.rank(question) != other.rank(question) for question in asked)
    body = (
        f"Index {one.key[:12]}, built with {' and '.join(THREADS)} threads: the files are "
        f"{'the same, byte for byte' if data[0] == data[1] else 'not the same'}. Of {len(asked):,} "
        f"phrasings with typing errors (seed {given.seed}), {differ} are ranked differently "
        "(answers, scores, scope, certainty, repairs and reasons compared)."
    )
    results.write(given.out, "builds", "Two builds", results.command(MODULE, (given.out,)), body)
    sys.exit(1 if differ else 0)


if __name__ == "__main__":
    main()
