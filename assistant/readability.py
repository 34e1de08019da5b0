"""Sentence length and reading age of English text, as a guide and never as a pass mark alone.

The reading age is the Flesch-Kincaid grade plus five years. Syllables are counted by rule, so a
figure can differ by half a year from tools with a pronouncing dictionary.
"""

from __future__ import annotations

import re

_SENTENCE_END = re.compile(r"(?<=[.!?])[\"')\]]*\s+|\n+")
_WORD = re.compile(r"[A-Za-z0-9]+(?:['’-][A-Za-z0-9]+)*")
_VOWELS = re.compile(r"[aeiouy]+")
_PLACEHOLDER = re.compile(r"\{[a-z_]+\}")


def sentences(text: str) -> list[str]:
    """Return the sentences of *text*; a line break ends one too."""
    return [part.strip() for part in _SENTENCE_END.split(text) if _WORD.search(part)]


def word_count(text: str) -> int:
    """Return the number of words in *text*; a placeholder counts as one."""
    return len(_WORD.findall(_PLACEHOLDER.sub("name", text)))


def syllables(word: str) -> int:
    """Return the number of syllables of an English *word*, by rule; at least one."""
    lower = re.sub(r"[^a-z]", "", word.casefold())
    count = len(_VOWELS.findall(lower))
    if lower.endswith("e") and not lower.endswith(("le", "ee")) and count > 1:
        count -= 1
    if lower.endswith("ed") and not lower.endswith(("ted", "ded")) and count > 1:
        count -= 1
    return max(count, 1)


def mean_sentence_length(text: str) -> float:
    """Return the mean number of words in a sentence of *text*; 0 for no words."""
    found = sentences(text)
    return sum(map(word_count, found)) / len(found) if found else 0.0


def reading_age(text: str) -> float:
    """Return the reading age of *text* in years (Flesch-Kincaid grade + 5), never under 5."""
    found = _WORD.findall(_PLACEHOLDER.sub("name", text))
    if not found:
        return 5.0
    per_sentence = len(found) / max(len(sentences(text)), 1)
    per_word = sum(map(syllables, found)) / len(found)
    return max(5.0, 0.39 * per_sentence + 11.8 * per_word - 15.59 + 5)
