"""How long one question takes on one core, and what an index costs to build and to hold.

Times are processor time, so that other programs on the machine hardly count.
``python -m tests.bench.latency`` measures ours, BM25 and a scan on the same phrasings in the same
run, each in a process of its own. Machines differ, so read the ratios.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
import tracemalloc
import warnings
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import numpy as np

from assistant import matching
from assistant.cli.main import load_knowledge
from assistant.matching import index
from assistant.wordlist import british
from tests.bench import results
from tests.bench.methods import Bm25, Method, Ours, Scan
from tests.bench.splits import mistype

MODULE = "tests.bench.latency"
METHODS = ("ours", "bm25", "scan")
NAMES = {"ours": "Plainly", "bm25": "BM25 (bm25s)", "scan": "rapidfuzz token_set_ratio"}
LENGTHS = (3, 12, 50)
PER_ANSWER = 20
ROUGH_ABOVE = 10_000
MEGABYTE = 1024 * 1024
Phrasings = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Cost:
    """Seconds to build (None: not measured), megabytes, and milliseconds (p50, p99) by length."""

    build: float | None
    megabytes: float
    milliseconds: dict[int, tuple[float, float]]


def known(every: Phrasings, size: int, rng: random.Random) -> dict[str, list[str]]:
    """Return about *size* phrasings, about 20 an answer as long as there are answers enough.

    Beyond what people wrote, the first half of one phrasing is joined to the second half of another
    of the same answer.
    """
    count = min(len(every), max(2, size // PER_ANSWER))
    chosen = sorted(rng.sample(sorted(every), count))
    each, rest = divmod(size, count)
    found = {}
    for place, answer in enumerate(chosen):
        wanted = each + (place < rest)
        written = list(every[answer])
        lines = rng.sample(written, min(wanted, len(written)))
        while len(lines) < wanted:
            one, other = rng.choice(written).split(), rng.choice(written).split()
            lines.append(" ".join([*one[: len(one) // 2 + 1], *other[len(other) // 2 :]]))
        found[answer] = lines
    return found


def asked(every: Phrasings, length: int, count: int, rng: random.Random) -> list[str]:
    """Return *count* questions of *length* words, cut from phrasings, one word in each misspelt."""
    lines = [line for lines in every.values() for line in lines]
    questions = []
    for _ in range(count):
        words: list[str] = []
        while len(words) < length:
            words += rng.choice(lines).split()
        words = words[:length]
        place = rng.randrange(length)
        words[place] = mistype(words[place], rng)
        questions.append(" ".join(words))
    return questions


def cost(word: str, phrasings: Phrasings, questions: Mapping[int, Sequence[str]]) -> Cost:
    """Return what a method costs; run in a fresh process, which it holds to one core."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    method = _method(word)
    _warm(method)
    with TemporaryDirectory() as folder:
        trained = Path(folder) / "index.npz"
        build: float | None = None
        if isinstance(method, Ours):
            # What is held in production is the loaded index, not what training needs.
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
                build = pool.submit(train, phrasings, trained).result()
        else:
            start = time.process_time()
            method.fit(phrasings)
            build = time.process_time() - start
        tracemalloc.start()
        if isinstance(method, Ours):
            method.index = matching.from_bytes(trained.read_bytes(), {}, {}, british())
        else:
            method.fit(phrasings)
        held = tracemalloc.get_traced_memory()[0] / MEGABYTE
        tracemalloc.stop()
    return Cost(build, held, {n: _timed(method, lines) for n, lines in questions.items()})


def train(phrasings: Phrasings, path: Path) -> float | None:
    """Write an index of *phrasings* to *path*; return the seconds that training took.

    Large ones are trained roughly and return None: how long a question takes depends on how many
    weights there are, not on what they are.
    """
    from assistant.matching import logistic

    rough = sum(map(len, phrasings.values())) > ROUGH_ABOVE
    ours = Ours()
    start = time.process_time()
    with ExitStack() as stack:
        if rough:
            stack.enter_context(patch.object(logistic, "MAX_ITERATIONS", 3))
            stack.enter_context(warnings.catch_warnings(action="ignore"))
        ours.fit(phrasings)
    path.write_bytes(matching.to_bytes(ours.index))
    return None if rough else time.process_time() - start


