"""How a question is read: words, the lexicon's words for them, and repaired spelling."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import pairwise

from assistant import text
from assistant.matching.spelling import Speller
from assistant.wordlist import common


@dataclass(frozen=True)
class Reading:
    """The words that count in a question, and the spellings that were repaired.

    ``known`` is the share of the typed words that need no repair.
    """

    words: tuple[str, ...]
    repairs: tuple[tuple[str, str], ...]
    known: float


@dataclass(frozen=True)
class Usage:
    """How often the phrasings use each word, and each two neighbours (joined by a space)."""

    words: Mapping[str, int]
    pairs: Mapping[str, int]


class Reader:
    """Reads questions with the lexicon and the usage of the phrasings.

    ``replace`` swaps a phrase for another, ``add`` keeps it and puts words behind it; the longest
    phrase wins.
    """

    def __init__(
        self,
        usage: Usage,
        replace: Mapping[str, str],
        add: Mapping[str, str],
        english: Collection[str],
    ) -> None:
        self.usage = usage
        # What the lexicon explains is no slip, even where no phrasing holds it.
        explained = {word for phrase in add for word in text.words(phrase)}
        self._speller = Speller(usage.words, usage.pairs, explained.union(english), common())
        self._replace = _phrases(replace)
        self._add = _phrases(add)

    @property
    def vocabulary(self) -> Mapping[str, int]:
        """Return how often the phrasings use each word."""
        return self.usage.words

    def read(self, question: str) -> Reading:
        """Return the reading of *question*; a phrasing is read in the same way."""
        words = _apply(text.words(question), self._replace, keep=False)
        known = sum(map(self._speller.knows, words)) / max(len(words), 1)
        parts = self._speller.repair(words)
        repairs = [
            (" ".join(part.typed), " ".join(part.read)) for part in parts if part.typed != part.read
        ]
        repaired = [word for part in parts for word in part.read]
        if repairs:
            repaired = _apply(repaired, self._replace, keep=False)
        return Reading(tuple(_apply(repaired, self._add, keep=True)), tuple(repairs), known)


def usage_of(
    phrasings: Collection[str], replace: Mapping[str, str], add: Mapping[str, str]
) -> Usage:
    """Return how *phrasings* use words, those that the lexicon adds included, and pairs."""
    counted: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    replace_phrases, add_phrases = _phrases(replace), _phrases(add)
    for phrasing in phrasings:
        words = _apply(text.words(phrasing), replace_phrases, keep=False)
        counted.update(_apply(words, add_phrases, keep=True))
        pairs.update(f"{one} {other}" for one, other in pairwise(words))
    return Usage(counted, pairs)


_Phrases = dict[str, list[tuple[list[str], list[str]]]]


def _phrases(table: Mapping[str, str]) -> _Phrases:
    """Return *table* by first word, longest phrase first."""
    by_first: _Phrases = {}
    for phrase, stands_for in sorted(table.items(), key=lambda item: (-len(item[0]), item[0])):
        key = text.words(phrase)
        if key:
            by_first.setdefault(key[0], []).append((key, text.words(stands_for)))
    for entries in by_first.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return by_first


def _apply(words: list[str], phrases: _Phrases, *, keep: bool) -> list[str]:
    result: list[str] = []
    at = 0
    while at < len(words):
        for key, stands_for in phrases.get(words[at], ()):
            if words[at : at + len(key)] == key:
                result += key + stands_for if keep else stands_for
                at += len(key)
                break
        else:
            result.append(words[at])
            at += 1
    return result
