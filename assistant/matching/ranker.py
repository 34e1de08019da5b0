"""First stage: how each answer scores for a question on every channel.

Three channels: a linear model over all features, the closest phrasing by words, and the closest
phrasing by letters. The second stage (``signals``) turns them into scope and certainty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.matching.features import Features, Floats, Ints, Vector


@dataclass(frozen=True)
class Postings:
    """Which phrasings hold a feature, and with which weight; feature by feature."""

    starts: Ints
    phrasings: Ints
    weights: NDArray[np.float16]

    def similarities(self, vector: Vector, count: int) -> Floats:
        """Return the cosine of *vector* with each of *count* phrasings."""
        starts, ends = self.starts[vector.features], self.starts[vector.features + 1]
        lengths = ends - starts
        if not lengths.sum():
            return np.zeros(count, np.float32)
        shift = np.repeat(starts - np.concatenate(([0], lengths.cumsum()[:-1])), lengths)
        places = np.arange(lengths.sum()) + shift
        products = self.weights[places] * np.repeat(vector.weights, lengths)
        sums = np.bincount(self.phrasings[places], weights=products, minlength=count)
        return sums.astype(np.float32)


@dataclass(frozen=True)
class Raw:
    """What the channels say for one question; arrays have one entry an answer.

    ``similarity`` has one entry a phrasing, by words and by letters together.
    """

    logits: Floats
    word_similarity: Floats
    letter_similarity: Floats
    similarity: Floats
    gate: float
    kinds: Floats
    vectors: tuple[Vector, Vector, Vector]


@dataclass(frozen=True)
class Coverage:
    """How much of a question is known, its rare words weighing more; both from 0 to 1.

    ``anywhere`` is the share of its stems that any phrasing holds, ``here`` the share that some
    phrasing of one answer holds.
    """

    anywhere: float
    here: float


@dataclass(frozen=True)
class Ranker:
    """The trained parts of the first stage.

    ``weights`` has one row a feature, those of meaning last, and one column an answer, then one for
    the gate, then one a declined kind; ``bias`` likewise. Phrasings stand sorted by answer;
    ``answer_starts`` gives the first phrasing of each.
    """

    features: Features
    weights: NDArray[np.float16]
    bias: Floats
    postings: Postings
    answer_starts: Ints
    phrasing_count: int

    def raw(self, words: Sequence[str]) -> Raw:
        """Return what the channels say for the *words* of a question."""
        vectors = self.features.vectors(words)
        number = len(self.answer_starts)
        outputs = self.bias.copy()
        for vector in vectors:
            # A plain sum, row by row: what BLAS sums up depends on the processor.
            rows = self.weights[vector.features].astype(np.float32)
            outputs += (rows * vector.weights[:, np.newaxis]).sum(axis=0)
        by_word = self.postings.similarities(vectors[0], self.phrasing_count)
        by_letter = self.postings.similarities(vectors[1], self.phrasing_count)
        return Raw(
            logits=outputs[:number],
            word_similarity=np.maximum.reduceat(by_word, self.answer_starts),
            letter_similarity=np.maximum.reduceat(by_letter, self.answer_starts),
            similarity=by_word + by_letter,
            gate=float(outputs[number]),
            kinds=outputs[number + 1 :],
            vectors=vectors,
        )

    def coverage(self, words: Sequence[str], answer: int) -> Coverage:
        """Return how much of *words* any phrasing holds, and those of *answer* (by its place)."""
        whole = anywhere = here = 0.0
        for stem, weight in self.features.stem_weights(words).items():
            whole += weight * weight
            anywhere += weight * weight * (len(self._holding(stem)) > 0)
            here += weight * weight * self.holds(stem, answer)
        return Coverage(anywhere / whole, here / whole) if whole else Coverage(0.0, 0.0)

    def holds(self, stem: str, answer: int) -> bool:
        """Return whether a phrasing of *answer* holds *stem*."""
        first, after = self._own(answer)
        holding = self._holding(stem)
        place = int(np.searchsorted(holding, first))
        return place < len(holding) and bool(holding[place] < after)

    def _holding(self, stem: str) -> Ints:
        """Return the phrasings that hold *stem*, rising."""
        number = self.features.numbers.get(stem)
        if number is None:
            return self.postings.phrasings[:0]
        return self.postings.phrasings[
            self.postings.starts[number] : self.postings.starts[number + 1]
        ]

    def closest(self, raw: Raw, answer: int) -> int:
        """Return the number of the phrasing of *answer* that is closest; the first among equals."""
        start, end = self._own(answer)
        return start + int(np.argmax(raw.similarity[start:end]))

    def _own(self, answer: int) -> tuple[int, int]:
        """Return where the phrasings of *answer* start and end."""
        last = answer + 1 == len(self.answer_starts)
        end = self.phrasing_count if last else int(self.answer_starts[answer + 1])
        return int(self.answer_starts[answer]), end
