"""From a typed question to what the visitor sees."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from bs4 import BeautifulSoup
from flask import Flask, render_template
from flask.testing import FlaskClient
from msgspec import structs
from sqlalchemy import text as sql

from assistant import demonstration
from assistant.answering import Outcome, OutcomeKind, Reasons
from assistant.knowledge import Knowledge, Urgent
from assistant.privacy import Masked
from assistant.storage import Storage
from assistant.web.ask import outcome_fields
from tests.web.conftest import Pages, soup_of, words_of

AI_LEAD = demonstration.LOCATION.people["ai_lead"]
ANSWERED = "can I put a resident's name in ChatGPT"
DANGER = "he has collapsed and is not breathing"
NOT_OURS = "what is the capital of France"


def outcome_of(kind: OutcomeKind, **fields: object) -> Outcome:
    reasons = Reasons(scope=1.0, certainty=1.0, margin=1.0)
    return replace(Outcome(kind, "a question", "en", reasons), **fields)  # type: ignore[arg-type]


Render = Callable[[Outcome], BeautifulSoup]


@pytest.fixture
def render(app: Flask) -> Render:
    """Shows an outcome that no question may bring today."""

    def rendered(outcome: Outcome) -> BeautifulSoup:
        with app.test_request_context("/"):
            fields = outcome_fields(outcome, Masked(outcome.question, ()))
            html = render_template("partials/outcome.html", **fields)
        return BeautifulSoup(html, "html.parser")

    return rendered


def test_the_start_page_offers_six_questions_and_the_way_to_all(pages: Pages) -> None:
    soup = pages.get("/")
    assert len(soup.select("[aria-labelledby=first] .choice")) == 6
    assert soup.select_one(".ask__more a[href='/answers/']")
    assert "Don’t type names" in words_of(soup.select_one("#question-hint"))
    assert soup.select_one("main[data-state=start]")


def test_the_start_page_is_the_same_each_time(pages: Pages) -> None:
    first, second = (pages.get("/").select(".ask__more a") for _ in range(2))
    assert first == second


def test_an_answer_says_what_to_do_and_what_it_rests_on(pages: Pages) -> None:
    soup = pages.ask(ANSWERED)
    outcome = soup.select_one(".outcome")
    assert outcome is not None
    text = words_of(outcome)
    for words in ("You asked", "Answer to:", "What to do", "Always", "Not yet approved here"):
        assert words in text
    assert "Sources checked" in text
    assert "source" in text
    assert "Why this answer?" in text
    assert "never writes" in text
    assert "%" not in text
    assert soup.select_one("main[data-state=outcome]")


def test_the_fragment_is_the_part_of_the_page(pages: Pages) -> None:
    whole = pages.ask(ANSWERED).select_one(".outcome")
    response = pages.fragment(ANSWERED)
    assert response.status_code == 200
    part = soup_of(response).select_one(".outcome")
    assert part is not None
    assert whole is not None
    for token in (*part.select("[name=csrf_token]"), *whole.select("[name=csrf_token]")):
        token.decompose()
    assert part == whole
    assert "<html" not in response.text


def test_history_gets_the_whole_page(pages: Pages) -> None:
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    fields = {**pages.token(), "question": ANSWERED}
    assert "<html" in pages.client.post("/", data=fields, headers=headers).text


@pytest.mark.parametrize("path", ["/", "/answers/", "/nothing-here"])
def test_caches_keep_fragments_apart(client: FlaskClient, path: str) -> None:
    assert "HX-Request" in client.get(path).vary


def test_danger_comes_before_everything_else(pages: Pages) -> None:
    outcome = pages.ask(DANGER).select_one(".outcome")
    assert outcome is not None
    first = outcome.select_one(":first-child")
    assert first is not None
    assert first.get("class") == ["card", "alarm"]
    assert outcome.select_one(".alarm a[href='tel:999']")


def test_another_answer_in_danger_stands_below_the_emergency(
    knowledge: Knowledge, render: Render
) -> None:
    outcome = outcome_of(
        OutcomeKind.ANSWERED,
        answer=knowledge.answers["falls-sensors"],
        emergency=knowledge.answers["emergency"],
        urgent=Urgent.DANGER,
    )
    cards = render(outcome).select(".outcome [data-answer]")
    assert [card["data-answer"] for card in cards] == ["emergency", "falls-sensors"]
    assert cards[0].select_one("a[href='tel:999']")


def test_a_question_that_is_not_ours_is_declined_and_care_goes_on(pages: Pages) -> None:
    soup = pages.ask(NOT_OURS)
    text = words_of(soup.select_one(".outcome"))
    assert "I don’t have an approved answer to that. I won’t guess." in text
    assert "Keep giving care as planned." in text
    assert f"until {AI_LEAD.name} (the AI lead) says yes" in text
    assert soup.select_one(".person a[href^='tel:01632960']")


def test_a_question_in_another_language_is_declined_with_a_way_on(pages: Pages) -> None:
    text = words_of(pages.ask("کیا میں چیٹ جی پی ٹی استعمال کر سکتا ہوں").select_one(".outcome"))
    assert "I can only read questions in English" in text


def test_close_questions_are_offered_without_an_answer(
    knowledge: Knowledge, render: Render
) -> None:
    offered = tuple(knowledge.answers[name] for name in ("chatgpt-at-work", "daily-notes"))
    reasons = Reasons(scope=1.0, certainty=0.1, margin=0.0, opposite_verdicts=True)
    soup = render(
        outcome_of(
            OutcomeKind.SUGGESTED, suggestions=offered, reasons=reasons, urgent=Urgent.ACT_NOW
        )
    )
    links = [str(link["href"]) for link in soup.select(".outcome a.choice")]
    assert links == ["/answers/chatgpt-at-work", "/answers/daily-notes"]
    assert not soup.select(".outcome [data-answer]")
    text = words_of(soup.select_one(".outcome"))
    for words in ("None of these", "I won’t guess", "different answers", "call 999"):
        assert words in text


def test_what_was_taken_out_is_said_and_not_shown(pages: Pages) -> None:
    soup = pages.ask("can I put Mrs Smith in room 12 into ChatGPT")
    text = words_of(soup.select_one(".outcome"))
    assert "a name" in text
    assert "a room number" in text
    assert "We cannot catch every name" in text
    assert "Smith" not in str(soup)


def test_a_repaired_spelling_is_said(pages: Pages) -> None:
    assert "We read ‘snesors’ as ‘sensors’." in words_of(pages.ask("falls snesors at night"))


def test_an_overdue_answer_carries_a_band(knowledge: Knowledge, render: Render) -> None:
    answer = structs.replace(
        knowledge.answers["falls-sensors"], review_by=date(2026, 11, 20), urgent=Urgent.ACT_NOW
    )
    text = words_of(render(outcome_of(OutcomeKind.ANSWERED, answer=answer)).select_one(".band"))
    assert "due for a review on 20 November 2026" in text


def test_an_outcome_is_kept_without_the_question(app: Flask, pages: Pages) -> None:
    pages.ask(ANSWERED)
    with app.extensions["plainly"].storage.engine.connect() as connection:
        rows = connection.execute(sql("SELECT * FROM outcome")).mappings().all()
    assert [row["answer"] for row in rows] == ["personal-data-in-chatbot"]
    assert not [value for row in rows for value in row.values() if "ChatGPT" in str(value)]


def test_a_store_that_fails_takes_no_answer_away(
    store: Storage, pages: Pages, caplog: pytest.LogCaptureFixture
) -> None:
    with store.engine.begin() as connection:
        connection.execute(sql("DROP TABLE outcome"))

    assert pages.ask(ANSWERED).select_one(".outcome .steps")
    assert "an outcome could not be kept" in caplog.text
    assert "ChatGPT" not in caplog.text


@pytest.mark.parametrize("empty", ["", "   ", "\n\n", "?!", "\0", "\u202e", "🙂"])
def test_nothing_to_answer_is_said_at_the_field(pages: Pages, empty: str) -> None:
    soup = pages.ask(empty, status=422)
    assert "A few words are enough" in words_of(soup.select_one("#question-error"))
    field = soup.select_one("#question")
    assert field is not None
    assert field["aria-invalid"] == "true"


def test_a_long_question_keeps_its_words(pages: Pages) -> None:
    question = "may I use AI " * 200
    soup = pages.ask(question, status=422)
    assert "longer than 2000 characters" in words_of(soup.select_one("#question-error"))
    assert words_of(soup.select_one("#question")) == question.strip()


def test_htmx_gets_the_field_alone_when_there_is_something_to_mend(pages: Pages) -> None:
    response = pages.fragment("")
    assert response.status_code == 422
    assert response.headers["HX-Retarget"] == "#question-field"
    assert response.headers["HX-Reswap"] == "outerHTML"
    assert soup_of(response).select_one("#question-field #question-error")


def test_a_page_that_was_open_for_too_long_keeps_the_words_and_goes_on(pages: Pages) -> None:
    old = {"csrf_token": "of yesterday", "question": ANSWERED}
    soup = soup_of(pages.client.post("/", data=old, headers={"HX-Request": "true"}))
    assert "press Ask again" in words_of(soup.select_one("#question-error"))
    assert words_of(soup.select_one("#question")) == ANSWERED
    token = soup.select_one("input[name=csrf_token]")
    assert token is not None
    again = {"csrf_token": str(token["value"]), "question": ANSWERED}
    assert "Answer to:" in pages.client.post("/", data=again).text


@pytest.mark.parametrize("hidden", ["\0", "\u202e", "\u2066", "\ufeff", "\u200b", "\x1b[31m"])
def test_hidden_characters_do_not_reach_the_page(pages: Pages, hidden: str) -> None:
    soup = pages.ask(f"can I {hidden} use ChatGPT to write notes")
    assert hidden[0] not in str(soup)


@pytest.mark.parametrize(
    "question",
    [
        "<script>alert(1)</script> can I use ChatGPT",
        "{{ config }} can I use ${7*7} ChatGPT",
        "'; DROP TABLE outcome; -- can I use ChatGPT",
        "can I use ChatGPT " + "zalgơ̴̧" * 50,
        "\ud800 can I use ChatGPT".encode("utf-8", "surrogatepass").decode("latin-1"),
    ],
)
def test_hostile_questions_are_only_text(pages: Pages, question: str) -> None:
    soup = pages.ask(question)
    assert not soup.select(".outcome script")
    assert soup.select_one(".asked__question")


def test_a_question_never_stands_in_an_address(pages: Pages) -> None:
    response = pages.client.get("/?question=can+I+use+ChatGPT")
    assert "outcome__" not in response.text
    assert "You asked" not in response.text
    assert "ChatGPT" not in str(pages.ask(ANSWERED).select("a[href*='question=']"))
