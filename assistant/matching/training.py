"""Train an index from phrasings; the only user of scikit-learn, and never run in production.

The first stage is fitted by ``logistic``, the second by scikit-learn. Everything runs on one thread
and weights are rounded, so that two builds of the same knowledge give the same index.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from assistant.knowledge import Knowledge
from assistant.matching import features, logistic
from assistant.matching.calibration import Held
from assistant.matching.features import Features, Floats, Ints
from assistant.matching.index import Index, key_of, phrasings_of
from assistant.matching.logistic import Rows
from assistant.matching.ranker import Postings, Ranker
from assistant.matching.reading import Reader, usage_of
from assistant.matching.signals import SmallModel, certainty_signals, scope_signals, scores

FOLDS = 3
RANKING_C, GATE_C, KIND_C = 20.0, 5.0, 5.0
# A fit stops at this largest gradient. With many answers it is small from the start, since each
# has a small share of the phrasings; so ranking divides its tolerance by their number. Finer
# fits take twice the time and rank no better.
TOLERANCE, RANKING_TOLERANCE = 1e-4, 0.05
Progress = Callable[[str], None]


class TrainingError(Exception):
    """The phrasings do not suffice to train on."""


@dataclass(frozen=True)
class Labelled:
    """Readings of phrasings with the number of their answer, or of their declined kind."""

    words: list[tuple[str, ...]]
    labels: NDArray[np.int64]

    def take(self, chosen: NDArray[np.bool_]) -> Labelled:
        """Return the readings that *chosen* marks."""
        places = np.flatnonzero(chosen)
        return Labelled([self.words[i] for i in places], self.labels[places])


_Whole = tuple[Labelled, Labelled, int, int]
_Part = tuple[_Whole, Labelled, Labelled]


@dataclass(frozen=True)
class _Heard:
    """The signals of held-out questions, their answer, and the one that came first."""

    scope: list[NDArray[np.float64]]
    certainty: list[NDArray[np.float64]]
    wanted: list[int]
    got: list[int]


def train(
    knowledge: Knowledge, english: Collection[str], processes: int, progress: Progress
) -> Index:
    """Return the index of *knowledge*, keyed by the hash of its phrasings."""
    return build(
        phrasings_of(knowledge),
        {name: kind.phrasings for name, kind in knowledge.declined.items()},
        key=key_of(knowledge),
        replace=knowledge.lexicon.replace,
        add=knowledge.lexicon.add,
        english=english,
        processes=processes,
        progress=progress,
    )


def build(
    phrasings: Mapping[str, Sequence[str]],
    declined: Mapping[str, Sequence[str]],
    *,
    key: str,
    replace: Mapping[str, str],
    add: Mapping[str, str],
    english: Collection[str],
    processes: int = 1,
    progress: Progress = lambda _line: None,
) -> Index:
    """Return an index of *phrasings* (by answer id) and *declined* questions (by kind).

    Raises TrainingError with fewer than two answers or an answer without phrasings.
    """
    answers = tuple(sorted(phrasings))
    kinds = tuple(sorted(kind for kind in declined if declined[kind]))
    if len(answers) < 2:
        raise TrainingError("an index needs at least two answers")
    if empty := [answer for answer in answers if not phrasings[answer]]:
        raise TrainingError(f"no phrasings for: {', '.join(empty)}")
    every = [line for answer in answers for line in phrasings[answer]]
    reader = Reader(usage_of(every, replace, add), replace, add, english)
    ours = label(reader, [phrasings[answer] for answer in answers])
    others = label(reader, [declined[kind] for kind in kinds])
    with threadpool_limits(limits=1):
        progress(f"training on {len(ours.words)} phrasings of {len(answers)} answers")
        progress(f"and again with each part of {FOLDS} held out in turn")
        ranker, heard, outside = _train(ours, others, len(answers), len(kinds), processes)
        progress("training scope and certainty on what was held out")
        scope_model = _small_model(
            heard.scope + outside.scope, [True] * len(heard.scope) + [False] * len(outside.scope)
        )
        certainty_model = _small_model(
            heard.certainty,
            [one == other for one, other in zip(heard.wanted, heard.got, strict=True)],
        )
    held = Held(
        scope=_probabilities(scope_model, heard.scope),
        certainty=_probabilities(certainty_model, heard.certainty),
        wanted=np.array(heard.wanted, np.int32),
        got=np.array(heard.got, np.int32),
        out_scope=_probabilities(scope_model, outside.scope),
        out_certainty=_probabilities(certainty_model, outside.certainty),
    )
    return Index(
        key, answers, tuple(every), kinds, reader, ranker, scope_model, certainty_model, held
    )


def label(reader: Reader, groups: Sequence[Sequence[str]]) -> Labelled:
    """Return what *reader* makes of each line, labelled by the number of its group."""
    readings = [(reader.read(line), n) for n, lines in enumerate(groups) for line in lines]
    return Labelled(
        [reading.words for reading, _ in readings],
        np.array([n for _, n in readings], np.int64),
    )


def fit(ours: Labelled, others: Labelled, answer_count: int, kind_count: int = 0) -> Ranker:
    """Return the first stage trained on *ours* and *others*.

    Without kinds, it has no gate.
    """
    # The gate has to know the words of what is not ours as well.
    fitted = features.fit([*ours.words, *others.words])
    own = _rows(fitted, ours.words)
    weights = np.zeros((fitted.count, answer_count + 1 + kind_count), np.float32)
    bias = np.zeros(answer_count + 1 + kind_count, np.float32)
    weights[:, :answer_count], bias[:answer_count] = logistic.fit(
        own, ours.labels, RANKING_C, RANKING_TOLERANCE / answer_count
    )
    if kind_count:
        foreign = _rows(fitted, others.words)
        is_ours = np.repeat([1, 0], [own.count, foreign.count])
        gate, gate_bias = logistic.fit(
            logistic.together(own, foreign), is_ours, GATE_C, TOLERANCE, balanced=True
        )
        weights[:, answer_count] = gate[:, 1] - gate[:, 0]
        bias[answer_count] = gate_bias[1] - gate_bias[0]
        if kind_count > 1:
            weights[:, answer_count + 1 :], bias[answer_count + 1 :] = logistic.fit(
                foreign, others.labels, KIND_C, TOLERANCE, balanced=True
            )
    starts = np.searchsorted(ours.labels, np.arange(answer_count)).astype(np.int32)
    return Ranker(
        fitted,
        weights.astype(np.float16),
        np.round(bias, 4),
        _postings(own.thin),
        starts,
        own.count,
    )


def _rows(fitted: Features, readings: Sequence[Sequence[str]]) -> Rows:
    data: list[Floats] = []
    columns: list[Ints] = []
    starts = [0]
    meant: list[Floats] = []
    for words in readings:
        by_word, by_letter, by_meaning = fitted.vectors(words)
        data += [by_word.weights, by_letter.weights]
        columns += [by_word.features, by_letter.features]
        starts.append(starts[-1] + len(by_word.features) + len(by_letter.features))
        meant.append(by_meaning.weights)
    shape = (len(readings), len(fitted.numbers))
    thin = sparse.csr_matrix((np.concatenate(data), np.concatenate(columns), starts), shape)
    return Rows(thin, np.array(meant))


def _postings(matrix: sparse.csr_matrix) -> Postings:
    by_feature = matrix.tocsc()
    by_feature.sort_indices()
    return Postings(
        by_feature.indptr.astype(np.int32),
        by_feature.indices.astype(np.int32),
        by_feature.data.astype(np.float16),
    )


def _train(
    ours: Labelled, others: Labelled, answer_count: int, kind_count: int, processes: int
) -> tuple[Ranker, _Heard, _Heard]:
    """Return the first stage, and the signals of our questions and of others when held out of it.

    Each part is heard by a first stage that was trained without it. Without declined questions, the
    answers take turns at being what is not ours.
    """
    own, foreign = _folds(ours.labels), _folds(others.labels)
    jobs = [
        (
            (ours.take(own != fold), others.take(foreign != fold), answer_count, kind_count),
            ours.take(own == fold),
            others.take(foreign == fold),
        )
        for fold in range(FOLDS)
    ]
    if not kind_count:
        nobody = ours.take(np.zeros(len(ours.words), np.bool_))
        for left, kept in _left_out(answer_count):
            numbers = np.full(answer_count, -1)
            numbers[kept] = np.arange(len(kept))
            stays = ours.take(np.isin(ours.labels, kept))
            renumbered = Labelled(stays.words, numbers[stays.labels])
            outside = ours.take(np.isin(ours.labels, left))
            jobs.append(((renumbered, nobody, len(kept), 0), nobody, outside))
    whole = (ours, others, answer_count, kind_count)
    if processes > 1:
        with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
            # The longest job first.
            trained = pool.submit(_fit_alone, whole)
            results = list(pool.map(_hear_part, jobs))
            ranker = trained.result()
    else:
        ranker = _fit_alone(whole)
        results = [_hear_part(job) for job in jobs]
    return ranker, _joined([heard for heard, _ in results]), _joined([out for _, out in results])


def _fit_alone(whole: _Whole) -> Ranker:
    with threadpool_limits(limits=1):
        return fit(*whole)


def _hear_part(job: _Part) -> tuple[_Heard, _Heard]:
    """Return the signals of one held-out part, after training on the rest."""
    rest, ours, others = job
    ranker = _fit_alone(rest)
    return _hear(ranker, ours), _hear(ranker, others)


def _joined(parts: Sequence[_Heard]) -> _Heard:
    return _Heard(
        [row for part in parts for row in part.scope],
        [row for part in parts for row in part.certainty],
        [wanted for part in parts for wanted in part.wanted],
        [got for part in parts for got in part.got],
    )


def _left_out(answer_count: int) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Yield each part of the answers with the rest, as long as two stay."""
    numbers = np.arange(answer_count)
    for part in range(FOLDS):
        left, kept = numbers[numbers % FOLDS == part], numbers[numbers % FOLDS != part]
        if len(left) and len(kept) >= 2:
            yield left, kept


