"""Our own knowledge, asked the labelled questions of ``questions.tsv`` and ``decline.tsv``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np

from assistant import answering, evaluation, privacy
from assistant.answering import Outcome
from assistant.cli.main import load_index, load_knowledge
from assistant.evaluation import Labelled, Report
from assistant.knowledge import Knowledge
from assistant.matching import Index, Rates, index
from tests.bench import figures, results
from tests.bench.methods import KEPT, Method, Ours, Scores
from tests.bench.splits import HALVES, Own, mistyped, read_own

RATES = Rates()


class Shipped:
    """The product as it is shipped: its index with lexicon, scope gate and declined questions."""

    name = Ours.name
    slow = False

    def __init__(self, knowledge: Knowledge, trained: Index) -> None:
        self.knowledge, self.index = knowledge, trained
        self._words = answering.masking_words(knowledge, trained)

    def fit(self, phrasings: Mapping[str, Sequence[str]]) -> None:
        """Learn nothing: the index stands."""

    def ask(self, question: str) -> Outcome:
        """Return the outcome for *question*, masked first as every door does."""
        masked = privacy.mask(question, self._words.known, self._words.names).text
        return answering.answer(masked, self.knowledge, self.index, RATES, typed=question)

    def report(self, questions: Sequence[Labelled]) -> Report:
        """Return how the product does on *questions*."""
        return evaluation.evaluate(questions, self.ask, self.knowledge.answers)

    def scores(self, questions: Sequence[str]) -> Scores:
        """Return the first three matches for *questions*, and the scope of each."""
        outcomes = [self.ask(question) for question in questions]
        best = [tuple(match.answer for match in o.matches[:KEPT]) for o in outcomes]
        return Scores(best, np.array([outcome.reasons.scope for outcome in outcomes]))


@cache
def shipped() -> Shipped:
    """Return the product with the knowledge and the index of this checkout."""
    knowledge = load_knowledge()
    return Shipped(knowledge, load_index(knowledge))


def run(makers: Mapping[str, Callable[[], Method]], seed: int, path: Path, by: str) -> None:
    """Measure every method on our own questions, and write after each to the file at *path*."""
    product = shipped()
    if "ours" in makers:
        title = "Our own knowledge: what is shown"
        results.write(path, "own-ours", title, by, shown(product, seed))
    phrasings = index.phrasings_of(product.knowledge)
    labelled = read_own()
    about = (
        f"{len(phrasings)} answers, {sum(map(len, phrasings.values()))} phrasings, "
        f"{len(labelled.asked)} questions, {len(labelled.outside)} that are not ours; index "
        f"{product.index.key[:12]}; in brackets the 95 % interval (Wilson); typing errors drawn "
        f"with seed {seed}. {product.name} as it is shipped, with lexicon and declined questions; "
        "the others know the same phrasings."
    )
    rows: dict[str, list[str]] = {}
    for word, make in makers.items():
        method: Method = product if word == "ours" else make()
        method.fit(phrasings)
        rows[method.name] = cells(method, labelled, seed)
        print(method.name, rows[method.name], file=sys.stderr, flush=True)  # noqa: T201
        compared = results.Compared(about, HEADER, rows, {})
        title = "Our own knowledge, beside other methods"
        results.write_compared(path, "own", title, by, compared)


HEADER = (
    "method",
    "first right %",
    "right among three %",
    "typing errors: first right %",
    "typing errors: among three %",
    "ours against not ours, AUROC",
)


def cells(method: Method, labelled: Own, seed: int) -> list[str]:
    """Return what *method* reaches as the cells under ``HEADER``, but for its name."""
    typed = [question.question for question in labelled.asked]
    right = [question.right for question in labelled.asked]
    outside = method.scores([question.question for question in labelled.outside])
    clean = method.scores(typed)
    found = []
    for got in (clean, method.scores(mistyped(typed, seed))):
        for first in (1, 3):
            share = figures.hits(got.best, right, first)
            found.append(figures.with_interval(share, len(right)))
    return [*found, f"{figures.auroc(clean.scope, outside.scope):.3f}"]


def shown(product: Shipped, seed: int) -> str:
    """Return a table of what people are shown, by half of the questions."""
    header = (
        "questions",
        "ours",
        "first right %",
        "among three %",
        "answered rightly %",
        "answered wrongly %",
        "offered rightly %",
        "declined %",
        "not ours",
        "of them answered %",
        "offered %",
    )
    rows = []
    for half in (*HALVES, ""):
        found = read_own(half)
        rows.append(_cells(half or "both halves", product.report([*found.asked, *found.outside])))
    badly = _mistyped([*found.asked, *found.outside], seed)
    rows.append(_cells("both, with typing errors", product.report(badly)))
    rows.append(_cells("hard ones of ours", product.report(found.hard)))
    text = (
        f"Index {product.index.key[:12]}. At most {RATES.false_answers:.0%} of what is not ours "
        f"and {RATES.wrong_answers:.0%} wrong answers are wanted; the thresholds come from the "
        "knowledge alone. Answered rightly and wrongly, offered rightly (the right answer is among "
        "the two to four) and declined are "
        f"shares of our questions. Typing errors drawn with seed {seed}. Hard ones are urgent, in "
        "another language, full of personal details, or look as if they were not ours.\n\n"
    )
    return text + results.table(header, rows)


def _mistyped(questions: Sequence[Labelled], seed: int) -> list[Labelled]:
    typed = mistyped([question.question for question in questions], seed)
    return [
        replace(question, question=line) for question, line in zip(questions, typed, strict=True)
    ]


def _cells(name: str, report: Report) -> list[str]:
    ours = report.ours
    return [
        name,
        str(ours.questions),
        figures.with_interval(ours.first, ours.questions),
        f"{ours.among_three:.1f}",
        f"{ours.answered_right:.1f}",
        f"{ours.answered_wrong:.1f}",
        f"{ours.offered_right:.1f}",
        f"{ours.declined:.1f}",
        str(report.others),
        f"{report.false_answers:.1f}",
        f"{report.false_offers:.1f}",
    ]
