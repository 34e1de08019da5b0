"""Gaps that sessions open and later sessions close, on both databases."""

from __future__ import annotations

import pytest

from assistant.storage.training import found as gaps
from assistant.storage.training import sessions
from assistant.storage.training.found import KeptGap
from assistant.training import GapReason, Move, Naming, Phase
from tests.training_home import SCENARIOS, TODAY, Home


def run(home: Home, wrong: int, people: int, naming: Naming = Naming.NAMED) -> int:
    """Return the number of an ended session in which so many chose wrong in the first situation."""
    number = home.session(naming)
    tokens = [home.join(number, f"Person {place}") for place in range(people)]
    home.move(number, Move.NEXT, Move.NEXT)
    right = home.found[SCENARIOS[0]].right
    for place, token in enumerate(tokens):
        assert home.choose(token, (right + 1) % 3 if place < wrong else right)
    home.move(number, Move.END)
    return number


def opened(home: Home, number: int, location: int | None = None) -> list[KeptGap]:
    with home.store.write() as session:
        return gaps.open_gaps(session, location or home.here, number, home.found, TODAY)


def test_one_who_misses_what_keeps_people_safe_opens_a_gap(home: Home) -> None:
    number = run(home, wrong=1, people=4)

    (kept,) = opened(home, number)

    assert (kept.gap.scenario, kept.gap.answer) == (SCENARIOS[0], "scribe-errors")
    assert (kept.gap.wrong, kept.gap.people) == (1, 4)
    assert kept.gap.reason is GapReason.SAFETY_MISSED
    assert (kept.opened_on, kept.closed_on) == (TODAY, None)
    with home.store.read() as session:
        assert gaps.of_session(session, home.here, number) == [kept]
        assert gaps.of_location(session, home.here) == [kept]
        assert gaps.of_location(session, home.elsewhere) == []
        assert gaps.of_session(session, home.elsewhere, number) == []


def test_a_later_session_that_understands_it_closes_it(home: Home) -> None:
    first = run(home, wrong=2, people=4)
    opened(home, first)

    assert opened(home, run(home, wrong=0, people=3)) == []

    with home.store.read() as session:
        (kept,) = gaps.of_session(session, home.here, first)
    assert kept.closed_on == TODAY


@pytest.mark.parametrize(("wrong", "people"), [(1, 4), (0, 0)])
def test_a_later_session_that_does_not_show_it_leaves_it_open(
    home: Home, wrong: int, people: int
) -> None:
    first = run(home, wrong=2, people=4)
    opened(home, first)
    opened(home, run(home, wrong=wrong, people=people))

    with home.store.read() as session:
        (kept,) = gaps.of_session(session, home.here, first)
    assert kept.closed_on is None


def test_what_stays_hidden_opens_no_gap(home: Home) -> None:
    assert opened(home, run(home, wrong=4, people=4, naming=Naming.ANONYMOUS)) == []


def test_counting_late_cards_says_anew_what_holds(home: Home) -> None:
    number = run(home, wrong=1, people=4)
    opened(home, number)
    right = home.found[SCENARIOS[0]].right
    cards = [9 if place != right else 0 for place in range(3)]
    with home.store.write() as session:
        assert sessions.count_cards(session, home.here, number, 0, Phase.ANSWER, cards)

    (kept,) = opened(home, number)

    assert (kept.gap.wrong, kept.gap.people) == (19, 22)


def test_another_location_opens_nothing(home: Home) -> None:
    assert opened(home, run(home, wrong=4, people=4), home.elsewhere) == []
