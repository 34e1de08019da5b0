"""From a question to what is shown: the answer, "did you mean", or no approved answer.

The three outcomes are the only ones. Immediate danger always brings the emergency answer to the
front; answers with opposite verdicts are never told apart by a thin margin.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from assistant import privacy
from assistant.knowledge import Answer, DeclinedKind, Knowledge, Urgent, opposite
from assistant.knowledge.words import products
from assistant.matching import Index, Match, Ranking, Rates, Thresholds, language, urgent
from assistant.wordlist import british, given_names

EMERGENCY, REPORT_WHO = "emergency", "report-who"
MAX_SUGGESTIONS = 4
MIN_SUGGESTIONS = 2
# "Did you mean" stops when the answers named so far are this likely to hold the right one.
ENOUGH = 0.9
# Below this an answer is not worth naming, unless two would not come together.
WORTH_NAMING = 0.04
# An opposite verdict this near (as a share of the first score) means that both are offered.
THIN = 0.35


class OutcomeKind(StrEnum):
    """What is shown for a question."""

    ANSWERED = "answered"
    SUGGESTED = "suggested"
    DECLINED = "declined"


@dataclass(frozen=True)
class Reasons:
    """Why the outcome is what it is; templates put it into words."""

    scope: float
    certainty: float
    margin: float
    counted_words: tuple[str, ...] = ()
    near_words: tuple[tuple[str, str], ...] = ()
    repairs: tuple[tuple[str, str], ...] = ()
    urgent_words: tuple[str, ...] = ()
    opposite_verdicts: bool = False


@dataclass(frozen=True)
class Outcome:
    """What is shown for one question.

    ``answer`` is set when answered. ``emergency`` is the emergency answer, set when there is danger
    and it is not the answer itself. ``suggestions`` are 2 to 4 answers when suggested. ``declined``
    is the kind of question that is not ours, when one was recognised.
    """

    kind: OutcomeKind
    question: str
    language: str
    reasons: Reasons
    matches: tuple[Match, ...] = ()
    answer: Answer | None = None
    emergency: Answer | None = None
    suggestions: tuple[Answer, ...] = ()
    urgent: Urgent | None = None
    declined: DeclinedKind | None = None


@dataclass(frozen=True)
class MaskingWords:
    """What ``privacy.mask`` tells names by: words that are no one's name, and given names."""

    known: frozenset[str]
    names: frozenset[str]


def masking_words(knowledge: Knowledge, index: Index) -> MaskingWords:
    """Return the words to mask questions by, where names of products are no one's names."""
    ours = {word for product in products(knowledge.lexicon) for word in product.split()}
    names = given_names() - ours
    # Phrasings hold names as people type them; there they say nothing of what a word is.
    return MaskingWords(british() | (index.reader.vocabulary.keys() - names), names)


def answer(
    question: str,
    knowledge: Knowledge,
    index: Index,
    rates: Rates | None = None,
    *,
    typed: str | None = None,
) -> Outcome:
    """Return what is shown for the masked *question*.

    *typed* is the question as it was typed: danger is looked for in it, so that nothing masked can
    hide a call for help. It goes no further.
    """
    ranking = index.rank(privacy.without_tokens(question))
    outcome = decide(question, ranking, index.thresholds(rates or Rates()), knowledge)
    written_in = language.language(question, ranking.reading.known)
    if written_in != "en":
        outcome = _declined(question, ranking, knowledge, written_in)
    alarm = urgent.alarm(typed or question, ranking.reading.words, knowledge.urgent_rules)
    if alarm:
        return _with_alarm(outcome, alarm, knowledge)
    return replace(outcome, urgent=outcome.answer.urgent) if outcome.answer else outcome


