"""A training item: a scenario with all that it takes from its answer and its idea.

``version`` is a hash of the wording that a learner sees, so that two results can be compared only
when they were about the same words. ``advice`` is a hash of what the answer tells someone to do. It
leaves out review dates and sources: a new date must not make everybody due for training again.
"""

from __future__ import annotations

import hashlib
from datetime import date

import msgspec
from msgspec import Struct, structs

from assistant.knowledge import Answer, Knowledge, Option, Principle, Role, Scenario, Setting, Use
from assistant.knowledge.model import Easier, Source

LETTERS = "ABCD"
_HASH_DIGITS = 12


class Item(Struct, frozen=True, kw_only=True):
    """One scenario, ready to be put to people.

    ``right`` is the place of the right option, from 0. ``sources`` and ``checked_on`` are those of
    the answer; ``idea`` is the id of what it tries out and ``takeaway`` its words.
    """

    id: str
    version: str
    advice: str
    answer: str
    idea: str
    takeaway: str
    safety_critical: bool
    principles: tuple[Principle, ...]
    uses: tuple[Use, ...]
    roles: tuple[Role, ...]
    settings: tuple[Setting, ...]
    situation: str
    question: str
    options: tuple[Option, ...]
    right: int
    explanation: str
    sources: tuple[Source, ...]
    checked_on: date
    review_by: date
    easier: Easier | None = None


class Wording(Struct, frozen=True, omit_defaults=True):
    """What a learner saw of an item; kept once for each version that anybody answered.

    ``easier`` was shown instead of situation, question and options to who asked for it.
    """

    situation: str
    question: str
    options: tuple[Option, ...]
    explanation: str
    easier: Easier | None = None

    def in_easier_english(self) -> Wording:
        """Return it as who asked for easier English reads it; the same where there is nothing."""
        if self.easier is None:
            return self
        texts = zip(self.options, self.easier.options, strict=True)
        options = tuple(structs.replace(option, text=text) for option, text in texts)
        return structs.replace(
            self, situation=self.easier.situation, question=self.easier.question, options=options
        )


def items(knowledge: Knowledge) -> dict[str, Item]:
    """Return every scenario of *knowledge* as an item, by id."""
    return {scenario.id: _item(scenario, knowledge) for scenario in knowledge.scenarios.values()}


def wording(item: Item) -> Wording:
    """Return what a learner sees of *item*."""
    return Wording(item.situation, item.question, item.options, item.explanation, item.easier)


def advice_now(knowledge: Knowledge) -> dict[str, str]:
    """Return the hash of what each scenario's answer advises today, by scenario id."""
    answers = knowledge.answers
    return {s.id: _advice(answers[s.answer]) for s in knowledge.scenarios.values()}


def _item(scenario: Scenario, knowledge: Knowledge) -> Item:
    answer = knowledge.answers[scenario.answer]
    idea = knowledge.ideas[scenario.idea]
    shown = Wording(
        scenario.situation,
        scenario.question,
        scenario.options,
        scenario.explanation,
        scenario.easier,
    )
    return Item(
        id=scenario.id,
        version=_digest(shown)[:_HASH_DIGITS],
        advice=_advice(answer),
        answer=answer.id,
        idea=scenario.idea,
        takeaway=idea.text,
        safety_critical=idea.safety_critical,
        principles=answer.principles,
        uses=scenario.uses or answer.uses,
        roles=scenario.roles,
        settings=scenario.settings,
        situation=scenario.situation,
        question=scenario.question,
        options=scenario.options,
        right=[option.right for option in scenario.options].index(True),
        explanation=scenario.explanation,
        sources=tuple(knowledge.sources[citation.id] for citation in answer.sources),
        checked_on=answer.sources_checked_on,
        review_by=answer.review_by,
        easier=scenario.easier,
    )


def _advice(answer: Answer) -> str:
    advice = (
        answer.verdict,
        answer.headline,
        answer.short,
        answer.do,
        answer.do_not,
        answer.floor,
        answer.guided,
    )
    return _digest(advice)[:_HASH_DIGITS]


def _digest(value: object) -> str:
    return hashlib.sha256(msgspec.json.encode(value)).hexdigest()
