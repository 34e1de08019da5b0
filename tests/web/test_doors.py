"""Who may enter where, and what every response carries."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from assistant.config import Settings
from assistant.knowledge import Knowledge
from assistant.matching import Index
from assistant.storage import Storage
from assistant.web import create_app, doors
from assistant.web.doors import Policy, UndeclaredPolicyError
from tests.web.conftest import Pages, words_of
from tests.web.house import House


@pytest.fixture
def real_app(settings: Settings, knowledge: Knowledge, index: Index, store: Storage) -> Flask:
    """Return the application of a real provider, outside the demonstration."""
    real = replace(settings, demo=False, public_url="https://care.example")
    return create_app(real, knowledge=knowledge, index=index, storage=store)


def test_a_view_without_a_policy_keeps_the_application_from_starting(settings: Settings) -> None:
    app = Flask("empty")
    doors.init_app(app, settings)
    app.add_url_rule("/open", "forgotten", lambda: "never seen")
    with pytest.raises(UndeclaredPolicyError, match="forgotten"):
        doors.close(app)


def test_a_view_that_comes_without_a_policy_does_not_run(settings: Settings) -> None:
    app = Flask("empty")
    doors.init_app(app, settings)
    app.add_url_rule("/open", "forgotten", lambda: "never seen")
    response = app.test_client().get("/open")
    assert response.status_code == 403
    assert "never seen" not in response.text


def test_every_view_declares_a_policy(app: Flask) -> None:
    assert {getattr(view, "policy", None) for view in app.view_functions.values()} <= set(Policy)


@pytest.mark.parametrize("path", ["/", "/answers/emergency", "/nothing", "/healthz", "/offline"])
def test_every_response_carries_the_headers(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    rules = headers["Content-Security-Policy"]
    assert rules.startswith("default-src 'none'")
    assert "unsafe" not in rules
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "microphone=()" in headers["Permissions-Policy"]
    assert headers["Cache-Control"] == "no-store"


def test_static_files_with_a_version_are_kept_by_the_browser(pages: Pages) -> None:
    sheet = pages.get("/").select_one("link[rel=stylesheet]")
    assert sheet is not None
    kept = pages.client.get(str(sheet["href"]), buffered=True)
    assert "immutable" in kept.headers["Cache-Control"]
    assert "Cookie" not in kept.vary
    assert "Set-Cookie" not in kept.headers
    bare = pages.client.get("/static/css/page.css", buffered=True)
    assert bare.headers["Cache-Control"] == "no-cache"
    assert pages.client.get("/static/nothing.css?v=1").headers["Cache-Control"] == "no-store"


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(client: FlaskClient) -> None:
    cookie = client.get("/").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie


def test_outside_the_demonstration_cookies_need_https(real_app: Flask) -> None:
    assert real_app.config["SESSION_COOKIE_SECURE"] is True
    assert real_app.config["SESSION_COOKIE_NAME"].startswith("__Host-")


def test_every_post_without_a_token_is_refused(house: House) -> None:
    owner = house.as_("owner")
    posts = [rule for rule in house.app.url_map.iter_rules() if "POST" in (rule.methods or set())]
    assert len(posts) >= 3
    for rule in posts:
        one_of = re.sub(r"<any\((\w+)[^>]*>", r"\1", rule.rule)
        path = re.sub(r"<[^>]+>", "1", one_of)
        response = owner.post(path, data={"question": "can I use ChatGPT"})
        if rule.endpoint.startswith("room."):
            # Learners get the page anew: what was open for too long is the room's own screen.
            assert (response.status_code, response.location) == (303, "/join/"), rule
            continue
        assert response.status_code == (422 if rule.rule == "/" else 400), rule
        assert "open for too long" in response.text
        assert "Answer to:" not in response.text


def test_a_token_of_another_visit_is_refused(app: Flask, pages: Pages) -> None:
    stranger = app.test_client()
    stranger.get("/")
    response = stranger.post("/", data={**pages.token(), "question": "can I use ChatGPT"})
    assert response.status_code == 422
    assert "Answer to:" not in response.text


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.nip.example"]
)
def test_another_host_name_gets_bare_words(client: FlaskClient, host: str) -> None:
    response = client.get("/", headers={"Host": host})
    assert response.status_code == 400
    assert response.mimetype == "text/plain"
    assert host not in response.text


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1:8000", "localhost"])
def test_this_machine_is_a_trusted_host(client: FlaskClient, host: str) -> None:
    assert client.get("/healthz", headers={"Host": host}).status_code == 200


def test_the_public_address_is_a_trusted_host(real_app: Flask) -> None:
    answer = real_app.test_client().get("/healthz", headers={"Host": "care.example"})
    assert answer.status_code == 200


def test_a_body_of_70_kilobytes_is_too_long(pages: Pages) -> None:
    soup = pages.post("/", 413, question="a" * 70_000)
    assert "one thing at a time" in words_of(soup)


def test_json_and_files_are_no_questions(pages: Pages) -> None:
    assert pages.client.post("/", json={"question": "can I use ChatGPT"}).status_code == 422
    fields = {**pages.token(), "question": (BytesIO(b"can I use ChatGPT"), "question.txt")}
    response = pages.client.post("/", data=fields, content_type="multipart/form-data")
    assert response.status_code == 422


@pytest.mark.parametrize(
    ("method", "path"),
    [("PUT", "/"), ("DELETE", "/answers/emergency"), ("GET", "/finish"), ("POST", "/offline")],
)
def test_another_method_is_refused_and_says_which_are_right(
    client: FlaskClient, method: str, path: str
) -> None:
    response = client.open(path, method=method)
    assert response.status_code == 405
    assert response.headers["Allow"]
    assert "Nothing was changed" in response.text