def decide(
    question: str, ranking: Ranking, thresholds: Thresholds, knowledge: Knowledge
) -> Outcome:
    """Return the outcome for *ranking*, before danger is looked at."""
    best = knowledge.answers[ranking.matches[0].answer]
    if not ranking.reading.words or ranking.scope < thresholds.offer_scope:
        return _declined(question, ranking, knowledge, "en")
    sure = (
        ranking.scope >= thresholds.answer_scope
        and ranking.certainty >= thresholds.answer_certainty
    )
    torn = _opposite_near(ranking, knowledge)
    if sure and not torn:
        return Outcome(
            OutcomeKind.ANSWERED, question, "en", _reasons(ranking), ranking.matches, answer=best
        )
    suggestions = _suggestions(ranking, knowledge, torn)
    return Outcome(
        OutcomeKind.SUGGESTED,
        question,
        "en",
        replace(_reasons(ranking), opposite_verdicts=torn is not None),
        ranking.matches,
        suggestions=suggestions,
    )


def _declined(question: str, ranking: Ranking, knowledge: Knowledge, written_in: str) -> Outcome:
    kind = knowledge.declined.get(ranking.declined_kind or "") if written_in == "en" else None
    return Outcome(
        OutcomeKind.DECLINED,
        question,
        written_in,
        _reasons(ranking),
        ranking.matches,
        declined=kind,
    )


def _with_alarm(outcome: Outcome, alarm: urgent.Alarm, knowledge: Knowledge) -> Outcome:
    """Return *outcome* with what the alarm asks for in front."""
    reasons = replace(outcome.reasons, urgent_words=alarm.words)
    outcome = replace(outcome, reasons=reasons, urgent=alarm.urgent)
    first = knowledge.answers[alarm.answer]
    ranked = [knowledge.answers[match.answer] for match in outcome.matches]
    fitting = ranked[0] if ranked and ranked[0].urgent else None
    if alarm.urgent is Urgent.DANGER:
        emergency = knowledge.answers.get(EMERGENCY, first)
        shown = fitting if fitting and outcome.kind is OutcomeKind.ANSWERED else emergency
        return replace(
            outcome,
            kind=OutcomeKind.ANSWERED,
            answer=shown,
            suggestions=(),
            declined=None,
            emergency=None if shown is emergency else emergency,
        )
    if outcome.kind is OutcomeKind.ANSWERED:
        return outcome
    # What was declined has no neighbours worth naming; who to tell always is.
    offered = [first, *(outcome.suggestions or [knowledge.answers.get(REPORT_WHO, first)])]
    distinct = tuple({offer.id: offer for offer in offered}.values())[:MAX_SUGGESTIONS]
    return replace(outcome, kind=OutcomeKind.SUGGESTED, suggestions=distinct, declined=None)


def _opposite_near(ranking: Ranking, knowledge: Knowledge) -> Match | None:
    """Return the nearest match whose verdict is opposite to the first and nearly as likely."""
    first = ranking.matches[0]
    verdict = knowledge.answers[first.answer].verdict
    for match in ranking.matches[1:]:
        if match.score < THIN * first.score:
            return None
        if opposite(verdict, knowledge.answers[match.answer].verdict):
            return match
    return None


def _suggestions(ranking: Ranking, knowledge: Knowledge, torn: Match | None) -> tuple[Answer, ...]:
    named: list[Match] = []
    likely = 0.0
    room = MAX_SUGGESTIONS - (torn is not None)
    for match in ranking.matches:
        enough = likely >= ENOUGH or match.score < WORTH_NAMING or len(named) >= room
        if match is torn or len(named) < MIN_SUGGESTIONS or not enough:
            named.append(match)
            likely += match.score
    return tuple(knowledge.answers[match.answer] for match in named)


def _reasons(ranking: Ranking) -> Reasons:
    scores = [match.score for match in ranking.matches]
    return Reasons(
        scope=ranking.scope,
        certainty=ranking.certainty,
        margin=scores[0] - (scores[1] if len(scores) > 1 else 0.0),
        counted_words=ranking.counted_words,
        near_words=ranking.near_words,
        repairs=ranking.reading.repairs,
    )
