"""Repair misspelt words, words run together and words torn apart, by what stands beside them.

A typed word that is neither English nor the knowledge's own is read as the words it most likely
stands for: near in letters, often used, and used next to its neighbours. That is counted in the
phrasings; an everyday word that they lack is used as often as people write it at all. So a repair
can be explained and is the same on every machine.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

# Prices in thousandths of a natural logarithm, whole numbers, so that sums never differ between
# machines. An edit is one letter more, less or other, or a swap of neighbours; the rarer a slip,
# the dearer. They were chosen on CLINC150 with typing errors; half or double changes little.
EDIT, OTHER_FIRST_LETTER, SPLIT, SLIPPED_SPACE, JOIN, AS_TYPED = 4000, 500, 3000, 3000, 2000, 12000
# How much the word before tells about a word, against how often the word is used at all.
NEIGHBOUR_SHARE = 0.6
UNSEEN = 0.02
# How much of all that is written is everyday words as people write them anywhere.
COMMON_SHARE = 0.05
# The words written most are not quite as far ahead as their rank says.
RANK_SHIFT = 30
SHORTEST_REPAIRED, SHORTEST_JOINED, SHORTEST_EDITED_PART = 2, 5, 4
# Up to four letters one edit is allowed, above two.
LONGEST_WITH_ONE_EDIT = 4
LETTER_WORDS = frozenset("ai")


@dataclass(frozen=True)
class Part:
    """Some words as typed, mostly one, and the words they are read as."""

    typed: tuple[str, ...]
    read: tuple[str, ...]


@dataclass(frozen=True)
class _Path:
    """The cheapest way to read the words so far; ``read`` are those of its last part."""

    price: int
    last: str
    typed: int
    read: tuple[str, ...]
    before: _Path | None


class Speller:
    """Repairs words against the words that the knowledge itself uses, and everyday ones.

    ``vocabulary`` maps each word to how often the phrasings use it, ``pairs`` two neighbours
    (joined by a space) likewise. Words in ``english`` are never repaired: an asker who wrote a real
    word meant it. ``common`` are everyday words, most written first.
    """

    def __init__(
        self,
        vocabulary: Mapping[str, int],
        pairs: Mapping[str, int],
        english: Iterable[str] = (),
        common: Sequence[str] = (),
    ) -> None:
        self._vocabulary, self._pairs = dict(vocabulary), dict(pairs)
        self._total = sum(self._vocabulary.values()) + 1
        self._known = frozenset(english) | self._vocabulary.keys()
        written = {word: 1 / (rank + RANK_SHIFT) for rank, word in enumerate(common)}
        scale = COMMON_SHARE / (math.fsum(written.values()) or 1.0)
        self._common = {word: scale * often for word, often in written.items()}
        self._by_length = _by_length(self._vocabulary.keys() | self._common.keys())

    def knows(self, word: str) -> bool:
        """Return whether *word* stands in the vocabulary or the word list, or is their plural."""
        return word in self._known or (word.endswith("s") and word[:-1] in self._known)

    def repair(self, words: Sequence[str]) -> list[Part]:
        """Return *words* as parts; those that need no repair, or have none, are read as typed."""
        known = [self.knows(word) for word in words]
        if all(known):
            return [Part((word,), (word,)) for word in words]
        best: list[dict[str, _Path]] = [{} for _ in range(len(words) + 1)]
        best[0][""] = _Path(0, "", 0, (), None)
        for at, word in enumerate(words):
            readings = list(self._readings(word, known[at]))
            if at + 1 < len(words) and not (known[at] and known[at + 1]):
                readings += self._readings_of_two(word, words[at + 1])
            for path in best[at].values():
                for typed, read, price in readings:
                    self._keep(best[at + typed], path, typed, read, price)
        end = min(best[-1].values(), key=lambda path: (path.price, path.last))
        return _parts(end, words)

    def _keep(
        self, best: dict[str, _Path], path: _Path, typed: int, read: tuple[str, ...], price: int
    ) -> None:
        total, last = path.price + price, path.last
        for word in read:
            total += self._price(last, word)
            last = word
        if last not in best or total < best[last].price:
            best[last] = _Path(total, last, typed, read, path)

    def _price(self, before: str, word: str) -> int:
        """Return how unusual *word* is behind *before*."""
        used = (self._vocabulary.get(word, 0) + UNSEEN) / self._total
        share = (1 - NEIGHBOUR_SHARE) * (used + self._common.get(word, 0.0))
        if pair := self._pairs.get(f"{before} {word}"):
            share += NEIGHBOUR_SHARE * pair / self._vocabulary[before]
        return round(-1000 * math.log(share))

    def _readings(self, word: str, known: bool) -> Iterator[tuple[int, tuple[str, ...], int]]:
        """Yield what one typed *word* may stand for, and the price of it."""
        if known or not (word.isascii() and word.isalpha()):
            yield 1, (word,), 0
            return
        yield 1, (word,), AS_TYPED
        found = False
        for other, edits in self._near(word, 1 + (len(word) > LONGEST_WITH_ONE_EDIT)):
            found = True
            yield 1, (other,), EDIT * edits + OTHER_FIRST_LETTER * (other[0] != word[0])
        for cut in range(1, len(word)):
            one, other = word[:cut], word[cut:]
            if self._stands(one) and self._stands(other):
                found = True
                yield 1, (one, other), SPLIT
            if self._stands(one) and self._stands(word[cut + 1 :]):
                found = True
                yield 1, (one, word[cut + 1 :]), SPLIT + EDIT // 2
        if not found:
            yield from self._edited_splits(word)

    def _edited_splits(self, word: str) -> Iterator[tuple[int, tuple[str, ...], int]]:
        for cut in range(1, len(word)):
            one, other = word[:cut], word[cut:]
            if self._stands(one) and len(other) >= SHORTEST_EDITED_PART:
                for near, edits in self._near(other, 1):
                    yield 1, (one, near), SPLIT + EDIT * edits
            elif self._stands(other) and len(one) >= SHORTEST_EDITED_PART:
                for near, edits in self._near(one, 1):
                    yield 1, (near, other), SPLIT + EDIT * edits

    def _readings_of_two(self, word: str, after: str) -> Iterator[tuple[int, tuple[str, ...], int]]:
        """Yield what two typed words may stand for together: one word, or a cut elsewhere."""
        both = word + after
        if both in self._vocabulary:
            yield 2, (both,), JOIN
        elif len(both) >= SHORTEST_JOINED:
            for near, edits in self._near(both, 1):
                yield 2, (near,), JOIN + EDIT * edits
        for cut in (len(word) - 1, len(word) + 1):
            if self._stands(both[:cut]) and self._stands(both[cut:]):
                yield 2, (both[:cut], both[cut:]), SLIPPED_SPACE

    def _stands(self, word: str) -> bool:
        """Return whether *word* may be a part of what was typed; single letters rarely are."""
        return word in self._vocabulary and (len(word) > 1 or word in LETTER_WORDS)

    def _near(self, word: str, allowed: int) -> Iterator[tuple[str, int]]:
        if len(word) < SHORTEST_REPAIRED or not (word.isascii() and word.isalpha()):
            return
        letters = _letters(word)
        for length in range(len(word) - allowed, len(word) + allowed + 1):
            if length in self._by_length:
                words, masks = self._by_length[length]
                # One letter more or less changes one of the letters used, one for another two.
                most = 2 * allowed - abs(length - len(word))
                places = np.flatnonzero(np.bitwise_count(masks ^ letters) <= most).tolist()
                hits = process.extract(
                    word,
                    [words[place] for place in places],
                    scorer=OSA.distance,
                    score_cutoff=allowed,
                    limit=None,
                )
                yield from ((other, int(edits)) for other, edits, _place in hits)


def _by_length(words: Iterable[str]) -> dict[int, tuple[list[str], NDArray[np.uint32]]]:
    """Return the words of each length in order, and which letters each has."""
    found: dict[int, list[str]] = {}
    for word in sorted(words):
        if word.isascii() and word.isalpha():
            found.setdefault(len(word), []).append(word)
    return {
        length: (same, np.array([_letters(word) for word in same], np.uint32))
        for length, same in found.items()
    }


def _letters(word: str) -> np.uint32:
    """Return which of the 26 letters *word* has, one bit each."""
    mask = 0
    for letter in word:
        mask |= 1 << (ord(letter) - ord("a"))
    return np.uint32(mask)


def _parts(end: _Path, words: Sequence[str]) -> list[Part]:
    parts: list[Part] = []
    at, path = len(words), end
    while path.before is not None:
        parts.append(Part(tuple(words[at - path.typed : at]), path.read))
        at, path = at - path.typed, path.before
    return parts[::-1]
