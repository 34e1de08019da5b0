"""The individual check: one item an idea, 80 % right, and every safety-critical one.

No timer, no points. A retake asks only the missed ideas, with other items where there are some, and
adds to what was right before; what was answered is never taken away.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum

from msgspec import Struct

PASS_PERCENT = 80
# A retake belongs to the check before it for this long; after that a new check begins.
RETAKE_WITHIN = timedelta(days=30)


class Identity(StrEnum):
    """How it was confirmed who took a check; the certificate says which."""

    SLIP = "slip"
    WITNESS = "witness"
    UNCONFIRMED = "unconfirmed"


class Support(StrEnum):
    """Help that a learner had; recorded, and never held against them."""

    READ_ALOUD = "read_aloud"
    READ_BY_PERSON = "read_by_person"
    EASIER_ENGLISH = "easier_english"
    OTHER_LANGUAGE = "other_language"


class Asked(Struct, frozen=True, kw_only=True):
    """One item of a check as it was asked, and the option chosen, or None so far.

    The version, the advice and what counted as right are those of the day it was asked.
    """

    scenario: str
    version: str
    advice: str
    idea: str
    safety_critical: bool
    right: int
    option: int | None = None


class Marking(Struct, frozen=True, kw_only=True):
    """How a check stands: ``missed`` are ideas, the safety-critical ones among them again apart."""

    items: int
    right: int
    unanswered: int
    missed: tuple[str, ...]
    missed_safety: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Return whether all is answered, enough is right and nothing safety-critical is missed."""
        enough = self.right * 100 >= self.items * PASS_PERCENT
        return self.items > 0 and self.unanswered == 0 and enough and not self.missed_safety


def mark(attempts: Sequence[Iterable[Asked]]) -> Marking:
    """Return how a check stands after its *attempts*, the first one and its retakes in order.

    For each idea the newest answer counts.
    """
    newest: dict[str, Asked] = {}
    for attempt in attempts:
        for asked in attempt:
            newest[asked.idea] = asked
    answered = [asked for asked in newest.values() if asked.option is not None]
    missed = [asked for asked in answered if asked.option != asked.right]
    return Marking(
        items=len(newest),
        right=len(answered) - len(missed),
        unanswered=len(newest) - len(answered),
        missed=tuple(asked.idea for asked in missed),
        missed_safety=tuple(asked.idea for asked in missed if asked.safety_critical),
    )


def may_retake(marking: Marking, begun_on: date, today: date) -> bool:
    """Return whether the missed ideas may be asked again, or a whole new check has to begin."""
    finished = marking.unanswered == 0 and not marking.passed
    return finished and today - begun_on <= RETAKE_WITHIN


def next_place(asked: Sequence[Asked]) -> int | None:
    """Return the place of the first item without an answer, where someone goes on, or None."""
    return next((place for place, item in enumerate(asked) if item.option is None), None)


def version_of(asked: Iterable[Asked]) -> str:
    """Return one short version of all that counted for a check, as it stands on a certificate."""
    parts = sorted(f"{item.scenario} {item.version}" for item in asked)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:8]
