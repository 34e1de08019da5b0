from __future__ import annotations

import pytest

from assistant import training
from assistant.training import Counts, Move, Naming, Phase, TrainingSession

TWO = TrainingSession(plan="induction", scenarios=("one", "two"), naming=Naming.ANONYMOUS)


def walk(session: TrainingSession, *moves: Move) -> TrainingSession:
    for step in moves:
        session = training.move(session, step, session.revision)
    return session


def test_a_session_goes_through_every_phase_in_order() -> None:
    seen, session = [], TWO
    while session.phase is not Phase.ENDED:
        seen.append((session.phase, session.scenario))
        session = walk(session, Move.NEXT)

    assert seen == [
        (Phase.WAITING, None),
        (Phase.BEFORE, None),
        (Phase.ANSWER, "one"),
        (Phase.DISCUSS, "one"),
        (Phase.REVEAL, "one"),
        (Phase.ANSWER, "two"),
        (Phase.DISCUSS, "two"),
        (Phase.REVEAL, "two"),
        (Phase.AFTER, None),
    ]
    assert session.revision == len(seen)
    assert not session.is_open


def test_a_second_tap_on_a_slow_network_changes_nothing() -> None:
    moved = training.move(TWO, Move.NEXT, 0)

    assert training.move(moved, Move.NEXT, 0) is moved


@pytest.mark.parametrize(
    ("moves", "phase"),
    [
        ((Move.CLOSE,), Phase.AFTER),
        ((Move.NEXT, Move.NEXT, Move.CLOSE), Phase.AFTER),
        ((Move.NEXT, Move.NEXT, Move.CLOSE, Move.CLOSE), Phase.ENDED),
        ((Move.END,), Phase.ENDED),
        ((Move.END, Move.NEXT, Move.NEXT), Phase.ENDED),
    ],
)
def test_a_session_can_be_shortened_or_ended_at_any_time(
    moves: tuple[Move, ...], phase: Phase
) -> None:
    assert walk(TWO, *moves).phase is phase


@pytest.mark.parametrize(
    ("steps", "place"),
    [
        (0, (Phase.WAITING, None)),
        (1, (Phase.WAITING, None)),
        (2, (Phase.BEFORE, None)),
        (3, (Phase.ANSWER, "one")),
        (4, (Phase.REVEAL, "one")),
        (5, (Phase.REVEAL, "one")),
        (6, (Phase.ANSWER, "two")),
        (7, (Phase.REVEAL, "two")),
        (8, (Phase.AFTER, None)),
        (9, (Phase.ENDED, None)),
    ],
)
def test_a_slip_of_the_finger_is_undone_until_the_answer_was_shown(
    steps: int, place: tuple[Phase, str | None]
) -> None:
    there = walk(TWO, *[Move.NEXT] * steps)
    back = walk(there, Move.BACK)

    assert (back.phase, back.scenario) == place
    assert (back.revision > there.revision) is there.may_go_back


def test_answers_are_taken_only_before_the_answer_is_shown() -> None:
    taking, session = [], TWO
    for _ in range(9):
        if session.takes_answers:
            taking.append(session.phase)
        assert not (session.takes_answers and session.takes_confidence)
        session = walk(session, Move.NEXT)

    assert taking == [Phase.ANSWER, Phase.DISCUSS] * 2


@pytest.mark.parametrize(
    ("choices", "cards", "naming", "counts"),
    [
        ([0, 0, 1, 2, 0], (0, 0, 0), Naming.ANONYMOUS, Counts(5, (3, 1, 1))),
        ([0, 0, 1, 2], (0, 0, 0), Naming.ANONYMOUS, Counts(4, hidden=True)),
        ([0, 0, 1, 2], (0, 0, 0), Naming.MIXED, Counts(4, hidden=True)),
        ([0, 0, 1, 2], (0, 0, 0), Naming.NAMED, Counts(4, (2, 1, 1))),
        ([0], (0, 3, 1), Naming.ANONYMOUS, Counts(5, (1, 3, 1))),
        ([], (), Naming.ANONYMOUS, Counts(0, hidden=True)),
    ],
)
def test_fewer_than_five_anonymous_people_stay_hidden(
    choices: list[int], cards: tuple[int, ...], naming: Naming, counts: Counts
) -> None:
    assert training.tally(3, choices, cards, naming) == counts