def _folds(labels: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the fold of each phrasing: neighbours in a file share one.

    A file lists one writer after the other, so most of what is held out was written by others than
    what is trained on, as it is with real questions. A label with a single phrasing gets a fold
    that is never held out: its answer would vanish.
    """
    folds = np.zeros(len(labels), np.int64)
    for label in np.unique(labels):
        places = np.flatnonzero(labels == label)
        folds[places] = FOLDS if len(places) == 1 else np.arange(len(places)) * FOLDS // len(places)
    return folds


def _hear(ranker: Ranker, questions: Labelled) -> _Heard:
    heard = _Heard([], [], [], [])
    for words, label in zip(questions.words, questions.labels, strict=True):
        raw = ranker.raw(words)
        first = int(scores(raw).argmax())
        known = ranker.coverage(words, first)
        heard.scope.append(scope_signals(raw, known, len(words)))
        heard.certainty.append(certainty_signals(raw, known, len(words)))
        heard.wanted.append(int(label))
        heard.got.append(first)
    return heard


def _small_model(rows: list[NDArray[np.float64]], labels: Sequence[bool]) -> SmallModel:
    matrix = np.array(rows)
    mean, spread = matrix.mean(axis=0), matrix.std(axis=0)
    spread[spread < 1e-9] = 1.0
    if len(set(labels)) < 2:
        return SmallModel(mean, spread, np.zeros_like(mean), 3.0 if labels[0] else -3.0)
    model = LogisticRegression(class_weight=None).fit((matrix - mean) / spread, labels)
    return SmallModel(
        np.round(mean, 6),
        np.round(spread, 6),
        np.round(model.coef_[0], 4),
        round(float(model.intercept_[0]), 4),
    )


def _probabilities(model: SmallModel, rows: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    return np.array([round(model.probability(row), 6) for row in rows], np.float64)
