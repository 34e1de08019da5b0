"""The wrapper around htmx-flask."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from assistant.web import hx

HTMX = {"HX-Request": "true"}


def test_a_fragment_carries_what_htmx_shall_do(app: Flask) -> None:
    with app.test_request_context(headers=HTMX):
        response = hx.hx("<p></p>", 422, retarget="#x", reswap="beforebegin", trigger={"done": "é"})
    assert response.status_code == 422
    assert response.headers["HX-Retarget"] == "#x"
    assert response.headers["HX-Reswap"] == "beforebegin"
    assert json.loads(response.headers["HX-Trigger"]) == {"done": "é"}
    assert response.headers["HX-Trigger"].isascii()


def test_a_bare_fragment_carries_nothing(app: Flask) -> None:
    with app.test_request_context(headers=HTMX):
        headers = hx.hx("<p></p>").headers
    assert not [name for name, _value in headers if name.startswith("HX-")]


def test_a_browser_is_sent_on_with_303(app: Flask) -> None:
    with app.test_request_context():
        response = hx.go("/display")
    assert (response.status_code, response.headers["Location"]) == (303, "/display")


def test_htmx_is_sent_on_with_a_header(app: Flask) -> None:
    with app.test_request_context(headers=HTMX):
        response = hx.go("/display")
    assert (response.status_code, response.headers["HX-Redirect"]) == (204, "/display")


@pytest.mark.parametrize(
    "path", ["https://evil.example/", "//evil.example", "/\\evil.example", "x"]
)
def test_nobody_is_sent_to_another_site(app: Flask, path: str) -> None:
    with app.test_request_context(), pytest.raises(ValueError, match="not a path of this site"):
        hx.go(path)
