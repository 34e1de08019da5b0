"""The register as a manager fills it, and what staff see of it."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from msgspec import structs
from sqlalchemy import update
from werkzeug.test import TestResponse

from assistant import notices, register, storage
from assistant.accounts import Role
from assistant.knowledge import Setting, Use
from assistant.local import Location, Person
from assistant.register import Status, Tool, load_questions
from assistant.storage.audit import ON_SERVER
from assistant.storage.register import RegisteredTool
from assistant.storage.tables import LocationRow
from tests import tools
from tests.web.conftest import checked, token_of, words_of
from tests.web.house import House

ROOT = Path(__file__).resolve().parents[2]
WORDING = tools.WORDING
QUESTIONS = load_questions(ROOT / "knowledge" / "register" / "questions.yaml", WORDING.uses)
EXAMPLES = notices.read((ROOT / "knowledge" / "examples" / "care-home.json").read_bytes()).tools
NOTEWELL = EXAMPLES[0]
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def house(house: House) -> House:
    """The provider as it is before anything stands in its register."""
    house.take_tools_out()
    return house


def send(client: FlaskClient, path: str, **fields: object) -> TestResponse:
    return client.post(path, data={**token_of(client), **fields})


def page(client: FlaskClient, path: str) -> BeautifulSoup:
    return checked(client.get(path), 200)


def put(house: House, tool: Tool, place: int | None = None) -> RegisteredTool:
    """Keep *tool* at North House, or at another place."""
    with house.store.write() as session:
        return storage.register.add(session, place or house.north, tool, NOW, ON_SERVER)


def held(house: House, kept: RegisteredTool) -> Tool:
    """Return the tool as it holds now."""
    with house.store.read() as session:
        found = storage.register.by_number(session, kept.location_id, kept.number)
    assert found is not None
    return found.tool


def all_held(house: House, place: int | None = None) -> list[Tool]:
    with house.store.read() as session:
        return [one.tool for one in storage.register.tools(session, place or house.north)]


def actions(house: House) -> list[str]:
    with house.store.read() as session:
        return [line.action for line in storage.audit.lines(session, None)]


def filled(soup: BeautifulSoup) -> dict[str, Any]:
    """Return what a browser would send of the page's form of questions, as it stands."""
    form = soup.select_one("main form")
    assert form is not None
    fields: dict[str, Any] = {}
    for control in form.select("input, select"):
        name, kind = str(control.get("name")), control.get("type")
        if control.name == "select":
            chosen = control.select_one("option[selected]") or control.select_one("option")
            assert chosen is not None
            fields[name] = str(chosen["value"])
        elif kind in ("radio", "checkbox"):
            if control.has_attr("checked"):
                fields.setdefault(name, []).append(str(control["value"]))
        else:
            fields[name] = str(control.get("value", ""))
    return fields


@pytest.fixture
def manager(house: House) -> FlaskClient:
    return house.as_("manager")


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


# Where it stands


@pytest.mark.parametrize("status", Status)
def test_each_status_says_what_it_means(house: House, manager: FlaskClient, status: Status) -> None:
    kept = put(house, NOTEWELL)
    path = f"/tools/register/{kept.number}/status"
    fields = {**filled(page(manager, path)), "status": status.value}
    assert send(manager, path, **fields).status_code == 303
    assert held(house, kept).status is status
    page(manager, f"/tools/register/{kept.number}")


def test_a_change_of_status_on_an_old_page_is_refused(house: House, manager: FlaskClient) -> None:
    kept = put(house, NOTEWELL)
    path = f"/tools/register/{kept.number}/status"
    mine, other = filled(page(manager, path)), house.as_("owner")
    send(other, path, **{**filled(page(other, path)), "status": "paused"})
    soup = checked(send(manager, path, **{**mine, "status": "stopped"}), 422)
    assert "Someone else has changed this tool" in words_of(soup.select_one("#status-error"))
    assert held(house, kept).status is Status.PAUSED
    assert send(manager, path, **{**filled(soup), "status": "stopped"}).status_code == 303


def test_a_tool_in_use_without_a_notice_says_so(house: House, manager: FlaskClient) -> None:
    kept = put(house, structs.replace(NOTEWELL, id="untold"))
    assert "have not been told" in words_of(page(manager, f"/tools/register/{kept.number}").main)
    told = put(house, NOTEWELL)
    assert "not been told" not in words_of(page(manager, f"/tools/register/{told.number}").main)


