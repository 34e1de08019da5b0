"""What is shown for real questions, on the real knowledge: one case a sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from assistant import answering, privacy, text
from assistant.answering import Outcome, OutcomeKind
from assistant.knowledge import Knowledge, Urgent
from assistant.matching import Index, urgent

QUESTIONS = Path(__file__).parent / "questions"


def _cases(kind: str) -> list[Any]:
    return [
        pytest.param(question, entry[kind], id=question[:60])
        for path in sorted(QUESTIONS.glob("*.yaml"))
        for entry in msgspec.yaml.decode(path.read_bytes())
        if kind in entry
        for question in entry["ask"]
    ]


@pytest.fixture
def ask(knowledge: Knowledge, index: Index) -> Any:
    words = answering.masking_words(knowledge, index)

    def asked(question: str) -> Outcome:
        masked = privacy.mask(question, words.known, words.names)
        return answering.answer(masked.text, knowledge, index, typed=question)

    return asked


@pytest.mark.parametrize(("question", "expected"), _cases("answered"))
def test_it_is_answered(ask: Any, question: str, expected: str) -> None:
    outcome = ask(question)

    assert outcome.kind is OutcomeKind.ANSWERED, [match.answer for match in outcome.matches]
    assert outcome.answer.id == expected


@pytest.mark.parametrize(("question", "expected"), _cases("found"))
def test_it_is_answered_or_offered(ask: Any, question: str, expected: str) -> None:
    outcome = ask(question)

    shown = [outcome.answer, *outcome.suggestions]
    assert expected in [answer.id for answer in shown if answer]


@pytest.mark.parametrize(("question", "expected"), _cases("declined"))
def test_it_is_not_answered(ask: Any, question: str, expected: str) -> None:
    outcome = ask(question)

    assert outcome.kind is not OutcomeKind.ANSWERED
    if expected != "any":
        assert outcome.kind is OutcomeKind.DECLINED
        assert outcome.declined is not None
        assert outcome.declined.title


@pytest.mark.parametrize(("question", "expected"), _cases("danger"))
def test_danger_always_brings_the_emergency_answer(ask: Any, question: str, expected: str) -> None:
    outcome = ask(question)

    assert outcome.urgent is Urgent.DANGER
    assert outcome.kind is OutcomeKind.ANSWERED
    shown = outcome.emergency or outcome.answer
    assert shown.id == "emergency"
    assert outcome.reasons.urgent_words


def test_harmless_words_bring_no_emergency(ask: Any) -> None:
    """At most 3 in 100 questions that hold a word of danger harmlessly may be marked."""
    calm = [question for case in _cases("calm") for question in case.values[:1]]
    marked = [question for question in calm if ask(question).urgent is Urgent.DANGER]

    assert len(calm) > 300
    assert len(marked) <= 0.03 * len(calm), marked


def test_suggestions_are_two_to_four_answers(ask: Any, knowledge: Knowledge) -> None:
    seen = 0
    for answer in list(knowledge.answers.values())[::7]:
        outcome = ask(" ".join(answer.title.split()[-3:]))
        if outcome.kind is OutcomeKind.SUGGESTED:
            seen += 1
            assert 2 <= len(outcome.suggestions) <= 4
            assert len({shown.id for shown in outcome.suggestions}) == len(outcome.suggestions)
            assert outcome.answer is None
    assert seen


def test_the_same_question_gets_the_same_outcome(ask: Any) -> None:
    for question in ("is our scribe cqc approved", "the sensor missed her", "whats for tea"):
        assert ask(question) == ask(question)


def test_a_question_in_another_script_is_declined_in_its_language(ask: Any) -> None:
    outcome = ask("कल खाना क्या है")

    assert (outcome.kind, outcome.language) == (OutcomeKind.DECLINED, "hi")


def test_a_question_in_other_words_is_declined_in_its_language(ask: Any) -> None:
    outcome = ask("Nie umiem dobrze obsługiwać komputera")

    assert (outcome.kind, outcome.language) == (OutcomeKind.DECLINED, "pl")


def test_english_questions_stay_english(ask: Any, knowledge: Knowledge) -> None:
    asked = [answer.phrasings[-1] for answer in knowledge.answers.values()]
    foreign = [question for question in asked if ask(question).language != "en"]

    assert foreign == []


def test_ordinary_phrasings_are_rarely_urgent(knowledge: Knowledge) -> None:
    """At most 3 in 100 questions of answers that are not urgent may be marked."""
    rules = knowledge.urgent_rules
    ordinary = [
        phrasing
        for answer in knowledge.answers.values()
        if not answer.urgent
        for phrasing in answer.phrasings[::3]
    ]
    alarms = {
        question: urgent.alarm(question, text.words(question), rules) for question in ordinary
    }
    marked = [asked for asked, alarm in alarms.items() if alarm and alarm.urgent is Urgent.DANGER]

    assert len(marked) <= 0.03 * len(ordinary), marked


def test_every_planted_near_miss_stays_away_from_its_answer(knowledge: Knowledge, ask: Any) -> None:
    """`must_not_match`: at most 2 in 100, since each names a neighbour on purpose."""
    planted = [(q, a.id) for a in knowledge.answers.values() for q in a.must_not_match]
    wrong = [
        (question, id)
        for question, id in planted
        if (o := ask(question)).answer and o.answer.id == id
    ]

    assert len(wrong) <= 0.02 * len(planted), wrong


def test_held_out_phrasings_mostly_find_their_answer(index: Index) -> None:
    """A fit that stopped early, or phrasings that moved, show here before an asker notices."""
    held = index.held_out()
    first = sum(answer.first * answer.phrasings for answer in held)

    assert first / sum(answer.phrasings for answer in held) > 0.65
