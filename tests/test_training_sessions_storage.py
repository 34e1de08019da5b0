"""Group sessions on both databases: SQLite and PostgreSQL."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from sqlalchemy import event, select

from assistant import storage, training
from assistant.knowledge import Principle, Role
from assistant.storage.tables import (
    LearnerRow,
    ParticipantRow,
    VoteRow,
)
from assistant.storage.training import (
    learners,
    records,
    room,
    sessions,
)
from assistant.storage.training.room import JoinError, Refusal
from assistant.training import (
    Choice,
    Counts,
    Move,
    Naming,
    Phase,
    Sure,
)
from assistant.training.codes import Length, normalised
from tests.training_home import NOW, SCENARIOS, TODAY, Home, count


def test_a_session_runs_from_its_code_to_what_it_showed(home: Home) -> None:
    number = home.session()
    tokens = [home.join(number, "a name that is not kept") for _ in range(5)]
    home.move(number, Move.NEXT)
    for token in tokens:
        with home.store.write() as session:
            assert room.say_confidence(session, token, Phase.BEFORE, {Principle.SECURITY: 2})
    home.move(number, Move.NEXT)
    right = home.found[SCENARIOS[0]].right
    wrong = (right + 1) % 3
    for token in tokens:
        assert home.choose(token, wrong)
    home.move(number, Move.NEXT)
    for token in tokens[:3]:
        assert home.choose(token, right, Phase.DISCUSS)
    home.move(number, Move.NEXT, Move.CLOSE)
    for token in tokens:
        with home.store.write() as session:
            assert room.say_confidence(session, token, Phase.AFTER, {Principle.SECURITY: 4})
    home.move(number, Move.NEXT)

    with home.store.read() as session:
        kept = sessions.get(session, home.here, number)
        assert kept
        assert (kept.training.phase, kept.code) == (Phase.ENDED, None)
        assert kept.ended_at is not None
        first = sessions.counts(session, home.here, number, 0, Phase.ANSWER)
        assert first == Counts(5, tuple(5 if place == wrong else 0 for place in range(3)))
        second = sessions.counts(session, home.here, number, 0, Phase.DISCUSS)
        assert second == Counts(3, hidden=True)
        (change,) = sessions.confidence(session, home.here, number) or []
        assert (change.principle, change.people, change.surer) == (Principle.SECURITY, 5, 5)
        votes = records.session_votes(session, home.here)
        results = training.results(votes, home.found)
        assert [(r.scenario, r.wrong, r.people) for r in results] == [("scribe-errors", 5, 5)]
        assert [gap.answer for gap in training.gaps(results, home.found)] == ["scribe-errors"]
        assert training.sure_and_wrong(votes, home.found)[0].sure_and_wrong == 5
        assert {p.name for p in session.scalars(select(ParticipantRow))} == {""}


def test_a_learner_who_comes_back_finds_their_place(home: Home) -> None:
    number = home.session()
    token = home.join(number)
    home.move(number, Move.NEXT, Move.NEXT)
    home.choose(token, 1)

    with home.store.read() as session:
        place = room.place(session, token)
        assert place
        assert place.session.training.scenario == SCENARIOS[0]
        assert place.first == Choice(1, Sure.VERY)
        assert (place.second, place.confidence) == (None, {})
    home.move(number, Move.NEXT)
    with home.store.read() as session:
        place = room.place(session, token)
        assert place
        assert (place.first, place.second) == (Choice(1, Sure.VERY), None)
        assert room.place(session, "another token") is None


def test_choosing_again_replaces_and_sending_twice_counts_once(home: Home) -> None:
    number = home.session(Naming.NAMED)
    token = home.join(number, "Asha")
    home.move(number, Move.NEXT, Move.NEXT)
    for option in (0, 2, 2):
        assert home.choose(token, option)

    with home.store.read() as session:
        assert count(session, VoteRow) == 1
        counts = sessions.counts(session, home.here, number, 0, Phase.ANSWER)
        assert counts == Counts(1, (0, 0, 1))
        assert sessions.pulse(session, home.here, number) == sessions.Pulse(2, 1, 1)


def test_a_choice_for_where_the_room_is_not_is_refused(home: Home) -> None:
    number = home.session()
    token = home.join(number)

    assert not home.choose(token, 0)
    home.move(number, Move.NEXT, Move.NEXT)
    assert not home.choose(token, 0, Phase.DISCUSS)
    assert not home.choose(token, 0, Phase.ANSWER, item=1)
    assert not home.choose(token, 9)
    assert not home.choose(token, -1)
    assert not home.choose("no such token", 0)
    home.move(number, Move.NEXT, Move.NEXT)
    assert not home.choose(token, 0, Phase.REVEAL)
    home.move(number, Move.END)
    with home.store.write() as session:
        assert not room.say_confidence(session, token, Phase.AFTER, {Principle.SECURITY: 3})


@pytest.mark.parametrize("level", [0, 6, -1])
def test_confidence_goes_from_one_to_five(home: Home, level: int) -> None:
    number = home.session()
    token = home.join(number)
    home.move(number, Move.NEXT)
    with home.store.write() as session:
        assert not room.say_confidence(session, token, Phase.BEFORE, {Principle.SECURITY: level})


def test_a_second_tap_moves_the_room_once(home: Home) -> None:
    number = home.session()
    for _ in range(2):
        with home.store.write() as session:
            sessions.move_on(session, home.here, number, Move.NEXT, 0, NOW)

    assert home.move(number).phase is Phase.BEFORE


def test_a_device_asks_for_news_with_one_read(home: Home) -> None:
    number = home.session()
    token = home.join(number)
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    with home.store.read() as session:
        session.connection()
        event.listen(home.store.engine, "before_cursor_execute", note)
        assert room.news(session, token) == room.News(0, False)
        event.remove(home.store.engine, "before_cursor_execute", note)
    assert len(asked) == 1

    home.move(number, Move.NEXT, Move.END)
    with home.store.read() as session:
        assert room.news(session, token) == room.News(2, True)
        assert room.news(session, "no such token") is None


def test_sqlite_answers_a_poll_from_two_indexes(tmp_path: Path) -> None:
    store = storage.connect(f"sqlite:///{tmp_path / 'plainly.db'}")
    storage.migrate(store)
    with store.engine.connect() as connection:
        plan = connection.exec_driver_sql(
            "EXPLAIN QUERY PLAN SELECT s.revision FROM training_session s "
            "JOIN training_participant p ON p.session_id = s.id WHERE p.token_hash = 'x'"
        ).fetchall()
    store.close()
    assert [row[3].split()[0] for row in plan] == ["SEARCH", "SEARCH"]


def test_who_may_join_and_how(home: Home) -> None:
    named, anonymous = home.session(Naming.NAMED), home.session()
    with home.store.read() as session:
        kept = sessions.get(session, home.here, named)
        assert kept
        assert kept.code
        assert normalised(kept.code, Length.JOIN) == kept.code
        assert room.by_code(session, kept.code) == kept
    for code, name, refusal in (
        ("CCCCCC", "A", Refusal.NO_SESSION),
        (kept.code, "  ", Refusal.NAME_NEEDED),
    ):
        with pytest.raises(JoinError) as caught, home.store.write() as session:
            room.join(session, code, name, NOW)
        assert caught.value.refusal is refusal
    home.join(named, "  Asha   P. ")
    home.join(anonymous, "Asha P.")
    with home.store.read() as session:
        names = [p.name for p in session.scalars(select(ParticipantRow))]
    assert sorted(names) == ["", "Asha P."]


def test_a_code_is_good_until_the_session_ends(home: Home) -> None:
    number = home.session()
    with home.store.read() as session:
        kept = sessions.get(session, home.here, number)
    assert kept
    assert kept.code
    home.move(number, Move.END)

    with pytest.raises(JoinError), home.store.write() as session:
        room.join(session, kept.code, "", NOW)
    with home.store.read() as session:
        assert room.by_code(session, kept.code) is None


def test_a_code_that_got_out_cannot_fill_the_database(
    home: Home,
) -> None:
    number = home.session()
    with home.store.write() as session:
        session.add_all(
            ParticipantRow(session_id=number, joined_at=NOW) for _ in range(room.MAX_PARTICIPANTS)
        )
    with pytest.raises(JoinError) as caught:
        home.join(number)
    assert caught.value.refusal is Refusal.FULL


def test_tokens_and_slips_are_not_in_the_database(home: Home) -> None:
    token = home.join(home.session())
    learner = home.learner()
    with home.store.write() as session:
        slip = learners.issue_slip(session, home.here, learner)
    with home.store.read() as session:
        participant = session.scalars(select(ParticipantRow)).one()
        row = session.scalars(select(LearnerRow)).one()
    assert slip
    assert participant.token_hash != token
    assert len(participant.token_hash or "") == 64
    assert slip not in (row.slip_hash or "")


def test_vote_cards_are_counted_in_beside_phones_and_counting_again_replaces(
    home: Home,
) -> None:
    number = home.session()
    token = home.join(number)
    home.move(number, Move.NEXT, Move.NEXT)
    home.choose(token, 0)
    for counts in ((9, 9, 9), (1, 4, 2)):
        with home.store.write() as session:
            assert sessions.count_cards(session, home.here, number, 0, Phase.ANSWER, counts)

    with home.store.write() as session:
        shown = sessions.counts(session, home.here, number, 0, Phase.ANSWER)
        assert shown == Counts(8, (2, 4, 2))
        assert not sessions.count_cards(session, home.here, number, 0, Phase.ANSWER, (1, 2))
        assert not sessions.count_cards(session, home.here, number, 0, Phase.ANSWER, (1, 2, -1))
        assert not sessions.count_cards(session, home.here, number, 0, Phase.REVEAL, (1, 2, 3))
        assert not sessions.count_cards(session, home.here, number, 7, Phase.ANSWER, (1, 2, 3))


def test_many_devices_at_once_lose_no_vote(home: Home) -> None:
    number = home.session()
    tokens = [home.join(number) for _ in range(12)]
    home.move(number, Move.NEXT, Move.NEXT)
    threads = [threading.Thread(target=home.choose, args=(token, 0)) for token in tokens * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with home.store.read() as session:
        assert sessions.counts(session, home.here, number, 0, Phase.ANSWER) == Counts(
            12, (12, 0, 0)
        )


def test_attendance_is_matched_to_the_roster_by_the_facilitator(home: Home) -> None:
    number, asha = home.session(Naming.MIXED), home.learner()
    with home.store.write() as session:
        other = learners.add(session, home.elsewhere, "Asha Patel", Role.SENIOR)
    home.join(number, "asha p")
    home.join(number)
    with home.store.write() as session:
        typed, nameless = sessions.attendance(session, home.here, number) or []
        assert (typed.name, typed.learner, nameless.name) == ("asha p", None, "")
        assert sessions.match(session, home.here, number, typed.id, asha)
        assert not sessions.match(session, home.here, number, typed.id, other)
        assert not sessions.match(session, home.elsewhere, number, typed.id, other)
        assert sessions.sign_in(session, home.here, number, asha, NOW)
        assert not sessions.sign_in(session, home.here, number, other, NOW)
    home.move(number, Move.END)
    with home.store.read() as session:
        there = sessions.attendance(session, home.here, number) or []
        assert [one.learner for one in there] == ["Asha Patel", None]
        (took_part,) = records.done(session, home.here).took_part
        assert (took_part.learner_id, took_part.plan, took_part.on) == (asha, "induction", TODAY)


def test_nobody_is_named_in_an_anonymous_session(home: Home) -> None:
    number, asha = home.session(Naming.ANONYMOUS), home.learner()
    home.join(number, "Asha")
    with home.store.write() as session:
        (attendee,) = sessions.attendance(session, home.here, number) or []
        assert attendee.name == ""
        assert not sessions.match(session, home.here, number, attendee.id, asha)
        assert not sessions.sign_in(session, home.here, number, asha, NOW)


def test_nobody_joins_a_session_on_one_screen(home: Home) -> None:
    number = home.session(one_screen=True)

    with pytest.raises(JoinError) as refused:
        home.join(number)
    assert refused.value.refusal is Refusal.ONE_SCREEN


def test_who_has_said_how_sure_they_are_counts_once(home: Home) -> None:
    number = home.session()
    tokens = [home.join(number) for _ in range(3)]
    home.move(number, Move.NEXT)
    levels = {Principle.SECURITY: 2, Principle.HUMAN_OVERSIGHT: 4}
    for token in tokens[:2]:
        with home.store.write() as session:
            assert room.say_confidence(session, token, Phase.BEFORE, levels)

    with home.store.read() as session:
        assert sessions.pulse(session, home.here, number) == sessions.Pulse(1, 3, 2)
        assert sessions.joined(session, home.here) == {number: 3}
        assert sessions.joined(session, home.elsewhere) == {}
