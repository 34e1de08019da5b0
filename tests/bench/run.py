"""Measure the matching beside other methods, on CLINC150 and on our own labelled questions.

``python -m tests.bench.run --clinc data_full.json --own`` writes RESULTS.md; see README.md.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant import answering, evaluation
from assistant.matching import Rates
from tests.bench import figures, own, results
from tests.bench.methods import Method, Ours, by_name
from tests.bench.splits import Clinc, Split, mistyped, read_clinc

MODULE = "tests.bench.run"
RATES = Rates(false_answers=0.10, wrong_answers=0.04)
Make = Callable[[], Method]


@dataclass
class Measured:
    """What one method reached on each draw of phrasings; shares in percent, time in seconds."""

    first: list[float] = field(default_factory=list)
    three: list[float] = field(default_factory=list)
    typed_badly: list[float] = field(default_factory=list)
    auroc: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    wrong: list[float] = field(default_factory=list)
    right: list[float] = field(default_factory=list)
    answered_outside: list[float] = field(default_factory=list)


def measure(method: Method, split: Split, seed: int, into: Measured) -> None:
    """Fit *method* on *split* and add what it reaches to *into*."""
    start = time.perf_counter()
    method.fit(split.phrasings)
    scored = method.scores(split.questions)
    if isinstance(method, Ours):
        outcomes = decisions(method, split)
        into.right.append(outcomes[0])
        into.wrong.append(outcomes[1])
    outside = method.scores(split.outside)
    if isinstance(method, Ours):
        into.answered_outside.append(answered(method, split, split.outside))
    badly = method.scores(mistyped(split.questions, seed))
    into.first.append(figures.hits(scored.best, split.right, 1))
    into.three.append(figures.hits(scored.best, split.right, 3))
    into.typed_badly.append(figures.hits(badly.best, split.right, 1))
    into.auroc.append(figures.auroc(scored.scope, outside.scope))
    into.seconds.append(time.perf_counter() - start)


def decisions(method: Ours, split: Split) -> tuple[float, float]:
    """Return the shares of questions just ranked that are answered rightly and wrongly."""
    bare = evaluation.bare_knowledge(split.phrasings, {})
    thresholds = method.index.thresholds(RATES)
    right = wrong = 0
    for question, ranking, wanted in zip(
        split.questions, method.rankings, split.right, strict=True
    ):
        outcome = answering.decide(question, ranking, thresholds, bare)
        if outcome.answer:
            right += outcome.answer.id in wanted
            wrong += outcome.answer.id not in wanted
    return 100 * right / len(split.questions), 100 * wrong / len(split.questions)


def answered(method: Ours, split: Split, questions: Sequence[str]) -> float:
    """Return the share of *questions*, just ranked, that get an answer."""
    bare = evaluation.bare_knowledge(split.phrasings, {})
    thresholds = method.index.thresholds(RATES)
    given = [
        answering.decide(question, ranking, thresholds, bare).answer is not None
        for question, ranking in zip(questions, method.rankings, strict=True)
    ]
    return 100 * sum(given) / len(given)


def run_clinc(
    clinc: Clinc, per_answer: int | None, seeds: Sequence[int], makers: dict[str, Make], out: Writer
) -> None:
    """Measure every method on *per_answer* phrasings an intent, and write after each."""
    table: dict[str, Measured] = {}
    if per_answer is None:
        # Every draw is the same, and scans take minutes.
        seeds = seeds[:1]
        makers = {word: make for word, make in makers.items() if not make().slow}
    for make in makers.values():
        measured = Measured()
        for seed in seeds:
            method = make()
            measure(method, clinc.draw(per_answer, seed), seed, measured)
        table[method.name] = measured
        print(per_answer, method.name, measured, file=sys.stderr, flush=True)  # noqa: T201
        out.clinc(per_answer, clinc.draw(per_answer, seeds[0]), seeds, table)


HEADER = (
    "method",
    "first right %",
    "right among three %",
    "typing errors: first right %",
    "in against out of scope, AUROC",
    "seconds a draw",
)


def decided(name: str, m: Measured) -> str:
    """Return what became of the questions when the method decides whether to answer."""
    return (
        f"{name}, calibrated on its phrasings alone to answer at most {RATES.false_answers:.0%} of "
        f"what is out of scope and {RATES.wrong_answers:.0%} wrongly: {figures.spread(m.right)} % "
        f"answered rightly, {figures.spread(m.wrong)} % wrongly, and "
        f"{figures.spread(m.answered_outside)} % of what is out of scope answered; the rest is "
        "offered among two to four, or declined."
    )


@dataclass(frozen=True)
class Writer:
    """Writes the tables of this run to a file."""

    path: Path
    by: str

    def clinc(
        self,
        per_answer: int | None,
        split: Split,
        seeds: Sequence[int],
        table: dict[str, Measured],
    ) -> None:
        """Write the section for one number of phrasings."""
        word = "all" if per_answer is None else str(per_answer)
        rows = {
            name: (
                figures.spread(m.first),
                figures.spread(m.three),
                figures.spread(m.typed_badly),
                figures.spread(m.auroc, 3),
                figures.spread(m.seconds, 0),
            )
            for name, m in table.items()
        }
        about = (
            f"{len(split.phrasings)} answers, {split.phrasing_count} phrasings, "
            f"{len(split.questions)} questions, {len(split.outside)} out of scope; draws of "
            f"phrasings and typing errors with seeds {' '.join(map(str, seeds))}: "
            "mean ± standard deviation."
        )
        notes = {name: decided(name, m) for name, m in table.items() if m.wrong}
        compared = results.Compared(about, HEADER, rows, notes)
        title = f"CLINC150, {word} phrasings"
        results.write_compared(self.path, f"clinc-{word}", title, self.by, compared)


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(prog=f"python -m {MODULE}", description=__doc__)
    parser.add_argument("--clinc", type=Path, help="data_full.json of clinc/oos-eval")
    parser.add_argument("--phrasings", nargs="+", default=["5", "10", "all"])
    parser.add_argument("--seeds", nargs="+", type=int, default=[0, 1, 2, 3, 4])
    parser.add_argument("--methods", nargs="+", choices=list(by_name(1)))
    parser.add_argument("--own", action="store_true", help="measure our own knowledge as well")
    parser.add_argument("--out", type=Path, default=results.DEFAULT)
    parser.add_argument("--processes", type=int, default=2, help="processes that train ours")
    given = parser.parse_args()
    if not given.clinc and not given.own:
        parser.error("give --clinc PATH, --own, or both")
    every = by_name(given.processes)
    makers = {word: every[word] for word in given.methods or every}
    out = Writer(given.out, results.command(MODULE, (given.clinc, given.out)))
    if given.clinc:
        clinc = read_clinc(given.clinc)
        for word in given.phrasings:
            run_clinc(clinc, None if word == "all" else int(word), given.seeds, makers, out)
    if given.own:
        own.run(makers, given.seeds[0], out.path, out.by)


if __name__ == "__main__":
    main()
