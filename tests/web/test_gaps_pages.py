"""Manage, Gaps: what is open, what would happen now, what a manager decides, and undoing it."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from assistant import storage, training
from assistant.gaps import GapReason, Kept
from assistant.knowledge import merge
from assistant.storage.training import found
from assistant.training import Move, Naming
from tests.training_home import SCENARIOS, Home
from tests.web.conftest import checked, token_of, words_of
from tests.web.house import ROOT, House

DOG = Kept(("may", "the", "robot", "dog", "sing"))
DOGS = Kept(("robot", "dogs", "sing"))
HOIST = Kept(("is", "the", "hoist", "inspected"))


def today() -> date:
    return datetime.now(UTC).date()


def keep(
    house: House,
    *kept: Kept,
    reason: GapReason = GapReason.DECLINED,
    answer: str | None = None,
    day: date | None = None,
    place: int | None = None,
) -> list[int]:
    with house.store.write() as session:
        return [
            storage.gaps.record(session, place or house.north, reason, one, day or today(), answer)
            for one in kept
        ]


def page(client: FlaskClient, path: str = "/manage/gaps/") -> BeautifulSoup:
    return checked(client.get(path), 200)


def post(client: FlaskClient, path: str, status: int = 200, **fields: str) -> BeautifulSoup:
    data = {**token_of(client), **fields}
    return checked(client.post(path, data=data, follow_redirects=True), status)


def part(soup: BeautifulSoup, name: str) -> str:
    return words_of(soup.select_one(f"section[aria-labelledby='{name}']"))


def test_nothing_is_open_at_first(house: House) -> None:
    soup = page(house.as_("manager"))
    assert "Nothing is open." in part(soup, "asked")
    assert "Nothing yet." in part(soup, "trained")
    assert "Nothing has been decided yet." in part(soup, "decisions")


def test_gaps_are_grouped_and_small_counts_are_hidden(house: House) -> None:
    keep(house, DOG, DOGS, DOG, HOIST)
    keep(house, HOIST, place=house.south)
    soup = page(house.as_("manager"))
    links = soup.select("section[aria-labelledby='asked'] a.choice")

    assert [words_of(link) for link in links] == [
        "may the robot dog sing fewer than 5 times",
        "is the hoist inspected fewer than 5 times",
    ]
    keep(house, DOG, DOG)
    assert "may the robot dog sing 5 times" in part(page(house.as_("manager")), "asked")


def test_a_gap_says_what_would_happen_now(house: House) -> None:
    (number,) = keep(house, Kept(("can", "i", "put", "a", "name", "in", "a", "chatbot")))
    soup = page(house.as_("manager"), f"/manage/gaps/{number}")
    assert "this answer is shown:" in words_of(soup.select_one("[data-now]"))
    assert soup.select_one("[data-now] a[href='/answers/personal-data-in-chatbot']")

    (number,) = keep(house, Kept(("what", "is", "the", "capital", "of")))
    soup = page(house.as_("manager"), f"/manage/gaps/{number}")
    assert "there is no answer" in words_of(soup.select_one("[data-now]"))


@pytest.mark.parametrize(
    ("action", "fields", "says"),
    [
        ("close", {"kind": "out_of_scope"}, "Not for Plainly"),
        ("close", {"kind": "done"}, "Done"),
        ("refer", {"role": "data_protection_lead"}, "Passed on : Data protection lead"),
        (
            "phrasing",
            {"answer": "companion-robots", "phrasing": "may the robot dog sing"},
            "A phrasing was suggested : “may the robot dog sing”",
        ),
    ],
)
def test_a_decision_is_kept_undone_and_audited(
    house: House, action: str, fields: dict[str, Any], says: str
) -> None:
    numbers = keep(house, DOG, DOGS)
    client = house.as_("manager")
    soup = post(client, f"/manage/gaps/{numbers[1]}/{action}", **fields)

    assert "Nothing is open." in part(soup, "asked")
    assert says in part(soup, "decisions")
    assert "Morgan on" in part(soup, "decisions")
    undo = soup.select_one(".band form")
    assert undo is not None
    soup = post(client, str(undo["action"]))
    assert "robot dog" in part(soup, "asked")
    assert "Nothing has been decided yet." in part(soup, "decisions")
    with house.store.read() as session:
        lines = storage.audit.lines(session, [house.north])
    assert [line.action for line in lines] == ["gap_opened_again", "gap_decided"]
    assert "robot" not in "".join(f"{line.about}{line.detail}" for line in lines)


def test_what_is_asked_again_opens_again(house: House) -> None:
    (number,) = keep(house, DOG)
    client = house.as_("manager")
    post(client, f"/manage/gaps/{number}/close", kind="done")
    keep(house, DOGS)

    assert "asked again after it was decided" in part(page(client), "asked")


@pytest.mark.parametrize(
    ("phrasing", "says"),
    [
        ("may Mrs Okonkwo have the robot dog", "looks like a personal detail"),
        ("may the dog go into room 12", "looks like a personal detail"),
        ("", "fill this in"),
        ("?!", "ordinary words"),
        ("x" * 201, "at most 200"),
    ],
)
def test_a_phrasing_with_a_detail_is_refused(house: House, phrasing: str, says: str) -> None:
    (number,) = keep(house, DOG)
    soup = post(
        house.as_("manager"),
        f"/manage/gaps/{number}/phrasing",
        422,
        answer="companion-robots",
        phrasing=phrasing,
    )
    assert says in words_of(soup.select_one(".field__error"))
    with house.store.read() as session:
        assert storage.gaps.decisions(session, house.north) == []


def test_suggested_phrasings_are_what_the_command_merges(house: House) -> None:
    (number,) = keep(house, DOG)
    client = house.as_("manager")
    phrasing = "may the robot dog sing in our lounge"
    post(
        client,
        f"/manage/gaps/{number}/phrasing",
        answer="companion-robots",
        phrasing=phrasing,
    )
    response = client.get("/manage/gaps/phrasings.jsonl")

    assert "attachment" in response.headers["Content-Disposition"]
    assert [json.loads(line) for line in response.text.splitlines()] == [
        {"answer": "companion-robots", "phrasings": [phrasing]}
    ]
    plan = merge.plan(Path(ROOT / "knowledge"), response.data, "phrasings.jsonl")
    assert plan.problems == []
    assert [*plan.added.values()] == [[phrasing]]


def test_answers_that_did_not_help_stand_by_themselves(house: House) -> None:
    (number, _) = keep(house, DOG, Kept(()), reason=GapReason.OUT_OF_DATE, answer="daily-notes")
    keep(house, HOIST, reason=GapReason.WRONG, answer="daily-notes")
    client = house.as_("manager")
    title = house.app.extensions["plainly"].knowledge.answers["daily-notes"].title
    soup = page(client)

    assert "Nothing is open." in part(soup, "asked")
    assert title in part(soup, "not-helpful")
    for reason in ("it is out of date", "it is wrong"):
        assert reason in part(soup, "not-helpful")
    soup = page(client, f"/manage/gaps/{number}")
    assert "Staff said: it is out of date and it is wrong" in words_of(soup)
    assert "may the robot dog sing" in words_of(soup)
    first = soup.select_one("#answer option")
    assert first is not None
    assert first["value"] == "daily-notes"


def test_older_weeks_and_the_table_hold_counts_without_words(house: House) -> None:
    long_ago = today() - timedelta(days=80)
    keep(house, *[DOG] * 6, day=long_ago)
    keep(house, *[HOIST] * 3, reason=GapReason.WRONG, answer="daily-notes")
    client = house.as_("manager")
    soup = page(client)
    assert "6" in part(soup, "older")
    assert "robot" not in words_of(soup)

    response = client.get("/manage/gaps/gaps.csv")
    rows = list(csv.reader(io.StringIO(response.text.removeprefix("\ufeff"))))
    assert [row[2:] for row in rows] == [
        ["Reason", "How many"],
        ["it is wrong", "fewer than 5"],
        ["there was no answer", "6"],
    ]
    assert "hoist" not in response.text


def test_answers_that_helped_are_counted(house: House) -> None:
    with house.store.write() as session:
        for name, times in (("daily-notes", 6), ("emergency", 2)):
            for _ in range(times):
                storage.helped.note(session, house.north, name, today())
        storage.helped.note(session, house.south, "falls-sensors", today())
    text = part(page(house.as_("manager")), "helped")
    assert "6 times" in text
    assert "fewer than 5 times" in text
    assert "6 times" not in part(page(house.as_("stranger")), "helped")


def test_what_a_session_showed_stands_beside_them_without_numbers(house: House) -> None:
    knowledge = house.app.extensions["plainly"].knowledge
    items = training.items(knowledge)
    home = Home(house.store, items, house.north, house.south)
    number = home.session(Naming.ANONYMOUS)
    item = items[SCENARIOS[0]]
    tokens = [home.join(number) for _ in range(6)]
    home.move(number, Move.NEXT, Move.NEXT)
    wrong = (item.right + 1) % len(item.options)
    assert all(home.choose(token, wrong) for token in tokens)
    home.move(number, Move.END)
    with house.store.write() as session:
        assert found.open_gaps(session, house.north, number, items, today())

    text = part(page(house.as_("manager")), "trained")
    assert item.question in text
    assert "wrong option" in text
    assert "6" not in text.replace(str(today().year), "")
    assert "Nothing yet." in part(page(house.as_("stranger")), "trained")


def test_a_gap_whose_asker_took_it_back_is_decided_about_no_more(house: House) -> None:
    (number,) = keep(house, DOG)
    client = house.as_("manager")
    with house.store.write() as session:
        storage.gaps.take_back(session, house.north, number)
    assert client.get(f"/manage/gaps/{number}").status_code == 404


def test_a_line_of_the_location_decides_a_gap(house: House) -> None:
    (number,) = keep(house, DOG)
    client = house.as_("manager")
    chosen = client.get(f"/manage/words/write?answer=companion-robots&gap={number}")
    soup = page(client, str(chosen.location))
    hidden = soup.select_one("[name=gap]")
    assert hidden is not None
    soup = post(
        client,
        "/manage/words/companion-robots",
        text="Ask Priya before the robot dog comes out.",
        name="Priya",
        phone="01632 960199",
        gap=str(hidden["value"]),
    )

    assert "A line of this location was added" in part(soup, "decisions")
    assert "Nothing is open." in part(soup, "asked")
    asker = page(house.at("tablet"), "/answers/companion-robots")
    assert "Ask Priya before the robot dog" in words_of(asker.select_one("[data-own]"))
    other = page(house.at("southern tablet"), "/answers/companion-robots")
    assert not other.select("[data-own]")
