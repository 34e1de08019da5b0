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
    """What the channels say for one question; arrays have one entry an answer."""

    logits: Floats
    word_similarity: Floats
    letter_similarity: Floats
    closest: Ints
    gate: float
    kinds: Floats
    vectors: tuple[Vector, Vector]


@dataclass(frozen=True)
class Ranker:
    """The trained parts of the first stage.

    ``weights`` has one row a feature and one column an answer, then one for the gate, then one a
    declined kind; ``bias`` likewise. Phrasings stand sorted by answer; ``answer_starts`` gives the
    first phrasing of each.
    """

    features: Features
    weights: NDArray[np.float16]
    bias: Floats
    postings: Postings
    answer_starts: Ints
    phrasing_count: int

    def raw(self, words: Sequence[str]) -> Raw:
        """Return what the channels say for the *words* of a question."""
        word_vector, letter_vector = self.features.vectors(words)
        number = len(self.answer_starts)
        outputs = self.bias.copy()
        for vector in (word_vector, letter_vector):
            # A plain sum, row by row: what BLAS sums up depends on the processor.
            rows = self.weights[vector.features].astype(np.float32)
            outputs += (rows * vector.weights[:, np.newaxis]).sum(axis=0)
        by_word = self.postings.similarities(word_vector, self.phrasing_count)
        by_letter = self.postings.similarities(letter_vector, self.phrasing_count)
        together = by_word + by_letter
        return Raw(
            logits=outputs[:number],
            word_similarity=np.maximum.reduceat(by_word, self.answer_starts),
            letter_similarity=np.maximum.reduceat(by_letter, self.answer_starts),
            closest=self._closest(together),
            gate=float(outputs[number]),
            kinds=outputs[number + 1 :],
            vectors=(word_vector, letter_vector),
        )

    def _closest(self, similarity: Floats) -> Ints:
        """Return the number of the closest phrasing of each answer; the first one among equals."""
        ends = np.append(self.answer_starts[1:], self.phrasing_count)
        best = [
            start + int(np.argmax(similarity[start:end]))
            for start, end in zip(self.answer_starts, ends, strict=True)
        ]
        return np.array(best, np.int32)
