from __future__ import annotations

import pytest

from assistant import training
from assistant.knowledge import Principle
from assistant.training import (
    Change,
    Choice,
    GapReason,
    Item,
    ItemVotes,
    Naming,
    Sure,
)

SAFETY, ORDINARY = "scribe-errors", "family-objects"


def votes(
    item: Item,
    right: int,
    wrong: int,
    naming: Naming = Naming.ANONYMOUS,
    sure: Sure | None = None,
) -> ItemVotes:
    other = (item.right + 1) % len(item.options)
    choices = [Choice(item.right, sure)] * right + [Choice(other, sure)] * wrong
    return ItemVotes(scenario=item.id, version=item.version, naming=naming, choices=tuple(choices))


def test_the_wrong_answer_view_says_what_most_chose_first(found: dict[str, Item]) -> None:
    item = found[SAFETY]
    (result,) = training.results([votes(item, 2, 7)], found)

    assert (result.people, result.wrong) == (9, 7)
    assert result.likely_mistake == (item.right + 1) % len(item.options)


def test_the_most_often_wrong_comes_first_and_sessions_are_added_up(
    found: dict[str, Item],
) -> None:
    groups = [
        votes(found[ORDINARY], 6, 4),
        votes(found[SAFETY], 9, 1),
        votes(found[ORDINARY], 5, 5),
    ]
    results = training.results(groups, found)

    assert [(r.scenario, r.wrong, r.people) for r in results] == [
        (ORDINARY, 9, 20),
        (SAFETY, 1, 10),
    ]


def test_vote_cards_count_like_phones(found: dict[str, Item]) -> None:
    item = found[ORDINARY]
    cards = tuple(4 if place == item.right else 1 for place in range(len(item.options)))
    group = ItemVotes(
        scenario=item.id,
        version=item.version,
        naming=Naming.ANONYMOUS,
        choices=(Choice(item.right),),
        cards=cards,
    )
    (result,) = training.results([group], found)

    assert (result.people, result.wrong) == (7, 2)


def test_what_is_hidden_in_its_session_is_left_out_of_every_sum(found: dict[str, Item]) -> None:
    item = found[SAFETY]
    few = votes(item, 0, 4, sure=Sure.VERY)
    many = votes(item, 5, 0, sure=Sure.VERY)

    assert training.results([few], found) == []
    assert training.results([few, many], found)[0].people == 5
    assert all(r.sure_and_wrong == 0 for r in training.sure_and_wrong([few, many], found))
    assert training.gaps(training.results([few, few], found), found) == []


def test_another_wording_is_not_mixed_in(found: dict[str, Item]) -> None:
    old = ItemVotes(
        scenario=SAFETY, version="old", naming=Naming.NAMED, choices=(Choice(0), Choice(1))
    )

    assert training.results([old], found) == []


def test_where_people_are_sure_and_wrong_comes_first(found: dict[str, Item]) -> None:
    groups = [
        votes(found[SAFETY], 3, 4, sure=Sure.VERY),
        votes(found[ORDINARY], 0, 6, sure=Sure.GUESSING),
    ]
    results = training.sure_and_wrong(groups, found)
    by_principle = {result.principle: result for result in results}

    first = by_principle[found[SAFETY].principles[0]]
    assert results[0].principle in found[SAFETY].principles
    assert (first.sure, first.sure_and_wrong) == (7, 4)
    choice = by_principle[Principle.TRANSPARENCY_CHOICE]
    assert (choice.answers, choice.sure, choice.sure_and_wrong) == (6, 0, 0)


@pytest.mark.parametrize(
    ("scenario", "right", "wrong", "reason"),
    [
        (ORDINARY, 6, 4, GapReason.MANY_WRONG),
        (ORDINARY, 7, 3, None),
        (ORDINARY, 1, 3, None),
        (SAFETY, 9, 1, GapReason.SAFETY_MISSED),
        (SAFETY, 0, 1, GapReason.SAFETY_MISSED),
        (SAFETY, 9, 0, None),
    ],
    ids=["many", "few", "too few people", "one safety miss", "one person", "none"],
)
def test_a_gap_opens_for_many_wrong_or_any_safety_critical_miss(
    found: dict[str, Item], scenario: str, right: int, wrong: int, reason: GapReason | None
) -> None:
    assert not found[ORDINARY].safety_critical
    assert found[SAFETY].safety_critical
    results = training.results([votes(found[scenario], right, wrong, Naming.NAMED)], found)
    opened = training.gaps(results, found)

    assert [gap.reason for gap in opened] == ([reason] if reason else [])
    if opened:
        assert (opened[0].answer, opened[0].wrong) == (found[scenario].answer, wrong)


def test_confidence_is_compared_person_by_person_and_hidden_below_five() -> None:
    pairs = {
        Principle.SECURITY: [(1, 4), (2, 4), (3, 3), (5, 4), (2, 5)],
        Principle.FAIRNESS: [(1, 5)] * 4,
    }

    assert training.confidence_change(pairs, Naming.ANONYMOUS) == [
        Change(principle=Principle.SECURITY, people=5, surer=3, same=1, less=1),
        Change(principle=Principle.FAIRNESS, people=4, hidden=True),
    ]
    assert training.confidence_change(pairs, Naming.NAMED)[1].surer == 4
