"""Recognise danger, and harm that grows while one waits: broad on purpose, apart from ranking.

A rule holds when each of its word groups stands in the question. Missing a danger costs more than
marking an ordinary question, so rules are wide and work on the words as typed and as repaired.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
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
    rules = tuple(rules)
    typed = text.words(question)
    readings = [_groups(typed, rules)]
    if list(repaired) != typed:
        readings.append(_groups(repaired, rules))
    for urgent in (Urgent.DANGER, Urgent.ACT_NOW):
        for rule in rules:
            if rule.urgent is urgent:
                for groups in readings:
                    words = _met(rule, groups)
                    if words:
                        return Alarm(urgent, rule.answer, words)
    return None


def _met(rule: UrgentRule, groups: Mapping[str, str]) -> tuple[str, ...]:
    if any(group in groups for group in rule.none_of):
        return ()
    met = all(group in groups for group in rule.all_of)
    return tuple(groups[group] for group in rule.all_of) if met else ()


def _groups(words: Sequence[str], rules: tuple[UrgentRule, ...]) -> dict[str, str]:
    """Return the word groups that stand in a question, each with the words that met it."""
    line = f" {' '.join(words)} ".replace("'", " ")
    starts = _starts(rules)
    found: dict[str, str] = {}
    for word in dict.fromkeys(line.split()):
        for key in (word, *(f"{word[:length]}*" for length in range(1, len(word) + 1))):
            for group, phrase in starts.get(key, ()):
                match = None if group in found else phrase.search(line)
                if match:
                    found[group] = match.group().strip()
    return found


@lru_cache(maxsize=4)
def _starts(rules: tuple[UrgentRule, ...]) -> Mapping[str, Sequence[tuple[str, re.Pattern[str]]]]:
    """Return the phrases of all groups, and whose they are, by the word they start with.

    A group is ``chok*|not breathing`` and the like. Few phrases start with a word of a question;
    only those are looked for.
    """
    starts: dict[str, list[tuple[str, re.Pattern[str]]]] = defaultdict(list)
    for group in dict.fromkeys(group for rule in rules for group in (*rule.all_of, *rule.none_of)):
        for phrase in group.casefold().replace("'", " ").split("|"):
            parts = phrase.split()
            if parts:
                pattern = re.escape(f" {' '.join(parts)} ").replace(r"\*", r"\w*")
                starts[parts[0]].append((group, re.compile(pattern)))
    return starts
