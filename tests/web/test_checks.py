"""Taking a check: with a slip or a witness, item by item, and again what was missed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from assistant import storage, training
from assistant.knowledge import Knowledge, Role
from assistant.storage.training import certificates, checks, learners, personal
from assistant.storage.training.checks import Conditions
from assistant.training import Identity, Learner, Support, codes
from tests.web.conftest import checked, words_of
from tests.web.house import House
from tests.web.training_house import (
    CHECKS,
    TAKE,
    Taking,
    actions,
    add_learner,
    as_,
    at_tablet,
    slip,
    today,
)

MISSED = "check-before-saving"


def test_a_slip_begins_a_check_that_ends_in_a_certificate(house: House) -> None:
    learner, tablet = add_learner(house), at_tablet(house)
    code = slip(house, learner)
    soup = checked(tablet.post(CHECKS, code=code.lower()), 200)
    assert words_of(soup.h1) == "Hello, Asha Patel"
    tablet.begin(code)
    item = tablet.page(TAKE)
    assert words_of(item.select_one(".progress")).startswith("Situation 1 of 12")
    assert not item.select("[data-reader]"), "nobody asked for it to be read"
    attempt = tablet.answer()
    assert attempt.conditions.identity is Identity.SLIP
    assert attempt.finished_on == today()
    result = tablet.page("/training/checks/result")
    assert words_of(result.h1) == "You passed"
    pdf = tablet.client.get("/training/checks/certificate.pdf")
    assert pdf.mimetype == "application/pdf"
    assert pdf.data.startswith(b"%PDF")


def test_easier_english_is_shown_to_who_asks_for_it_and_written_down(
    house: House, knowledge: Knowledge
) -> None:
    eased = next(one for one in knowledge.scenarios.values() if one.easier)
    plain = next(one for one in knowledge.scenarios.values() if not one.easier)
    items, learner, tablet = training.items(knowledge), add_learner(house), at_tablet(house)
    code = slip(house, learner)
    with house.store.write() as session:
        asked = [items[eased.id], items[plain.id]]
        how = Conditions(identity=Identity.SLIP)
        typed = codes.normalised(code, codes.Length.SLIP)
        checks.begin(session, house.north, learner, "induction", asked, how, today(), slip=typed)
    assert tablet.post(CHECKS, code=code).status_code == 303, "it goes on with the check"
    assert eased.situation in words_of(tablet.page(TAKE).main), "nobody asked for it yet"
    tablet.post("/training/checks/help", support="easier_english", language="en")
    assert eased.easier
    shown = tablet.page(TAKE)
    assert eased.easier.situation in words_of(shown.main)
    assert eased.easier.question == words_of(shown.select_one(".question"))
    boxes = shown.select("input[name=option]")
    texts = [words_of(box.find_parent("label")) for box in boxes]
    assert texts == list(eased.easier.options)
    tablet.post(TAKE, place=0, option=items[eased.id].right, sure=3)
    feedback = words_of(tablet.page(f"{TAKE}/1").main)
    assert eased.easier.options[items[eased.id].right] in feedback
    other = words_of(tablet.page(TAKE).main)
    assert plain.situation in other
    assert "not written in easier English" in other
    assert tablet.attempt().conditions.support == (Support.EASIER_ENGLISH,)


def test_what_was_missed_is_asked_again_and_nothing_else(
    house: House, knowledge: Knowledge
) -> None:
    tablet = at_tablet(house)
    tablet.begin(slip(house, add_learner(house)))
    first = tablet.answer(wrong=(MISSED,))
    assert tablet.client.get("/training/checks/certificate.pdf").status_code == 404
    result = tablet.page("/training/checks/result")
    assert words_of(result.h1) == "Nearly there"
    (link,) = result.select("ul.choices a")
    assert knowledge.ideas[MISSED].text in words_of(link)
    assert tablet.client.get(str(link["href"])).status_code == 200
    assert tablet.post("/training/checks/retake").headers["Location"] == TAKE
    again = tablet.attempt()
    assert (again.first_id, [asked.idea for asked in again.asked]) == (first.id, [MISSED])
    before = next(asked.scenario for asked in first.asked if asked.idea == MISSED)
    assert again.asked[0].scenario != before, "it is asked in another situation"
    tablet.answer()
    assert words_of(tablet.page("/training/checks/result").h1) == "You passed"
    with house.store.read() as session:
        exported = personal.export(session, house.north, first.learner_id)
    assert exported
    assert len(exported["checks"]) == 2, "the first answers stay"
    assert len(exported["certificates"]) == 1


def test_the_first_answer_stands(house: House) -> None:
    tablet = at_tablet(house)
    tablet.begin(slip(house, add_learner(house)))
    right = tablet.attempt().asked[0].right
    tablet.post(TAKE, place=0, option=(right + 1) % 3, sure=3)
    response = tablet.post(TAKE, place=0, option=right, sure=3)
    assert response.headers["Location"] == TAKE
    assert tablet.attempt().asked[0].option == (right + 1) % 3
    feedback = tablet.page(f"{TAKE}/1")
    assert words_of(feedback.h1) == "Not this one"
    assert len(feedback.select(".chosen")) == 2
    assert tablet.client.get(f"{TAKE}/2").status_code == 404, "it was not answered yet"


@pytest.mark.parametrize("fields", [{}, {"option": 0}, {"sure": 3}, {"option": 9, "sure": 3}])
def test_an_answer_needs_a_choice_and_how_sure(house: House, fields: dict[str, int]) -> None:
    tablet = at_tablet(house)
    tablet.begin(slip(house, add_learner(house)))
    soup = checked(tablet.post(TAKE, place=0, **fields), 422)
    assert soup.select(".field__error")
    assert tablet.attempt().next == 0


@pytest.mark.parametrize("place", ["-1", "99", "x", ""])
def test_a_place_that_is_none_is_not_there(house: House, place: str) -> None:
    tablet = at_tablet(house)
    tablet.begin(slip(house, add_learner(house)))
    assert tablet.post(TAKE, place=place, option=0, sure=1).status_code == 404


def test_finish_forgets_the_check_and_the_slip_opens_it_again(house: House) -> None:
    tablet = at_tablet(house)
    code = slip(house, add_learner(house))
    tablet.begin(code)
    tablet.post(TAKE, place=0, option=0, sure=1)
    tablet.post("/finish")
    assert tablet.client.get(TAKE).headers["Location"] == CHECKS
    other = at_tablet(house)
    assert other.post(CHECKS, code=code).headers["Location"] == TAKE
    assert words_of(other.page(TAKE).select_one(".progress")).startswith("Situation 2 of 12")
    other.answer()
    assert checked(other.post(CHECKS, code=code), 422).select(".field__error"), "it is used up"


def test_a_new_slip_goes_on_with_the_check_that_was_left(house: House) -> None:
    learner, tablet = add_learner(house), at_tablet(house)
    tablet.begin(slip(house, learner))
    left = tablet.attempt()
    other = at_tablet(house)
    newer = slip(house, learner)
    other.begin(newer)
    assert other.attempt().id == left.id
    assert tablet.client.get(TAKE).headers["Location"] == CHECKS, "the first device lets go"
    assert at_tablet(house).post(CHECKS, code=newer).headers["Location"] == TAKE


@pytest.mark.parametrize("code", ["", "AAAA AAAA", "KF73 WX7", "x" * 41, "0000 0000"])
def test_no_code_but_an_own_one_opens_anything(house: House, code: str) -> None:
    add_learner(house)
    assert checked(at_tablet(house).post(CHECKS, code=code), 422).select(".field__error")


def test_a_slip_opens_nothing_at_another_location(house: House) -> None:
    code = slip(house, add_learner(house))
    for taking in (Taking(house, house.at("southern tablet")), as_(house, "stranger")):
        assert taking.post(CHECKS, code=code).status_code == 422


def test_a_slip_of_someone_who_left_is_none(house: House) -> None:
    learner = add_learner(house)
    code = slip(house, learner)
    gone = Learner(id=learner, name="Asha Patel", role=Role.CARE_WORKER, left_on=today())
    with house.store.write() as session:
        learners.change(session, house.north, gone)
    assert at_tablet(house).post(CHECKS, code=code).status_code == 422


def test_someone_who_left_does_not_go_on_with_a_check(house: House) -> None:
    learner, tablet = add_learner(house), at_tablet(house)
    code = slip(house, learner)
    tablet.begin(code)
    gone = Learner(id=learner, name="Asha Patel", role=Role.CARE_WORKER, left_on=today())
    with house.store.write() as session:
        learners.change(session, house.north, gone)
    assert at_tablet(house).post(CHECKS, code=code).status_code == 422


def test_codes_cannot_be_tried_without_end(house: House) -> None:
    tablet = at_tablet(house)
    code = slip(house, add_learner(house))
    for _try in range(30):
        assert tablet.post(CHECKS, code="CCCC CCCC").status_code == 422
    assert tablet.post(CHECKS, code=code).status_code == 429


def test_a_witness_hands_over_a_tablet_and_stands_on_the_certificate(house: House) -> None:
    learner = add_learner(house)
    senior = as_(house, "senior")
    senior.client.set_cookie(
        "__Host-device", f"{house.devices['tablet']}.unsigned", domain="care.example"
    )
    page = senior.page("/training/checks/witness")
    assert "You are signed out" in words_of(page)
    fields = {"learner": learner, "support": "other_language", "language": "pl"}
    response = senior.post("/training/checks/witness", **fields)
    assert response.headers["Location"] == TAKE
    assert senior.client.get("/account/").status_code == 303, "the senior is signed out"
    attempt = senior.answer()
    assert attempt.conditions.witness == "Sam"
    assert (attempt.conditions.support, attempt.conditions.language) == (
        (Support.OTHER_LANGUAGE,),
        "pl",
    )
    assert ("check_witnessed", f"learner {learner}") in actions(house)


def test_on_their_own_computer_a_witness_stays_signed_in(house: House) -> None:
    manager = as_(house, "manager")
    fields = {"learner": add_learner(house), "language": "en"}
    assert manager.post("/training/checks/witness", **fields).headers["Location"] == TAKE
    assert manager.client.get("/account/").status_code == 200


def test_help_is_written_down_and_stays(house: House) -> None:
    tablet = at_tablet(house)
    tablet.begin(slip(house, add_learner(house)), support="read_by_person")
    tablet.page("/training/checks/help")
    tablet.post("/training/checks/help", support="read_aloud", language="en")
    assert tablet.attempt().conditions.support == (Support.READ_ALOUD, Support.READ_BY_PERSON)
    assert tablet.page(TAKE).select_one("[data-reader]") is not None


def test_a_manager_is_asked_what_managers_need(house: House) -> None:
    tablet = at_tablet(house)
    tablet.begin(slip(house, add_learner(house, "Mo", Role.MANAGER)))
    assert tablet.attempt().plan == "managers"


def test_who_passed_before_takes_the_short_check(house: House) -> None:
    learner, tablet = add_learner(house), at_tablet(house)
    tablet.begin(slip(house, learner))
    assert tablet.answer().plan == "induction"
    tablet.begin(slip(house, learner))
    assert tablet.attempt().plan == "refresher"


def test_on_another_day_a_retake_needs_a_slip_again(house: House) -> None:
    learner, tablet = add_learner(house), at_tablet(house)
    with house.store.write() as session:
        long_ago = today() - timedelta(days=3)
        found = house.app.extensions["scenarios"].items
        items = [found["scribe-errors"], found["falls-sensors"]]
        conditions = checks.Conditions(identity=Identity.SLIP)
        begun = checks.begin(
            session, house.north, learner, "induction", items, conditions, long_ago
        )
        assert begun
        options = [items[0].right, (items[1].right + 1) % 3]
        assert checks.key_in(session, house.north, begun[0], options, long_ago)
        assert certificates.issue(session, house.north, begun[0]) is None
    with tablet.client.session_transaction(base_url="https://care.example") as kept:
        kept["check"] = begun[1]
    assert tablet.post("/training/checks/retake").headers["Location"] == CHECKS
    tablet.begin(slip(house, learner))
    again = tablet.attempt()
    assert (again.first_id, len(again.asked)) == (begun[0], 1)


def test_a_check_of_a_deleted_person_is_gone_from_the_device(house: House) -> None:
    learner, tablet = add_learner(house), at_tablet(house)
    tablet.begin(slip(house, learner))
    with house.store.write() as session:
        storage.training.personal.delete(session, house.north, learner)
    assert tablet.client.get(TAKE).headers["Location"] == CHECKS
