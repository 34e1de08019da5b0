"""Texts that say almost the same: sets of words that share more than nine of ten."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import Generic, TypeVar

# Shared words over all words of both (the Jaccard index); more, and one of the two is idle.
NEAR_DUPLICATE = 0.9
T = TypeVar("T")


class NearDuplicates(Generic[T]):
    """Sets of words and what each belongs to, found by a set that is almost the same."""

    def __init__(self) -> None:
        self._holding: defaultdict[str, list[tuple[frozenset[str], T]]] = defaultdict(list)

    def add(self, words: frozenset[str], owner: T) -> None:
        """Take *words*, which belong to *owner*, among those to be found."""
        for word in words:
            self._holding[word].append((words, owner))

    def find(self, words: frozenset[str]) -> T | None:
        """Return the owner of one set that is almost the same as *words*, or None."""
        # One that is near lacks fewer than a tenth of the words, so it holds one of any tenth of
        # them: the rarest lead to the fewest candidates.
        tenth = math.floor((1 - NEAR_DUPLICATE) * len(words)) + 1
        rarest = sorted(words, key=lambda word: (len(self._holding.get(word, ())), word))[:tenth]
        for word in rarest:
            for other, owner in self._holding.get(word, ()):
                if len(words & other) > NEAR_DUPLICATE * len(words | other):
                    return owner
        return None
