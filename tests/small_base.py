"""A knowledge base of two answers, for tests that train or print a whole one."""

from __future__ import annotations

from pathlib import Path

ANSWER = """---
id: {id}
title: May I do {id}?
verdict: {verdict}
headline: Only with care
short: Ask first. Then do it with care.
do:
  - Ask your manager.
ask: manager
principles: [security]
roles: [care_worker]
standing: guidance
sources:
  - id: a-source
    supports: That one asks first.
sources_checked_on: 2026-11-23
review_by: 2027-05-01
related: [{related}]
---
### Why

Because. See [the source](https://example.org/).
"""
SOURCE = """a-source:
  title: A source
  publisher: Someone
  url: https://example.org/
  published: "2026"
  standing: guidance
"""


def knowledge(folder: Path) -> Path:
    """Write a small sound knowledge base to *folder* and return it."""
    for name, other in (("first", "second"), ("second", "first")):
        answer = folder / "answers" / "basics" / f"{name}.md"
        answer.parent.mkdir(parents=True, exist_ok=True)
        answer.write_text(ANSWER.format(id=name, verdict="yes_if", related=other), "utf-8")
        questions = folder / "questions" / "basics" / f"{name}.txt"
        questions.parent.mkdir(parents=True, exist_ok=True)
        lines = [f"may i do the {name} thing {when}" for when in ("now", "here", "alone", "again")]
        questions.write_text("# a note\n" + "\n".join(lines) + "\n", "utf-8")
    (folder / "sources.yaml").write_text(SOURCE, "utf-8")
    return folder
