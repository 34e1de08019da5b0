"""Features of a reading: stems and pairs of stems, and the letter groups inside words.

Each block is TF-IDF weighted with sublinear counts and scaled to length one by itself, so that a
long story weighs no more than a fragment.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from assistant import text

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
SHORTEST_GROUP, LONGEST_GROUP = 3, 5
# A feature that few phrasings share tells nothing about others; the more phrasings, the more such
# features there are. One phrasing more is asked of pairs and of letter groups for each of these:
PHRASINGS_PER_PAIR, PHRASINGS_PER_GROUP = 6000, 5000


@dataclass(frozen=True)
class Vector:
    """A sparse vector: feature numbers, rising, and their weights."""

    features: Ints
    weights: Floats


@dataclass(frozen=True)
class Features:
    """The numbered features of an index with their inverse document frequencies."""

    numbers: Mapping[str, int]
    idf: Floats
    word_count: int

    def vectors(self, words: Sequence[str]) -> tuple[Vector, Vector]:
        """Return the word vector and the letter vector of *words*, each of length one or zero."""
        return self._vector(word_features(words)), self._vector(letter_features(words))

    def word_number(self, word: str) -> int | None:
        """Return the feature number of the stem of *word*, or None when no phrasing has it."""
        return self.numbers.get(text.stem(word))

    def _vector(self, names: Iterable[str]) -> Vector:
        numbers = self.numbers
        counts = Counter(numbers[name] for name in names if name in numbers)
        features = np.array(sorted(counts), dtype=np.int32)
        tf = np.array([1.0 + math.log(counts[number]) for number in sorted(counts)], np.float32)
        weights = tf * self.idf[features]
        length = math.sqrt(math.fsum(float(weight) ** 2 for weight in weights))
        return Vector(features, weights / np.float32(length) if length else weights)


def word_features(words: Sequence[str]) -> list[str]:
    """Return the stems of *words* and each pair of neighbours, the ends marked."""
    stems = [text.stem(word) for word in words]
    bounded = ["^", *stems, "$"]
    return stems + [f"{one} {other}" for one, other in pairwise(bounded)]


def letter_features(words: Sequence[str]) -> list[str]:
    """Return the groups of 3 to 5 letters inside each word, word ends marked by ``_``."""
    found: list[str] = []
    for word in words:
        padded = f"_{word}_"
        for size in range(SHORTEST_GROUP, LONGEST_GROUP + 1):
            # The leading # keeps a letter group apart from a word of the same letters.
            found += [f"#{padded[i : i + size]}" for i in range(len(padded) - size + 1)]
    return found


def fit(readings: Sequence[Sequence[str]]) -> Features:
    """Return the features of *readings*, word features numbered before letter groups."""
    word_df: Counter[str] = Counter()
    letter_df: Counter[str] = Counter()
    for words in readings:
        word_df.update(set(word_features(words)))
        letter_df.update(set(letter_features(words)))
    least_pair = 1 + len(readings) // PHRASINGS_PER_PAIR
    least_group = 2 + len(readings) // PHRASINGS_PER_GROUP
    by_word = sorted(name for name, df in word_df.items() if " " not in name or df >= least_pair)
    by_letter = sorted(name for name, df in letter_df.items() if df >= least_group)
    names = [*by_word, *by_letter]
    df = np.array([word_df.get(name) or letter_df[name] for name in names], np.float64)
    idf = np.log((1 + len(readings)) / (1 + df)) + 1
    return Features({name: n for n, name in enumerate(names)}, idf.astype(np.float32), len(by_word))