def test_a_change_that_matters_asks_for_people_to_be_told_again(
    house: House, manager: FlaskClient
) -> None:
    kept = put(house, NOTEWELL)
    path = f"/tools/register/{kept.number}"
    assert "told again" not in words_of(page(manager, path).main)
    send(manager, f"{path}/questions/switch", off_how="Pull the plug.", switched_off_by="nurse")
    assert "told again" not in words_of(page(manager, path).main), "it is of the office alone"
    fields = filled(page(manager, f"{path}/questions/data_place"))
    send(manager, f"{path}/questions/data_place", **{**fields, "trains_ai": "yes"})
    words = words_of(page(manager, path).main)
    assert "People must be told again." in words
    assert "The supplier may teach its AI" in words


def test_what_is_found_in_use_brings_duties_that_are_ticked_off(
    house: House, manager: FlaskClient
) -> None:
    send(manager, "/tools/register/new", name="Chatty", status="not_allowed", use="writing_help")
    with house.store.read() as session:
        (kept,) = storage.register.tools(session, house.north)
    path = f"/tools/register/{kept.number}"
    soup = page(manager, path)
    assert "Ask staff to stop using it." in words_of(soup.main)
    send(manager, f"{path}/tasks/stop-using", do="done", back="tool")
    words = words_of(page(manager, path).main)
    assert "by Morgan" in words
    assert "2 open tasks" in words_of(page(manager, "/tools/register/").main)
    send(manager, f"{path}/tasks/stop-using", do="undo", back="tool")
    assert "3 open tasks" in words_of(page(manager, "/tools/register/").main)


def test_a_review_that_is_due_is_shown_and_done(house: House, manager: FlaskClient) -> None:
    old = structs.replace(NOTEWELL, in_use_from=date(2025, 1, 1))
    kept = put(house, old)
    assert "The review of Notewell" in words_of(page(manager, "/tools/register/").main)
    page(manager, f"/tools/register/{kept.number}")
    send(manager, f"/tools/register/{kept.number}/reviewed")
    assert held(house, kept).last_reviewed_on == datetime.now(UTC).date()
    assert "The review of Notewell" not in words_of(page(manager, "/tools/register/").main)
    assert "tool_reviewed" in actions(house)


# Tasks


def test_tasks_stand_under_the_role_that_can_do_them(house: House, manager: FlaskClient) -> None:
    put(house, structs.replace(NOTEWELL, supplier="not_sure", dpia="not_sure"))
    soup = page(manager, "/tools/register/tasks")
    assert "Which company makes it?" in words_of(
        soup.select_one("section[aria-labelledby=manager]")
    )
    assert "M. North House" in words_of(soup.main), "who has that role here"
    lead = words_of(soup.select_one("section[aria-labelledby=data_protection_lead]"))
    assert "impact assessment" in lead
    assert "4 are open" in words_of(page(manager, "/manage/").main)


def test_a_task_gets_a_date_and_can_be_late(house: House, manager: FlaskClient) -> None:
    kept = put(house, structs.replace(NOTEWELL, supplier="not_sure", limits="not_sure"))
    task = f"/tools/register/{kept.number}/tasks"
    send(manager, f"{task}/supplier", due_on="2020-01-01")
    send(manager, "/tools/register/tasks", owner="ai_lead", due_on="2099-01-01")
    words = words_of(page(manager, "/tools/register/tasks").main)
    assert "Was due on 1 January 2020" in words
    assert "By 1 January 2099" in words
    assert "1 is late" in words_of(page(manager, "/manage/").main)
    checked(send(manager, f"{task}/supplier", due_on="soon"), 422)
    checked(send(manager, "/tools/register/tasks", owner="ai_lead"), 422)
    send(manager, f"{task}/supplier", due_on="")
    assert "Was due" not in words_of(page(manager, "/tools/register/tasks").main)
    assert send(manager, f"{task}/colour", due_on="2099-01-01").status_code == 404


# History, copies, deleting, responsibility


def test_the_history_says_who_changed_what_in_words(house: House, manager: FlaskClient) -> None:
    kept = put(house, NOTEWELL)
    path = f"/tools/register/{kept.number}/questions/data_place"
    send(manager, path, **{**filled(page(manager, path)), "trains_ai": "only_anonymous"})
    send(manager, f"/tools/register/{kept.number}/responsible", account=house.people["owner"].id)
    words = words_of(page(manager, f"/tools/register/{kept.number}/history").main)
    assert "Does the supplier use people's data to teach its AI? No" in words
    assert "People must be told again." in words
    assert "Responsible from then on: Olive" in words
    assert "Morgan" in words


def test_only_people_of_the_location_can_be_responsible(house: House, manager: FlaskClient) -> None:
    kept = put(house, NOTEWELL)
    path = f"/tools/register/{kept.number}/responsible"
    checked(send(manager, path, account=house.people["stranger"].id), 422)
    assert send(manager, path, account=house.people["staff"].id).status_code == 303
    assert "Ash is responsible" in words_of(page(manager, f"/tools/register/{kept.number}").main)


