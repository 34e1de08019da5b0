"""What a session and checks showed: which items went wrong, and where people were sure and wrong.

First choices only, before anyone talked. Nothing here names a person, and nothing ranks people.
What stays hidden in its own session (fewer than five anonymous people) is left out of every sum.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from itertools import zip_longest

from msgspec import Struct

from assistant.knowledge import Principle
from assistant.training.check import Asked
from assistant.training.items import Item
from assistant.training.session import MIN_ANONYMOUS, Naming, Sure, tally

# An item that this share of people get wrong opens a gap, once enough people have answered it.
GAP_PERCENT = 40
GAP_PEOPLE = 5


class Choice(Struct, frozen=True):
    """The option that someone chose first, from 0, and how sure they said they were."""

    option: int
    sure: Sure | None = None


class ItemVotes(Struct, frozen=True, kw_only=True):
    """The first choices for one item in one session, or in all named checks together."""

    scenario: str
    version: str
    naming: Naming
    choices: tuple[Choice, ...]
    cards: tuple[int, ...] = ()


class ItemResult(Struct, frozen=True, kw_only=True):
    """How many of the *people* who answered an item chose each option first."""

    scenario: str
    answer: str
    safety_critical: bool
    right: int
    counts: tuple[int, ...]

    @property
    def people(self) -> int:
        """Return how many people answered."""
        return sum(self.counts)

    @property
    def wrong(self) -> int:
        """Return how many chose something else than the right option."""
        return self.people - self.counts[self.right]

    @property
    def likely_mistake(self) -> int | None:
        """Return the wrong option that most chose ("7 of 9 chose X first"), or None."""
        wrong = [place for place in range(len(self.counts)) if place != self.right]
        place = max(wrong, key=lambda place: self.counts[place])
        return place if self.counts[place] else None


class SureResult(Struct, frozen=True, kw_only=True):
    """For one principle: answers given, how many were sure, and how many were sure and wrong."""

    principle: Principle
    answers: int
    sure: int
    sure_and_wrong: int


class Change(Struct, frozen=True, kw_only=True):
    """For one principle: how many people were surer afterwards, as sure, or less sure."""

    principle: Principle
    people: int
    surer: int = 0
    same: int = 0
    less: int = 0
    hidden: bool = False


class GapReason(StrEnum):
    """Why an item shows that something is not understood."""

    MANY_WRONG = "many_wrong"
    SAFETY_MISSED = "safety_missed"


class TrainingGap(Struct, frozen=True, kw_only=True):
    """Something that training has shown to be not understood; ``answer`` is what explains it."""

    answer: str
    scenario: str
    version: str
    reason: GapReason
    wrong: int
    people: int


def results(votes: Iterable[ItemVotes], found: Mapping[str, Item]) -> list[ItemResult]:
    """Return the result of each item as it reads now, the most often wrong first.

    Votes on an older wording are left out: its options may have meant something else.
    """
    sums: dict[str, tuple[int, ...]] = {}
    for item, group in _visible(votes, found):
        options = [choice.option for choice in group.choices]
        counts = tally(len(item.options), options, group.cards, Naming.NAMED).options
        together = zip_longest(sums.get(item.id, ()), counts, fillvalue=0)
        sums[item.id] = tuple(before + more for before, more in together)
    of_items = [
        ItemResult(
            scenario=id,
            answer=found[id].answer,
            safety_critical=found[id].safety_critical,
            right=found[id].right,
            counts=counts,
        )
        for id, counts in sums.items()
        if sum(counts)
    ]
    return sorted(of_items, key=lambda r: (-r.wrong / r.people, -r.people, r.scenario))


def sure_and_wrong(votes: Iterable[ItemVotes], found: Mapping[str, Item]) -> list[SureResult]:
    """Return, for each principle, how often people were sure and wrong; the most often first.

    This is the figure to look at first: who is unsure asks, who is sure and wrong does not. An item
    counts for each principle of its answer.
    """
    sums: dict[Principle, list[int]] = {}
    for item, group in _visible(votes, found):
        asked = [choice for choice in group.choices if choice.sure is not None]
        sure = [choice for choice in asked if choice.sure is Sure.VERY]
        wrong = [choice for choice in sure if choice.option != item.right]
        for principle in item.principles:
            sums.setdefault(principle, [0, 0, 0])
            for place, part in enumerate((asked, sure, wrong)):
                sums[principle][place] += len(part)
    order = list(Principle)
    return sorted(
        (
            SureResult(principle=principle, answers=answers, sure=sure, sure_and_wrong=wrong)
            for principle, (answers, sure, wrong) in sums.items()
            if answers
        ),
        key=lambda result: (-result.sure_and_wrong, order.index(result.principle)),
    )


def confidence_change(
    pairs: Mapping[Principle, Iterable[tuple[int, int]]], naming: Naming
) -> list[Change]:
    """Return how sure people became, by principle, from pairs of before and after.

    Only people who said both count. It is how sure they feel, not what they can do.
    """
    changes = []
    for principle, both in pairs.items():
        steps = [after - before for before, after in both]
        if naming is not Naming.NAMED and len(steps) < MIN_ANONYMOUS:
            changes.append(Change(principle=principle, people=len(steps), hidden=True))
            continue
        changes.append(
            Change(
                principle=principle,
                people=len(steps),
                surer=sum(step > 0 for step in steps),
                same=sum(step == 0 for step in steps),
                less=sum(step < 0 for step in steps),
            )
        )
    return changes


def gaps(found_results: Iterable[ItemResult], found: Mapping[str, Item]) -> list[TrainingGap]:
    """Return what opens a gap: any safety-critical miss, and what many get wrong."""
    opened = []
    for result in found_results:
        missed = result.safety_critical and result.wrong > 0
        if missed or is_often_wrong(result):
            opened.append(_gap(result, found, missed=missed))
    return opened


def check_gaps(
    asked: Iterable[Asked], found_results: Iterable[ItemResult], found: Mapping[str, Item]
) -> list[TrainingGap]:
    """Return what a check opens a gap for: a safety-critical miss, and what many get wrong.

    *found_results* are those of all checks there, in which each person's first time counts.
    """
    of = {result.scenario: result for result in found_results}
    opened = []
    for one in asked:
        item, result = found.get(one.scenario), of.get(one.scenario)
        reads_as_asked = item is not None and item.version == one.version
        if not reads_as_asked or result is None or one.option in {None, one.right}:
            continue
        if one.safety_critical or is_often_wrong(result):
            opened.append(_gap(result, found, missed=one.safety_critical))
    return opened


def is_often_wrong(result: ItemResult) -> bool:
    """Return whether enough people got an item wrong, of enough who answered."""
    return result.people >= GAP_PEOPLE and result.wrong * 100 >= result.people * GAP_PERCENT


def _gap(result: ItemResult, found: Mapping[str, Item], *, missed: bool) -> TrainingGap:
    return TrainingGap(
        answer=result.answer,
        scenario=result.scenario,
        version=found[result.scenario].version,
        reason=GapReason.SAFETY_MISSED if missed else GapReason.MANY_WRONG,
        wrong=result.wrong,
        people=result.people,
    )


def _visible(
    votes: Iterable[ItemVotes], found: Mapping[str, Item]
) -> Iterable[tuple[Item, ItemVotes]]:
    for group in votes:
        item = found.get(group.scenario)
        if item is None or item.version != group.version:
            continue
        options = [choice.option for choice in group.choices]
        if not tally(len(item.options), options, group.cards, group.naming).hidden:
            yield item, group
