"""What each part of our matching buys: the same measurements with one part switched off.

``python -m tests.bench.ablation --clinc data_full.json --own`` trains everything anew for each
part, and writes a section of RESULTS.md for each of the two. Parts are switched off here alone, by
patching the product.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

from assistant import text
from assistant.cli.main import load_index, load_knowledge
from assistant.knowledge import Knowledge, Lexicon
from assistant.matching import Index, features, reading, signals, spelling
from assistant.matching import index as index_module
from assistant.matching.ranker import Coverage, Ranker
from assistant.matching.spelling import Part, Speller
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
    "neighbours in spelling repair",
    "everyday words in spelling repair",
    "words torn or run together",
    "letter groups",
    "word pairs",
    "meaning by the dictionary",
    "meaning by company",
    "closest phrasing",
    "coverage",
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
        for where, name, value in _WITHOUT.get(part, ()):
            stack.enter_context(patch.object(where, name, value))
        yield


def _as_typed(_speller: Speller, words: Sequence[str]) -> list[Part]:
    return [Part((word,), (word,)) for word in words]


def _stems(words: Sequence[str]) -> list[str]:
    return [text.stem(word) for word in words]


# What takes the place of each part. Prices that are never worth paying switch readings off.
_NEVER = 10**9
_WITHOUT: dict[str, tuple[tuple[Any, str, Any], ...]] = {
    "spelling repair": ((Speller, "repair", _as_typed),),
    "neighbours in spelling repair": ((spelling, "NEIGHBOUR_SHARE", 0.0),),
    "everyday words in spelling repair": ((reading, "common", tuple),),
    "words torn or run together": (
        (spelling, "SPLIT", _NEVER),
        (spelling, "SLIPPED_SPACE", _NEVER),
        (spelling, "JOIN", _NEVER),
    ),
    "letter groups": ((features, "letter_features", lambda _words: []),),
    "word pairs": ((features, "word_features", _stems),),
    "meaning by the dictionary": ((features, "MEANING_SHARE", 0.0),),
    "meaning by company": ((features, "COMPANY_SHARE", 0.0),),
    "closest phrasing": ((signals, "WORD_SHARE", 0.0), (signals, "LETTER_SHARE", 0.0)),
    "coverage": ((Ranker, "coverage", lambda _ranker, _words, _answer: Coverage(0.0, 0.0)),),
    GATE: ((index_module, "scope_signals", signals.certainty_signals),),
}


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
        report = product.report([*found.asked, *found.outside])
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


def main() -> None:
    """Measure the whole, then without each part; the tables grow row by row."""
    parser = argparse.ArgumentParser(prog=f"python -m {MODULE}", description=__doc__)
    parser.add_argument("--clinc", type=Path, help="data_full.json of clinc/oos-eval")
    parser.add_argument("--own", action="store_true", help="measure our own knowledge as well")
    parser.add_argument("--seeds", nargs="+", type=int, default=[0, 1, 2])
    parser.add_argument("--out", type=Path, default=results.DEFAULT)
    given = parser.parse_args()
    if not given.clinc and not given.own:
        parser.error("give --clinc PATH, --own, or both")
    by = results.command(MODULE, (given.clinc, given.out))
    if given.clinc:
        ablate_clinc(read_clinc(given.clinc), given.seeds, given.out, by)
    if given.own:
        ablate_own(given.seeds[0], given.out, by)


def ablate_clinc(clinc: Clinc, seeds: Sequence[int], out: Path, by: str) -> None:
    """Measure on CLINC150 and write after each part."""
    about = (
        f"{PER_ANSWER} phrasings an intent, mean ± standard deviation over seeds "
        f"{' '.join(map(str, seeds))}; no declined questions and no lexicon there. In brackets the "
        "difference to the first row.\n\n"
    )
    trained: dict[int, Index] = {}
    rows: list[Row] = []
    for part in PARTS:
        if part != LEXICON:
            rows.append(on_clinc(part, clinc, seeds, trained))
            print(rows[-1], file=sys.stderr, flush=True)  # noqa: T201
            table = about + as_table(CLINC_HEADER, rows)
            results.write(out, "ablation-clinc", "What each part buys: CLINC150", by, table)


def ablate_own(seed: int, out: Path, by: str) -> None:
    """Measure our own knowledge and write after each part."""
    knowledge = load_knowledge()
    whole = load_index(knowledge)
    found = read_own()
    about = (
        f"Index {whole.key[:12]}, {len(found.asked)} questions, {len(found.outside)} that are not "
        f"ours; typing errors drawn with seed {seed}. In brackets the difference to the first "
        "row.\n\n"
    )
    rows: list[Row] = []
    for part in PARTS:
        rows.append(on_own(part, knowledge, seed, whole))
        print(rows[-1], file=sys.stderr, flush=True)  # noqa: T201
        table = about + as_table(OWN_HEADER, rows)
        results.write(out, "ablation-own", "What each part buys: our own knowledge", by, table)


if __name__ == "__main__":
    main()