def test_a_tool_is_copied_as_an_idea(house: House, manager: FlaskClient) -> None:
    kept = put(house, NOTEWELL)
    path = f"/tools/register/{kept.number}/copy"
    assert "Copy to another location" not in words_of(page(manager, path[:-5]).main)
    checked(send(manager, path, location=house.south), 422)
    owner = house.as_("owner")
    checked(send(owner, path, location=house.south), 200)
    (copied,) = all_held(house, house.south)
    assert copied == structs.replace(NOTEWELL, status=Status.IDEA, in_use_from=None)
    send(owner, path, location=house.south)
    assert [tool.id for tool in all_held(house, house.south)] == ["notewell", "notewell-2"]


def test_only_an_idea_is_deleted(house: House, manager: FlaskClient) -> None:
    live = put(house, NOTEWELL)
    idea = put(house, register.start("idea", Use.CAMERAS, WORDING.uses[Use.CAMERAS]))
    assert "Delete" not in words_of(page(manager, f"/tools/register/{live.number}").main)
    assert send(manager, f"/tools/register/{live.number}/delete").status_code == 404
    assert "Delete for good" in words_of(page(manager, f"/tools/register/{idea.number}").main)
    send(manager, f"/tools/register/{idea.number}/delete")
    assert [tool.id for tool in all_held(house)] == ["notewell"]
    assert "tool_deleted" in actions(house)


def test_who_leaves_hands_their_tools_over(house: House) -> None:
    manager, owner = house.people["manager"], house.as_("owner")
    kept = put(house, NOTEWELL)
    with house.store.write() as session:
        storage.register.make_responsible(
            session, house.north, kept.number, manager.id, NOW, ON_SERVER
        )
        storage.approvals.approve(
            session, storage.approvals.TextKind.ANSWER, "emergency", "x" * 64, manager, NOW
        )
    path = f"/manage/people/{manager.id}"
    soup = page(owner, path)
    assert "1 AI tool is handed over" in words_of(soup.main)
    assert "Notewell (demonstration) , North House" in words_of(soup.main)
    offered = {str(box["value"]) for box in soup.select("input[name=successor]")}
    assert str(house.people["stranger"].id) not in offered, "they do not belong to North House"
    assert send(owner, f"{path}/leave").status_code == 422, "somebody must take over"
    send(owner, f"{path}/leave", successor=house.people["senior"].id)
    assert "Sam is responsible" in words_of(page(owner, f"/tools/register/{kept.number}").main)
    history = words_of(page(owner, f"/tools/register/{kept.number}/history").main)
    assert "Responsible from then on: Sam" in history
    with house.store.read() as session:
        kind = storage.approvals.TextKind.ANSWER
        approval = storage.approvals.current(session, kind)["emergency"]
    assert (approval.who, approval.now_with) == ("Morgan", "Sam")


# The list


def test_the_list_is_filtered_by_status(house: House, manager: FlaskClient) -> None:
    put(house, NOTEWELL)
    put(house, tools.tool(Use.SENSORS, name="Nightear", status=Status.PAUSED))
    words = words_of(page(manager, "/tools/register/?status=paused").select_one(".rows"))
    assert "Nightear" in words
    assert "Notewell" not in words
    page(manager, "/tools/register/?status=nonsense")


# In and out


@pytest.fixture
def owner(house: House) -> FlaskClient:
    return house.as_("owner")


def upload(client: FlaskClient, text: str | bytes, name: str = "register.csv") -> TestResponse:
    data = text.encode() if isinstance(text, str) else text
    return send(client, "/tools/register/import", file=(io.BytesIO(data), name))


def apply(client: FlaskClient, looked_at: TestResponse) -> TestResponse:
    fields = filled(checked(looked_at, 200))
    return client.post("/tools/register/import/apply", data=fields)


@pytest.mark.parametrize("name", ["register.csv", "register.json"])
def test_a_register_goes_out_and_comes_in_at_another_location(house: House, name: str) -> None:
    for tool in EXAMPLES:
        put(house, tool)
    response = house.as_("manager").get(f"/tools/register/{name}")
    assert name in response.headers["Content-Disposition"]
    stranger = house.as_("stranger")
    looked_at = upload(stranger, response.data, name)
    assert "3 added, 0 changed, 0 the same" in words_of(checked(looked_at, 200).main)
    assert all_held(house, house.south) == [], "nothing is kept before someone says so"
    assert apply(stranger, looked_at).status_code == 303
    assert all_held(house, house.south) == all_held(house)


