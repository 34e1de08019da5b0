"""Answers whose review is overdue: a band, then a person first; what keeps people safe stays."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from msgspec import structs

from assistant import demonstration, local
from assistant.knowledge import Answer, Knowledge, Urgent
from assistant.web.cards import FOLDED_AFTER
from tests.web.conftest import Pages, words_of

Overdue = Callable[..., Answer]


@pytest.fixture
def overdue(app: Flask, knowledge: Knowledge) -> Overdue:
    """Return a function that lets the application serve an answer so many days overdue."""

    def serve(name: str, days: int) -> Answer:
        today = datetime.now(UTC).date()
        answer = structs.replace(knowledge.answers[name], review_by=today - timedelta(days))
        app.extensions["plainly"] = dataclasses.replace(
            app.extensions["plainly"],
            knowledge=structs.replace(knowledge, answers={**knowledge.answers, name: answer}),
        )
        return answer

    return serve


def folded(soup: BeautifulSoup) -> str:
    """Return the words that a reader sees only after opening the fold."""
    return words_of(soup.select_one("[data-folded] details.more"))


def in_sight(soup: BeautifulSoup) -> str:
    """Return the words of the card that are seen at once."""
    card = soup.select_one("[data-answer]")
    assert card is not None
    for closed in card.select("details"):
        closed.decompose()
    return words_of(card)


def test_up_to_thirty_days_there_is_a_band_alone(pages: Pages, overdue: Overdue) -> None:
    for days in (1, FOLDED_AFTER.days):
        answer = overdue("chatgpt-at-work", days)
        text = in_sight(pages.get("/answers/chatgpt-at-work"))
        assert "This answer was due for a review on" in text
        assert words_of_line(answer.headline) in text
        assert words_of_line(answer.do[1]) in text


def test_after_thirty_days_a_person_comes_first(pages: Pages, overdue: Overdue) -> None:
    answer = overdue("chatgpt-at-work", FOLDED_AFTER.days + 1)
    soup = pages.get("/answers/chatgpt-at-work")
    person = soup.select_one(".person")
    assert person is not None
    assert person.select_one("a[href^='tel:']")
    fold = folded(soup)
    text = in_sight(soup)

    assert "This answer may be out of date Ask" in text
    assert "Do not start using AI for this until a person says yes." in text
    for old in (answer.headline, answer.short, *answer.do[1:], *answer.do_not):
        assert words_of_line(old) in fold
        assert words_of_line(old) not in text
    for line in answer.floor:
        assert words_of_line(line) in text


def test_a_question_brings_the_fold_as_well(pages: Pages, overdue: Overdue) -> None:
    overdue("personal-data-in-chatbot", 100)
    soup = pages.ask("can I put a resident's name in ChatGPT")
    assert soup.select_one(".outcome [data-folded]")
    assert "first" in words_of(soup.select_one(".verdict__headline"))


def test_urgent_steps_never_fold(pages: Pages, knowledge: Knowledge, overdue: Overdue) -> None:
    urgent = [name for name, answer in knowledge.answers.items() if answer.urgent]
    assert {knowledge.answers[name].urgent for name in urgent} == set(Urgent)
    for name in urgent:
        answer = overdue(name, 1000)
        text = in_sight(pages.get(f"/answers/{name}"))
        for line in (*answer.do, *answer.do_not, *answer.floor):
            assert words_of_line(line) in text, name


def test_no_floor_line_ever_folds(pages: Pages, knowledge: Knowledge, overdue: Overdue) -> None:
    held = [name for name, answer in knowledge.answers.items() if answer.floor]
    assert len(held) > 100
    for name in held[::5]:
        answer = overdue(name, 1000)
        text = in_sight(pages.get(f"/answers/{name}"))
        for line in answer.floor:
            assert words_of_line(line) in text, name


def test_guided_steps_do_not_lead_past_the_person(pages: Pages, overdue: Overdue) -> None:
    overdue("chatgpt-at-work", 100)
    assert not pages.get("/answers/chatgpt-at-work").select("#guided")
    response = pages.client.get("/answers/chatgpt-at-work/2")
    assert (response.status_code, response.location) == (303, "/answers/chatgpt-at-work")


def words_of_line(line: str) -> str:
    """Return a line of the demonstration as a page shows it."""
    where = local.at(demonstration.LOCATION, datetime.now(UTC))
    return " ".join(local.fill(line, where).split())
