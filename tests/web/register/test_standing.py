"""Where a tool stands: status, tasks, history, who is responsible, and what staff see."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask.testing import FlaskClient
from msgspec import structs

from assistant import register, storage
from assistant.accounts import Role
from assistant.knowledge import Use
from assistant.local import Location, Person
from assistant.register import Status
from assistant.storage.audit import ON_SERVER
from tests import tools
from tests.web.conftest import checked, words_of
from tests.web.house import House
from tests.web.register.filling import (
    NOTEWELL,
    NOW,
    WORDING,
    actions,
    all_held,
    filled,
    held,
    page,
    put,
    send,
)

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


def as_manager(name: str, *places: int, role: str = "manager") -> dict[str, object]:
    """Return what the form of a person holds."""
    email = f"{name.casefold()}@two.example"
    return {"name": name, "role": role, "email": email, "locations": list(places)}


def test_who_loses_a_location_hands_its_tools_over_and_keeps_the_rest(house: House) -> None:
    manager, owner = house.people["manager"], house.as_("owner")
    path = f"/manage/people/{manager.id}"
    send(owner, path, **as_manager("Morgan", house.north, house.south))
    north, south = put(house, NOTEWELL), put(house, NOTEWELL, house.south)
    with house.store.write() as session:
        for kept in (north, south):
            storage.register.make_responsible(
                session, kept.location_id, kept.number, manager.id, NOW, ON_SERVER
            )
        storage.approvals.approve(
            session, storage.approvals.TextKind.ANSWER, "emergency", "x" * 64, manager, NOW
        )
    leaver = house.as_("manager")
    only_south = as_manager("Morgan", house.south)
    asked = checked(send(owner, path, **only_south), 422)
    assert "cannot look after 1 AI tool any more" in words_of(asked.main)
    offered = {str(box["value"]) for box in asked.select("input[name=successor]")}
    assert str(house.people["senior"].id) in offered
    assert str(house.people["stranger"].id) not in offered, "they do not belong to North House"
    assert leaver.get("/account/").status_code == 200, "nothing has changed yet"

    taking_over = house.people["senior"].id
    assert send(owner, path, **only_south, successor=taking_over).status_code == 303
    assert leaver.get("/account/").status_code == 303, "a visit may be at North House"
    with house.store.read() as session:
        held = {
            place: [one.responsible for one in storage.register.tools(session, place)]
            for place in (house.north, house.south)
        }
        kind = storage.approvals.TextKind.ANSWER
        approval = storage.approvals.current(session, kind)["emergency"]
    assert held == {house.north: [taking_over], house.south: [manager.id]}
    assert approval.now_with is None, "texts hold for the whole provider, and they manage still"
    assert "tool_given_to" in actions(house)


def test_who_may_not_approve_any_more_hands_their_texts_over(house: House) -> None:
    manager, owner = house.people["manager"], house.as_("owner")
    with house.store.write() as session:
        storage.approvals.approve(
            session, storage.approvals.TextKind.ANSWER, "emergency", "x" * 64, manager, NOW
        )
    path = f"/manage/people/{manager.id}"
    as_staff = as_manager("Morgan", house.north, role="staff")
    asked = checked(send(owner, path, **as_staff), 422)
    assert "What they approved stays approved" in words_of(asked.main)
    send(owner, path, **as_staff, successor=house.people["owner"].id)
    with house.store.read() as session:
        kind = storage.approvals.TextKind.ANSWER
        approval = storage.approvals.current(session, kind)["emergency"]
    assert (approval.who, approval.now_with) == ("Morgan", "Olive")


# The list


def test_the_list_is_filtered_by_status(house: House, manager: FlaskClient) -> None:
    put(house, NOTEWELL)
    put(house, tools.tool(Use.SENSORS, name="Nightear", status=Status.PAUSED))
    words = words_of(page(manager, "/tools/register/?status=paused").select_one(".rows"))
    assert "Nightear" in words
    assert "Notewell" not in words
    page(manager, "/tools/register/?status=nonsense")


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
