"""Each writer's phrasings asked of an index that has only the other writers'."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import numpy as np
from threadpoolctl import threadpool_limits

from assistant.matching import training
from assistant.matching.index import HeldOut, held_out
from assistant.matching.reading import Reader, usage_of
from assistant.matching.signals import scores

AMONG = 3
Written = Mapping[str, Mapping[str, Sequence[str]]]


@dataclass(frozen=True)
class LeftOut:
    """How one writer's phrasings did; shares from 0 to 1, answers weakest first."""

    writer: str
    phrasings: int
    first: float
    among_three: float
    answers: tuple[HeldOut, ...]


@dataclass(frozen=True)
class Lexical:
    """What readings need beside phrasings: the lexicon's two tables and the English word list."""

    replace: Mapping[str, str]
    add: Mapping[str, str]
    english: Collection[str]


def by_writer(
    written: Written, titles: Mapping[str, str], lexical: Lexical, processes: int = 1
) -> list[LeftOut]:
    """Return for each writer in *written* how the answers of the others' phrasings are found.

    *titles* are known to all. One training a writer, *processes* of them at once.
    """
    jobs = [(writer, written, titles, lexical) for writer in written]
    if processes == 1:
        return [_one(*job) for job in jobs]
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        return list(pool.map(_one, *zip(*jobs, strict=True)))


def _one(writer: str, written: Written, titles: Mapping[str, str], lexical: Lexical) -> LeftOut:
    answers = sorted(titles)
    others = [by_answer for other, by_answer in written.items() if other != writer]
    known = [
        [titles[answer], *(line for lines in others for line in lines.get(answer, ()))]
        for answer in answers
    ]
    usage = usage_of([line for lines in known for line in lines], lexical.replace, lexical.add)
    reader = Reader(usage, lexical.replace, lexical.add, lexical.english)
    with threadpool_limits(limits=1):
        ranker = training.fit(training.label(reader, known), training.label(reader, []), len(known))
    asked = training.label(reader, [written[writer].get(answer, ()) for answer in answers])
    best = np.array(
        [np.argsort(-scores(ranker.raw(words)), kind="stable")[:AMONG] for words in asked.words]
    )
    right = best == asked.labels[:, np.newaxis]
    found = held_out(answers, asked.labels.astype(np.int32), best[:, 0].astype(np.int32))
    return LeftOut(
        writer,
        len(asked.words),
        float(right[:, 0].mean()),
        float(right.any(axis=1).mean()),
        tuple(held for held in found if held.phrasings),
    )
