"""Logistic regression over many sparse features and a few dense ones, fast enough to train often.

The loss and the penalty are those of scikit-learn's, whose solver is as good but takes twice the
time here: it treats dense features as sparse ones, and keeps its memory of steps in double
precision. The solver is L-BFGS (Nocedal 1980) with a backtracking line search.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float32]
Objective = Callable[[Floats], tuple[float, Floats]]
MAX_ITERATIONS = 200
# How many steps are remembered; more cost time and save hardly an iteration.
REMEMBERED = 6
# A step must lower the loss by this share of what its slope promises; else it is halved.
ENOUGH, SHORTEST_STEP = 1e-4, 1e-6


@dataclass(frozen=True)
class Rows:
    """Some rows of features, the sparse ones and behind them the dense ones."""

    thin: sparse.csr_matrix
    dense: Floats

    @property
    def count(self) -> int:
        """Return how many rows there are."""
        return len(self.dense)


def together(one: Rows, other: Rows) -> Rows:
    """Return the rows of *one*, then those of *other*."""
    thin = sparse.vstack([one.thin, other.thin]).tocsr()
    return Rows(thin, np.vstack([one.dense, other.dense]))


def fit(
    rows: Rows, labels: NDArray[np.int64], c: float, tolerance: float, *, balanced: bool = False
) -> tuple[Floats, Floats]:
    """Return weights (features x classes) and biases that tell the *labels* of *rows* apart.

    The larger *c*, the less large weights cost. Fitting stops at *tolerance* as the largest
    gradient. With *balanced*, each class weighs the same, however many rows it has.
    """
    count, classes = rows.count, int(labels.max()) + 1
    thin = rows.thin.shape[1]
    transposed = rows.thin.T.tocsr()
    each = np.arange(count)
    shares = np.full(count, 1 / count)
    if balanced:
        shares = 1 / (classes * np.bincount(labels, minlength=classes)[labels])
    column = shares.astype(np.float32)[:, np.newaxis]
    penalty = 1 / (c * count)

    def objective(weights: Floats) -> tuple[float, Floats]:
        chances = rows.thin @ weights[:thin]
        chances += rows.dense @ weights[thin:-1]
        chances += weights[-1]
        chances -= chances.max(axis=1, keepdims=True)
        own = chances[each, labels].astype(np.float64)
        np.exp(chances, out=chances)
        totals = chances.sum(axis=1, keepdims=True)
        loss = float((shares * (np.log(totals[:, 0].astype(np.float64)) - own)).sum())
        chances /= totals
        chances[each, labels] -= 1
        chances *= column
        gradient = np.empty_like(weights)
        gradient[:thin] = transposed @ chances
        gradient[thin:-1] = rows.dense.T @ chances
        gradient[-1] = chances.sum(axis=0)
        gradient[:-1] += np.float32(penalty) * weights[:-1]
        return loss + penalty / 2 * _product(weights[:-1], weights[:-1]), gradient

    start = np.zeros((thin + rows.dense.shape[1] + 1, classes), np.float32)
    weights = _lowest(objective, start, tolerance)
    return weights[:-1], weights[-1]


def _lowest(objective: Objective, place: Floats, tolerance: float) -> Floats:
    """Return where *objective* is lowest, from *place* on."""
    loss, gradient = objective(place)
    steps: list[tuple[Floats, Floats, float]] = []
    for _ in range(MAX_ITERATIONS):
        if np.abs(gradient).max() <= tolerance:
            break
        direction = _direction(gradient, steps)
        slope, size = _product(gradient, direction), 1.0
        while True:
            there = place - np.float32(size) * direction
            new_loss, new_gradient = objective(there)
            if new_loss <= loss - ENOUGH * size * slope or size < SHORTEST_STEP:
                break
            size /= 2
        step, change = there - place, new_gradient - gradient
        if (curvature := _product(step, change)) > 0:
            steps = [*steps, (step, change, curvature)][-REMEMBERED:]
        place, loss, gradient = there, new_loss, new_gradient
    return place


def _direction(gradient: Floats, steps: list[tuple[Floats, Floats, float]]) -> Floats:
    """Return which way to go down, by how the gradient changed on the last *steps*."""
    if not steps:
        return gradient / np.float32(np.sqrt(_product(gradient, gradient)))
    direction, shares = gradient.copy(), []
    for step, change, curvature in reversed(steps):
        share = _product(step, direction) / curvature
        direction -= np.float32(share) * change
        shares.append(share)
    _, change, curvature = steps[-1]
    direction *= np.float32(curvature / _product(change, change))
    for (step, change, curvature), share in zip(steps, reversed(shares), strict=True):
        direction += np.float32(share - _product(change, direction) / curvature) * step
    return direction


def _product(one: Floats, other: Floats) -> float:
    return float(np.vdot(one, other))
