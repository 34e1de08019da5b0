"""How a question is read: words, the lexicon's words for them, and repaired spelling."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from assistant import text


@dataclass(frozen=True)
class Reading:
    """The words that count in a question, and the spellings that were repaired.

    ``known`` is the share of the typed words that need no repair.
    """

    words: tuple[str, ...]
    repairs: tuple[tuple[str, str], ...]
    known: float


class Reader:
    """Reads questions with the lexicon and the vocabulary of the phrasings.

    ``replace`` swaps a phrase for another, ``add`` keeps it and puts words behind it; the longest
    phrase wins. ``vocabulary`` counts the words of all phrasings.
    """

    def __init__(
        self,
        vocabulary: Mapping[str, int],
        replace: Mapping[str, str],
        add: Mapping[str, str],
        english: Collection[str],
    ) -> None:
        self.vocabulary = dict(vocabulary)
        self._speller = text.Speller(vocabulary, english)
        self._replace = _phrases(replace)
        self._add = _phrases(add)

    def read(self, question: str) -> Reading:
        """Return the reading of *question*; a phrasing is read in the same way."""
        words = _apply(text.words(question), self._replace, keep=False)
        known = sum(map(self._speller.knows, words)) / max(len(words), 1)
        repaired: list[str] = []
        repairs: list[tuple[str, str]] = []
        for word in words:
            better = self._speller.repair(word)
            if better != word:
                repairs.append((word, better))
            repaired.append(better)
        if repairs:
            repaired = _apply(repaired, self._replace, keep=False)
        return Reading(tuple(_apply(repaired, self._add, keep=True)), tuple(repairs), known)


def count_words(
    phrasings: Collection[str], replace: Mapping[str, str], add: Mapping[str, str]
) -> dict[str, int]:
    """Return how often each word stands in *phrasings*, the lexicon's words included."""
    counts: dict[str, int] = {}
    replace_phrases, add_phrases = _phrases(replace), _phrases(add)
    for phrasing in phrasings:
        words = _apply(text.words(phrasing), replace_phrases, keep=False)
        for word in _apply(words, add_phrases, keep=True):
            counts[word] = counts.get(word, 0) + 1
    return counts


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
