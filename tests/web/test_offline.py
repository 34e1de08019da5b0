"""The saved answers and the worker that keeps them."""

from __future__ import annotations

import json
from dataclasses import replace

from flask import Flask
from flask.testing import FlaskClient
from msgspec import structs

from tests.web.conftest import Pages, words_of


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
