"""Reviews and texts of translations that go to others and come back."""

from __future__ import annotations

import io
import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from assistant.storage import audit, translations
from assistant.web.languages.files import MAX_FILE_BYTES
from assistant.web.notices.sources import Sources
from tests.web.conftest import checked, token_of, words_of
from tests.web.house import House
from tests.web.reviewer import (
    MANAGER,
    Reviewer,
    reviewer,
)


@pytest.fixture
def sam(house: House) -> Reviewer:
    return reviewer(house, "senior")


@pytest.fixture
def morgan(house: House) -> Reviewer:
    return reviewer(house, "manager")


def send(client: FlaskClient, code: str, data: bytes, name: str = "reviews.jsonl") -> TestResponse:
    fields = {**token_of(client), "file": (io.BytesIO(data), name)}
    return client.post(f"/languages/{code}/reviews", data=fields)


def test_reviews_of_another_provider_count_with_their_names(
    house: House, sam: Reviewer, morgan: Reviewer
) -> None:
    sam.says("accept")
    data = morgan.client.get("/languages/ur/reviews.jsonl").data
    foreign = data.replace(b"Two Homes Care", b"Far Away Care").replace(b'"Sam"', b'"Kim"')
    response = send(morgan.client, "ur", foreign)
    assert response.status_code == 303
    text = words_of(sam.page(MANAGER).main)
    assert "Reviewed by two" in text
    assert "Kim (grew up with it)" in text
    with house.store.read() as session:
        line = audit.lines(session, None, limit=1)[0]
    assert (line.action, line.detail) == ("translations_taken_in", {"lines": "1", "unchanged": "0"})


def test_one_wrong_line_keeps_the_whole_file_out(
    house: House, sam: Reviewer, morgan: Reviewer
) -> None:
    sam.says("accept")
    good = morgan.client.get("/languages/ur/reviews.jsonl").data
    foreign = good.replace(b"Two Homes Care", b"Far Away Care").replace(b'"Sam"', b'"Kim"')
    wrong = foreign.replace(b'"verdict":"accepted"', b'"verdict":"certified"')
    soup = checked(send(morgan.client, "ur", foreign + wrong), 422)
    assert "Line 2" in words_of(soup.select_one(".refusals"))
    with house.store.read() as session:
        assert len(translations.of_language(session, "ur")) == 1


def test_texts_go_to_translators_and_come_back_as_drafts(
    house: House, sam: Reviewer, morgan: Reviewer
) -> None:
    sam.says("accept")
    data = morgan.client.get("/languages/ur/notices.po").data
    assert len(data) > 64 * 1024, "larger than what other forms may carry"
    sources: Sources = house.app.extensions["notices"]
    text = sources.shipped["ur"].sentences[MANAGER].text
    changed = data.replace(f'msgstr "{text}"'.encode(), f'msgstr "محترم {text}"'.encode())
    assert changed != data
    response = send(morgan.client, "ur", changed, "ur.po")
    assert response.status_code == 303
    soup = sam.page(MANAGER)
    assert "Draft" in words_of(soup.select_one(".checking__head"))
    assert "Morgan (put in from a file) put it in from a file" in words_of(soup.main)
    sam.says("accept")
    assert "Reviewed by one" in words_of(sam.page(MANAGER).main)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (r"\{phone\}", "{telephone}", "other placeholders"),
        (r"\{phone\}", "{phone} 🎉", "cannot draw"),
    ],
)
def test_texts_that_cannot_be_shown_are_named(
    morgan: Reviewer, house: House, old: str, new: str, told: str
) -> None:
    data = morgan.client.get("/languages/ur/notices.po").data.decode()
    before, after = data.split(f'msgctxt "{MANAGER}"')
    head, tail = after.split("msgstr", 1)
    wrong = f'{before}msgctxt "{MANAGER}"{head}msgstr{re.sub(old, new, tail, count=1)}'
    soup = checked(send(morgan.client, "ur", wrong.encode(), "ur.po"), 422)
    (refusal,) = soup.select(".refusals li")
    assert told in words_of(refusal)
    assert MANAGER in words_of(refusal)
    assert re.search(r"Line \d+", words_of(refusal))


@pytest.mark.parametrize("data", [b"", b"  \n", b"\x89PNG\r\n", b"{}", b"just words"])
def test_what_is_no_such_file_is_refused(morgan: Reviewer, data: bytes) -> None:
    soup = checked(send(morgan.client, "ur", data), 422)
    assert soup.select_one(".field__error")


def test_a_file_that_is_too_large_is_refused(morgan: Reviewer) -> None:
    response = morgan.client.post(
        "/languages/ur/reviews",
        data=b"x" * (MAX_FILE_BYTES + 1),
        content_type="multipart/form-data; boundary=x",
    )
    assert response.status_code == 413
