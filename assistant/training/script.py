"""The facilitator's script beside the room: which parts of a plan belong to where the room is.

A plan has two parts that ask how sure people are. What stands before the first is said while people
come in; what follows the second closes the session.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from assistant.knowledge import Plan, PlanPart
from assistant.training.session import Phase, TrainingSession


class Stage(Struct, frozen=True, kw_only=True):
    """The parts of the script for one place of a session.

    ``begin`` and ``end`` are minutes from the start, as planned; nothing ends by the clock.
    """

    parts: tuple[PlanPart, ...]
    begin: int
    end: int


def stage(plan: Plan, ideas: Sequence[str], session: TrainingSession) -> Stage:
    """Return the script for where *session* is; *ideas* are those of its scenarios, in order.

    A place that the plan says nothing about has no parts.
    """
    now = (session.phase, 0)
    if session.scenario is not None:
        now = (Phase.ANSWER, session.item)
    places = _places(plan, ideas)
    begin = end = sum(
        part.minutes for part, place in zip(plan.parts, places, strict=True) if place < _key(now)
    )
    parts = []
    for part, place in zip(plan.parts, places, strict=True):
        if place == _key(now):
            parts.append(part)
            end += part.minutes
    return Stage(parts=tuple(parts), begin=begin, end=end)


def _places(plan: Plan, ideas: Sequence[str]) -> list[tuple[int, int]]:
    """Return where each part of *plan* is said, in an order that can be compared."""
    places: list[tuple[int, int]] = []
    place, asked, sure = (Phase.WAITING, 0), 0, 0
    for part in plan.parts:
        if part.sure:
            place = (Phase.AFTER if sure else Phase.BEFORE, 0)
            sure += 1
        elif part.idea and asked < len(ideas) and ideas[asked] == part.idea:
            place = (Phase.ANSWER, asked)
            asked += 1
        places.append(_key(place))
    return places


def _key(place: tuple[Phase, int]) -> tuple[int, int]:
    order = (Phase.WAITING, Phase.BEFORE, Phase.ANSWER, Phase.AFTER, Phase.ENDED)
    return order.index(place[0]), place[1]
