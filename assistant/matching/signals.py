"""Second stage: from the channels to scope and certainty, each a small logistic regression.

A signal is one number about a question; the models over them are trained on phrasings that were
held out of the first stage, so that they have seen how sure it looks when it is wrong.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.matching.ranker import Coverage, Raw

# How much the closest phrasing by words and by letters adds to the linear model's logit.
WORD_SHARE, LETTER_SHARE = 1.0, 1.1
SCOPE_SIGNALS = ("gate", "best logit", "known anywhere", "known here", "length")
CERTAINTY_SIGNALS = (
    "probability",
    "margin",
    "second probability",
    "word similarity",
    "letter similarity",
    "words agree",
    "letters agree",
    "logit lead",
    "known anywhere",
    "known here",
    "length",
)


@dataclass(frozen=True)
class SmallModel:
    """A logistic regression over signals, which are scaled by ``mean`` and ``spread`` first."""

    mean: NDArray[np.float64]
    spread: NDArray[np.float64]
    weights: NDArray[np.float64]
    bias: float

    def probability(self, signals: NDArray[np.float64]) -> float:
        """Return the probability for one row of *signals*."""
        logit = math.fsum((signals - self.mean) / self.spread * self.weights) + self.bias
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


def scores(raw: Raw) -> NDArray[np.float64]:
    """Return one score an answer: the linear model plus the closest phrasings."""
    total: NDArray[np.float64] = raw.logits.astype(np.float64)
    total += WORD_SHARE * raw.word_similarity
    total += LETTER_SHARE * raw.letter_similarity
    return total


def probabilities(answer_scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return *answer_scores* as probabilities that add up to one."""
    powers: NDArray[np.float64] = np.exp(answer_scores - answer_scores.max())
    total = powers.sum()
    powers /= total
    return powers


def scope_signals(raw: Raw, known: Coverage, length: int) -> NDArray[np.float64]:
    """Return the signals of ``SCOPE_SIGNALS`` for one question.

    *known* is the coverage by the first answer, *length* the number of words.
    """
    return np.array(
        [raw.gate, raw.logits.max(), known.anywhere, known.here, math.log1p(length)], np.float64
    )


def certainty_signals(raw: Raw, known: Coverage, length: int) -> NDArray[np.float64]:
    """Return the signals of ``CERTAINTY_SIGNALS`` for one question."""
    answer_scores = scores(raw)
    chances = probabilities(answer_scores)
    first, second = np.argsort(-answer_scores, kind="stable")[:2]
    return np.array(
        [
            chances[first],
            chances[first] - chances[second],
            chances[second],
            raw.word_similarity[first],
            raw.letter_similarity[first],
            float(raw.word_similarity.argmax() == first),
            float(raw.letter_similarity.argmax() == first),
            answer_scores[first] - answer_scores[second],
            known.anywhere,
            known.here,
            math.log1p(length),
        ],
        np.float64,
    )
