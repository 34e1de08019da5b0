"""Finding an answer without asking: by role, by need, by principle, by letter, by title."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from msgspec import structs

from assistant.knowledge import FirstQuestions, Knowledge, Principle, Role
from assistant.web import browse
from assistant.web.visit import MOST_OPENED
from tests.web.conftest import Pages, soup_of, words_of
from tests.web.house import House


def ids(soup: BeautifulSoup, within: str) -> list[str]:
    """Return the answers that the links *within* a part of a page lead to."""
    links = (str(link["href"]) for link in soup.select(f"{within} a[href^='/answers/']"))
    return [link.rsplit("/", 1)[-1] for link in links]


def first(soup: BeautifulSoup) -> list[str]:
    return ids(soup, "[aria-labelledby=first] .choices")


def chosen(soup: BeautifulSoup) -> list[str]:
    return [str(button["value"]) for button in soup.select("[name=role][aria-pressed=true]")]


@pytest.mark.parametrize("role", [Role.CARE_WORKER, Role.SENIOR, Role.MANAGER])
def test_the_first_questions_are_those_of_the_role_chosen_for_the_visit(
    pages: Pages, knowledge: Knowledge, role: Role
) -> None:
    response = pages.client.post("/role", data={**pages.token(), "role": role})
    assert response.headers["Location"] == "/#first"
    soup = pages.get("/")
    assert chosen(soup) == [role]
    assert tuple(first(soup)) == getattr(knowledge.first_questions, role)


@pytest.mark.parametrize("odd", ["", "owner", "resident", "<b>"])
def test_an_odd_role_changes_nothing(pages: Pages, odd: str) -> None:
    pages.client.post("/role", data={**pages.token(), "role": "senior"})
    pages.client.post("/role", data={**pages.token(), "role": odd})
    assert chosen(pages.get("/")) == ["senior"]


@pytest.mark.parametrize(
    ("who", "role"),
    [
        ("tablet", "care_worker"),
        ("staff", "care_worker"),
        ("senior", "senior"),
        ("manager", "manager"),
        ("owner", "manager"),
    ],
)
def test_who_signed_in_is_offered_the_questions_of_their_role(
    house: House, who: str, role: str
) -> None:
    assert chosen(soup_of(house.visitor(who).get("/"))) == [role]


def test_a_knowledge_without_first_questions_offers_those_for_the_role(
    app: Flask, pages: Pages
) -> None:
    parts = app.extensions["plainly"]
    bare = structs.replace(parts.knowledge, first_questions=FirstQuestions(), needs={})
    app.extensions["plainly"] = replace(parts, knowledge=bare)
    soup = pages.get("/")
    assert len(first(soup)) == 6
    assert not soup.select(".ways")


def test_what_was_opened_stands_on_the_ask_page_until_finish(pages: Pages) -> None:
    assert not pages.get("/").select("#opened")
    pages.get("/answers/falls-sensors")
    pages.ask("can I put a resident's name in ChatGPT")
    pages.get("/answers/falls-sensors")
    newest_first = ["falls-sensors", "personal-data-in-chatbot"]
    assert ids(pages.get("/"), "[aria-labelledby=opened]") == newest_first
    pages.client.post("/finish", data=pages.token())
    assert not pages.get("/").select("#opened")


def test_only_the_newest_are_remembered_and_none_that_is_no_more(
    app: Flask, pages: Pages, knowledge: Knowledge
) -> None:
    names = list(knowledge.answers)[: MOST_OPENED + 2]
    for name in names:
        pages.get(f"/answers/{name}")
    assert ids(pages.get("/"), "[aria-labelledby=opened]") == names[:1:-1]
    parts = app.extensions["plainly"]
    left = {name: answer for name, answer in knowledge.answers.items() if name != names[-1]}
    app.extensions["plainly"] = replace(parts, knowledge=structs.replace(knowledge, answers=left))
    assert names[-1] not in ids(pages.get("/"), "[aria-labelledby=opened]")


def test_every_answer_is_reached_by_a_need_from_the_ask_page(
    pages: Pages, knowledge: Knowledge
) -> None:
    ways = [str(link["href"]) for link in pages.get("/").select(".ways a")]
    assert len(ways) == len(knowledge.needs)
    reached = {name for way in ways for name in ids(pages.get(way), ".group")}
    assert reached == set(knowledge.answers)


def test_a_need_keeps_the_order_of_its_writers(pages: Pages, knowledge: Knowledge) -> None:
    soup = pages.get("/answers/?need=wrong")
    part = knowledge.needs["wrong"].parts[0]
    assert tuple(ids(soup, "#part-1")) == part.answers
    assert words_of(soup.select_one("#part-1 h2")) == part.title
    assert soup.select_one("a[href='tel:999']")


def test_a_to_z_has_every_answer_once(pages: Pages, knowledge: Knowledge) -> None:
    soup = pages.get("/answers/?by=letter")
    assert sorted(ids(soup, ".group")) == sorted(knowledge.answers)
    for group in soup.select(".group"):
        letter = words_of(group.select_one("h2"))
        assert all(words_of(title)[0].upper() == letter for title in group.select("li"))


def test_the_eleven_principles_lead_to_their_answers(pages: Pages, knowledge: Knowledge) -> None:
    rows = pages.get("/answers/?by=principle").select("ol.index a")
    assert len(rows) == len(Principle) == 11
    for row, principle in zip(rows, Principle, strict=True):
        found = ids(pages.get(str(row["href"])), ".group")
        about = [name for name, one in knowledge.answers.items() if principle in one.principles]
        assert sorted(found) == sorted(about)
        assert f"{len(about)} answer" in words_of(row)


@pytest.mark.parametrize(
    ("typed", "found", "missing"),
    [
        ("sensor", "falls-sensors", "daily-notes"),
        ("FALLS sens", "falls-sensors", "sensor-missed-event"),
        ("person’s name", "personal-data-in-chatbot", "daily-notes"),
        ("persons name", "personal-data-in-chatbot", "daily-notes"),
        ("whatsapp", "messaging-apps-ai", "daily-notes"),
        ("e-mail", "emails-and-letters", "daily-notes"),
    ],
)
def test_a_title_is_found_by_the_beginnings_of_its_words(
    pages: Pages, typed: str, found: str, missing: str
) -> None:
    soup = pages.post("/answers/", words=typed)
    assert found in ids(soup, ".index")
    assert missing not in ids(soup, ".index")
    field = soup.select_one("#find")
    assert field is not None
    assert field["value"] == typed


def test_no_title_is_said_with_a_way_on(pages: Pages) -> None:
    soup = pages.post("/answers/", words="zebra")
    assert "No title has these words" in words_of(soup.select_one("main"))
    assert soup.select_one("main a[href='/']")


@pytest.mark.parametrize("nothing", ["", "   ", "\u200b"])
def test_looking_for_nothing_shows_all(pages: Pages, nothing: str) -> None:
    response = pages.client.post("/answers/", data={**pages.token(), "words": nothing})
    assert (response.status_code, response.headers["Location"]) == (303, "/answers/")


def test_signs_alone_find_every_title(knowledge: Knowledge) -> None:
    assert len(browse.titled("?!", knowledge)) == len(knowledge.answers)


@pytest.mark.parametrize(
    "path",
    ["/answers/?by=", "/answers/?by=nothing", "/answers/?need=", "/answers/?need=nothing"],
)
def test_an_order_or_need_that_is_not_there_is_a_404(pages: Pages, path: str) -> None:
    assert "cannot find that page" in words_of(pages.get(path, status=404).select_one("h1"))
