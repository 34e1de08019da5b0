"""Figures over labelled questions: what is counted as what."""

from __future__ import annotations

from pathlib import Path

from msgspec import structs

from assistant import evaluation
from assistant.answering import Outcome, OutcomeKind, Reasons
from assistant.evaluation import EVERYDAY, Labelled, Opposite, bare_knowledge
from assistant.knowledge import Answer, Knowledge, Verdict, by_writer

ROOT = Path(__file__).resolve().parent.parent


def answers() -> dict[str, Answer]:
    verdicts = {"may": Verdict.YES, "never": Verdict.NO, "about": Verdict.INFORMATION}
    base = bare_knowledge({name: [name] for name in verdicts}, {})
    return {
        name: structs.replace(
            base.answers[name], verdict=verdict, safety_critical=verdict is Verdict.NO
        )
        for name, verdict in verdicts.items()
    }


def test_only_opposite_verdicts_are_opposite_errors() -> None:
    known = answers()
    asked = [
        Labelled("may", ("never",), ""),
        Labelled("about", ("never",), ""),
        Labelled("may", ("about", "may"), ""),
        Labelled("never", ("never",), ""),
    ]

    def ask(question: str) -> Outcome:
        reasons = Reasons(1.0, 1.0, 1.0)
        return Outcome(OutcomeKind.ANSWERED, question, "en", reasons, answer=known[question])

    report = evaluation.evaluate(asked, ask, known)

    assert report.opposites == (Opposite("may", "never", "may", safety_critical=True),)
    assert report.ours.answered_wrong == 50.0


def test_everyday_answers_are_reported_by_themselves(knowledge: Knowledge) -> None:
    def ask(question: str) -> Outcome:
        return Outcome(OutcomeKind.DECLINED, question, "en", Reasons(0.0, 0.0, 0.0))

    asked = [Labelled("x", ("emergency",), ""), Labelled("x", ("may",), "")]

    assert evaluation.evaluate(asked, ask, answers()).everyday.questions == 1
    assert knowledge.answers.keys() >= EVERYDAY


def test_the_readme_of_the_knowledge_lists_the_everyday_answers() -> None:
    written = (ROOT / "knowledge" / "README.md").read_text("utf-8")
    listed = written.partition("get 60 or more:")[2].split("`")[1::2]

    assert set(listed) == EVERYDAY


def test_every_phrasing_belongs_to_one_writer(knowledge: Knowledge) -> None:
    written = by_writer(ROOT / "knowledge")
    by_answer: dict[str, list[str]] = {}
    for lines in written.values():
        for answer, phrasings in lines.items():
            by_answer.setdefault(answer, []).extend(phrasings)

    assert len(written) >= 6
    assert {name: set(lines) for name, lines in by_answer.items()} == {
        answer.id: set(answer.phrasings) for answer in knowledge.answers.values()
    }
