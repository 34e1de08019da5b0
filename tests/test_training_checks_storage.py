"""Individual checks and certificates on both databases."""

from __future__ import annotations

from datetime import date, timedelta

from assistant import training
from assistant.knowledge import Knowledge, Role, Setting
from assistant.storage.tables import (
    CheckItemRow,
    ScenarioVersionRow,
)
from assistant.storage.training import (
    certificates,
    checks,
    learners,
    records,
    versions,
)
from assistant.training import (
    Audience,
    Choice,
    CodeCheck,
    Identity,
    Learner,
    Sure,
)
from assistant.training.codes import Length, normalised
from tests.training_home import SCENARIOS, TODAY, WITNESSED, Home, count


def test_a_check_is_taken_left_and_taken_up_again(home: Home) -> None:
    number, token = home.check(home.learner(), SCENARIOS)
    home.answer(token, SCENARIOS[:2], wrong=SCENARIOS[:1])

    with home.store.read() as session:
        attempt = checks.by_token(session, token)
        assert attempt
        assert (attempt.id, attempt.next, attempt.finished_on) == (number, 2, None)
        assert attempt.conditions == WITNESSED
        assert checks.by_token(session, "no such token") is None
    with home.store.write() as session:
        assert checks.answer(session, token, 2, Choice(0), TODAY)
        finished = checks.get(session, home.here, number)
    assert finished
    assert (finished.next, finished.finished_on) == (None, TODAY)


def test_the_first_answer_stands(home: Home) -> None:
    _, token = home.check(home.learner(), SCENARIOS)
    with home.store.write() as session:
        assert checks.answer(session, token, 0, Choice(2, Sure.VERY), TODAY)
        assert checks.answer(session, token, 0, Choice(1), TODAY)
        assert not checks.answer(session, token, 2, Choice(1), TODAY)
        assert not checks.answer(session, token, 1, Choice(3), TODAY)
        assert not checks.answer(session, token, 9, Choice(0), TODAY)
        attempt = checks.by_token(session, token)
        assert attempt
        assert [asked.option for asked in attempt.asked] == [2, None, None]


def test_a_retake_adds_and_never_deletes_and_ends_in_a_certificate(
    home: Home, knowledge: Knowledge
) -> None:
    plan, audience = (
        knowledge.plans["induction"],
        Audience(role=Role.CARE_WORKER, setting=Setting.CARE_HOME),
    )
    learner = home.learner()
    ids = training.check_scenarios(plan, home.found, knowledge.ideas, audience, "first")
    wrong = next(id for id in ids if home.found[id].safety_critical)
    first, token = home.check(learner, ids)
    home.answer(token, ids, wrong=(wrong,))
    with home.store.write() as session:
        marking = training.mark([a.asked for a in checks.chain(session, home.here, first)])
        assert marking.missed == marking.missed_safety == (home.found[wrong].idea,)
        assert certificates.issue(session, home.here, first) is None
        seen = checks.seen(session, home.here, learner)
    again = training.ask_ideas(marking.missed, home.found, audience, "second", seen)
    assert len(again) == 1
    assert again[0] not in ids
    retake, token = home.check(learner, again, first)
    home.answer(token, again)

    with home.store.write() as session:
        assert [a.id for a in checks.chain(session, home.here, retake)] == [first, retake]
        assert count(session, CheckItemRow) == 13
        code = certificates.issue(session, home.here, first)
        assert code
        assert certificates.issue(session, home.here, retake) == code
        certificate = certificates.get(session, home.here, code, knowledge.plans)
        assert certificate
        assert (certificate.name, certificate.title) == ("Asha Patel", plan.title)
        assert (certificate.location, certificate.provider) == ("Here House", "Example Care")
        assert (certificate.due_on, certificate.identity) == (
            date(2027, 11, 24),
            Identity.WITNESS,
        )
        (passed,) = records.done(session, home.here).passed
        assert (passed.learner_id, passed.on, len(passed.asked)) == (learner, TODAY, 12)
        assert passed.version == certificate.version
        # What is taken after passing takes nothing away.
        checks.begin(
            session, home.here, learner, "induction", [home.found[wrong]], WITNESSED, TODAY, first
        )
        assert len(records.done(session, home.here).passed) == 1
        assert certificates.issue(session, home.here, first) == code


def test_a_check_code_tells_the_day_and_no_name(home: Home) -> None:
    number, token = home.check(home.learner(), SCENARIOS)
    home.answer(token, SCENARIOS)
    with home.store.write() as session:
        code = certificates.issue(session, home.here, number)
        assert code
        assert normalised(code, Length.CHECK) == code
        due = date(2027, 11, 24)
        for day, valid in ((TODAY, True), (due - timedelta(days=1), True), (due, False)):
            assert certificates.check_code(session, code, day) == CodeCheck(valid, TODAY)
        assert certificates.check_code(session, "CCCCCCCCCCCC", TODAY) == CodeCheck(False)


def test_a_paper_check_is_keyed_in_once(home: Home) -> None:
    number, token = home.check(home.learner(), SCENARIOS)
    with home.store.write() as session:
        assert not checks.key_in(session, home.here, number, [0, 1], TODAY)
        assert not checks.key_in(session, home.here, number, [0, 1, 3], TODAY)
        assert not checks.key_in(session, home.elsewhere, number, [0, 1, 2], TODAY)
        assert checks.key_in(session, home.here, number, [0, 1, 2], TODAY)
        assert not checks.key_in(session, home.here, number, [2, 2, 2], TODAY)
        attempt = checks.by_token(session, token)
    assert attempt
    assert [asked.option for asked in attempt.asked] == [0, 1, 2]
    assert attempt.finished_on == TODAY


def test_only_the_first_time_counts_in_what_checks_showed(home: Home) -> None:
    learner = home.learner()
    for wrong in (SCENARIOS[:1], ()):
        _, token = home.check(learner, SCENARIOS)
        home.answer(token, SCENARIOS, wrong=tuple(wrong))
    with home.store.read() as session:
        results = training.results(records.check_votes(session, home.here), home.found)
    assert [(r.scenario, r.wrong, r.people) for r in results] == [
        ("scribe-errors", 1, 1),
        ("falls-sensors", 0, 1),
        ("family-objects", 0, 1),
    ]


def test_a_slip_confirms_one_person_once(home: Home) -> None:
    asha, gone = home.learner(), home.learner("Gone Person")
    with home.store.write() as session:
        learner = Learner(id=gone, name="Gone Person", role=Role.SENIOR, left_on=TODAY)
        assert learners.change(session, home.here, learner)
        slip, old = (learners.issue_slip(session, home.here, one) for one in (asha, gone))
        assert slip
        assert old
        assert learners.issue_slip(session, home.elsewhere, asha) is None
        assert learners.use_slip(session, home.elsewhere, slip, TODAY) is None
        assert learners.use_slip(session, home.here, old, TODAY) is None
        found = learners.use_slip(session, home.here, slip, TODAY)
        assert found
        assert found.name == "Asha Patel"
        assert learners.use_slip(session, home.here, slip, TODAY) is None


def test_the_wording_that_people_answered_is_kept_for_good(home: Home) -> None:
    home.session()
    home.session()
    item = home.found[SCENARIOS[0]]
    with home.store.read() as session:
        assert count(session, ScenarioVersionRow) == 3
        assert versions.kept(session, item.version) == training.wording(item)
        assert versions.kept(session, "never") is None
