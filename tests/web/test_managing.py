"""Managing people, devices, places and settings, as a manager and an owner do it."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from assistant import storage
from assistant.storage.approvals import TextKind
from tests.web.conftest import Pages, checked, soup_of, token_of, words_of
from tests.web.house import House


def send(client: FlaskClient, path: str, **fields: object) -> TestResponse:
    return client.post(path, data={**token_of(client), **fields})


NORTH = {"name": "North House", "day_from": "8", "day_to": "20"}


def page(client: FlaskClient, path: str) -> BeautifulSoup:
    return checked(client.get(path), 200)


def actions(house: House) -> list[str]:
    with house.store.read() as session:
        return [line.action for line in storage.audit.lines(session, None)]


@pytest.mark.parametrize(
    "path",
    [
        "/manage/",
        "/manage/location/",
        "/manage/devices/",
        "/manage/people/",
        "/manage/people/new",
        "/manage/approvals/",
        "/manage/approvals/basics",
        "/manage/approvals/notices-choice",
        "/manage/approvals/notices-sensors",
        "/manage/changes",
        "/manage/settings",
        "/manage/locations/new",
        "/account/",
        "/sign-in/",
    ],
)
def test_every_page_keeps_the_rules(house: House, path: str) -> None:
    page(house.as_("owner"), path)


def test_a_manager_adds_staff_and_gets_a_link(house: House) -> None:
    client = house.as_("manager")
    fields = {"name": "Robin", "role": "staff", "locations": house.north, "duties": "senior"}
    soup = checked(send(client, "/manage/people/new", **fields), 200)
    address = words_of(soup.select_one(".key"))
    assert address.startswith("https://care.example/link/")
    assert house.at("tablet").get(address.removeprefix("https://care.example")).status_code == 200
    assert "person_added" in actions(house)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"name": ""}, "fill this in"),
        ({"role": "owner"}, "Not a valid choice"),
        ({"locations": "{south}"}, "not a valid choice"),
        ({"locations": ""}, "at least one location"),
        ({"name": "x" * 81}, "at most 80"),
        ({"name": "Ro\u202ebin"}, "usual signs only"),
    ],
)
def test_a_manager_cannot_add_just_anyone(house: House, fields: dict[str, str], says: str) -> None:
    good: dict[str, object] = {"name": "Robin", "role": "staff", "locations": house.north}
    given = {name: value.format(south=house.south) for name, value in fields.items()}
    filled = {**good, **given}
    if not filled["locations"]:
        del filled["locations"]
    soup = checked(send(house.as_("manager"), "/manage/people/new", **filled), 422)
    assert says in words_of(soup.select_one(".field__error"))


def test_an_address_belongs_to_one_person(house: House) -> None:
    fields = {"name": "Robin", "role": "manager", "email": "MORGAN@two.example"}
    response = send(house.as_("owner"), "/manage/people/new", **fields, locations=house.north)
    assert "Someone else has this e-mail address." in response.text


def test_who_leaves_hands_over_and_is_out(house: House) -> None:
    with house.store.write() as session:
        manager = house.people["manager"]
        storage.approvals.approve(
            session, TextKind.ANSWER, "emergency", "x" * 64, manager, datetime.now(UTC)
        )
    leaver, client = house.as_("manager"), house.as_("owner")
    path = f"/manage/people/{manager.id}"
    assert send(client, f"{path}/leave").status_code == 422, "somebody must take over"
    send(client, f"{path}/leave", successor=house.people["owner"].id)
    assert leaver.get("/account/").status_code == 303
    assert client.get(path).status_code == 404
    with_access = page(client, "/manage/people/").select_one(".rows")
    assert "Morgan" not in words_of(with_access)
    with house.store.read() as session:
        kept = storage.approvals.current(session, TextKind.ANSWER)["emergency"]
    assert kept.who == "Morgan", "who approved it is not rewritten"


def test_the_last_owner_cannot_leave(house: House) -> None:
    owner, client = house.people["owner"], house.as_("owner")
    fields = {"successor": house.people["manager"].id}
    response = send(client, f"/manage/people/{owner.id}/leave", **fields)
    assert "This is the only owner" in response.text
    assert client.get("/account/").status_code == 200


def test_the_table_of_people_runs_no_formula(house: House) -> None:
    client = house.as_("owner")
    fields = {"name": "=1+1", "role": "staff", "locations": house.north}
    send(client, "/manage/people/new", **fields)
    text = client.get("/manage/people/people.csv").data.decode("utf-8-sig")
    names = [row["name"] for row in csv.DictReader(io.StringIO(text))]
    assert "'=1+1" in names


def test_a_tablet_gets_a_code_and_a_phone_a_link_each(house: House) -> None:
    client = house.as_("manager")
    soup = checked(send(client, "/manage/devices/tablet", name="ground floor"), 200)
    assert soup.select_one(".qr svg") is not None
    soup = checked(send(client, "/manage/devices/phones", name="phone", count=3), 200)
    names = [words_of(ticket.strong) for ticket in soup.select(".ticket")]
    assert names == ["phone 1", "phone 2", "phone 3"]
    assert len({words_of(key) for key in soup.select(".ticket .key")}) == 3


@pytest.mark.parametrize("count", ["0", "51", "-1", "many", ""])
def test_phones_come_in_sensible_numbers(house: House, count: str) -> None:
    response = send(house.as_("manager"), "/manage/devices/phones", name="phone", count=count)
    checked(response, 422)


def test_a_device_is_shut_out_at_one_touch(house: House) -> None:
    tablet, client = house.at("tablet"), house.as_("manager")
    assert tablet.get("/").status_code == 200
    link = page(client, "/manage/devices/").select_one(".rows a")
    assert link is not None
    send(client, f"{link['href']}/revoke")
    assert tablet.get("/").status_code == 403
    assert "device_revoked" in actions(house)


def test_a_device_gets_another_name(house: House) -> None:
    client = house.as_("manager")
    link = page(client, "/manage/devices/").select_one(".rows a")
    assert link is not None
    send(client, str(link["href"]), name="sun lounge")
    assert "sun lounge" in words_of(page(client, "/manage/devices/").select_one(".rows"))


def test_answers_name_whom_the_manager_put_in(house: House) -> None:
    fields = {
        "name": "North House",
        "day_from": "8",
        "day_to": "20",
        "ai_lead-name": "Kim Sample",
        "ai_lead-phone": "01632 960111",
    }
    assert send(house.as_("manager"), "/manage/location/", **fields).status_code == 303
    assert "Kim Sample" in house.at("tablet").get("/answers/chatgpt-at-work").text
    assert "Kim Sample" not in house.at("southern tablet").get("/answers/chatgpt-at-work").text


def test_asking_is_opened_to_any_device_by_the_owner_alone(house: House) -> None:
    assert house.client().get("/answers/").status_code == 403
    fields = {"name": "Two Homes Care", "open_asking": "y", "audit_years": "6"}
    assert send(house.as_("manager"), "/manage/settings", **fields).status_code == 403
    assert send(house.as_("owner"), "/manage/settings", **fields).status_code == 303
    assert house.client().get("/answers/").status_code == 200
    assert house.client().get("/manage/").status_code == 303


def test_an_owner_adds_a_location_and_works_there(house: House) -> None:
    client = house.as_("owner")
    send(client, "/manage/locations/new", name="West House", setting="home_care")
    assert "West House" in words_of(page(client, "/manage/").select_one(".bar__location"))
    send(client, "/manage/here", location=house.south)
    assert "South House" in words_of(page(client, "/manage/").select_one(".bar__location"))


def test_a_manager_goes_only_where_they_belong(house: House) -> None:
    response = send(house.as_("manager"), "/manage/here", location=house.south)
    assert response.status_code == 404


def test_a_manager_sees_the_changes_of_their_own_locations(house: House) -> None:
    send(house.as_("manager"), "/manage/location/", **NORTH)
    send(house.as_("stranger"), "/manage/location/", **{**NORTH, "name": "South House"})
    soup = page(house.as_("manager"), "/manage/changes")
    assert "Morgan" in words_of(soup.table)
    assert "Sidney" not in words_of(soup.table)
    text = house.as_("manager").get("/manage/changes.csv").data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["who"] for row in rows] == ["Morgan"]
    assert rows[0]["action"] == "location_changed"


def test_every_action_of_the_audit_has_words(house: House) -> None:
    client = house.as_("owner")
    send(client, "/manage/location/", **NORTH)
    send(client, "/manage/devices/tablet", name="hall")
    soup = page(client, "/manage/changes")
    assert "_" not in " ".join(words_of(cell) for cell in soup.select("td:nth-child(3)"))


def approve(house: House, name: str, who: str = "manager", **fields: str) -> TestResponse:
    client = house.as_(who)
    box = next(
        box
        for box in soup_of(client.get("/manage/approvals/basics")).select("input[name=text]")
        if str(box["value"]).startswith(f"{name} ")
    )
    filled = {"text": str(box["value"]), "do": "approve", **fields}
    return send(client, "/manage/approvals/basics", **filled)


NAME = "who-is-responsible"


def test_an_answer_says_who_approved_it(house: House) -> None:
    tablet = house.at("tablet")
    assert "Not yet approved here" in tablet.get(f"/answers/{NAME}").text
    approve(house, NAME)
    shown = words_of(soup_of(tablet.get(f"/answers/{NAME}")).select_one(".proof"))
    assert "Approved by Morgan (manager)" in shown
    approve(house, NAME, do="withdraw")
    assert "Not yet approved here" in tablet.get(f"/answers/{NAME}").text


def test_a_text_that_changed_is_not_yet_approved_again(house: House) -> None:
    with house.store.write() as session:
        manager = house.people["manager"]
        storage.approvals.approve(
            session, TextKind.ANSWER, NAME, "0" * 64, manager, datetime.now(UTC)
        )
    assert "Changed since it was approved" in house.at("tablet").get(f"/answers/{NAME}").text
    assert "1 has changed since" in house.as_("manager").get("/manage/approvals/").text


def test_nothing_ticked_or_a_text_that_changed_while_reading_is_not_approved(
    house: House,
) -> None:
    client = house.as_("manager")
    for text in ({}, {"text": f"{NAME} {'0' * 64}"}):
        response = send(client, "/manage/approvals/basics", do="approve", **text)
        assert response.status_code == 422
    with house.store.read() as session:
        assert storage.approvals.current(session, TextKind.ANSWER) == {}


def test_new_recovery_codes_need_the_password(house: House) -> None:
    client = house.as_("manager")
    response = send(client, "/account/recovery-codes", password="not the password")  # noqa: S106
    assert "The password is not right." in response.text


def test_signing_out_everywhere_ends_every_visit(house: House) -> None:
    here, there = house.as_("manager"), house.as_("manager")
    send(here, "/account/sign-out-everywhere")
    assert there.get("/account/").status_code == 303


def test_the_demonstration_can_be_tried_as_each_role(pages: Pages) -> None:
    soup = pages.get("/try/")
    roles = {}
    for form in soup.select("main form"):
        pages.client.post(str(form["action"]), data=pages.token())
        roles[words_of(form).split()[-1]] = pages.client.get("/manage/").status_code
        pages.client.post("/finish", data=pages.token())
    assert roles == {"manager": 200, "owner": 200, "staff": 403}


def test_only_the_demonstration_lets_people_in_without_proof(house: House) -> None:
    assert house.client().get("/try/").status_code == 404
