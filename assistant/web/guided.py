"""A guided question as a walk: which choices were made, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.knowledge import Choice, GuidedQuestion


class NoSuchStepError(Exception):
    """A choice number that the question does not offer."""


@dataclass(frozen=True)
class Step:
    """A question on the way, and the choice that was made."""

    question: GuidedQuestion
    choice: Choice


@dataclass(frozen=True)
class Walk:
    """The steps so far, and then either the next question or the choice that ended it."""

    steps: tuple[Step, ...]
    question: GuidedQuestion | None
    end: Choice | None


def walk(start: GuidedQuestion, numbers: Sequence[int]) -> Walk:
    """Return the walk from *start* along the choice *numbers*, which count from 1.

    Raises NoSuchStepError when a number is not among the choices, or leads on behind the end.
    """
    steps: list[Step] = []
    question: GuidedQuestion | None = start
    for number in numbers:
        if question is None or not 1 <= number <= len(question.choices):
            raise NoSuchStepError(f"step {len(steps) + 1} has no choice {number}")
        choice = question.choices[number - 1]
        steps.append(Step(question, choice))
        question = choice.then
    end = steps[-1].choice if steps and question is None else None
    return Walk(tuple(steps), question, end)
