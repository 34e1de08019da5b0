from __future__ import annotations

import itertools
from datetime import date

import pytest
from msgspec import structs

from assistant import training
from assistant.knowledge import Knowledge, Plan, Principle, Role, Setting, Use
from assistant.training import Audience, Item

CARE_WORKER = Audience(role=Role.CARE_WORKER, setting=Setting.CARE_HOME)


def audiences(plan: Plan) -> list[Audience]:
    return [
        Audience(role=role, setting=setting)
        for role, setting in itertools.product(plan.roles, Setting)
    ]


def test_the_same_seed_picks_the_same_scenarios(
    knowledge: Knowledge, found: dict[str, Item]
) -> None:
    plan = knowledge.plans["induction"]
    once = training.session_scenarios(plan, found, CARE_WORKER, "monday")
    again = training.session_scenarios(plan, dict(reversed(found.items())), CARE_WORKER, "monday")
    others = {training.session_scenarios(plan, found, CARE_WORKER, f"{n}") for n in range(20)}

    assert once == again
    assert len(others) > 5


def test_every_plan_has_a_scenario_for_each_part_whoever_is_in_the_room(
    knowledge: Knowledge, found: dict[str, Item]
) -> None:
    for plan in knowledge.plans.values():
        wanted = [part.idea for part in plan.parts if part.idea]
        for audience in audiences(plan):
            picked = training.session_scenarios(plan, found, audience, "any")
            assert [found[id].idea for id in picked] == wanted, (plan.id, audience)
            assert len(set(picked)) == len(picked)
            for id in picked:
                assert audience.role in found[id].roles
                assert audience.setting in found[id].settings
                assert not plan.uses or set(plan.uses) & set(found[id].uses)


def test_a_live_tool_is_what_the_scenario_is_about(
    knowledge: Knowledge, found: dict[str, Item]
) -> None:
    plan = knowledge.plans["induction"]
    for seed in ("a", "b", "c"):
        sensors = training.session_scenarios(
            plan,
            found,
            Audience(
                role=Role.CARE_WORKER,
                setting=Setting.CARE_HOME,
                uses=frozenset({Use.SENSORS, Use.NOTE_TAKING}),
            ),
            seed,
        )
        live = {Use.SENSORS, Use.NOTE_TAKING, Use.WRITING_HELP}
        assert all(set(found[id].uses) & live for id in sensors), sensors


def test_a_check_has_10_to_12_items_and_every_safety_critical_idea(
    knowledge: Knowledge, found: dict[str, Item]
) -> None:
    with_check = [plan for plan in knowledge.plans.values() if plan.check]
    assert {plan.id for plan in with_check} == {"induction", "refresher", "managers"}
    for plan in with_check:
        safety = {idea for idea in plan.check if knowledge.ideas[idea].safety_critical}
        for audience in audiences(plan):
            for seed in ("a", "b", "c", "d"):
                picked = training.check_scenarios(plan, found, knowledge.ideas, audience, seed)
                ideas = [found[id].idea for id in picked]
                assert len(ideas) in range(10, 13)
                assert len(set(ideas)) == len(ideas)
                assert safety <= set(ideas)


def test_a_retake_asks_the_missed_ideas_with_other_scenarios(
    knowledge: Knowledge, found: dict[str, Item]
) -> None:
    for plan in (knowledge.plans["induction"], knowledge.plans["managers"]):
        for audience in audiences(plan):
            first = training.check_scenarios(plan, found, knowledge.ideas, audience, "one")
            safety = [found[id].idea for id in first if found[id].safety_critical]
            retake = training.ask_ideas(safety, found, audience, "two", seen=first)
            assert sorted(found[id].idea for id in retake) == sorted(safety)
            assert not set(retake) & set(first)


def test_an_idea_with_nothing_fresh_left_is_asked_with_what_there_is(
    found: dict[str, Item],
) -> None:
    everything = frozenset(found)
    assert training.ask_ideas(["own-name"], found, CARE_WORKER, "x", seen=everything) != ()


