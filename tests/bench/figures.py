"""Figures over ranked answers: shares in percent, area under the curve, mean and spread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.evaluation import interval

Scope = NDArray[np.floating[Any]]


def hits(best: Sequence[tuple[str, ...]], right: Sequence[tuple[str, ...]], first: int) -> float:
    """Return how often, in percent, a right answer stands among the *first* ones."""
    found = [bool({*got[:first]} & {*wanted}) for got, wanted in zip(best, right, strict=True)]
    return 100 * float(np.mean(found))


def auroc(ours: Scope, others: Scope) -> float:
    """Return how often a question of ours scores above another one; a tie counts half."""
    together = np.sort(np.concatenate([ours, others]))
    below = np.searchsorted(together, ours, "left") + np.searchsorted(together, ours, "right")
    ranks = (below + 1) / 2
    return float((ranks.sum() - len(ours) * (len(ours) + 1) / 2) / (len(ours) * len(others)))


def spread(values: Sequence[float], digits: int = 1) -> str:
    """Return the mean of *values*, and their standard deviation when there are several."""
    mean = f"{np.mean(values):.{digits}f}"
    return f"{mean} ± {np.std(values, ddof=1):.{digits}f}" if len(values) > 1 else mean


def with_interval(percent: float, count: int) -> str:
    """Return a share in percent with its 95 % interval (Wilson)."""
    low, high = interval(percent, count)
    return f"{percent:.1f} ({low:.1f} to {high:.1f})"
