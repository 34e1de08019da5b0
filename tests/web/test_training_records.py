"""The roster, observed practice, the matrix, certificates and results, as those who run them do."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from msgspec import structs

from assistant import storage, training
from assistant.accounts import Duty
from assistant.knowledge import Knowledge, Role
from assistant.storage import audit
from assistant.storage.training import certificates, learners, personal, practice
from assistant.training import Learner
from tests.web.conftest import checked, words_of
from tests.web.house import House
from tests.web.training_house import (
    CHECKS,
    Taking,
    actions,
    add_learner,
    as_,
    at_tablet,
    slip,
    today,
    tool_number,
)
from tests.web.training_records import ONE, SCENARIOS, pass_check

PEOPLE = "/training/people/"
NEW = {"name": "Asha Patel", "role": "care_worker"}
PAGES = (
    "/training/records/",
    PEOPLE,
    f"{PEOPLE}new",
    f"{PEOPLE}slips",
    f"{PEOPLE}file/",
    "/training/checks/",
    "/training/checks/witness",
    "/training/practice/",
    "/training/matrix/?show=all",
    "/training/certificates",
    "/training/results/",
    "/training/paper/",
    "/certificate",
)


def roster(house: House) -> list[Learner]:
    with house.store.read() as session:
        return learners.roster(session, house.north)


def noor(house: House) -> int:
    (learner,) = [one.id for one in roster(house) if one.name == ONE]
    return learner


def upload(taking: Taking, text: str) -> tuple[int, str]:
    file = (io.BytesIO(text.encode()), "roster.csv")
    response = taking.post(f"{PEOPLE}file/", file=file)
    return response.status_code, words_of(checked(response, response.status_code))


@pytest.mark.parametrize("path", PAGES)
def test_every_page_keeps_the_rules_and_leads_on(house: House, path: str) -> None:
    owner = as_(house, "owner")
    soup = owner.page(path)
    for link in {str(link["href"]) for link in soup.select("main a[href^='/']")}:
        assert owner.client.get(link).status_code == 200, link


@pytest.mark.parametrize("path", PAGES)
def test_a_location_without_anything_says_what_to_do_first(house: House, path: str) -> None:
    assert as_(house, "stranger").page(path)


def test_duties_open_what_they_are_for(house: House) -> None:
    staff = house.people["staff"]
    for duties, opened in (
        ((Duty.SENIOR,), {"/training/practice/", "/training/checks/witness"}),
        (
            (Duty.FACILITATOR,),
            {PEOPLE, "/training/matrix/", "/training/results/", "/training/paper/"},
        ),
    ):
        with house.store.write() as session:
            storage.accounts.change(
                session,
                staff.id,
                name=staff.name,
                role=staff.role,
                email=None,
                duties=duties,
                locations=staff.locations,
            )
        client = house.as_("staff")
        paths = {"/training/practice/", "/training/checks/witness", PEOPLE}
        paths |= {"/training/matrix/", "/training/results/", "/training/paper/"}
        assert {path for path in paths if client.get(path).status_code == 200} == opened
        assert client.get(f"{PEOPLE}new").status_code == 403


def test_someone_is_added_changed_and_leaves(house: House) -> None:
    manager = as_(house, "manager")
    assert manager.post(f"{PEOPLE}new", **NEW).status_code == 303
    added = roster(house)[0]
    assert (added.name, added.role, added.left_on) == ("Asha Patel", Role.CARE_WORKER, None)
    changed = {"name": "Asha B. Patel", "role": "senior", "left_on": today().isoformat()}
    assert manager.post(f"{PEOPLE}{added.id}", **changed).status_code == 303
    assert roster(house)[0] == structs.replace(
        added, name="Asha B. Patel", role=Role.SENIOR, left_on=today()
    )
    assert "1 person who has left" in words_of(manager.page(PEOPLE))
    assert "Asha" not in words_of(manager.page(f"{PEOPLE}slips"))
    assert [about for _action, about in actions(house)[:2]] == [f"learner {added.id}"] * 2


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"name": ""}, "fill this in"),
        ({"name": "NOOR  north"}, "This name is on the roster"),
        ({"role": "owner"}, "Not a valid choice"),
        ({"left_on": "yesterday"}, "Not a valid date"),
        ({"name": "x" * 121}, "at most 120"),
    ],
)
def test_a_wrong_person_is_not_added(house: House, fields: dict[str, str], says: str) -> None:
    response = as_(house, "manager").post(f"{PEOPLE}new", **{**NEW, **fields})
    assert says in words_of(checked(response, 422).select_one(".field__error"))
    assert len(roster(house)) == 1


def test_a_roster_is_looked_through_before_it_is_taken_over(house: House) -> None:
    manager = as_(house, "manager")
    table = f"name,role,location\nNew Person,carer,\n{ONE},senior,North House\n"
    status, words = upload(manager, table)
    assert status == 200
    assert "1 person is new" in words
    assert f"{ONE} : care worker → senior" in words
    assert len(roster(house)) == 1, "nothing is kept yet"
    assert manager.post(f"{PEOPLE}file/keep", table=table).status_code == 303
    assert {one.name: one.role for one in roster(house)} == {
        "New Person": Role.CARE_WORKER,
        ONE: Role.SENIOR,
    }
    assert ("roster_taken_over", "roster") in actions(house)


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ("name,role\nA,boss\n,senior\n", "2 lines have to be mended first"),
        ("name\nA\n", "there is no column `role`"),
        ("name,role,location\nA,senior,South House\n", "is not one of your locations"),
        ("name,role\nA,senior\na,senior\n", "the same name stands in line 2"),
    ],
)
def test_each_wrong_line_is_named_and_nothing_is_kept(house: House, table: str, says: str) -> None:
    manager = as_(house, "manager")
    status, words = upload(manager, table)
    assert (status, says in words) == (422, True), words
    assert checked(manager.post(f"{PEOPLE}file/keep", table=table), 422)
    assert len(roster(house)) == 1


def test_a_file_is_needed(house: House) -> None:
    response = as_(house, "manager").post(f"{PEOPLE}file/")
    assert "Please choose a file" in words_of(checked(response, 422))


def test_the_roster_comes_out_as_it_goes_in(house: House) -> None:
    manager = as_(house, "manager")
    raw = manager.client.get(f"{PEOPLE}roster.csv").data
    (entry,) = training.read_roster(raw)
    assert (entry.name, entry.role, entry.location) == (ONE, Role.CARE_WORKER, "North House")


def test_slips_are_shown_once_and_the_newest_counts(house: House) -> None:
    facilitator, learner = as_(house, "senior"), add_learner(house)
    codes = []
    for _time in range(2):
        response = facilitator.post(f"{PEOPLE}slips", learners=learner)
        (ticket,) = checked(response, 200).select(".ticket")
        codes.append(words_of(ticket.select_one(".key")))
    tablet = at_tablet(house)
    assert tablet.post(CHECKS, code=codes[0]).status_code == 422
    assert tablet.post(CHECKS, code=codes[1]).status_code == 200
    assert ("slip_made", f"learner {learner}") in actions(house)


def test_one_person_gets_all_that_is_kept_of_them(house: House) -> None:
    number = noor(house)
    response = as_(house, "manager").post(f"{PEOPLE}{number}/records.json")
    kept = json.loads(response.data)
    assert (kept["name"], len(kept["checks"]), len(kept["observations"])) == (ONE, 1, 1)
    assert ("learner_exported", f"learner {number}") in actions(house)


def test_deleting_needs_a_yes_and_leaves_no_name(house: House) -> None:
    manager, number = as_(house, "manager"), noor(house)
    assert "1 check with its answers" in words_of(manager.page(f"{PEOPLE}{number}/delete"))
    assert manager.post(f"{PEOPLE}{number}/delete").status_code == 422
    assert len(roster(house)) == 1
    assert manager.post(f"{PEOPLE}{number}/delete", sure="y").status_code == 303
    assert roster(house) == []
    with house.store.read() as session:
        lines = audit.lines(session, None)
        assert personal.export(session, house.north, number) is None
        assert certificates.at(session, house.north) == []
    assert lines[0].action == "learner_deleted"
    assert not [line for line in lines if ONE in f"{line.about} {line.detail}"]


def test_a_senior_signs_what_they_saw(house: House) -> None:
    senior, learner = as_(house, "senior"), noor(house)
    tool = tool_number(house)
    page = senior.page(f"/training/practice/new?learner={learner}&tool={tool}")
    assert "Says what listens and why" in words_of(page.select_one(".lines--always"))
    fields = {"learner": learner, "tool": tool, "observed_on": today().isoformat()}
    response = senior.post("/training/practice/new", **fields, safely="not_yet")
    assert "Please say what comes next" in words_of(checked(response, 422))
    late = {**fields, "observed_on": (today() + timedelta(1)).isoformat(), "safely": "yes"}
    response = senior.post("/training/practice/new", **late)
    assert "has not come yet" in words_of(checked(response, 422))
    note = "Show it again on Friday."
    response = senior.post("/training/practice/new", **fields, safely="not_yet", note=note)
    assert response.status_code == 303
    with house.store.read() as session:
        signed = practice.newest(session, house.north)[0]
    assert (signed.observed.by, signed.observed.safely, signed.note) == ("Sam", False, note)
    assert note in words_of(senior.page("/training/practice/"))


def test_a_signature_is_taken_back_by_another_line(house: House) -> None:
    senior = as_(house, "senior")
    with house.store.read() as session:
        (signed,) = practice.newest(session, house.north)
    path = f"/training/practice/{signed.id}/take-back"
    senior.page(path)
    assert senior.post(path).status_code == 422, "it says why"
    assert senior.post(path, why="It was someone else.").status_code == 303
    assert senior.post(path, why="Again.").status_code == 404
    words = words_of(senior.page("/training/practice/"))
    assert "Taken back by Sam" in words
    assert "It was someone else." in words
    assert "Notewell" not in words_of(as_(house, "manager").page("/training/matrix/?show=all"))


@pytest.mark.parametrize(
    ("learner", "tool"), [("x", "1"), ("1", ""), ("999999", "1"), ("1", "9" * 30), ("1", "999999")]
)
def test_nobody_signs_for_what_is_not_here(house: House, learner: str, tool: str) -> None:
    path = f"/training/practice/new?learner={learner}&tool={tool}"
    assert as_(house, "senior").client.get(path).status_code == 404


def test_the_matrix_says_who_is_due_and_why(house: House) -> None:
    add_learner(house, "Zoe Due")
    manager = as_(house, "manager")
    due = manager.page("/training/matrix/")
    (row,) = due.select("tbody tr")
    assert "Zoe Due" in words_of(row)
    assert "has not passed a check yet" in words_of(row)
    everyone = manager.page("/training/matrix/?show=all")
    rows = [words_of(row) for row in everyone.select("tbody tr")]
    assert len(rows) == 3, rows
    assert [row for row in rows if "Confirmed by a senior who was there: A. Senior" in row]
    assert manager.page("/training/matrix/?show=nonsense").select_one("[aria-current=page]")
    text = manager.client.get("/training/matrix/matrix.csv").data.decode("utf-8-sig")
    table = list(csv.DictReader(io.StringIO(text)))
    assert [(row["name"], row["kind"], row["state"]) for row in table] == [
        (ONE, "check", "current"),
        (ONE, "observed", "current"),
        ("Zoe Due", "check", "missing"),
    ]


def test_a_tool_that_changed_makes_its_people_due(house: House) -> None:
    with house.store.write() as session:
        (kept,) = storage.register.tools(session, house.north)
        changed = structs.replace(kept.tool, name="Notewell Two")
        by, later = audit.actor(house.people["manager"]), datetime.now(UTC) + timedelta(days=1)
        storage.register.save(session, house.north, kept.number, changed, later, by, kept.revision)
    rows = as_(house, "manager").page("/training/matrix/?show=soon").select("tbody tr")
    assert [("a tool here has changed" in words_of(row)) for row in rows] == [True, True]


def test_a_code_says_valid_or_not_and_the_day_and_no_name(house: House) -> None:
    with house.store.read() as session:
        (issued,) = certificates.at(session, house.north)
    anyone = Taking(house, house.client())
    shown = f"{issued.code[:4]}-{issued.code[4:8]} {issued.code[8:].lower()}"
    good = words_of(checked(anyone.post("/certificate", code=shown), 200).main)
    assert "Valid today." in good
    assert f"{today():%Y}" in good
    assert ONE not in good
    unknown = words_of(checked(anyone.post("/certificate", code="CCCC DDDD FFFF"), 200).main)
    assert "Not valid." in unknown
    with house.store.write() as session:
        personal.delete(session, house.north, issued.learner_id)
    gone = words_of(checked(anyone.post("/certificate", code=shown), 200).main)
    assert gone == unknown, "a deleted person's code looks like one that never was"


def test_codes_of_certificates_cannot_be_tried_without_end(house: House) -> None:
    anyone = Taking(house, house.client())
    for _try in range(30):
        assert anyone.post("/certificate", code="nonsense").status_code == 200
    assert anyone.post("/certificate", code="nonsense").status_code == 429


def test_results_show_what_went_wrong_and_hide_few_people(
    house: House, knowledge: Knowledge
) -> None:
    found = house.app.extensions["scenarios"].items
    asked = tuple(found[id] for id in SCENARIOS)
    with house.store.write() as session:
        for number in range(5):
            name = learners.add(session, house.north, f"Person {number}", Role.CARE_WORKER)
            pass_check(session, house.north, name, asked)
    manager = as_(house, "manager")
    everyone = words_of(manager.page("/training/results/"))
    assert "6 people, all right at once" in everyone
    assert "not used for pay, ranking or discipline" in everyone
    tablet = at_tablet(house)
    tablet.begin(slip(house, add_learner(house)))
    wrong = tablet.answer(wrong=("tell-at-once",))
    page = manager.page("/training/results/")
    (missed,) = [card for card in page.select("article") if "Missed here" in words_of(card)]
    assert "Open: a mistake that can hurt someone" in words_of(missed)
    assert "nobody’s choice is shown" in words_of(missed)
    assert not "".join(words_of(one) for one in missed.select(".counts__number"))
    scenario = next(one.scenario for one in wrong.asked if one.idea == "tell-at-once")
    assert missed.select_one(f"a[href='/answers/{found[scenario].answer}']")
    assert "Asha" not in words_of(page)
    (first, *_rest) = page.select("section table tbody tr")
    cells = [words_of(cell) for cell in first.select("td")]
    assert cells[0] == "1", "where someone was sure and wrong stands first"


def test_the_owner_decides_how_long_records_of_leavers_stay(house: House) -> None:
    owner = as_(house, "owner")
    fields = {"name": "Two Homes Care", "audit_years": 6}
    assert owner.post("/manage/settings", **fields, leaver_years=0).status_code == 422
    assert owner.post("/manage/settings", **fields, leaver_years=2).status_code == 303
    with house.store.read() as session:
        kept = storage.provider.get(session)
    assert kept
    assert kept.leaver_years == 2
    assert owner.post("/manage/settings", **fields, leaver_years="").status_code == 303
    with house.store.read() as session:
        kept = storage.provider.get(session)
    assert kept
    assert kept.leaver_years is None
