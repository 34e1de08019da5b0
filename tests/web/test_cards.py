"""Answers made ready to show at a location."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from msgspec import structs

from assistant.knowledge import Contact, Knowledge, Verdict
from assistant.local import Location, Person
from assistant.web.cards import ask_here, card

TODAY = date(2026, 11, 24)


def test_words_of_the_location_cannot_become_markup(knowledge: Knowledge) -> None:
    answer = structs.replace(
        knowledge.answers["chatgpt-at-work"], body_html="<p>Ask {ai_lead}.</p>"
    )
    location = Location(people={"ai_lead": Person("<b>Ann</b>")})
    shown = card(answer, knowledge, location, TODAY)
    assert shown.body == "<p>Ask &lt;b&gt;Ann&lt;/b&gt; (the AI lead).</p>"


def test_an_answer_is_overdue_from_the_day_after_its_review_day(knowledge: Knowledge) -> None:
    answer = knowledge.answers["chatgpt-at-work"]
    for days, expected in ((0, False), (1, True)):
        day = answer.review_by + timedelta(days)
        assert card(answer, knowledge, Location(), day).is_overdue is expected


@pytest.mark.parametrize(
    ("verdict", "headline", "says"),
    [
        (Verdict.NO, "No, nothing about a person", True),
        (Verdict.YES_IF, "Yes, if it is agreed", True),
        (Verdict.YES_IF, "Yes, with an approved tool", False),
        (Verdict.YES_IF, "Only an approved one", False),
        (Verdict.DO_NOW, "Call 999 now", False),
        (Verdict.INFORMATION, "Yes, and it sounds just as sure", False),
    ],
)
def test_a_headline_may_say_the_verdict_itself(
    knowledge: Knowledge, verdict: Verdict, headline: str, says: bool
) -> None:
    answer = structs.replace(
        knowledge.answers["chatgpt-at-work"], verdict=verdict, headline=headline
    )
    assert card(answer, knowledge, Location(), TODAY).headline_says_verdict is says


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Priya Nair", "PN"),
        ("Priya", "P"),
        ("Ana de la Cruz", "AC"),
        ("the senior on shift", ""),
        ("", ""),
    ],
)
def test_initials_are_those_of_first_and_last_name(name: str, initials: str) -> None:
    location = Location(people={"ai_lead": Person(name)})
    assert ask_here(Contact.AI_LEAD, location).initials == initials


def test_nobody_is_named_where_the_location_has_not_said() -> None:
    assert ask_here(Contact.AI_LEAD, Location()).person is None
