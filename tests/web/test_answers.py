"""The answers as pages, and the guided questions step by step."""

from __future__ import annotations

import pytest
from flask import Flask

from assistant import demonstration
from assistant.knowledge import Principle
from tests.web.conftest import Pages, words_of

AI_LEAD = demonstration.LOCATION.people["ai_lead"]
GUIDED = "/answers/chatgpt-at-work"


def test_all_answers_stand_in_groups_from_a_to_z(app: Flask, pages: Pages) -> None:
    soup = pages.get("/answers/")
    shown = [str(link["href"]).rsplit("/", 1)[-1] for link in soup.select(".index a")]
    assert sorted(shown) == sorted(app.extensions["plainly"].knowledge.answers)
    for group in soup.select(".index"):
        titles = [words_of(link).casefold() for link in group.select("a")]
        assert titles == sorted(titles)


@pytest.mark.parametrize("principle", Principle)
def test_each_principle_has_answers_at_its_own_address(pages: Pages, principle: Principle) -> None:
    soup = pages.get(f"/answers/?principle={principle}")
    assert soup.select(".index a")
    assert soup.select_one(".pill[aria-current=page]")


def test_the_emergency_answer_has_the_number_to_call(pages: Pages) -> None:
    soup = pages.get("/answers/emergency")
    assert soup.select_one(".alarm a[href='tel:999']")


def test_who_to_ask_stands_below_an_answer(pages: Pages) -> None:
    person = pages.get(GUIDED).select_one(".person")
    assert AI_LEAD.name in words_of(person)
    assert person is not None
    assert person.select_one("a[href^='tel:01632960']")


def test_sources_open_in_place_with_publisher_and_standing(pages: Pages) -> None:
    first = pages.get(GUIDED).select_one("details .sources > li")
    assert "guidance" in words_of(first).casefold()
    assert first is not None
    assert first.select_one("a[href^='https://']")


def test_a_guided_question_goes_on_without_a_script(pages: Pages) -> None:
    start = pages.get(GUIDED)
    assert [link["href"] for link in start.select("#guided a")] == [f"{GUIDED}/1", f"{GUIDED}/2"]
    second = pages.get(f"{GUIDED}/2")
    assert "Does it include anything about a person?" in words_of(second.select_one(".trail"))
    assert second.select_one(f".trail a[href='{GUIDED}#guided']")
    links = [str(link["href"]) for link in second.select(".choices a")]
    assert links == [f"{GUIDED}/2/1", f"{GUIDED}/2/2"]


def test_a_guided_question_ends_in_a_verdict_with_who_to_ask(pages: Pages) -> None:
    end = pages.get(f"{GUIDED}/2/2")
    assert "Check first" in words_of(end.select_one(".verdict"))
    assert [link["href"] for link in end.select(".trail a")] == [f"{GUIDED}#guided", f"{GUIDED}/2"]
    assert AI_LEAD.name in words_of(end)


def test_a_guided_question_can_end_at_another_answer(pages: Pages) -> None:
    response = pages.client.get(f"{GUIDED}/1")
    assert response.status_code == 303
    assert response.headers["Location"] == "/answers/personal-data-in-chatbot"


def test_every_step_of_every_guided_question_is_there(app: Flask, pages: Pages) -> None:
    todo = [
        f"/answers/{answer.id}"
        for answer in app.extensions["plainly"].knowledge.answers.values()
        if answer.guided
    ]
    assert todo
    while todo:
        address = todo.pop()
        response = pages.client.get(address)
        assert response.status_code in {200, 303}, address
        if response.status_code == 200:
            soup = pages.get(address)
            links = [
                str(link["href"]) for link in soup.select("#guided a, .trail + .card .choices a")
            ]
            todo += [link for link in links if link.startswith(address)]


@pytest.mark.parametrize(
    "path",
    [
        "/answers/nothing",
        "/answers/Emergency",
        "/answers/../answers/emergency/1",
        "/answers/emergency/1",
        f"{GUIDED}/0",
        f"{GUIDED}/3",
        f"{GUIDED}/9",
        f"{GUIDED}/01",
        f"{GUIDED}/1/1",
        f"{GUIDED}/2/1/1",
        f"{GUIDED}/2/",
        f"{GUIDED}/2/1/1/1/1",
        f"{GUIDED}/x",
        "/answers/?principle=nothing",
        "/answers/?principle=",
    ],
)
def test_what_is_not_there_is_a_kind_404(pages: Pages, path: str) -> None:
    soup = pages.get(path, status=404)
    assert "cannot find that page" in words_of(soup.select_one("h1"))
    assert soup.select_one("main a[href='/']")
    assert soup.select_one("main a[href='/answers/']")
