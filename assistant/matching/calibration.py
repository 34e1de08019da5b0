"""Where to answer, where to offer and where to decline, from what was held out of training."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

# A question that is not ours may be offered "did you mean" more often than it may be answered.
OFFERED_OUT_OF_SCOPE = 0.25
# Strangers' questions go wrong more often than held-out ones, whose writers the index knows, so
# fewer held-out ones may: of those that are not ours, and of ours. Both factors were chosen on the
# labelled questions of tests/bench, so those cannot confirm them.
STRANGERS_FALSE, STRANGERS_WRONG = 0.3, 0.75
# Where nothing was declined, answers left out play what is not ours. They are near misses already,
# so they may go wrong more often than declined questions; chosen on CLINC150.
LEFT_OUT_FALSE = 0.7


@dataclass(frozen=True, eq=False)
class Held:
    """What the two stages said of held-out questions: ours, and ones that are not.

    ``wanted`` and ``got`` number the answer that a question of ours belongs to, and the one that
    came first.
    """

    scope: NDArray[np.float64]
    certainty: NDArray[np.float64]
    wanted: NDArray[np.int32]
    got: NDArray[np.int32]
    out_scope: NDArray[np.float64]
    out_certainty: NDArray[np.float64]

    @property
    def right(self) -> NDArray[np.bool_]:
        """Return for each question of ours whether its answer came first."""
        right: NDArray[np.bool_] = self.wanted == self.got
        return right


@dataclass(frozen=True)
class Rates:
    """The shares of held-out questions that may go wrong.

    ``false_answers``: of questions that are not ours, those that get an answer.
    ``wrong_answers``: of our questions, those that get a wrong one.
    """

    false_answers: float = 0.05
    wrong_answers: float = 0.04

    def __post_init__(self) -> None:
        """Refuse what is no share; ValueError."""
        if not (0 <= self.false_answers <= 1 and 0 <= self.wrong_answers <= 1):
            raise ValueError("a rate is a number from 0 to 1")


@dataclass(frozen=True)
class Thresholds:
    """From which scope and certainty a question is answered, and from which scope offered."""

    answer_scope: float
    answer_certainty: float
    offer_scope: float


@lru_cache(maxsize=16)
def thresholds(held: Held, rates: Rates, *, declined: bool = True) -> Thresholds:
    """Return the lowest thresholds that keep the held-out questions within *rates*.

    *declined* says whether what is not ours are declined questions, or answers left out.
    """
    allowed = (STRANGERS_FALSE if declined else LEFT_OUT_FALSE) * rates.false_answers
    certainty = _lowest(
        held.certainty[~held.right], STRANGERS_WRONG * rates.wrong_answers, len(held.certainty)
    )
    sure = held.out_scope[held.out_certainty >= certainty]
    scope = _lowest(sure, allowed, len(held.out_scope))
    offer = _lowest(held.out_scope, OFFERED_OUT_OF_SCOPE, len(held.out_scope))
    return Thresholds(scope, certainty, min(offer, scope))


def _lowest(bad: NDArray[np.float64], rate: float, total: int) -> float:
    """Return the lowest threshold that at most *rate* of *total* bad ones reach."""
    allowed = int(rate * total)
    if len(bad) <= allowed:
        return 0.0
    ordered = np.sort(bad)[::-1]
    return float(np.nextafter(ordered[allowed], 2.0))
