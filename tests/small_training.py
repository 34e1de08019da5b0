"""A small knowledge base with ideas, scenarios and a plan: quick to load, and sound."""

from __future__ import annotations

from pathlib import Path

from tests import small_base

IDEAS = ["safe", "safer", *(f"idea-{number}" for number in range(8))]
SCENARIO = """id: {id}
answer: {answer}
idea: {idea}
roles: [care_worker]
uses: [sensors]
situation: Something happens here, and it is number {number}.
question: What do you do?
options:
  - text: The first thing.
    right: false
    feedback: It is not that.
  - text: The second thing.
    right: true
    feedback: It is that.
  - text: The third thing.
    right: false
    feedback: Not that either.
explanation: One does the second thing, because it is right.
"""
PLAN = """id: short
title: A short session
aim: After this we know it.
minutes: 10
roles: [care_worker]
uses: [sensors]
prepare: [Bring it.]
statements:
  - principle: security
    text: I know it.
parts:
  - title: Before
    minutes: 2
    sure: true
    say: [Say how sure you are.]
  - title: The thing
    minutes: 6
    idea: safe
    say: [Read it.]
  - title: After
    minutes: 2
    sure: true
    say: [Say it again.]
check: [{check}]
"""


def knowledge(folder: Path) -> Path:
    """Write the base to *folder* and return it."""
    small_base.knowledge(folder)
    first = folder / "answers" / "basics" / "first.md"
    text = first.read_text("utf-8")
    first.write_text(text.replace("ask: manager", "ask: manager\nsafety_critical: true"), "utf-8")
    lines = []
    for number, idea in enumerate(IDEAS):
        lines.append(f"{idea}:\n  text: It is about {idea}.\n")
        if idea.startswith("safe"):
            lines.append("  safety_critical: true\n")
        for place in (1, 2):
            id = f"{idea}-{place}"
            answer = "first" if idea.startswith("safe") else "second"
            file = folder / "scenarios" / "basics" / f"{id}.yaml"
            file.parent.mkdir(parents=True, exist_ok=True)
            written = SCENARIO.format(id=id, answer=answer, idea=idea, number=10 * number + place)
            file.write_text(written, "utf-8")
    (folder / "ideas.yaml").write_text("".join(lines), "utf-8")
    plan = folder / "plans" / "short.yaml"
    plan.parent.mkdir(parents=True, exist_ok=True)
    plan.write_text(PLAN.format(check=", ".join(IDEAS)), "utf-8")
    return folder
