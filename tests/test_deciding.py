"""The decision on a ranking, by itself: thresholds, thin margins and opposite verdicts."""

from __future__ import annotations

import pytest
from msgspec import structs

from assistant import answering
from assistant.answering import Outcome, OutcomeKind
from assistant.evaluation import bare_knowledge
from assistant.knowledge import Knowledge, Urgent, Verdict
from assistant.matching import Index, Match, Ranking, Thresholds
from assistant.matching.reading import Reading

THRESHOLDS = Thresholds(answer_scope=0.8, answer_certainty=0.7, offer_scope=0.4)
NAMES = ("a", "b", "c", "d", "e")


def decide(
    scores: tuple[float, ...],
    verdicts: str = "     ",
    scope: float = 0.9,
    certainty: float = 0.9,
) -> Outcome:
    """Return the outcome; *verdicts* has y (yes), n (no) or a blank for each answer in order."""
    base = bare_knowledge({name: [name] for name in NAMES}, {"odd": ["x"]})
    says = {"y": Verdict.YES_IF, "n": Verdict.NO, " ": Verdict.INFORMATION}
    answers = {
        name: structs.replace(base.answers[name], verdict=says[letter])
        for name, letter in zip(NAMES, verdicts, strict=True)
    }
    ranking = Ranking(
        matches=tuple(Match(n, s, "") for n, s in zip(NAMES, scores, strict=True)),
        scope=scope,
        certainty=certainty,
        reading=Reading(("words",), (), 1.0),
        counted_words=(),
        declined_kind="odd",
    )
    return answering.decide("words", ranking, THRESHOLDS, structs.replace(base, answers=answers))


def offered(outcome: Outcome) -> list[str]:
    return [answer.id for answer in outcome.suggestions]


def test_a_sure_question_in_scope_is_answered() -> None:
    outcome = decide((0.9, 0.05, 0.03, 0.01, 0.01))

    assert outcome.kind is OutcomeKind.ANSWERED
    assert outcome.answer is not None
    assert outcome.answer.id == "a"


@pytest.mark.parametrize(("scope", "certainty"), [(0.79, 0.9), (0.9, 0.69)])
def test_doubt_of_either_kind_offers_instead(scope: float, certainty: float) -> None:
    outcome = decide((0.5, 0.3, 0.1, 0.06, 0.04), scope=scope, certainty=certainty)

    assert outcome.kind is OutcomeKind.SUGGESTED
    assert outcome.answer is None
    assert offered(outcome) == ["a", "b", "c"]


def test_out_of_scope_is_declined_with_its_kind() -> None:
    outcome = decide((0.9, 0.05, 0.03, 0.01, 0.01), scope=0.39)

    assert outcome.kind is OutcomeKind.DECLINED
    assert outcome.declined is not None
    assert outcome.declined.title == "odd"


def test_two_are_offered_even_when_one_is_likely() -> None:
    assert offered(decide((0.95, 0.02, 0.01, 0.01, 0.01), certainty=0.1)) == ["a", "b"]


@pytest.mark.parametrize(
    ("scores", "verdicts", "kind"),
    [
        ((0.6, 0.3, 0.05, 0.03, 0.02), "yn   ", OutcomeKind.SUGGESTED),
        ((0.6, 0.3, 0.05, 0.03, 0.02), "ny   ", OutcomeKind.SUGGESTED),
        ((0.8, 0.1, 0.05, 0.03, 0.02), "yn   ", OutcomeKind.ANSWERED),
        ((0.6, 0.3, 0.05, 0.03, 0.02), "yy   ", OutcomeKind.ANSWERED),
        ((0.6, 0.3, 0.05, 0.03, 0.02), "y n  ", OutcomeKind.ANSWERED),
    ],
)
def test_opposite_verdicts_are_not_told_apart_by_a_thin_margin(
    scores: tuple[float, ...], verdicts: str, kind: OutcomeKind
) -> None:
    outcome = decide(scores, verdicts)

    assert outcome.kind is kind
    assert outcome.reasons.opposite_verdicts is (kind is OutcomeKind.SUGGESTED)


def test_the_opposite_answer_is_offered_however_far_down_it_stands() -> None:
    outcome = decide((0.22, 0.21, 0.2, 0.19, 0.18), "y   n")

    assert outcome.reasons.opposite_verdicts
    assert offered(outcome) == ["a", "b", "c", "e"]


def test_in_danger_a_more_fitting_urgent_answer_stands_below_the_emergency(
    knowledge: Knowledge, index: Index
) -> None:
    question = (
        "AI said no thickener, he choked, he is okay now but scared. What must we do right now?"
    )
    outcome = answering.answer(question, knowledge, index)

    assert outcome.urgent is Urgent.DANGER
    assert outcome.answer is knowledge.answers["ai-caused-harm"]
    assert outcome.emergency is knowledge.answers["emergency"]
