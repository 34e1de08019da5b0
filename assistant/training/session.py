"""A group session as a state machine: where the room is, and what may be said there.

::

    waiting -> before -> (answer -> discuss -> reveal) for each scenario -> after -> ended

The facilitator moves the room on; nobody else does, and no clock does. Each move raises
``revision``, which a polling screen compares with the one it shows. A move names the revision that
the facilitator saw, so that a second tap on a slow network changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import IntEnum, StrEnum

from msgspec import Struct, structs

# With fewer anonymous people than this, what they chose could be guessed; it stays hidden.
MIN_ANONYMOUS = 5


class Phase(StrEnum):
    """What the room does now."""

    WAITING = "waiting"
    BEFORE = "before"
    ANSWER = "answer"
    DISCUSS = "discuss"
    REVEAL = "reveal"
    AFTER = "after"
    ENDED = "ended"


class Move(StrEnum):
    """What a facilitator may do: go on, go back, leave out the scenarios that are left, or end."""

    NEXT = "next"
    BACK = "back"
    CLOSE = "close"
    END = "end"


class Naming(StrEnum):
    """Whether learners say who they are; in a mixed session each may."""

    NAMED = "named"
    ANONYMOUS = "anonymous"
    MIXED = "mixed"


class Sure(IntEnum):
    """How sure someone is of one answer."""

    GUESSING = 1
    FAIRLY = 2
    VERY = 3


# How sure someone is of one principle: 1 is "not at all", 5 is "very sure".
CONFIDENCE = range(1, 6)


class TrainingSession(Struct, frozen=True, kw_only=True):
    """A session at one moment. ``item`` is the place of the scenario in ``scenarios``, from 0.

    On ``one_screen`` no phones take part: the room answers with vote cards, which are counted in.
    """

    plan: str
    scenarios: tuple[str, ...]
    naming: Naming
    one_screen: bool = False
    phase: Phase = Phase.WAITING
    item: int = 0
    revision: int = 0

    @property
    def scenario(self) -> str | None:
        """Return the scenario that the room is at, or None between scenarios."""
        busy = self.phase in (Phase.ANSWER, Phase.DISCUSS, Phase.REVEAL)
        return self.scenarios[self.item] if busy else None

    @property
    def takes_answers(self) -> bool:
        """Return whether learners may choose, or change their choice, now.

        What they choose before they talk and what they choose after is kept apart.
        """
        return self.phase in (Phase.ANSWER, Phase.DISCUSS)

    @property
    def takes_confidence(self) -> bool:
        """Return whether learners may say how sure they are of each principle now."""
        return self.phase in (Phase.BEFORE, Phase.AFTER)

    @property
    def may_go_back(self) -> bool:
        """Return whether a slip of the finger can be undone: not once an answer was shown."""
        return self.phase in (Phase.BEFORE, Phase.ANSWER, Phase.DISCUSS)

    @property
    def is_open(self) -> bool:
        """Return whether people may still join."""
        return self.phase is not Phase.ENDED


class Counts(Struct, frozen=True):
    """How many people chose each option; nothing about the options while ``hidden``."""

    people: int
    options: tuple[int, ...] = ()
    hidden: bool = False


def move(session: TrainingSession, move: Move, seen_revision: int) -> TrainingSession:
    """Return *session* after a move of the facilitator, or as it is when they saw an older one."""
    if seen_revision != session.revision or session.phase is Phase.ENDED:
        return session
    if move is Move.BACK and not session.may_go_back:
        return session
    phase, item = _after(session, move)
    return structs.replace(session, phase=phase, item=item, revision=session.revision + 1)


def tally(options: int, choices: Collection[int], cards: Sequence[int], naming: Naming) -> Counts:
    """Return how a room chose among *options*: on devices, plus vote cards counted in.

    Of fewer than MIN_ANONYMOUS people in a session that is not wholly named, nothing is shown.
    """
    counted = [0] * options
    for choice in choices:
        counted[choice] += 1
    for place, number in enumerate(cards):
        counted[place] += number
    people = sum(counted)
    if naming is not Naming.NAMED and people < MIN_ANONYMOUS:
        return Counts(people, hidden=True)
    return Counts(people, tuple(counted))


def _after(session: TrainingSession, move: Move) -> tuple[Phase, int]:
    if move is Move.END or session.phase is Phase.AFTER:
        return Phase.ENDED, session.item
    if move is Move.CLOSE:
        return Phase.AFTER, session.item
    if move is Move.BACK:
        return _before(session)
    match session.phase:
        case Phase.WAITING:
            return Phase.BEFORE, 0
        case Phase.BEFORE:
            return Phase.ANSWER, 0
        case Phase.ANSWER:
            return Phase.DISCUSS, session.item
        case Phase.DISCUSS:
            return Phase.REVEAL, session.item
        case _ if session.item + 1 < len(session.scenarios):
            return Phase.ANSWER, session.item + 1
        case _:
            return Phase.AFTER, session.item


def _before(session: TrainingSession) -> tuple[Phase, int]:
    match session.phase:
        case Phase.DISCUSS:
            return Phase.ANSWER, session.item
        case Phase.ANSWER if session.item:
            return Phase.REVEAL, session.item - 1
        case Phase.ANSWER:
            return Phase.BEFORE, 0
        case _:
            return Phase.WAITING, 0
