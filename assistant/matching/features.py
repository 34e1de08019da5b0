"""Features of a reading: stems and pairs of stems, the letter groups inside words, and meaning.

Each block is weighted by inverse document frequency and scaled to one length by itself, so that a
long story weighs no more than a fragment. Meaning is the sum of where the stems stand in
``wordlist.meanings``: it lets words count that no phrasing holds.
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
from assistant.wordlist import DIMENSIONS, meanings

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
SHORTEST_GROUP, LONGEST_GROUP = 3, 5
# A feature that few phrasings share tells nothing about others; the more phrasings, the more such
# features there are. One phrasing more is asked of pairs and of letter groups for each of these:
PHRASINGS_PER_PAIR, PHRASINGS_PER_GROUP = 6000, 5000
# The length of the meaning, where words and letter groups have length one.
MEANING_SHARE = 0.7


@dataclass(frozen=True)
class Vector:
    """A sparse vector: feature numbers, rising, and their weights."""

    features: Ints
    weights: Floats


@dataclass(frozen=True)
class Features:
    """The numbered features of an index with their inverse document frequencies.

    The dimensions of meaning are numbered behind them. ``unseen`` is the inverse document frequency
    of a stem that no phrasing holds.
    """

    numbers: Mapping[str, int]
    idf: Floats
    unseen: float

    @property
    def count(self) -> int:
        """Return how many features there are, the dimensions of meaning included."""
        return len(self.numbers) + DIMENSIONS

    def vectors(self, words: Sequence[str]) -> tuple[Vector, Vector, Vector]:
        """Return the vectors of *words* by word, by letter and by meaning.

        Each has length one (meaning: ``MEANING_SHARE``), or zero when nothing in it is known.
        """
        by_word, by_letter = word_features(words), letter_features(words)
        return self._vector(by_word), self._vector(by_letter), self._meaning(words)

    def meanings_of(self, words: Sequence[str]) -> dict[str, Floats]:
        """Return what each stem of *words* adds to the vector by meaning, where it is known."""
        table, weights = meanings(), self.stem_weights(words)
        parts: dict[str, Floats] = {}
        total = np.zeros(DIMENSIONS, np.float32)
        for stem, weight in weights.items():
            row = table.rows.get(stem)
            if row is not None:
                parts[stem] = table.vectors[row] * np.float32(weight)
                total += parts[stem]
        length = math.sqrt(math.fsum((total.astype(np.float64) ** 2).tolist()))
        scale = np.float32(MEANING_SHARE / length if length else 0.0)
        return {stem: part * scale for stem, part in parts.items()}

    def stem_weights(self, words: Sequence[str]) -> dict[str, float]:
        """Return the inverse document frequency of each stem of *words*."""
        numbers = {stem: self.numbers.get(stem) for stem in map(text.stem, words)}
        return {
            stem: self.unseen if number is None else float(self.idf[number])
            for stem, number in numbers.items()
        }

    def _meaning(self, words: Sequence[str]) -> Vector:
        total = np.zeros(DIMENSIONS, np.float32)
        for part in self.meanings_of(words).values():
            total += part
        return Vector(np.arange(len(self.numbers), self.count, dtype=np.int32), total)

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
    unseen = round(math.log(1 + len(readings)) + 1, 4)
    return Features({name: n for n, name in enumerate(names)}, idf.astype(np.float32), unseen)
