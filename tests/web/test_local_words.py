"""The location's own words on the pages, beside the shared ones, and who is there at the time."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import text as sql

from assistant import demonstration, local
from assistant.knowledge import Answer, Contact, Knowledge
from assistant.local import Location
from assistant.storage import Storage, local_words, locations
from assistant.web.cards import ask_here, card
from tests.web.conftest import Pages, words_of

TODAY = date(2026, 11, 24)
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
NIGHT = datetime(2026, 11, 24, 23, 0, tzinfo=UTC)
ON_CALL = demonstration.LOCATION.people["on_call"]
AI_LEAD = demonstration.LOCATION.people["ai_lead"]


@pytest.fixture
def chatbot(knowledge: Knowledge) -> Answer:
    return knowledge.answers["chatgpt-at-work"]


@pytest.fixture
def plain(knowledge: Knowledge) -> Answer:
    """An answer that a location may hide."""
    return next(a for a in knowledge.answers.values() if not local.refusals_to_hide(a))


@pytest.fixture
def number(store: Storage) -> int:
    with store.read() as session:
        return locations.location_ids(session)[0]


def test_a_local_line_stands_beside_the_shared_ones_as_the_location_s_own(
    pages: Pages, store: Storage, number: int, chatbot: Answer, knowledge: Knowledge
) -> None:
    line = local.write(
        chatbot,
        "Ask <Priya> first.",
        knowledge,
        by="B. Sample",
        today=TODAY,
        name="Priya Nair",
        phone="01632 960104",
    )
    with store.write() as session:
        local_words.add_line(session, number, line)

    soup = pages.get(f"/answers/{chatbot.id}")
    own = soup.select_one("[data-own]")
    assert "Added by Rosewood House" in words_of(own)
    assert "Ask <Priya> first. Priya Nair 01632 960104" in words_of(own)
    assert soup.select_one("[data-own] a[href='tel:01632960104']")
    for shared in (*chatbot.do_not, *chatbot.floor):
        assert shared in words_of(soup)
    assert not pages.get("/answers/daily-notes").select("[data-own]")


def test_a_local_line_is_shown_with_the_outcome_of_a_question(
    pages: Pages, store: Storage, number: int, knowledge: Knowledge
) -> None:
    answer = knowledge.answers["personal-data-in-chatbot"]
    line = local.write(answer, "Tell the deputy too.", knowledge, by="B.", today=TODAY)
    with store.write() as session:
        local_words.add_line(session, number, line)

    soup = pages.ask("can I put a resident's name in ChatGPT")
    assert "Tell the deputy too." in words_of(soup.select_one(".outcome [data-own]"))


def test_a_hidden_answer_says_why_and_whom_to_ask(
    pages: Pages, store: Storage, number: int, plain: Answer, knowledge: Knowledge
) -> None:
    hidden = local.hide(plain, "We have none of these.", knowledge, by="B.", today=TODAY)
    with store.write() as session:
        local_words.hide(session, number, hidden)

    soup = pages.get(f"/answers/{plain.id}")
    card = soup.select_one("[data-hidden]")
    assert "Your manager has hidden this answer. We have none of these." in words_of(card)
    assert "Keep giving care as planned." in words_of(card)
    assert plain.headline not in words_of(card)
    assert soup.select_one(".person")


def test_an_answer_stands_without_the_local_words_when_the_store_fails(
    pages: Pages, store: Storage, chatbot: Answer
) -> None:
    with store.engine.begin() as connection:
        connection.execute(sql("DROP TABLE local_line"))

    assert chatbot.floor[0] in words_of(pages.get(f"/answers/{chatbot.id}"))


def test_a_safety_matter_at_night_names_the_person_on_call(
    chatbot: Answer, knowledge: Knowledge
) -> None:
    assert chatbot.ask is Contact.AI_LEAD
    assert chatbot.safety_critical
    where = demonstration.LOCATION
    by_night = card(chatbot, knowledge, where, TODAY, NIGHT).ask
    by_day = card(chatbot, knowledge, where, TODAY, NOON).ask

    assert (by_night.role, by_night.person) == ("on_call", ON_CALL)
    assert (by_day.role, by_day.person) == ("ai_lead", AI_LEAD)


@pytest.mark.parametrize(
    ("location", "now", "safety", "words"),
    [
        (demonstration.LOCATION, NIGHT, True, f"{ON_CALL.name} , on call"),
        (demonstration.LOCATION, NOON, True, f"{AI_LEAD.name} , the AI lead"),
        (demonstration.LOCATION, NIGHT, False, "It can wait until then."),
        (Location(), NIGHT, True, "Ask the person on call."),
        (Location(), NOON, True, "Ask your AI lead or manager."),
    ],
)
def test_the_page_words_who_is_there(
    app: Flask, location: Location, now: datetime, safety: bool, words: str
) -> None:
    ask = ask_here(Contact.AI_LEAD, location, now, safety=safety)
    with app.test_request_context("/"):
        person_card = app.jinja_env.from_string(
            "{% from 'macros/answer.html' import person_card with context %}"
            "{{ person_card(ask, 'Ask') }}"
        )
        context: dict[str, object] = {"ask": ask}
        app.update_template_context(context)
        html = person_card.render(**context)
    assert words in " ".join(html.replace("<bdi>", "").replace("</bdi>", " ").split())
