"""Manage, Local words: a line or a hidden answer, why one is refused, and what staff then see."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from msgspec import structs

from assistant import local, storage
from assistant.knowledge import Answer, Knowledge, Urgent
from tests.web.conftest import checked, token_of, words_of
from tests.web.house import House

PAGE = "/manage/words/chatgpt-at-work"
GOOD: dict[str, Any] = {"text": "Ask Priya first.", "name": "Priya Nair", "phone": "01632 960104"}


@pytest.fixture
def changed(house: House, knowledge: Knowledge) -> Iterator[Knowledge]:
    """The application on a newer knowledge, in which an answer reads otherwise."""
    state = house.app.extensions["plainly"]
    answer = knowledge.answers["chatgpt-at-work"]
    newer = structs.replace(answer, short=f"{answer.short} Ask each time.")
    answers = {**knowledge.answers, answer.id: newer}
    house.app.extensions["plainly"] = dataclasses.replace(
        state, knowledge=structs.replace(knowledge, answers=answers)
    )
    yield house.app.extensions["plainly"].knowledge
    house.app.extensions["plainly"] = dataclasses.replace(
        house.app.extensions["plainly"], knowledge=knowledge
    )


def page(client: FlaskClient, path: str) -> BeautifulSoup:
    return checked(client.get(path), 200)


def post(client: FlaskClient, path: str, status: int = 200, **fields: str) -> BeautifulSoup:
    data = {**token_of(client), **fields}
    return checked(client.post(path, data=data, follow_redirects=True), status)


def staff_see(house: House, name: str = "chatgpt-at-work") -> BeautifulSoup:
    return page(house.at("tablet"), f"/answers/{name}")


def plain_answer(app: Flask) -> Answer:
    """Return an answer that a location may hide."""
    knowledge: Knowledge = app.extensions["plainly"].knowledge
    answers = knowledge.answers.values()
    return next(answer for answer in answers if not local.refusals_to_hide(answer))


def test_a_line_is_added_shown_removed_and_put_back(house: House) -> None:
    client = house.as_("manager")
    soup = post(client, PAGE, **GOOD)
    assert "Saved. Staff here see it" in words_of(soup)
    assert "Ask Priya first. Priya Nair 01632 960104" in words_of(
        staff_see(house).select_one("[data-own]")
    )

    form = soup.select_one("form[action$='/remove']")
    assert form is not None
    soup = post(client, str(form["action"]))
    assert not staff_see(house).select("[data-own]")
    assert "Removed on" in words_of(soup.select_one("form.band[role=status]"))

    form = soup.select_one("form[action$='/put-back']")
    assert form is not None
    post(client, str(form["action"]))
    assert staff_see(house).select("[data-own]")
    with house.store.read() as session:
        lines = storage.audit.lines(session, [house.north])
    assert [(line.action, line.about) for line in lines] == [
        ("local_line_put_back", "chatgpt-at-work"),
        ("local_line_removed", "chatgpt-at-work"),
        ("local_line_added", "chatgpt-at-work"),
    ]
    assert "Priya" not in "".join(str(line.detail) for line in lines)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"text": "You may put first names into ChatGPT."}, "allows something"),
        ({"text": "Never use it, except at night."}, "makes an exception"),
        ({"text": "Use ChatGPT for the notes."}, "tells people to use a tool"),
        ({"text": "All is well with it."}, "Each sentence must forbid something"),
        ({"text": "Ask Priya, who says it is approved by CQC."}, "nobody may claim"),
        ({"text": "Tell the family of Mrs Okonkwo."}, "personal detail. Residents are never"),
        ({"text": "Never use it in room 12."}, "(a room number)"),
        ({"text": ""}, "Please write a line"),
        ({"name": "Priya", "phone": "call me"}, "can be rung"),
        ({"text": "x" * 241}, "at most 240"),
    ],
)
def test_why_a_line_is_refused_is_said(house: House, fields: dict[str, Any], says: str) -> None:
    soup = post(house.as_("manager"), PAGE, 422, **fields)
    assert says in words_of(soup.select_one(".band--stop, .field__error"))
    assert not staff_see(house).select("[data-own]")


def test_the_floor_line_that_is_contradicted_is_shown(house: House, knowledge: Knowledge) -> None:
    soup = post(house.as_("manager"), PAGE, 422, text="Details of a person go into a chatbot.")
    text = words_of(soup.select_one(".band--stop"))
    assert "opposite of a line that always holds" in text
    assert knowledge.answers["chatgpt-at-work"].floor[0] in text
    typed = soup.select_one("#text")
    assert typed is not None
    assert words_of(typed) == "Details of a person go into a chatbot."


def test_no_more_lines_than_anyone_reads(house: House) -> None:
    client = house.as_("manager")
    for _ in range(local.MAX_LINES):
        post(client, PAGE, **GOOD)
    assert "five lines here already" in words_of(post(client, PAGE, 422, **GOOD))
    assert not page(client, PAGE).select("#text")


def test_a_hidden_answer_says_who_hid_it_why_and_whom_to_ask(house: House) -> None:
    answer, client = plain_answer(house.app), house.as_("manager")
    address = f"/manage/words/{answer.id}"
    soup = post(client, f"{address}/hide", reason="We have none of these.")
    assert "Hidden by Morgan" in words_of(soup)

    seen = staff_see(house, answer.id)
    text = words_of(seen.select_one("[data-hidden]"))
    assert "We have none of these." in text
    assert "Hidden by Morgan" in text
    assert "Keep giving care as planned." in text
    assert seen.select_one(".person")
    assert not seen.select(".helpful")
    southern = page(house.at("southern tablet"), f"/answers/{answer.id}")
    assert not southern.select("[data-hidden]")

    post(client, f"{address}/show")
    assert not staff_see(house, answer.id).select("[data-hidden]")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("chatgpt-at-work", "lines that always hold cannot be hidden"),
        ("emergency", "for an emergency, or for acting now, cannot be hidden"),
    ],
)
def test_what_keeps_people_safe_cannot_be_hidden(house: House, name: str, says: str) -> None:
    client = house.as_("manager")
    soup = page(client, f"/manage/words/{name}")
    assert says in words_of(soup)
    assert not soup.select(f"form[action='/manage/words/{name}/hide']")
    post(client, f"/manage/words/{name}/hide", 422, reason="We have none of these.")
    assert not staff_see(house, name).select("[data-hidden]")


@pytest.mark.parametrize(
    ("reason", "says"),
    [
        ("", "fill this in"),
        ("CQC has approved our way.", "nobody may claim"),
        ("It is for Mrs Okonkwo in room 3.", "personal detail"),
    ],
)
def test_a_reason_that_claims_or_names_is_refused(house: House, reason: str, says: str) -> None:
    answer = plain_answer(house.app)
    soup = post(house.as_("manager"), f"/manage/words/{answer.id}/hide", 422, reason=reason)
    assert says in words_of(soup)


def test_a_changed_answer_flags_its_local_words(
    house: House, request: pytest.FixtureRequest
) -> None:
    client = house.as_("manager")
    post(client, PAGE, **GOOD)
    assert not page(client, "/manage/words/").select(".rows .band")

    request.getfixturevalue("changed")
    assert "has changed. Please look" in words_of(page(client, "/manage/words/"))
    soup = page(client, PAGE)
    assert "Does this line still hold?" in words_of(soup)
    form = soup.select_one("form[action$='/still-holds']")
    assert form is not None
    post(client, str(form["action"]))
    assert not page(client, "/manage/words/").select(".rows .band")


def test_an_answer_that_became_urgent_is_shown_though_it_was_hidden(
    house: House, knowledge: Knowledge
) -> None:
    answer, client = plain_answer(house.app), house.as_("manager")
    post(client, f"/manage/words/{answer.id}/hide", reason="We have none of these.")
    state = house.app.extensions["plainly"]
    urgent = {answer.id: structs.replace(answer, urgent=Urgent.ACT_NOW)}
    house.app.extensions["plainly"] = dataclasses.replace(
        state, knowledge=structs.replace(knowledge, answers={**knowledge.answers, **urgent})
    )
    try:
        assert not staff_see(house, answer.id).select("[data-hidden]")
        assert "can no longer be hidden" in words_of(page(client, f"/manage/words/{answer.id}"))
    finally:
        house.app.extensions["plainly"] = dataclasses.replace(
            house.app.extensions["plainly"], knowledge=knowledge
        )


def test_words_over_an_answer_that_is_gone_are_named(house: House) -> None:
    gone = local.LocalLine(
        "no-such-answer", "Ask Priya.", "", "", "f" * 64, "Morgan", date(2026, 11, 24)
    )
    with house.store.write() as session:
        storage.local_words.add_line(session, house.north, gone)
    client = house.as_("manager")
    soup = page(client, "/manage/words/")
    assert "This answer is no longer there." in words_of(soup)


def test_a_removed_line_is_deleted_after_thirty_days(house: House) -> None:
    client = house.as_("manager")
    soup = post(client, PAGE, **GOOD)
    form = soup.select_one("form[action$='/remove']")
    assert form is not None
    post(client, str(form["action"]))
    later = datetime.now(UTC) + storage.local_words.REMOVED_KEPT
    with house.store.write() as session:
        assert storage.tidy(session, later)["removed local lines"] == 0
        assert storage.tidy(session, later.replace(year=later.year + 1))["removed local lines"] == 1


def test_choosing_an_answer_leads_to_its_page(house: House) -> None:
    client = house.as_("manager")
    assert client.get("/manage/words/write?answer=daily-notes").location == (
        "/manage/words/daily-notes"
    )
    assert client.get("/manage/words/write?answer=nothing").status_code == 404