def _method(word: str) -> Method:
    if word == "ours":
        return Ours()
    return Bm25() if word == "bm25" else Scan("token_set_ratio")


def _warm(method: Method) -> None:
    """Let *method* import all that it needs, so that this is not counted later."""
    small = {"a": ["one two", "three four"], "b": ["five six", "seven eight"]}
    method.fit(small)
    method.scores(["one six"])


def _timed(method: Method, questions: Sequence[str]) -> tuple[float, float]:
    """Return p50 and p99 of one question in milliseconds, after a warm-up."""
    taken = []
    for question in [*questions[:20], *questions]:
        start = time.process_time()
        method.scores([question])
        taken.append(1000 * (time.process_time() - start))
    p50, p99 = np.percentile(taken[20:], (50, 99))
    return float(p50), float(p99)


def as_tables(costs: Mapping[int, Mapping[str, Cost]], questions: int) -> str:
    """Return the tables over what was measured: times, ratios, and what an index costs."""
    times, ratios, building = [], [], []
    for size, by_method in costs.items():
        for length in LENGTHS:
            row = [f"{size:,}", str(length)]
            for word in METHODS:
                row.append("{:.2f} / {:.2f}".format(*by_method[word].milliseconds[length]))
            times.append(row)
            ours = by_method["ours"].milliseconds[length]
            row = [f"{size:,}", str(length)]
            for word in METHODS[1:]:
                other = by_method[word].milliseconds[length]
                row += [f"{one / two:.2f}" for one, two in zip(ours, other, strict=True)]
            ratios.append(row)
        building.append([f"{size:,}"])
        for word in METHODS:
            build, held = by_method[word].build, by_method[word].megabytes
            building[-1] += ["not measured" if build is None else f"{build:.2f}", f"{held:.0f}"]
    names = [NAMES[word] for word in METHODS]
    head = ("phrasings", "words in the question")
    over = [f"over {name}, {what}" for name in ("BM25", "the scan") for what in ("p50", "p99")]
    costs_head = [f"{name}, {what}" for name in names for what in ("build s", "MB")]
    return (
        f"Milliseconds of processor time a question, on one core, p50 / p99 of {questions} "
        "questions with one misspelt word each; ours includes reading, spelling repair, scope and "
        "certainty:\n\n"
        + results.table([*head, *names], times)
        + "\nOurs as a multiple of the others (below 1: ours is faster):\n\n"
        + results.table([*head, *over], ratios)
        + "\nTo build (ours: all training on one core, done once before shipping) and to hold in "
        f"memory (ours: the loaded index; above {ROUGH_ABOVE:,} phrasings it is trained roughly)"
        ":\n\n" + results.table(["phrasings", *costs_head], building)
    )


def main() -> None:
    """Measure each size and write the tables after each."""
    parser = argparse.ArgumentParser(prog=f"python -m {MODULE}", description=__doc__)
    parser.add_argument("--sizes", nargs="+", type=int, default=[300, 3_000, 30_000])
    parser.add_argument("--questions", type=int, default=300, help="how many of each length")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=results.DEFAULT)
    given = parser.parse_args()
    by = results.command(MODULE, (given.out,))
    every = index.phrasings_of(load_knowledge())
    rng = random.Random(given.seed)
    questions = {length: asked(every, length, given.questions, rng) for length in LENGTHS}
    costs: dict[int, dict[str, Cost]] = {}
    for size in given.sizes:
        phrasings = known(every, size, rng)
        costs[size] = {}
        for word in METHODS:
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
                costs[size][word] = pool.submit(cost, word, phrasings, questions).result()
            print(size, word, costs[size][word], file=sys.stderr, flush=True)  # noqa: T201
        results.write(given.out, "latency", "Latency", by, as_tables(costs, given.questions))


if __name__ == "__main__":
    main()
