"""Where to answer, where to offer and where to decline, from what was held out of training."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

# A question that is not ours may be offered "did you mean" more often than it may be answered.
OFFERED_OUT_OF_SCOPE = 0.25
# Strangers' questions get past the gate about twice as often as held-out ones, whose writers it
# knows (measured on the labelled questions of tests/bench), so fewer held-out ones may.
STRANGERS = 0.4


@dataclass(frozen=True, eq=False)
class Held:
    """What the two stages said of held-out questions: ours, and ones that are not."""

    scope: NDArray[np.float64]
    confidence: NDArray[np.float64]
    right: NDArray[np.bool_]
    out_scope: NDArray[np.float64]
    out_confidence: NDArray[np.float64]


@dataclass(frozen=True)
class Rates:
    """The shares of held-out questions that may go wrong.

    ``false_answers``: of questions that are not ours, those that get an answer.
    ``wrong_answers``: of our questions, those that get a wrong one.
    """

    false_answers: float = 0.05
    wrong_answers: float = 0.04


@dataclass(frozen=True)
class Thresholds:
    """From which scope and confidence a question is answered, and from which scope offered."""

    answer_scope: float
    answer_confidence: float
    offer_scope: float


@lru_cache(maxsize=16)
def thresholds(held: Held, rates: Rates) -> Thresholds:
    """Return the lowest thresholds that keep the held-out questions within *rates*."""
    confidence = _lowest(held.confidence[~held.right], rates.wrong_answers, len(held.confidence))
    sure = held.out_scope[held.out_confidence >= confidence]
    scope = _lowest(sure, STRANGERS * rates.false_answers, len(held.out_scope))
    offer = _lowest(held.out_scope, OFFERED_OUT_OF_SCOPE, len(held.out_scope))
    return Thresholds(scope, confidence, min(offer, scope))


def _lowest(bad: NDArray[np.float64], rate: float, total: int) -> float:
    """Return the lowest threshold that at most *rate* of *total* bad ones reach."""
    allowed = int(rate * total)
    if len(bad) <= allowed:
        return 0.0
    ordered = np.sort(bad)[::-1]
    return float(np.nextafter(ordered[allowed], 2.0))