def test_every_safety_critical_answer_is_trained_and_no_right_letter_can_be_guessed(
    knowledge: Knowledge, found: dict[str, Item]
) -> None:
    answers = {answer.id for answer in knowledge.answers.values() if answer.safety_critical}
    assert answers <= {item.answer for item in found.values()}
    letters = [item.right for item in found.values()]
    for place in range(3):
        assert 0.25 < letters.count(place) / len(letters) < 0.42


@pytest.mark.parametrize("principle", list(Principle))
def test_each_principle_has_enough_scenarios_for_retakes(
    principle: Principle, found: dict[str, Item]
) -> None:
    own = [
        item
        for item in found.values()
        if principle in item.principles and Role.CARE_WORKER in item.roles
    ]
    assert len(own) >= 4


def test_training_does_not_train_fear(knowledge: Knowledge, found: dict[str, Item]) -> None:
    """In a tenth of the scenarios for hands-on staff, using the tool is the right thing."""
    good = [id for id, item in found.items() if item.idea == "use-it-well"]
    for setting, role in itertools.product(Setting, Role):
        if role in (Role.CARE_WORKER, Role.SENIOR, Role.MANAGER):
            fitting = [
                id for id in good if role in found[id].roles and setting in found[id].settings
            ]
            assert len(fitting) >= 3, (role, setting)


def test_a_new_review_date_is_no_new_advice_and_a_new_step_is(knowledge: Knowledge) -> None:
    answer = knowledge.answers["scribe-errors"]
    before = training.advice_now(knowledge)["scribe-errors"]

    def advice(**changed: object) -> str:
        answers = {**knowledge.answers, answer.id: structs.replace(answer, **changed)}
        return training.advice_now(structs.replace(knowledge, answers=answers))["scribe-errors"]

    assert advice(review_by=date(2028, 1, 1), sources_checked_on=date(2027, 1, 1)) == before
    assert advice(do=(*answer.do, "Do one thing more.")) != before


def test_another_wording_is_another_version(knowledge: Knowledge, found: dict[str, Item]) -> None:
    scenario = knowledge.scenarios["scribe-errors"]

    def version(**changed: object) -> str:
        scenarios = {"scribe-errors": structs.replace(scenario, **changed)}
        return training.items(structs.replace(knowledge, scenarios=scenarios))[
            "scribe-errors"
        ].version

    before = found["scribe-errors"].version
    assert version(roles=(Role.SENIOR,)) == before
    assert version(question="What do you do?") != before
    assert version(options=tuple(reversed(scenario.options))) != before


@pytest.mark.parametrize(
    ("role", "passed_before", "plan"),
    [
        (Role.CARE_WORKER, False, "induction"),
        (Role.CARE_WORKER, True, "refresher"),
        (Role.SENIOR, False, "induction"),
        (Role.MANAGER, False, "managers"),
        (Role.MANAGER, True, "managers"),
    ],
)
def test_who_passed_before_takes_the_short_check(
    knowledge: Knowledge, role: Role, passed_before: bool, plan: str
) -> None:
    chosen = training.check_plan(knowledge.plans.values(), role, passed_before=passed_before)
    assert chosen
    assert chosen.id == plan


def test_no_plan_no_check() -> None:
    assert training.check_plan((), Role.MANAGER, passed_before=False) is None


@pytest.mark.parametrize(
    ("use", "plan"),
    [
        (Use.SENSORS, "use-sensors"),
        (Use.NOTE_TAKING, "use-note-taking"),
        (Use.CAMERAS, "use-cameras"),
        (Use.WRITING_HELP, "use-writing"),
    ],
)
def test_what_to_look_for_is_that_of_the_plan_for_the_tool(
    knowledge: Knowledge, use: Use, plan: str
) -> None:
    chosen = training.practice_plan(knowledge.plans.values(), use)
    assert chosen
    assert chosen.id == plan
    assert training.practice_plan((), use) is None
