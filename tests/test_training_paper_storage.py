"""Packs, signatures, slips and tidying of training, on both databases."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from assistant import printing, storage, training
from assistant.knowledge import Knowledge, Role, Setting, Use
from assistant.storage.provider import Provider
from assistant.storage.training import checks, learners, packs, personal, practice, records
from assistant.storage.training.packs import Printed
from assistant.training import Audience, Choice, Item, Learner, Naming, Observed, Support
from tests.training_home import NOW, SCENARIOS, TODAY, WITNESSED, Home

ROOT = Path(__file__).parents[1]
CARE_WORKERS = Audience(
    role=Role.CARE_WORKER, setting=Setting.CARE_HOME, uses=frozenset({Use.SENSORS})
)


def seen(learner: int, *, safely: bool = True) -> Observed:
    return Observed(
        learner_id=learner, use=Use.SENSORS, tool="Bedwatch", on=TODAY, by="B", safely=safely
    )


def test_what_is_taken_back_counts_no_more_and_can_be_read(home: Home) -> None:
    learner = home.learner()
    with home.store.write() as session:
        wrong = practice.sign(session, home.here, seen(learner, safely=False), "Show it again.")
        assert wrong
        right = practice.sign(session, home.here, seen(learner))
        back = {"by": "C", "why": "The wrong person.", "today": TODAY}
        assert not practice.take_back(session, home.elsewhere, wrong, **back)  # type: ignore[arg-type]
        assert practice.take_back(session, home.here, wrong, **back)  # type: ignore[arg-type]
        assert not practice.take_back(session, home.here, wrong, **back)  # type: ignore[arg-type]
    with home.store.read() as session:
        lines = practice.newest(session, home.here)
        assert [(one.id, one.taken_back_by, one.why) for one in lines] == [
            (right, None, ""),
            (wrong, "C", "The wrong person."),
        ]
        assert practice.newest(session, home.elsewhere) == []
        assert practice.get(session, home.elsewhere, wrong) is None
        assert records.done(session, home.here).observed == (seen(learner),)
        exported = personal.export(session, home.here, learner)
    assert exported
    assert [one["takes_back"] for one in exported["observations"]] == [None, None, wrong]


def test_a_correction_cannot_be_taken_back(home: Home) -> None:
    learner = home.learner()
    with home.store.write() as session:
        number = practice.sign(session, home.here, seen(learner))
        assert number
        assert practice.take_back(session, home.here, number, by="C", why="No.", today=TODAY)
        back = practice.take_back(session, home.here, number + 1, by="C", why="No.", today=TODAY)
        assert not back


def drawn(knowledge: Knowledge, found: dict[str, Item], plan: str, seed: str) -> Printed:
    one = knowledge.plans[plan]
    shown = training.session_scenarios(one, found, CARE_WORKERS, seed)
    asked: tuple[str, ...] = ()
    if one.check:
        ideas = knowledge.ideas
        asked = training.check_scenarios(one, found, ideas, CARE_WORKERS, seed, seen=shown)
    return Printed(tuple(found[id] for id in shown), tuple(found[id] for id in asked))


def test_a_pack_comes_back_as_it_was_made(home: Home, knowledge: Knowledge) -> None:
    with home.store.write() as session:
        code = packs.free_code(session, home.here)
        printed = drawn(knowledge, home.found, "induction", code)
        number = packs.keep(
            session, home.here, code, "induction", CARE_WORKERS, printed, by="F", today=TODAY
        )
    with home.store.read() as session:
        kept = packs.get(session, home.here, number)
        assert kept
        assert (kept.printed, kept.audience, kept.made_by) == (printed, CARE_WORKERS, "F")
        assert packs.by_code(session, home.here, code) == kept
        assert packs.newest(session, home.here) == [kept]
        assert packs.get(session, home.elsewhere, number) is None
        assert packs.by_code(session, home.elsewhere, code) is None


def test_a_pack_prints_the_same_from_what_was_kept_of_it(
    knowledge: Knowledge, found: dict[str, Item]
) -> None:
    for plan in knowledge.plans.values():
        whom = Audience(role=plan.roles[0], setting=Setting.CARE_HOME)
        for seed in ("KF73WX", "CCDDFF"):
            printed = training.session_scenarios(plan, found, whom, seed)
            asked: tuple[str, ...] = ()
            if plan.check:
                asked = training.check_scenarios(plan, found, knowledge.ideas, whom, seed, printed)
            whole, kept = (
                printing.packs.compose(
                    plan, items, knowledge.ideas, whom, seed=seed, printed_on=TODAY, code=seed
                )
                for items in (found, {id: found[id] for id in (*printed, *asked)})
            )
            assert whole == kept, plan.id


def test_a_slip_can_be_looked_at_without_using_it_up(home: Home) -> None:
    learner = home.learner()
    with home.store.write() as session:
        code = learners.issue_slip(session, home.here, learner)
        assert code
        for _time in range(2):
            assert learners.by_slip(session, home.here, code, TODAY)
        assert learners.by_slip(session, home.elsewhere, code, TODAY) is None
        gone = Learner(id=learner, name="Asha", role=Role.CARE_WORKER, left_on=TODAY)
        learners.change(session, home.here, gone)
        assert learners.by_slip(session, home.here, code, TODAY) is None
        assert learners.by_slip(session, home.here, code, TODAY - timedelta(1))


def test_a_slip_opens_its_check_until_that_is_finished(home: Home) -> None:
    learner = home.learner()
    asked = [home.found[id] for id in SCENARIOS]
    with home.store.write() as session:
        begun = checks.begin(
            session, home.here, learner, "induction", asked, WITNESSED, TODAY, slip="KF73WX79"
        )
        assert begun
        number, token = begun
        assert checks.by_slip(session, home.elsewhere, "KF73WX79") is None
        assert checks.by_slip(session, home.here, "KF73WX7C") is None
        found = checks.by_slip(session, home.here, "KF73WX79")
        assert found
        assert found.id == number
        assert checks.take_up(session, home.elsewhere, number) is None
        other = checks.take_up(session, home.here, number)
        assert other
        assert checks.by_token(session, token) is None, "the device before lets go"
        for place, item in enumerate(asked):
            assert checks.answer(session, other, place, Choice(item.right), TODAY)
        assert checks.by_slip(session, home.here, "KF73WX79") is None
        assert checks.take_up(session, home.here, number) is None
        assert not checks.add_help(session, other, (Support.READ_ALOUD,), "en")


def test_help_is_added_and_never_taken_away(home: Home) -> None:
    number, token = home.check(home.learner(), SCENARIOS)
    with home.store.write() as session:
        assert checks.add_help(session, token, (Support.EASIER_ENGLISH,), "en")
        assert not checks.add_help(session, "nobody's", (Support.READ_ALOUD,), "en")
        attempt = checks.get(session, home.here, number)
    assert attempt
    assert attempt.conditions.support == (
        Support.READ_ALOUD,
        Support.EASIER_ENGLISH,
        Support.OTHER_LANGUAGE,
    )
    assert attempt.conditions.language == "pl", "the language that was noted stays"


def leave(home: Home, name: str, days_ago: int) -> None:
    learner = Learner(
        id=home.learner(name),
        name=name,
        role=Role.CARE_WORKER,
        left_on=TODAY - timedelta(days_ago),
    )
    with home.store.write() as session:
        learners.change(session, home.here, learner)


def test_tidy_keeps_leavers_until_the_provider_decides(home: Home) -> None:
    leave(home, "Long gone", 800)
    leave(home, "Just gone", 100)
    home.learner("Still here")
    for years, left in ((None, 3), (2, 2), (1, 2)):
        with home.store.write() as session:
            storage.provider.keep(session, Provider("Example Care", leaver_years=years))
            deleted = storage.tidy(session, NOW)
        assert deleted["records of leavers"] == (1 if years == 2 else 0)
        with home.store.read() as session:
            assert len(learners.roster(session, home.here)) == left


def test_tidy_forgets_names_that_were_typed_a_year_ago(home: Home) -> None:
    number = home.session(Naming.NAMED)
    home.join(number, "Typed Name")
    with home.store.write() as session:
        session_ = storage.training.sessions.get(session, home.here, number)
        assert session_
        storage.training.sessions.move_on(
            session, home.here, number, training.Move.END, session_.training.revision, NOW
        )
    for days, forgotten in ((300, 0), (400, 1), (401, 0)):
        with home.store.write() as session:
            deleted = storage.tidy(session, NOW + timedelta(days))
        assert deleted["names typed in sessions"] == forgotten