def test_a_file_shows_line_by_line_what_it_would_change(house: House, manager: FlaskClient) -> None:
    put(house, NOTEWELL)
    changed = structs.replace(NOTEWELL, supplier="Another Ltd")
    looked_at = upload(manager, register.to_json((changed,)))
    words = words_of(checked(looked_at, 200).main)
    assert "Which company makes it? Notewell Software (demonstration) Another Ltd" in words
    apply(manager, looked_at)
    assert all_held(house) == [changed]
    assert "says nothing new" in words_of(
        checked(upload(manager, register.to_json((changed,))), 200)
    )


def test_a_file_with_one_bad_tool_changes_nothing(house: House, manager: FlaskClient) -> None:
    good = tools.tool(Use.SENSORS)
    bad = structs.replace(NOTEWELL, purpose="sleep")
    soup = checked(upload(manager, register.to_json((good, bad))), 200)
    assert "purpose: `sleep` is no choice" in words_of(soup.main)
    assert not soup.select("form[action$=apply]")
    fields = {"text": register.to_json((good, bad)), "seen": "[]"}
    checked(send(manager, "/tools/register/import/apply", **fields), 200)
    assert all_held(house) == []


def test_a_register_that_changed_since_is_looked_at_again(
    house: House, manager: FlaskClient
) -> None:
    looked_at = upload(manager, register.to_json((tools.tool(Use.SENSORS),)))
    put(house, NOTEWELL)
    again = apply(manager, looked_at)
    assert "What this file would change" in words_of(checked(again, 200).main)
    assert [tool.id for tool in all_held(house)] == ["notewell"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("id,use,colour\nx,sensors,red\n", "line 1: unknown columns: colour"),
        ("{", "not a register file"),
        (b"\xff\xfe\x00", "not text in UTF-8"),
        ("", "Please choose a file"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_lines(
    manager: FlaskClient, text: str | bytes, says: str
) -> None:
    if text == "":
        soup = checked(send(manager, "/tools/register/import"), 422)
    else:
        soup = checked(upload(manager, text), 422)
    assert says in words_of(soup.main)


# What everyone sees


def test_staff_see_what_is_allowed_and_what_is_not(house: House) -> None:
    office = "Agreement Systems"
    put(house, structs.replace(NOTEWELL, supplier=office))
    put(house, tools.tool(Use.SENSORS, name="Nightear", status=Status.PAUSED))
    put(house, tools.tool(Use.WRITING_HELP, name="Chatty", status=Status.NOT_ALLOWED))
    put(house, tools.tool(Use.ROSTERING, name="Shiftwise", status=Status.STOPPED))
    put(house, register.start("later", Use.CAMERAS, WORDING.uses[Use.CAMERAS]))
    soup = page(house.at("tablet"), "/tools")
    words = words_of(soup.main)
    assert "Only carers and senior carers, once trained on it" in words
    assert "Press Stop in the app" in words
    assert "It is off during washing and dressing." in words
    assert "It is paused. Do not use it." in words
    assert "Chatty" in words
    assert "Shiftwise" not in words
    assert "Cameras" not in words
    assert office not in words, "the office's facts stay in the office"
    assert "Open the register" not in words
    assert "Notewell" not in words_of(page(house.at("southern tablet"), "/tools").main)


def test_a_location_without_tools_allows_none(house: House) -> None:
    words = words_of(page(house.at("tablet"), "/tools").main)
    assert "No AI tool is allowed here yet." in words


def test_staff_are_told_whom_to_ask(house: House) -> None:
    with house.store.write() as session:
        location = Location("P", "North House", {"ai_lead": Person("Kim Sample", "01632 960111")})
        storage.locations.change_location(session, house.north, location)
    put(house, NOTEWELL)
    assert "Ask Kim Sample" in words_of(page(house.at("tablet"), "/tools").main)


def test_every_action_of_the_register_has_words(house: House, owner: FlaskClient) -> None:
    kept = put(house, register.start("idea", Use.CAMERAS, WORDING.uses[Use.CAMERAS]))
    path = f"/tools/register/{kept.number}"
    send(owner, f"{path}/tasks/supplier", due_on="2099-01-01")
    send(owner, f"{path}/copy", location=house.south)
    send(owner, f"{path}/responsible", account=house.people["staff"].id)
    send(owner, f"{path}/delete")
    soup = page(owner, "/manage/changes")
    assert "_" not in " ".join(words_of(cell) for cell in soup.select("td:nth-child(3)"))


def test_the_owner_of_nothing_is_nobody(house: House) -> None:
    """A leaver without tools leaves as before."""
    with house.store.write() as session:
        spare = storage.accounts.add(session, "Spare", Role.STAFF, NOW, locations=[house.north])
    soup = page(house.as_("manager"), f"/manage/people/{spare.id}")
    assert "handed over" not in words_of(soup.main)
