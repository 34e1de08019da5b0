"""Every error is a page of the same shell, with a way on and without a trace."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask, abort

from assistant.storage import StorageError, StorageFullError
from assistant.web.doors import Policy, policy
from tests.web.conftest import Pages, words_of

Failing = Callable[[Exception | int], None]


@pytest.fixture
def fail_with(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Failing:
    """Return a function that makes the page of the saved answers fail."""

    def set_up(failure: Exception | int) -> None:
        def fail() -> str:
            if isinstance(failure, int):
                abort(failure)
            raise failure

        view = policy(Policy.PUBLIC)(fail)
        monkeypatch.setitem(app.view_functions, "offline.show", view)

    return set_up


@pytest.mark.parametrize("code", [400, 403, 404, 405, 413, 422, 429, 500, 503])
def test_each_error_has_plain_words_and_a_way_on(
    fail_with: Failing, pages: Pages, code: int
) -> None:
    fail_with(code)
    soup = pages.get("/offline", status=code)
    assert "Keep giving care as planned." in words_of(soup)
    assert "Call 999" in words_of(soup)
    assert soup.select_one("main a[href='/']")


def test_an_error_without_words_of_its_own_shows_the_general_ones(
    fail_with: Failing, pages: Pages
) -> None:
    fail_with(418)
    assert "Something went wrong" in words_of(pages.get("/offline", status=500))


def test_a_fault_of_ours_shows_no_trace(fail_with: Failing, pages: Pages) -> None:
    fail_with(RuntimeError("secret path /srv/plainly"))
    text = str(pages.get("/offline", status=500))
    assert "secret path" not in text
    assert "Traceback" not in text
    assert "It was not your doing" in text


def test_without_room_the_page_says_that_nothing_was_kept(fail_with: Failing, pages: Pages) -> None:
    fail_with(StorageFullError("database or disk is full"))
    response = pages.client.get("/offline")
    assert response.headers["Retry-After"] == "30"
    soup = pages.get("/offline", status=507)
    assert "Nothing was kept" in words_of(soup)
    assert "Keep giving care as planned." in words_of(soup)
    assert "disk is full" not in str(soup)


def test_without_the_database_the_page_says_to_wait(fail_with: Failing, pages: Pages) -> None:
    fail_with(StorageError("locked by /srv/plainly.db"))
    response = pages.client.get("/offline")
    assert response.headers["Retry-After"] == "30"
    soup = pages.get("/offline", status=503)
    assert "person in charge" in words_of(soup)
    assert "plainly.db" not in str(soup)
