"""What each part of our matching buys: the same measurements with one part switched off.

``python -m tests.bench.ablation --clinc data_full.json`` trains everything anew for each part, and
writes its section of RESULTS.md. Parts are switched off here alone, by patching the product.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from unittest.mock import patch

import numpy as np

from assistant import evaluation, text
from assistant.cli.main import load_index, load_knowledge
from assistant.knowledge import Knowledge, Lexicon
from assistant.matching import Index, features, signals
from assistant.matching import index as index_module
from assistant.wordlist import british
from tests.bench import figures, own, results
from tests.bench.methods import Method, Ours
from tests.bench.splits import Clinc, Split, mistyped, read_clinc, read_own

MODULE = "tests.bench.ablation"
PER_ANSWER = 10
WHOLE, GATE, LEXICON = "nothing", "scope stage (certainty alone)", "lexicon"
PARTS = (
    WHOLE,
    "spelling repair",
    "letter groups",
    "word pairs",
    "closest phrasing",
    GATE,
    LEXICON,
)
CLINC_HEADER = ("first right %", "typing errors: first right %", "in against out of scope, AUROC")
OWN_HEADER = (
    "first right %",
    "among three %",
    "typing errors: first right %",
    "ours against not ours, AUROC",
    "answered rightly %",
    "answered wrongly %",
    "not ours, answered %",
)


@dataclass(frozen=True)
class Row:
    """What is reached without ``part``: one list of values, over the draws, a column."""

    part: str
    columns: list[list[float]]


@contextmanager
def switched_off(part: str) -> Iterator[None]:
    """Run without *part*, in training as in ranking."""
    with ExitStack() as stack:
        if part == "spelling repair":
            stack.enter_context(patch.object(text.Speller, "repair", lambda _self, word: word))
        elif part == "letter groups":
            stack.enter_context(patch.object(features, "letter_features", lambda _words: []))
        elif part == "word pairs":
            stack.enter_context(patch.object(features, "word_features", _stems))
        elif part == "closest phrasing":
            stack.enter_context(patch.object(signals, "WORD_SHARE", 0.0))
            stack.enter_context(patch.object(signals, "LETTER_SHARE", 0.0))
        elif part == GATE:
            certainty = signals.certainty_signals
            stack.enter_context(patch.object(index_module, "scope_signals", certainty))
        yield


def _stems(words: Sequence[str]) -> list[str]:
    return [text.stem(word) for word in words]


def scope_is_certainty(index: Index) -> Index:
    """Return *index* with the certainty of the first match in the place of the scope."""
    held = replace(index.held, scope=index.held.certainty, out_scope=index.held.out_certainty)
    return replace(index, scope_model=index.certainty_model, held=held)


def on_clinc(part: str, clinc: Clinc, seeds: Sequence[int], trained: dict[int, Index]) -> Row:
    """Return what is reached on CLINC150 without *part*; *trained* keeps the whole, by seed."""
    columns: list[list[float]] = [[], [], []]
    for seed in seeds:
        split = clinc.draw(PER_ANSWER, seed)
        method = Ours()
        if part == GATE:
            method.index = scope_is_certainty(trained[seed])
        else:
            with switched_off(part):
                method.fit(split.phrasings)
        if part == WHOLE:
            trained[seed] = method.index
        with switched_off(part):
            found = _shares(method, split, seed)
        for column, value in zip(columns, found, strict=True):
            column.append(value)
    return Row(part, columns)


def _shares(method: Method, split: Split, seed: int) -> tuple[float, float, float]:
    """Return first right, first right with typing errors, and AUROC."""
    clean, outside = method.scores(split.questions), method.scores(split.outside)
    badly = method.scores(mistyped(split.questions, seed))
    return (
        figures.hits(clean.best, split.right, 1),
        figures.hits(badly.best, split.right, 1),
        figures.auroc(clean.scope, outside.scope),
    )


def on_own(part: str, knowledge: Knowledge, seed: int, whole: Index) -> Row:
    """Return what is reached on our own questions without *part*; *whole* is the shipped index."""
    if part == LEXICON:
        knowledge = replace(knowledge, lexicon=Lexicon())
    with switched_off(part):
        if part == WHOLE:
            index = whole
        elif part == GATE:
            index = scope_is_certainty(whole)
        else:
            from assistant.matching import training

            index = training.train(knowledge, british(), 1, lambda _line: None)
        product = own.Shipped(knowledge, index)
        found = read_own()
        split = Split(
            {},
            [question.question for question in found.asked],
            [question.right for question in found.asked],
            [question.question for question in found.outside],
        )
        first, badly, auroc = _shares(product, split, seed)
        report = evaluation.evaluate([*found.asked, *found.outside], product.ask)
    ours = report.ours
    values = [first, ours.among_three, badly, auroc]
    values += [ours.answered_right, ours.answered_wrong, report.false_answers]
    return Row(part, [[value] for value in values])


def as_table(header: Sequence[str], rows: Sequence[Row]) -> str:
    """Return a table of *rows*, the difference to the whole (the first row) in brackets."""
    lines = []
    for row in rows:
        cells = [row.part]
        for name, values, whole in zip(header, row.columns, rows[0].columns, strict=True):
            digits = 3 if "AUROC" in name else 1
            cell = figures.spread(values, digits)
            if row.part != WHOLE:
                cell += f" ({np.mean(values) - np.mean(whole):+.{digits}f})"
            cells.append(cell)
        lines.append(cells)
    return results.table(("left out", *header), lines)


def body(clinc_rows: Sequence[Row], own_rows: Sequence[Row], seeds: Sequence[int]) -> str:
    """Return both tables with what they rest on."""
    written = "In brackets the difference to the first row. "
    if clinc_rows:
        written += (
            f"CLINC150, {PER_ANSWER} phrasings an intent, mean ± standard deviation over seeds "
            f"{' '.join(map(str, seeds))}; no declined questions and no lexicon there:\n\n"
            f"{as_table(CLINC_HEADER, clinc_rows)}\n"
        )
    found = read_own()
    written += (
        f"Our own knowledge, {len(found.asked)} questions, {len(found.outside)} that are not ours; "
        f"typing errors drawn with seed {seeds[0]}:\n\n{as_table(OWN_HEADER, own_rows)}"
    )
    return written


def main() -> None:
    """Measure the whole, then without each part; the table grows row by row."""
    parser = argparse.ArgumentParser(prog=f"python -m {MODULE}", description=__doc__)
    parser.add_argument("--clinc", type=Path, help="data_full.json of clinc/oos-eval")
    parser.add_argument("--seeds", nargs="+", type=int, default=[0, 1, 2])
    parser.add_argument("--out", type=Path, default=results.DEFAULT)
    given = parser.parse_args()
    by = results.command(MODULE, (given.clinc, given.out))
    clinc = read_clinc(given.clinc) if given.clinc else None
    knowledge = load_knowledge()
    whole = load_index(knowledge)
    trained: dict[int, Index] = {}
    clinc_rows: list[Row] = []
    own_rows: list[Row] = []
    for part in PARTS:
        if clinc and part != LEXICON:
            clinc_rows.append(on_clinc(part, clinc, given.seeds, trained))
        own_rows.append(on_own(part, knowledge, given.seeds[0], whole))
        print(part, clinc_rows[-1:], own_rows[-1], file=sys.stderr, flush=True)  # noqa: T201
        text_now = body(clinc_rows, own_rows, given.seeds)
        results.write(given.out, "ablation", "What each part buys", by, text_now)


if __name__ == "__main__":
    main()
