"""How a visit looks, and how it ends."""

from __future__ import annotations

import pytest
from flask import Flask

from assistant.web.visit import Display
from tests.web.conftest import Pages, words_of


def test_the_display_is_kept_on_the_device(pages: Pages) -> None:
    fields = {"size": "large", "theme": "dark", "motion": "less"}
    response = pages.client.post("/display", data={**pages.token(), **fields})
    assert response.status_code == 303
    html = pages.get("/answers/").select_one("html")
    assert html is not None
    assert (html["data-size"], html["data-theme"], html["data-motion"]) == ("large", "dark", "less")
    checked = [str(box["value"]) for box in pages.get("/display").select("input[checked]")]
    assert checked == ["large", "dark", "less"]


@pytest.mark.parametrize(
    "cookie", ["", "huge.pink.none", "large", "....", "large.dark.less.more", '"><script>', "é.ü.ß"]
)
def test_an_odd_display_cookie_does_no_harm(pages: Pages, cookie: str) -> None:
    pages.client.set_cookie("display", cookie)
    html = pages.get("/").select_one("html")
    assert html is not None
    assert html["data-size"] in {"normal", "large"}
    assert html["data-theme"] in {"light", "dark"}


def test_odd_choices_become_the_usual_ones() -> None:
    assert Display.of("huge", None, "") == Display()


def test_finish_ends_the_visit(pages: Pages) -> None:
    pages.ask("can I use ChatGPT")
    token = pages.token()
    assert pages.client.get_cookie("plainly") is not None
    response = pages.client.post("/finish", data=token)
    assert response.status_code == 303
    assert response.headers["Location"] == "/?finished=1"
    assert response.headers["Clear-Site-Data"] == '"cache"'
    assert pages.client.get_cookie("plainly") is None
    soup = pages.get("/?finished=1")
    assert "Nothing you asked is kept" in words_of(soup.select_one(".ask .band"))
    assert pages.client.post("/", data={**token, "question": "x"}).status_code == 422


def test_finish_leaves_the_display_of_the_device(pages: Pages) -> None:
    fields = {"size": "large", "theme": "dark", "motion": "full"}
    pages.client.post("/display", data={**pages.token(), **fields})
    pages.client.post("/finish", data=pages.token())
    html = pages.get("/").select_one("html")
    assert html is not None
    assert html["data-theme"] == "dark"


def test_a_page_in_a_language_from_the_right_is_mirrored(
    app: Flask, pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "LOCALE", "ur")
    html = pages.get("/answers/falls-sensors").select_one("html")
    assert html is not None
    assert (html["lang"], html["dir"]) == ("ur", "rtl")
    steps = pages.get("/answers/falls-sensors").select_one(".steps")
    assert steps is not None
    assert (steps["lang"], steps["dir"]) == ("en-GB", "ltr")
