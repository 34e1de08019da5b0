"""Ideas, scenarios and plans as the check of the knowledge sees them."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import knowledge as knowledge_base
from assistant import readability
from assistant.knowledge import Knowledge, KnowledgeError, Scenario, Use
from tests import small_base, small_training

SCENARIO = "scenarios/basics/safe-1.yaml"
PLAN = "plans/short.yaml"
CHECK = f"check: [{', '.join(small_training.IDEAS)}]"


@pytest.mark.parametrize(
    ("path", "old", "new", "problem"),
    [
        (SCENARIO, "answer: first", "answer: none", f"{SCENARIO}:2: there is no answer `none`"),
        (SCENARIO, "idea: safe", "idea: none", f"{SCENARIO}:3: there is no idea `none`"),
        (SCENARIO, "right: true", "right: false", f"{SCENARIO}:8: exactly one option is right"),
        (SCENARIO, "right: false", "right: true", f"{SCENARIO}:8: exactly one option is right"),
        (
            SCENARIO,
            "answer: first",
            "answer: second",
            f"{SCENARIO}:3: `safe` is safety critical, and the answer is not",
        ),
        (
            "ideas.yaml",
            "safer:",
            "nobody:\n  text: Nothing to do.\nsafer:",
            "ideas.yaml:1: no scenario tries out the idea `nobody`",
        ),
        (PLAN, "minutes: 10", "minutes: 9", f"{PLAN}:4: the parts take 10 minutes together"),
        (PLAN, "    sure: true\n", "", "two parts ask how sure people are"),
        (
            PLAN,
            "    minutes: 2\n",
            "    minutes: 2\n    idea: safe\n",
            "or puts a scenario, not both",
        ),
        (PLAN, "    idea: safe\n", "    idea: none\n", "there is no idea `none` in ideas.yaml"),
        (PLAN, "check: [safe, ", "check: [", "leaves out the safety-critical idea `safe`"),
        (PLAN, ", idea-7]", "]", "a check needs 10 ideas or more"),
        (PLAN, ", idea-7]", ", none]", "there is no idea `none` in ideas.yaml"),
        (
            PLAN,
            "uses: [sensors]",
            "uses: [cameras]",
            "`safe` has too few scenarios for care_worker",
        ),
        (PLAN, "roles: [care_worker]", "roles: [senior]", "has too few scenarios for senior in"),
        (
            SCENARIO,
            "roles: [care_worker]",
            "roles: [care_worker]\nsettings: [home_care]",
            "the check needs 2 scenarios of `safe` for care_worker in care_home",
        ),
        (PLAN, "aim: ", "goal: ", f"{PLAN}:3: unknown field `goal`"),
        (PLAN, "id: short", "id: long", f"{PLAN}:1: its id must be `short`"),
        ("ideas.yaml", "safety_critical", "important", "unknown field `important`"),
    ],
)
def test_what_is_wrong_with_training_is_named(
    tmp_path: Path, path: str, old: str, new: str, problem: str
) -> None:
    file = small_training.knowledge(tmp_path) / path
    before = file.read_text("utf-8")
    assert old in before
    file.write_text(before.replace(old, new), "utf-8")

    with pytest.raises(KnowledgeError) as caught:
        knowledge_base.load(tmp_path)
    assert problem in str(caught.value)


@pytest.mark.parametrize(
    ("path", "old"), [("ideas.yaml", "It is about"), (PLAN, "Read it"), (SCENARIO, "It is that")]
)
def test_training_claims_nothing_that_may_not_be_claimed(
    tmp_path: Path, path: str, old: str
) -> None:
    small_training.knowledge(tmp_path)
    (tmp_path / "never-say.yaml").write_text(
        "sure: {pattern: surely approved, why: Nobody is.}\n", "utf-8"
    )
    knowledge_base.load(tmp_path)
    file = tmp_path / path
    file.write_text(file.read_text("utf-8").replace(old, "Surely approved"), "utf-8")

    with pytest.raises(KnowledgeError, match="says “Surely approved”: Nobody is"):
        knowledge_base.load(tmp_path)


def test_ideas_and_plans_are_part_of_the_knowledge(tmp_path: Path) -> None:
    base = knowledge_base.load(small_training.knowledge(tmp_path))

    assert base.ideas["safe"].safety_critical
    assert not base.ideas["idea-1"].safety_critical
    assert base.plans["short"].parts[1].idea == "safe"
    assert base.scenarios["safe-1"].uses == (Use.SENSORS,)


def test_a_base_needs_no_training(tmp_path: Path) -> None:
    base = knowledge_base.load(small_base.knowledge(tmp_path))

    assert (base.scenarios, base.ideas, base.plans) == ({}, {}, {})


EASIER = """
easier:
  situation: You see that it is not safe now.
  question: What do you do?
  options: [One, Two, Three]
"""


def test_easier_english_has_the_options_of_its_scenario(tmp_path: Path) -> None:
    file = small_training.knowledge(tmp_path) / SCENARIO
    before = file.read_text("utf-8")
    file.write_text(before.rstrip() + EASIER, "utf-8")
    easier = knowledge_base.load(tmp_path).scenarios["safe-1"].easier
    assert easier is not None
    assert easier.options == ("One", "Two", "Three")

    file.write_text(before.rstrip() + EASIER.replace("Three", "Three, Four"), "utf-8")
    with pytest.raises(KnowledgeError, match="as many options as the scenario, in the same order"):
        knowledge_base.load(tmp_path)


def test_easier_english_claims_nothing_that_may_not_be_claimed(tmp_path: Path) -> None:
    file = small_training.knowledge(tmp_path) / SCENARIO
    text = file.read_text("utf-8").rstrip() + EASIER
    (tmp_path / "never-say.yaml").write_text(
        "sure: {pattern: surely approved, why: Nobody is.}\n", "utf-8"
    )
    right = [option.right for option in _scenario(tmp_path).options].index(True)
    word = ("One", "Two", "Three")[right]
    file.write_text(text.replace(word, "It is surely approved"), "utf-8")
    with pytest.raises(KnowledgeError, match="says “surely approved”: Nobody is"):
        knowledge_base.load(tmp_path)


def _scenario(folder: Path) -> Scenario:
    return knowledge_base.load(folder).scenarios["safe-1"]


def test_easier_english_is_shorter_and_plainer(knowledge: Knowledge) -> None:
    eased = [one for one in knowledge.scenarios.values() if one.easier]
    assert len(eased) >= 30
    for one in eased:
        assert one.easier
        assert knowledge.ideas[one.idea].safety_critical, one.id
        usual = "\n".join([one.situation, one.question, *(option.text for option in one.options)])
        easier = "\n".join([one.easier.situation, one.easier.question, *one.easier.options])
        lengths = [readability.mean_sentence_length(text) for text in (usual, easier)]
        assert lengths[1] < lengths[0], one.id
        assert readability.reading_age(easier) < readability.reading_age(usual), one.id
