"""Features of a reading: stems and pairs of stems, the letter groups inside words, and meaning.

Each block is weighted by inverse document frequency and scaled to one length by itself, so that a
long story weighs no more than a fragment. Meaning is the sum of where the stems stand in
``wordlist.meanings``, and behind it the sum of where they stand in ``wordlist.company``: it lets
words count that no phrasing holds.
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
from assistant.wordlist import COMPANY_DIMENSIONS, MEANING_DIMENSIONS, company, meanings

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
SHORTEST_GROUP, LONGEST_GROUP = 3, 5
# A feature that few phrasings share tells nothing about others; the more phrasings, the more such
# features there are. One phrasing more is asked of pairs and of letter groups for each of these:
PHRASINGS_PER_PAIR, PHRASINGS_PER_GROUP = 6000, 5000
# The lengths of the meaning by the dictionary and by company, where words and letter groups have
# length one.
MEANING_SHARE, COMPANY_SHARE = 0.7, 0.5
DIMENSIONS = MEANING_DIMENSIONS + COMPANY_DIMENSIONS


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

        Each has length one (meaning: its two shares), or zero when nothing in it is known.
        """
        by_word, by_letter = word_features(words), letter_features(words)
        return self._vector(by_word), self._vector(by_letter), self._meaning(words)

    def meanings_of(self, words: Sequence[str]) -> dict[str, Floats]:
        """Return what each stem of *words* adds to the vector by meaning, where it is known."""
        weights = self.stem_weights(words)
        parts: dict[str, Floats] = {}
        for table, start, share in (
            (meanings(), 0, MEANING_SHARE),
            (company(), MEANING_DIMENSIONS, COMPANY_SHARE),
        ):
            places = [(stem, table.rows[stem]) for stem in weights if stem in table.rows]
            if not places:
                continue
            scale = np.array([weights[stem] for stem, _ in places], np.float32)
            rows = table.vectors[[row for _, row in places]] * scale[:, np.newaxis]
            total = rows.sum(axis=0).astype(np.float64)
            length = math.sqrt(math.fsum((total * total).tolist()))
            rows *= np.float32(share / length if length else 0.0)
            for (stem, _), row in zip(places, rows, strict=True):
                part = parts.setdefault(stem, np.zeros(DIMENSIONS, np.float32))
                part[start : start + len(row)] = row
        return parts

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


def nearness(one: str, other: str) -> float:
    """Return how near two stems stand in meaning, at most 1: the mean cosine over both tables.

    A table that lacks one of them says nothing, so that it counts as 0.
    """
    cosines = []
    for table in (meanings(), company()):
        if one in table.rows and other in table.rows:
            # Whole numbers, so that the sums are the same on every machine.
            first, second = table.vectors[[table.rows[one], table.rows[other]]].astype(np.int32)
            lengths = int((first * first).sum()) * int((second * second).sum())
            cosines.append(int((first * second).sum()) / math.sqrt(lengths or 1))
    return math.fsum(cosines) / 2


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
