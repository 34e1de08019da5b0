"""Recognise danger, and harm that grows while one waits: broad on purpose, apart from ranking.

A rule holds when each of its word groups stands in the question. Missing a danger costs more than
marking an ordinary question, so rules are wide and work on the words as typed and as repaired.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant import text
from assistant.knowledge import Urgent, UrgentRule


@dataclass(frozen=True)
class Alarm:
    """An urgent rule that holds: how urgent, for which answer, and the words that met it."""

    urgent: Urgent
    answer: str
    words: tuple[str, ...]


def alarm(question: str, repaired: Sequence[str], rules: Sequence[UrgentRule]) -> Alarm | None:
    """Return the alarm of the first rule that holds for *question*, danger before act now."""
    typed = " ".join(text.words(question))
    readings = (typed, " ".join(repaired))
    for urgent in (Urgent.DANGER, Urgent.ACT_NOW):
        for rule in rules:
            if rule.urgent is urgent:
                for reading in readings:
                    words = _met(rule, reading)
                    if words:
                        return Alarm(urgent, rule.answer, words)
    return None


def _met(rule: UrgentRule, reading: str) -> tuple[str, ...]:
    if any(_pattern(group).search(reading) for group in rule.none_of):
        return ()
    found = [_pattern(group).search(reading) for group in rule.all_of]
    return tuple(match.group() for match in found if match) if all(found) else ()


@lru_cache(maxsize=2048)
def _pattern(group: str) -> re.Pattern[str]:
    """Return the pattern of a word group: ``chok*|not breathing`` and the like."""
    alternatives = []
    for phrase in group.split("|"):
        parts = [
            re.escape(word.removesuffix("*")) + (r"\w*" if word.endswith("*") else "")
            for word in phrase.casefold().split()
        ]
        if parts:
            alternatives.append(" ".join(parts))
    return re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)")
