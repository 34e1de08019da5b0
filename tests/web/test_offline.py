"""The saved answers and the worker that keeps them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

from flask import Flask
from flask.testing import FlaskClient
from msgspec import structs

from assistant import demonstration, local
from assistant.knowledge import Knowledge
from assistant.storage import Storage, local_words, locations
from assistant.web.cards import FOLDED_AFTER
from tests.web.conftest import Pages, soup_of, words_of
from tests.web.house import House

TODAY = date(2026, 11, 24)


def about(client: FlaskClient) -> dict[str, object]:
    first_line = client.get("/service-worker.js").text.splitlines()[0]
    found: dict[str, object] = json.loads(first_line.removeprefix("const ABOUT = ").rstrip(";"))
    return found


def test_every_answer_is_saved_and_the_emergency_comes_first(app: Flask, pages: Pages) -> None:
    saved = pages.get("/offline").select(".saved")
    assert len(saved) == len(app.extensions["plainly"].knowledge.answers)
    assert "Call 999 now" in words_of(saved[0])
    assert saved[0].select_one("a[href='tel:999']")


def test_a_saved_answer_carries_steps_and_floor(app: Flask, pages: Pages) -> None:
    answer = app.extensions["plainly"].knowledge.answers["chatgpt-at-work"]
    saved = {
        words_of(part.select_one("summary")): part
        for part in pages.get("/offline").select(".saved")
    }
    part = next(part for summary, part in saved.items() if answer.title in summary)
    assert len(part.select(".steps > li")) == len(answer.do)
    assert all(line in words_of(part) for line in answer.floor)


def test_the_saved_page_belongs_to_nobody(client: FlaskClient) -> None:
    response = client.get("/offline")
    assert "Set-Cookie" not in response.headers
    assert "csrf_token" not in response.text


def test_who_signed_in_and_what_was_opened_is_not_saved(house: House) -> None:
    client = house.visitor("manager")
    client.get("/answers/falls-sensors")
    saved, plain = (soup_of(one.get("/offline")) for one in (client, house.visitor("tablet")))
    for part in ("main", "header", "footer", "nav"):
        assert saved.select(part) == plain.select(part)
    assert "Morgan" not in words_of(saved)


def test_the_saved_page_names_everyone_to_ask(pages: Pages) -> None:
    rows = [words_of(row) for row in pages.get("/offline").select(".people li")]
    assert len(rows) == len(demonstration.LOCATION.people)
    for person in demonstration.LOCATION.people.values():
        assert any(person.name in row and person.phone in row for row in rows)


def test_what_the_location_says_and_hides_is_saved_as_such(
    pages: Pages, store: Storage, knowledge: Knowledge
) -> None:
    said = knowledge.answers["chatgpt-at-work"]
    hidden = next(a for a in knowledge.answers.values() if not local.refusals_to_hide(a))
    with store.write() as session:
        number = locations.location_ids(session)[0]
        line = local.write(said, "Ask at handover.", knowledge, by="B. Sample", today=TODAY)
        local_words.add_line(session, number, line)
        reason = "We do not use this here."
        why = local.hide(hidden, reason, knowledge, by="B. Sample", today=TODAY)
        local_words.hide(session, number, why)
    parts = {
        words_of(part.select_one("[data-title]")): part
        for part in pages.get("/offline").select(".saved")
    }
    assert "Ask at handover." in words_of(parts[said.title])
    assert reason in words_of(parts[hidden.title])
    assert hidden.short not in words_of(parts[hidden.title])
    assert "Ask first" in words_of(parts[hidden.title].select_one("summary"))


def test_an_answer_long_overdue_is_saved_folded_but_for_what_always_holds(
    app: Flask, pages: Pages, knowledge: Knowledge
) -> None:
    answer = next(a for a in knowledge.answers.values() if a.floor and not a.urgent)
    old = structs.replace(answer, review_by=date.today() - FOLDED_AFTER - timedelta(days=1))  # noqa: DTZ011
    parts = app.extensions["plainly"]
    answers = {**knowledge.answers, answer.id: old}
    app.extensions["plainly"] = replace(
        parts, knowledge=structs.replace(knowledge, answers=answers)
    )
    titles = pages.get("/offline").select(".saved")
    part = next(one for one in titles if answer.title in words_of(one.select_one("summary")))
    assert "Ask before you use AI for this" in words_of(part)
    assert not part.select(".steps")
    assert len(part.select(".lines--always li")) == len(answer.floor)


def test_the_worker_reaches_every_page_and_is_asked_for_each_time(client: FlaskClient) -> None:
    response = client.get("/service-worker.js")
    assert response.mimetype == "text/javascript"
    assert response.headers["Cache-Control"] == "no-cache"
    assert "Set-Cookie" not in response.headers


def test_what_the_worker_keeps_is_there(client: FlaskClient) -> None:
    kept = about(client)["kept"]
    assert isinstance(kept, list)
    assert kept
    for address in kept:
        assert client.get(address, buffered=True).status_code == 200, address


def test_the_saved_page_finds_its_style_sheets_among_what_is_kept(pages: Pages) -> None:
    kept = about(pages.client)["kept"]
    assert isinstance(kept, list)
    sheets = pages.get("/offline").select("link[rel=stylesheet]:not([media])")
    assert {str(sheet["href"]) for sheet in sheets} <= set(kept)


def test_other_knowledge_makes_another_worker(app: Flask, client: FlaskClient) -> None:
    before = about(client)["version"]
    assert about(client)["version"] == before
    parts = app.extensions["plainly"]
    changed = structs.replace(parts.knowledge, content_hash="another")
    app.extensions["plainly"] = replace(parts, knowledge=changed)
    assert about(client)["version"] != before
