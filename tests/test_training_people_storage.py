"""The roster, one person's data, and what is another location's, on both databases."""

from __future__ import annotations

import json
from datetime import date, timedelta

from sqlalchemy import select

from assistant import training
from assistant.knowledge import Role, Use
from assistant.storage.tables import (
    AttemptRow,
    CheckItemRow,
    LearnerRow,
    ParticipantRow,
    VoteRow,
)
from assistant.storage.training import (
    certificates,
    checks,
    learners,
    personal,
    practice,
    records,
    sessions,
)
from assistant.training import (
    CodeCheck,
    Learner,
    Move,
    Naming,
    Observed,
    Phase,
    RosterEntry,
)
from tests.training_home import NOW, SCENARIOS, TODAY, WITNESSED, Home, count


def test_a_roster_is_taken_over_without_losing_anyone(home: Home) -> None:
    home.learner("asha patel")
    home.learner("Not On It")
    entries = (
        RosterEntry("Asha Patel", Role.SENIOR),
        RosterEntry("New Person", Role.CARE_WORKER, left_on=TODAY),
    )
    with home.store.write() as session:
        assert learners.take_over(session, home.here, entries) == 1
        assert learners.take_over(session, home.here, entries) == 0
        found = learners.roster(session, home.here)
        assert learners.roster(session, home.elsewhere) == []
    assert [(one.name, one.role, one.left_on) for one in found] == [
        ("asha patel", Role.SENIOR, None),
        ("New Person", Role.CARE_WORKER, TODAY),
        ("Not On It", Role.CARE_WORKER, None),
    ]


def full_record(home: Home) -> tuple[int, str]:
    """Give one learner a session, a check, an observation and a certificate."""
    learner, number = home.learner(), home.session(Naming.NAMED)
    token = home.join(number, "Asha P.")
    home.move(number, Move.NEXT, Move.NEXT)
    home.choose(token, 1)
    attempt, check_token = home.check(learner, SCENARIOS)
    home.answer(check_token, SCENARIOS)
    with home.store.write() as session:
        (attendee,) = sessions.attendance(session, home.here, number) or []
        assert sessions.match(session, home.here, number, attendee.id, learner)
        observed = Observed(
            learner_id=learner, use=Use.SENSORS, tool="Bedwatch", on=TODAY, by="B", safely=True
        )
        assert practice.sign(session, home.here, observed)
        assert practice.sign(session, home.elsewhere, observed) is None
        code = certificates.issue(session, home.here, attempt)
        assert code
        assert certificates.of_learner(session, home.here, learner) == [code]
    home.move(number, Move.END)
    return learner, code


def test_a_person_gets_all_that_is_kept_about_them(home: Home) -> None:
    learner, code = full_record(home)
    with home.store.read() as session:
        exported = personal.export(session, home.here, learner)
        assert personal.export(session, home.elsewhere, learner) is None
    assert exported
    kept = json.loads(json.dumps(exported))
    assert kept["name"] == "Asha Patel"
    assert kept["sessions"] == [{"plan": "induction", "on": "2026-11-24", "typed_name": "Asha P."}]
    assert [answer["right"] for answer in kept["checks"][0]["answers"]] == [True] * 3
    assert kept["checks"][0]["answers"][0]["chosen"]
    assert kept["observations"][0]["tool"] == "Bedwatch"
    assert kept["certificates"][0]["code"] == code


def test_a_deleted_person_leaves_a_count_and_no_name(home: Home) -> None:
    learner, code = full_record(home)
    with home.store.write() as session:
        assert not personal.delete(session, home.elsewhere, learner)
        assert personal.delete(session, home.here, learner)
        assert not personal.delete(session, home.here, learner)
    with home.store.read() as session:
        assert [count(session, table) for table in (LearnerRow, AttemptRow, CheckItemRow)] == [
            0,
            0,
            0,
        ]
        assert count(session, VoteRow) == 1
        (participant,) = session.scalars(select(ParticipantRow))
        assert (participant.name, participant.learner_id) == ("", None)
        assert certificates.check_code(session, code, TODAY) == CodeCheck(False)
        assert records.done(session, home.here) == training.Done()


def test_leavers_go_after_the_time_that_the_provider_decides(home: Home) -> None:
    for name, left_on in (("Old", date(2020, 1, 1)), ("Recent", TODAY), ("Here", None)):
        learner = Learner(id=home.learner(name), name=name, role=Role.CARE_WORKER, left_on=left_on)
        with home.store.write() as session:
            learners.change(session, home.here, learner)
    with home.store.write() as session:
        assert personal.delete_leavers(session, home.elsewhere, TODAY) == 0
        assert personal.delete_leavers(session, home.here, TODAY) == 1
        assert [one.name for one in learners.roster(session, home.here)] == ["Here", "Recent"]


def test_names_that_were_matched_to_nobody_are_blanked(home: Home) -> None:
    number = home.session(Naming.NAMED)
    home.join(number, "Somebody")
    home.move(number, Move.END)
    with home.store.write() as session:
        assert personal.forget_unmatched(session, home.here, TODAY) == 0
        assert personal.forget_unmatched(session, home.here, TODAY + timedelta(days=1)) == 1
        (attendee,) = sessions.attendance(session, home.here, number) or []
        assert attendee.name == ""


def test_another_location_s_training_is_not_there(home: Home) -> None:
    number, learner = home.session(Naming.NAMED), home.learner()
    attempt, token = home.check(learner, SCENARIOS)
    home.answer(token, SCENARIOS)
    with home.store.write() as session:
        code = certificates.issue(session, home.here, attempt)
        assert code
        other = home.elsewhere
        assert sessions.get(session, other, number) is None
        assert sessions.newest(session, other) == []
        assert sessions.move_on(session, other, number, Move.NEXT, 0, NOW) is None
        assert sessions.pulse(session, other, number) is None
        assert not sessions.count_cards(session, other, number, 0, Phase.ANSWER, (1, 1, 1))
        assert sessions.counts(session, other, number, 0, Phase.ANSWER) is None
        assert sessions.confidence(session, other, number) is None
        assert sessions.attendance(session, other, number) is None
        assert not sessions.sign_in(session, other, number, learner, NOW)
        assert learners.get(session, other, learner) is None
        assert not learners.change(session, other, Learner(id=learner, name="X", role=Role.MANAGER))
        items = [home.found[SCENARIOS[0]]]
        begun = checks.begin(session, other, learner, "induction", items, WITNESSED, TODAY)
        assert begun is None
        theirs = learners.add(session, other, "Them", Role.SENIOR)
        begun = checks.begin(session, other, theirs, "induction", items, WITNESSED, TODAY, attempt)
        assert begun is None
        assert checks.get(session, other, attempt) is None
        assert checks.chain(session, other, attempt) == ()
        assert checks.of_learner(session, other, learner) == ()
        assert checks.seen(session, other, learner) == frozenset()
        assert certificates.issue(session, other, attempt) is None
        assert certificates.get(session, other, code, {}) is None
        assert certificates.of_learner(session, other, learner) == []
        assert records.session_votes(session, other) == []
        assert records.session_votes(session, other, number) == []
        assert records.check_votes(session, other) == []
        assert records.done(session, other) == training.Done()
