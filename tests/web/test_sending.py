"""Sending what was not answered: shown first, word by word, sent by the asker, taken back."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select
from sqlalchemy import text as sql

from assistant.storage import Storage, gaps, helped, locations
from assistant.storage.tables import GapRow, HelpedCountRow, Table
from tests.web.conftest import Pages, checked, words_of
from tests.web.house import House

NOT_OURS = "can the flurbotron sing to Brenda in room 12 at night"
ANSWERED = "can I put a resident's name in ChatGPT"


def today() -> date:
    return datetime.now(UTC).date()


def rows(store: Storage) -> list[GapRow]:
    with store.read() as session:
        return list(session.scalars(select(GapRow)))


def form_of(soup: BeautifulSoup, action: str) -> dict[str, Any]:
    """Return what a browser sends with the form for *action*, as it stands."""
    form = soup.select_one(f"form[action='{action}']")
    assert form is not None, action
    return {
        str(one["name"]): str(one.get("value", ""))
        for one in form.select("input[type=hidden]")
        if one["name"] != "csrf_token"
    }


def check(pages: Pages, question: str = NOT_OURS) -> BeautifulSoup:
    """Return the page that shows what would be sent of *question*."""
    return pages.post("/gaps/check", **form_of(pages.ask(question), "/gaps/check"))


def ticked(soup: BeautifulSoup) -> list[str]:
    return [str(box["value"]) for box in soup.select("[name=keep][checked]")]


def send(pages: Pages, soup: BeautifulSoup, *, keep: list[str], product: str = "") -> int:
    """Send the form of the check page; return the status."""
    fields = {**pages.token(), **form_of(soup, "/gaps/send"), "product": product}
    return pages.client.post("/gaps/send", data={**fields, "keep": keep}).status_code


def test_the_words_that_would_be_kept_are_shown_and_no_other(pages: Pages, store: Storage) -> None:
    soup = check(pages)

    shown = [words_of(word) for word in soup.select(".word:has([name=keep])")]
    assert shown == ["can", "the", "sing", "to", "in", "at", "night"]
    marked = [words_of(word) for word in soup.select(".word:has([name=product])")]
    assert marked == ["None of them", "flurbotron"]
    text = words_of(soup)
    for words in (
        "Nothing has been sent yet.",
        "We cannot catch a name that is also an everyday word",
        "this location, this week, and that there was no answer",
        "your name, this device, the day or the hour",
    ):
        assert words in text
    for detail in ("Brenda", "room 12"):
        assert detail not in soup.prettify()
    assert rows(store) == []


def test_what_was_left_in_is_what_is_kept(pages: Pages, store: Storage) -> None:
    soup = check(pages)
    without_night = [box for box in ticked(soup) if box != ticked(soup)[-1]]

    assert send(pages, soup, keep=without_night, product="flurbotron") == 303

    (row,) = rows(store)
    assert (row.words, row.product) == ("can the flurbotron sing to in at", "flurbotron")
    assert (row.reason, row.answer) == ("declined", None)
    assert row.week_starts_on.weekday() == 0


def test_every_word_can_be_taken_out(pages: Pages, store: Storage) -> None:
    assert send(pages, check(pages), keep=[]) == 303

    assert [row.words for row in rows(store)] == [""]


@pytest.mark.parametrize(
    "changed",
    [
        {"product": "Brenda"},
        {"product": "12"},
        {"question": "will Brenda Okonkwo in room 9 sing", "product": "okonkwo"},
        {"keep": ["99", "x", "-1"]},
    ],
)
def test_a_changed_form_keeps_no_more(
    pages: Pages, store: Storage, changed: dict[str, str]
) -> None:
    fields = {**form_of(check(pages), "/gaps/send"), "keep": [str(n) for n in range(40)]}
    pages.client.post("/gaps/send", data={**pages.token(), **fields, **changed})

    (row,) = rows(store)
    assert row.product is None
    assert not {"brenda", "okonkwo", "12", "9"} & set(row.words.split())


def test_the_asker_is_told_what_happens_next_and_takes_it_back(
    pages: Pages, store: Storage
) -> None:
    send(pages, check(pages), keep=["0"])
    soup = pages.get("/gaps/sent")
    text = words_of(soup)
    for words in ("Alex Placeholder (the AI lead) sees the words", "Nobody can see who sent them"):
        assert words in text
    assert "after 30 days" in text
    assert soup.select_one(".person a[href^='tel:']")

    soup = checked(
        pages.client.post("/gaps/take-back", data=pages.token(), follow_redirects=True), 200
    )
    assert "It is deleted." in words_of(soup)
    assert rows(store) == []
    assert "nothing here to take back" in words_of(pages.get("/gaps/sent"))


def test_only_one_s_own_is_taken_back(pages: Pages, store: Storage, house: House) -> None:
    send(pages, check(pages), keep=["0"])
    stranger = Pages(pages.client.application.test_client())
    stranger.client.post("/gaps/take-back", data=stranger.token())

    assert len(rows(store)) == 1


def test_finish_forgets_what_was_sent(pages: Pages, store: Storage) -> None:
    send(pages, check(pages), keep=["0"])
    pages.client.post("/finish", data=pages.token())
    pages.client.post("/gaps/take-back", data=pages.token())

    assert len(rows(store)) == 1


def test_a_visit_that_sends_very_much_is_told_so_kindly(pages: Pages, store: Storage) -> None:
    soup = check(pages)
    statuses = [send(pages, soup, keep=["0"]) for _ in range(22)]

    assert statuses == [303] * 20 + [429] * 2
    assert len(rows(store)) == 20
    fields = form_of(soup, "/gaps/send")
    text = words_of(pages.post("/gaps/send", 429, **fields))
    assert "Please tell Alex Placeholder (the AI lead) in person." in text


def test_the_limit_needs_no_row_that_says_who_or_when(pages: Pages, store: Storage) -> None:
    def tables() -> dict[str, int]:
        with store.engine.connect() as connection:
            return {
                table.name: connection.execute(sql(f"SELECT count(*) FROM {table.name}")).scalar()  # noqa: S608
                or 0
                for table in Table.metadata.sorted_tables
            }

    soup = check(pages)
    before = tables()
    send(pages, soup, keep=["0"])
    after = tables()
    assert {name: after[name] - before[name] for name in after if after[name] != before[name]} == {
        "gap": 1
    }


def test_did_you_mean_has_the_same_way_on(pages: Pages) -> None:
    soup = pages.ask("can I use it for the visit")
    forms = soup.select("form[action='/gaps/check']")
    assert "Did you mean" in words_of(soup.select_one(".outcome"))
    assert [form.select_one("[name=reason]")["value"] for form in forms] == ["not_taken"]  # type: ignore[index]


@pytest.mark.parametrize("reason", ["wrong", "out_of_date", "not_my_question"])
def test_not_helpful_has_four_reasons_and_asks_before_words_are_sent(
    pages: Pages, store: Storage, reason: str
) -> None:
    soup = pages.ask(ANSWERED)
    buttons = [str(button["value"]) for button in soup.select(".helpful [name=reason]")]
    assert buttons == ["wrong", "out_of_date", "not_my_question", "hard_to_understand"]

    fields = {**form_of(soup, "/gaps/check"), "reason": reason}
    page = pages.post("/gaps/check", **fields)
    assert rows(store) == []
    send(pages, page, keep=ticked(page))
    (row,) = rows(store)
    assert (row.reason, row.answer) == (reason, soup.select_one("[data-answer]")["data-answer"])  # type: ignore[index]
    assert "resident" in row.words


def test_without_a_question_there_are_no_words_to_check(pages: Pages, store: Storage) -> None:
    soup = pages.get("/answers/daily-notes")
    fields = {**form_of(soup, "/gaps/send"), "reason": "hard_to_understand"}
    pages.client.post("/gaps/send", data={**pages.token(), **fields})

    assert [(row.answer, row.words) for row in rows(store)] == [("daily-notes", "")]


def test_what_helped_is_counted_by_location_and_week_alone(pages: Pages, store: Storage) -> None:
    for _ in range(3):
        soup = checked(
            pages.client.post(
                "/gaps/helped",
                data={**pages.token(), "answer": "daily-notes"},
                follow_redirects=True,
            ),
            200,
        )
    assert "Thank you" in words_of(soup)
    with store.read() as session:
        number = locations.location_ids(session)[0]
        assert helped.since(session, number, today()) == {"daily-notes": 3}
    assert set(HelpedCountRow.__table__.columns.keys()) == {
        "id",
        "location_id",
        "week_starts_on",
        "answer",
        "count",
    }


def test_htmx_swaps_the_thanks_in(pages: Pages) -> None:
    response = pages.client.post(
        "/gaps/helped",
        data={**pages.token(), "answer": "daily-notes"},
        headers={"HX-Request": "true"},
    )
    assert response.status_code == 200
    assert "<html" not in response.text
    assert "Thank you." in response.text


def test_nobody_is_asked_about_an_emergency(pages: Pages) -> None:
    assert not pages.get("/answers/emergency").select(".helpful")
    assert not pages.ask("he has collapsed and is not breathing").select(".helpful")


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"reason": "because"},
        {"reason": "wrong"},  # of which answer?
        {"reason": "wrong", "answer": "no-such-answer"},
        {"reason": "declined", "answer": "daily-notes"},
        {"reason": "declined", "question": "long " * 500},
    ],
)
def test_a_form_that_says_nothing_is_refused(
    pages: Pages, store: Storage, fields: dict[str, Any]
) -> None:
    for path in ("/gaps/check", "/gaps/send"):
        pages.post(path, 422, **fields)
    assert rows(store) == []


def test_where_no_location_is_known_nothing_can_be_sent(house: House) -> None:
    client = house.at("tablet")
    with house.store.engine.begin() as connection:
        connection.execute(sql("DELETE FROM location"))
    assert b"/gaps/check" not in client.get("/answers/daily-notes").data


def test_a_store_that_fails_keeps_nothing_and_says_so(pages: Pages, store: Storage) -> None:
    soup = check(pages)
    with store.engine.begin() as connection:
        connection.execute(sql("ALTER TABLE gap RENAME TO elsewhere"))
    assert send(pages, soup, keep=["0"]) == 503
    with store.engine.begin() as connection:
        connection.execute(sql("ALTER TABLE elsewhere RENAME TO gap"))
    assert rows(store) == []


def test_words_of_the_week_are_counted_for_the_limit(store: Storage) -> None:
    with store.read() as session:
        number = locations.location_ids(session)[0]
        assert gaps.sent_in_week(session, number, today()) == 0


def test_the_masking_warning_says_what_is_taken_out_not_caught_and_kept(pages: Pages) -> None:
    text = words_of(pages.ask("can Mrs Smith in room 12 have ChatGPT").select_one("[data-masked]"))
    for words in (
        "a room number and a name",
        "We cannot catch every name, nor a story",
        "No word of your question is kept.",
        "you see first which words would be",
    ):
        assert words in text
