"""What is kept about a person: a file for them, and their name away after they have left."""

from __future__ import annotations

import json

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from assistant import storage
from assistant.knowledge import Role as Work
from assistant.storage.approvals import TextKind
from assistant.storage.training import learners
from tests.small_house import NOW
from tests.web.conftest import checked, soup_of, token_of, words_of
from tests.web.house import House


def send(client: FlaskClient, path: str, **fields: object) -> TestResponse:
    return client.post(path, data={**token_of(client), **fields})


def newest_action(house: House) -> str:
    with house.store.read() as session:
        return storage.audit.lines(session, None, limit=1)[0].action


def records(house: House, who: str) -> str:
    return f"/manage/people/{house.people[who].id}"


def let_go(house: House, who: str, client: FlaskClient) -> None:
    fields = {"successor": house.people["owner"].id}
    assert send(client, f"{records(house, who)}/leave", **fields).status_code == 303


def test_a_manager_saves_what_is_kept_about_a_person(house: House) -> None:
    client = house.as_("manager")
    page = checked(client.get(f"{records(house, 'staff')}/records"), 200)
    assert "End it first" in words_of(page.main), "who is here is not deleted"
    response = send(client, f"{records(house, 'staff')}/records.json")
    assert json.loads(response.text)["account"]["name"] == "Ash"
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["Cache-Control"] == "no-store"
    assert newest_action(house) == "person_exported"


def test_nobody_is_deleted_while_they_have_an_account(house: House) -> None:
    response = send(house.as_("owner"), f"{records(house, 'staff')}/forget", sure="y")
    assert "End it first" in words_of(checked(response, 422).main)
    with house.store.read() as session:
        assert "Ash" in storage.accounts.names(session).values()


def test_who_has_left_is_deleted_and_leaves_a_number(house: House) -> None:
    client, number = house.as_("owner"), house.people["manager"].id
    with house.store.write() as session:
        storage.approvals.approve(
            session, TextKind.ANSWER, "emergency", "x" * 64, house.people["manager"], NOW
        )
        learners.add(session, house.north, "Morgan", Work.MANAGER)
    let_go(house, "manager", client)
    listed = checked(client.get("/manage/people/"), 200)
    assert listed.select_one(f".rows a[href='{records(house, 'manager')}/records']")
    page = checked(client.get(f"{records(house, 'manager')}/records"), 200)
    box = page.select_one("input[name=training]")
    assert box is not None
    path = f"{records(house, 'manager')}/forget"
    assert send(client, path).status_code == 422, "it asks to be sure"
    assert send(client, path, sure="y", training=box["value"]).status_code == 303
    assert newest_action(house) == "person_forgotten"
    assert "Morgan" not in words_of(soup_of(client.get("/manage/people/")).main)
    assert client.get(f"{records(house, 'manager')}/records").status_code == 404
    with house.store.read() as session:
        kept = storage.approvals.current(session, TextKind.ANSWER)["emergency"]
        roster = [one.name for one in learners.roster(session, house.north)]
    assert kept.who == f"former member of staff {number}"
    assert "Morgan" not in roster


def test_training_records_stay_unless_they_are_ticked(house: House) -> None:
    client = house.as_("owner")
    with house.store.write() as session:
        learners.add(session, house.north, "Ash", Work.CARE_WORKER)
    let_go(house, "staff", client)
    send(client, f"{records(house, 'staff')}/forget", sure="y")
    with house.store.read() as session:
        assert "Ash" in [one.name for one in learners.roster(session, house.north)]


def test_who_is_still_named_as_a_contact_is_told(house: House) -> None:
    client = house.as_("owner")
    with house.store.write() as session:
        location = storage.locations.get_location(session, house.north)
        assert location
        name = location.people["manager"].name
        person = storage.accounts.add(
            session, name, house.people["staff"].role, NOW, locations=[house.north]
        )
        storage.accounts.let_go(session, person.id, NOW)
    page = checked(client.get(f"/manage/people/{person.id}/records"), 200)
    assert "among the people to ask" in words_of(page.main)
    assert "North House" in words_of(page.main)
