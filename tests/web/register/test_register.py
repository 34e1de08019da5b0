"""The register as a manager fills it, and what staff see of it."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from msgspec import structs
from sqlalchemy import update

from assistant import register, storage
from assistant.knowledge import Setting, Use
from assistant.local import Location
from assistant.register import Status
from assistant.storage.tables import LocationRow
from tests import tools
from tests.web.conftest import checked, words_of
from tests.web.house import House
from tests.web.register.filling import (
    NOTEWELL,
    QUESTIONS,
    WORDING,
    actions,
    all_held,
    filled,
    held,
    page,
    put,
    send,
)

# Beginning a tool


def test_an_empty_register_says_how_to_begin(manager: FlaskClient) -> None:
    soup = page(manager, "/tools/register/")
    assert "Nothing is in the register yet" in words_of(soup.main)
    assert soup.select_one("a[href='/tools/register/new']")


def test_three_answers_begin_a_tool_and_lead_to_its_questions(
    house: House, manager: FlaskClient
) -> None:
    page(manager, "/tools/register/new")
    response = send(
        manager, "/tools/register/new", name="Notewell", status="idea", use="note_taking"
    )
    assert response.status_code == 303
    assert response.location.endswith("/questions/tool")
    (tool,) = all_held(house)
    assert (tool.id, tool.name, tool.use, tool.status) == (
        "notewell",
        "Notewell",
        Use.NOTE_TAKING,
        Status.IDEA,
    )
    assert "Morgan is responsible" in words_of(
        page(manager, response.location.replace("/questions/tool", "")).main
    )
    assert "tool_added" in actions(house)


def test_a_tool_without_a_name_is_called_by_what_it_does(
    house: House, manager: FlaskClient
) -> None:
    for _ in range(2):
        send(manager, "/tools/register/new", name="", status="idea", use="cameras")
    assert [tool.id for tool in all_held(house)] == ["cameras", "cameras-2"]
    assert "Cameras that a program watches" in words_of(page(manager, "/tools/register/").main)


def test_what_is_missing_at_the_start_is_said(manager: FlaskClient) -> None:
    soup = checked(send(manager, "/tools/register/new", name="X", status="idea"), 422)
    assert "Please choose one." in words_of(soup.select_one("#use-error"))


# Questions, page by page


@pytest.mark.parametrize("use", Use)
def test_every_page_of_every_use_comes_back_as_it_was_sent(
    house: House, manager: FlaskClient, use: Use
) -> None:
    if use is Use.ROSTERING:
        # Visits on time are asked about where there are visits.
        with house.store.write() as session:
            session.execute(update(LocationRow).values(setting=Setting.HOME_CARE))
    kept = put(house, tools.tool(use))
    for asked in QUESTIONS.of(WORDING.uses[use]):
        path = f"/tools/register/{kept.number}/questions/{asked.id}"
        response = send(manager, path, **filled(page(manager, path)))
        assert response.status_code == 303, words_of(checked(response, 422).main)
    assert held(house, kept) == kept.tool
    with house.store.read() as session:
        assert len(storage.register.changes(session, house.north)) == 1


@pytest.mark.parametrize("use", Use)
def test_nobody_has_to_be_sure_of_anything(house: House, manager: FlaskClient, use: Use) -> None:
    kept = put(house, register.start("new", use, WORDING.uses[use]))
    for asked in QUESTIONS.of(WORDING.uses[use]):
        path = f"/tools/register/{kept.number}/questions/{asked.id}"
        response = send(manager, path, **filled(page(manager, path)))
        assert response.status_code == 303
    assert held(house, kept) == kept.tool


def test_a_whole_tool_is_entered_through_its_pages(house: House, manager: FlaskClient) -> None:
    """What each page shows of a finished tool, typed into an empty one, makes the same tool."""
    source = put(house, structs.replace(NOTEWELL, id="source"), house.south)
    empty = register.start("notewell", Use.NOTE_TAKING, WORDING.uses[Use.NOTE_TAKING])
    kept = put(house, empty)
    stranger = house.as_("stranger")
    for asked in QUESTIONS.of(WORDING.uses[Use.NOTE_TAKING]):
        tail = f"questions/{asked.id}"
        answers = filled(page(stranger, f"/tools/register/{source.number}/{tail}"))
        answers.pop("csrf_token")
        response = send(manager, f"/tools/register/{kept.number}/{tail}", **answers, do="next")
        assert response.status_code == 303
    made = held(house, kept)
    # Single pictures are not asked about: this kind of tool takes none.
    recordings = structs.replace(NOTEWELL.recordings, pictures=made.recordings.pictures)
    assert made.recordings.pictures.kept == register.Answered.NO
    assert made == structs.replace(NOTEWELL, status=Status.IDEA, recordings=recordings)
    assert "is still to be found out" not in words_of(
        page(manager, f"/tools/register/{kept.number}").main
    )


QUESTION_ERRORS = [
    ("data", {"data_used": ["voice", "?"]}, "These do not fit together"),
    ("why", {"never_for": ["-", "visitors"]}, "These do not fit together"),
    ("recordings", {"recordings-audio-kept": "yes", "recordings-audio-period-number": "3"}, "both"),
    ("recordings", {"recordings-audio-period-number": "0"}, "from 1 to 120"),
    ("law", {"dpia-done_on": "2026-10-12"}, "Please answer this too"),
    ("law", {"dpia-done_on": "yesterday"}, "Please give a day"),
    ("law", {"dpia-done_on": "0001-01-01"}, "Please give a day"),
    ("route", {"care_route-kind": "typed"}, "Please answer this too"),
    ("why", {"hours-start": "21:00"}, "both"),
    ("why", {"hours-start": "late"}, "Please give a time"),
    ("why", {"purpose": "world_peace"}, "Not a valid choice"),
    ("data_place", {"data_place-country": "XX"}, "Not a valid choice"),
    ("data_place", {"data_place-safeguard": "contract"}, "Please answer this too"),
    ("switch", {"off_how": "Call Mrs Jones on 01632 960111"}, "details of a person"),
    ("tool", {"name": "x" * 81}, "at most 80"),
]


@pytest.mark.parametrize(("where", "fields", "says"), QUESTION_ERRORS)
def test_an_answer_that_cannot_be_is_refused_and_nothing_is_kept(
    house: House, manager: FlaskClient, where: str, fields: dict[str, Any], says: str
) -> None:
    kept = put(house, register.start("new", Use.NOTE_TAKING, WORDING.uses[Use.NOTE_TAKING]))
    response = send(manager, f"/tools/register/{kept.number}/questions/{where}", **fields)
    soup = checked(response, 422)
    errors = " ".join(words_of(one) for one in soup.select(".field__error"))
    assert says.casefold() in errors.casefold()
    assert held(house, kept) == kept.tool


def test_each_button_saves_and_leads_where_it_says(house: House, manager: FlaskClient) -> None:
    kept = put(house, tools.tool(Use.NOTE_TAKING))
    path = f"/tools/register/{kept.number}/questions/use"
    for do, leads in (("next", "/questions/why"), ("back", "/questions/tool"), ("leave", "")):
        response = send(manager, path, **{**filled(page(manager, path)), "do": do})
        assert response.location == f"/tools/register/{kept.number}{leads}"


def test_how_long_something_is_kept_goes_when_it_is_not_kept(
    house: House, manager: FlaskClient
) -> None:
    kept = put(house, NOTEWELL)
    path = f"/tools/register/{kept.number}/questions/recordings"
    fields = {**filled(page(manager, path)), "recordings-audio-kept": "no"}
    assert send(manager, path, **fields).status_code == 303
    assert held(house, kept).recordings.audio == register.Kept(kept=register.Answered.NO)


def test_home_care_is_not_asked_about_rooms(house: House, manager: FlaskClient) -> None:
    with house.store.write() as session:
        west = storage.locations.add_location(session, Location("P", "W"), Setting.HOME_CARE)
    kept = put(house, tools.tool(Use.SENSORS, places=("own_home",)), west)
    client = house.as_("owner")
    send(client, "/manage/here", location=west)
    soup = page(client, f"/tools/register/{kept.number}/questions/why")
    assert [str(box["value"]) for box in soup.select("input[name=places]")] == ["own_home", "?"]
    assert "sleep" not in {str(box["value"]) for box in soup.select("input[name=purpose]")}


# Two at once


def test_two_people_on_different_pages_lose_nothing(house: House, manager: FlaskClient) -> None:
    kept = put(house, NOTEWELL)
    path = f"/tools/register/{kept.number}/questions"
    mine = filled(page(manager, f"{path}/tool"))
    other = house.as_("owner")
    theirs = filled(page(other, f"{path}/switch"))
    send(other, f"{path}/switch", **{**theirs, "off_how": "Pull the plug."})
    assert send(manager, f"{path}/tool", **{**mine, "supplier": "New Ltd"}).status_code == 303
    tool = held(house, kept)
    assert (tool.off_how, tool.supplier) == ("Pull the plug.", "New Ltd")


def test_two_people_on_the_same_page_are_told(house: House, manager: FlaskClient) -> None:
    kept = put(house, NOTEWELL)
    path = f"/tools/register/{kept.number}/questions/switch"
    mine, other = filled(page(manager, path)), house.as_("owner")
    send(other, path, **{**filled(page(other, path)), "off_how": "Pull the plug."})
    response = send(manager, path, **{**mine, "off_how": "Press the button."})
    soup = checked(response, 409)
    assert "Someone else answered this page" in words_of(soup.main)
    assert held(house, kept).off_how == "Pull the plug."
    again = filled(soup)
    assert again["off_how"] == "Press the button.", "what was typed is still there"
    assert send(manager, path, **again).status_code == 303
    assert held(house, kept).off_how == "Press the button."
