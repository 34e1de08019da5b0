"""Gaps that sessions and checks open, and later ones close, on both databases."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from msgspec import structs

from assistant.storage.training import checks, learners, sessions
from assistant.storage.training import found as gaps
from assistant.storage.training.found import KeptGap
from assistant.training import Choice, GapReason, Move, Naming, Phase
from tests.training_home import SCENARIOS, TODAY, WITNESSED, Home

# Nobody is hurt before somebody notices.
ORDINARY = "activity-ideas"


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


def check(home: Home, learner: int, *wrong: str, first_id: int | None = None) -> int:
    """Return the number of a finished check, in which the *wrong* scenarios were missed."""
    number, token = home.check(learner, wrong if first_id else SCENARIOS, first_id)
    home.answer(token, SCENARIOS, wrong)
    look(home, number)
    return number


def look(home: Home, number: int) -> None:
    """Open and close gaps as a check shows."""
    with home.store.write() as session:
        attempt = checks.get(session, home.here, number)
        assert attempt
        gaps.open_from_check(session, home.here, attempt, home.found, TODAY)


def kept(home: Home) -> list[KeptGap]:
    with home.store.read() as session:
        return gaps.of_location(session, home.here)


def test_a_safety_miss_in_a_check_opens_a_gap_until_nobody_s_last_answer_is_wrong(
    home: Home,
) -> None:
    learner = home.learner()
    first = check(home, learner, SCENARIOS[0])
    (gap,) = kept(home)
    assert (gap.session_id, gap.gap.reason) == (None, GapReason.SAFETY_MISSED)
    assert (gap.gap.scenario, gap.closed_on) == (SCENARIOS[0], None)
    check(home, home.learner("Other Person"))
    assert [one.closed_on for one in kept(home)] == [None], "another's being right closes nothing"

    number, token = home.check(learner, SCENARIOS[:1], first)
    home.answer(token, SCENARIOS[:1])
    look(home, number)
    assert [one.closed_on for one in kept(home)] == [TODAY]


def test_a_check_that_goes_on_opens_nothing(home: Home) -> None:
    number, token = home.check(home.learner(), SCENARIOS)
    with home.store.write() as session:
        wrong = (home.found[SCENARIOS[0]].right + 1) % 3
        assert checks.answer(session, token, 0, Choice(wrong), TODAY)
    look(home, number)
    assert kept(home) == []


def test_a_check_opens_one_gap_however_many_miss_it(home: Home) -> None:
    for number in range(3):
        check(home, home.learner(f"Person {number}"), SCENARIOS[0])
    (gap,) = kept(home)
    assert (gap.gap.wrong, gap.gap.people) == (3, 3)


def test_a_session_that_understands_it_closes_what_a_check_opened(home: Home) -> None:
    check(home, home.learner(), SCENARIOS[0])
    opened(home, run(home, wrong=0, people=3))
    assert [one.closed_on for one in kept(home)] == [TODAY]


def test_who_left_keeps_no_gap_open(home: Home) -> None:
    learner = home.learner()
    check(home, learner, SCENARIOS[0])
    with home.store.write() as session:
        found = learners.get(session, home.here, learner)
        assert found
        learners.change(session, home.here, structs.replace(found, left_on=TODAY))
    check(home, home.learner("Other Person"))
    assert [one.closed_on for one in kept(home)] == [TODAY]


def many(home: Home, people: int, wrong: int, day: date) -> None:
    """Let so many people take a check on a day, of whom the first few miss what hurts nobody."""
    ids = (ORDINARY,)
    for place in range(people):
        learner = home.learner(f"{day} {place}")
        with home.store.write() as session:
            items = [home.found[ORDINARY]]
            begun = checks.begin(session, home.here, learner, "induction", items, WITNESSED, day)
            assert begun
            right = items[0].right
            option = (right + 1) % 3 if place < wrong else right
            assert checks.answer(session, begun[1], 0, Choice(option), day)
            attempt = checks.get(session, home.here, begun[0])
            assert attempt
            assert [one.scenario for one in attempt.asked] == list(ids)
            gaps.open_from_check(session, home.here, attempt, home.found, day)


def test_what_many_get_wrong_opens_a_gap_until_few_of_enough_others_do(home: Home) -> None:
    assert not home.found[ORDINARY].safety_critical
    many(home, people=4, wrong=4, day=TODAY)
    assert kept(home) == [], "four are too few to say"
    many(home, people=1, wrong=1, day=TODAY)
    (gap,) = kept(home)
    assert (gap.gap.reason, gap.gap.people) == (GapReason.MANY_WRONG, 5)
    later = TODAY + timedelta(days=30)
    many(home, people=4, wrong=0, day=later)
    assert kept(home)[0].closed_on is None, "the first five count beside them"
    many(home, people=5, wrong=0, day=later)
    assert kept(home)[0].closed_on == later


def test_a_session_on_paper_of_an_earlier_day_closes_nothing_later(home: Home) -> None:
    first = run(home, wrong=2, people=4)
    opened(home, first)
    second = run(home, wrong=0, people=4)
    with home.store.write() as session:
        gaps.open_gaps(session, home.here, second, home.found, TODAY - timedelta(days=1))
    assert [one.closed_on for one in kept(home)] == [None]
