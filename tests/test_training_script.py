"""The script beside the room."""

from __future__ import annotations

import pytest

from assistant import training
from assistant.knowledge import Knowledge, Plan, PlanPart, Principle, Role, Statement
from assistant.training import Item, Move, Naming, Phase, TrainingSession

PLAN = Plan(
    id="short",
    title="Short",
    aim="We know it.",
    minutes=30,
    roles=(Role.CARE_WORKER,),
    prepare=("Bring it.",),
    statements=(Statement(principle=Principle.SECURITY, text="I know it."),),
    parts=(
        PlanPart(title="Welcome", minutes=2, say=("Hello.",)),
        PlanPart(title="Sure?", minutes=3, say=("Say it.",), sure=True),
        PlanPart(title="One", minutes=5, say=("Read it.",), idea="one"),
        PlanPart(title="A break", minutes=4, say=("Stretch.",)),
        PlanPart(title="Two", minutes=6, say=("Read it.",), idea="two"),
        PlanPart(title="Sure now?", minutes=2, say=("Say it.",), sure=True),
        PlanPart(title="Goodbye", minutes=8, say=("Go.",)),
    ),
)


def walk(scenarios: int, steps: int) -> TrainingSession:
    names = tuple(f"scenario-{number}" for number in range(scenarios))
    session = TrainingSession(plan="short", scenarios=names, naming=Naming.NAMED)
    for _ in range(steps):
        session = training.move(session, Move.NEXT, session.revision)
    return session


@pytest.mark.parametrize(
    ("steps", "titles", "begin", "end"),
    [
        (0, ["Welcome"], 0, 2),
        (1, ["Sure?"], 2, 5),
        (2, ["One", "A break"], 5, 14),
        (3, ["One", "A break"], 5, 14),
        (4, ["One", "A break"], 5, 14),
        (5, ["Two"], 14, 20),
        (8, ["Sure now?", "Goodbye"], 20, 30),
        (9, [], 30, 30),
    ],
)
def test_each_place_has_its_parts_and_its_minutes(
    steps: int, titles: list[str], begin: int, end: int
) -> None:
    stage = training.stage(PLAN, ["one", "two"], walk(2, steps))

    assert [part.title for part in stage.parts] == titles
    assert (stage.begin, stage.end) == (begin, end)


def test_a_part_that_no_scenario_was_found_for_is_said_with_the_one_before() -> None:
    stage = training.stage(PLAN, ["two"], walk(1, 2))

    assert [part.title for part in stage.parts] == ["Two"]


def test_every_plan_has_words_for_every_place(knowledge: Knowledge, found: dict[str, Item]) -> None:
    for plan in knowledge.plans.values():
        ideas = [part.idea for part in plan.parts if part.idea]
        session = walk(len(ideas), 1)
        said = 0
        while session.phase is not Phase.ENDED:
            stage = training.stage(plan, ideas, session)
            assert stage.parts, (plan.id, session.phase)
            said = stage.end
            session = training.move(session, Move.NEXT, session.revision)
        assert said == plan.minutes
