"""Ways to find an answer without asking: by topic, by letter, by need, by principle, by title."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from assistant import text
from assistant.knowledge import Answer, Knowledge, Need, Principle
from assistant.knowledge.words import by_group
from assistant.web.words import Words, group_words

_WORD = re.compile(r"[^\W_]+")


class Order(StrEnum):
    """How the list of all answers is ordered."""

    TOPIC = "topic"
    LETTER = "letter"
    PRINCIPLE = "principle"


@dataclass(frozen=True)
class Section:
    """Answers under one heading; ``id`` is the heading's address in the page.

    ``is_knowledge`` says that the heading is from the knowledge, and so in English.
    """

    id: str
    heading: Words
    answers: tuple[Answer, ...]
    is_knowledge: bool = False


def in_order(order: Order, knowledge: Knowledge) -> list[Section]:
    """Return all answers in *order*; by principle there are pages of their own instead."""
    answers = knowledge.answers.values()
    match order:
        case Order.TOPIC:
            return by_topic(answers)
        case Order.LETTER:
            return by_letter(answers)
        case Order.PRINCIPLE:
            return []


def principles(knowledge: Knowledge) -> dict[Principle, int]:
    """Return how many answers each principle has, in the order of CQC's statement."""
    answers = knowledge.answers.values()
    return {name: sum(name in answer.principles for answer in answers) for name in Principle}


def by_topic(answers: Iterable[Answer]) -> list[Section]:
    """Return *answers* by their groups, titles from A to Z."""
    return [Section(name, group_words(name), tuple(found)) for name, found in by_group(answers)]


def by_letter(answers: Iterable[Answer]) -> list[Section]:
    """Return *answers* from A to Z, by the first letter of the title."""
    letters: dict[str, list[Answer]] = {}
    for answer in sorted(answers, key=lambda answer: answer.title.casefold()):
        letters.setdefault(answer.title[0].upper(), []).append(answer)
    return [
        Section(f"letter-{letter.casefold()}", letter, tuple(found), is_knowledge=True)
        for letter, found in letters.items()
    ]


def of_need(need: Need, knowledge: Knowledge) -> list[Section]:
    """Return the parts of *need* in the order that its writers chose."""
    return [
        Section(
            f"part-{number}",
            part.title,
            tuple(knowledge.answers[name] for name in part.answers),
            is_knowledge=True,
        )
        for number, part in enumerate(need.parts, 1)
    ]


def of_principle(principle: Principle, knowledge: Knowledge) -> list[Section]:
    """Return the answers about *principle* by topic."""
    return by_topic(
        answer for answer in knowledge.answers.values() if principle in answer.principles
    )


def titled(typed: str, knowledge: Knowledge) -> list[Answer]:
    """Return the answers in whose title each word of *typed* begins a word.

    ``find.js`` does the same in the page, so that there nothing that is typed leaves the device.
    """
    wanted = _words(typed)
    return [
        answer
        for answer in sorted(knowledge.answers.values(), key=lambda one: one.title.casefold())
        if all(any(word.startswith(part) for word in _words(answer.title)) for part in wanted)
    ]


def _words(line: str) -> list[str]:
    plain = text.visible(line).casefold().replace("’", "").replace("'", "")
    return _WORD.findall(plain)
