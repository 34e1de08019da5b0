"""Packs on paper: made, printed again as they were, and keyed in."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pypdfium2  # type: ignore[import-untyped]
import pytest
from bs4 import BeautifulSoup

from assistant.storage.training import certificates, checks, packs, records, sessions
from assistant.storage.training.packs import PaperPack
from assistant.training import LETTERS, Identity, Naming, Support, codes
from tests.web.conftest import checked, words_of
from tests.web.house import House
from tests.web.training_house import Taking, actions, add_learner, as_, slip, today

CARDS = ("answer", "discuss")


def newest(house: House) -> PaperPack:
    with house.store.read() as session:
        return packs.newest(session, house.north)[0]


def key(pack: PaperPack) -> str:
    return " ".join(LETTERS[item.right] for item in pack.printed.check)


def sheet(learner: int, letters: str, **fields: object) -> dict[str, object]:
    return {
        "learner": learner,
        "letters": letters,
        "taken_on": today().isoformat(),
        "identity": "witness",
        "witness": "A. Senior",
        "language": "en",
        **fields,
    }


def errors(soup: BeautifulSoup) -> str:
    return " ".join(words_of(one) for one in soup.select(".field__error, #faults"))


def test_a_pack_is_made_and_printed_again_the_same(house: House) -> None:
    facilitator = as_(house, "senior")
    fields = {"plan": "induction", "role": "senior", "setting": "home_care"}
    path = facilitator.post("/training/paper/", **fields).headers["Location"]
    pack = newest(house)
    assert words_of(facilitator.page(path).h1) == f"Pack {codes.shown(pack.code)}"
    first, second = (facilitator.client.get(f"{path}/pack.pdf").data for _time in range(2))
    assert first == second
    text = "".join(
        page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(io.BytesIO(first))
    )
    assert text.count(f"Pack {codes.shown(pack.code)}") >= 8, "the code stands on every page"
    flat = re.sub(r"\W+", "", text)
    printed = [*pack.printed.session, *pack.printed.check]
    assert [item.id for item in printed if re.sub(r"\W+", "", item.question) not in flat] == []
    check = re.sub(
        r"\W+", "", text[text.index("Keytothecheck") if "Keytothecheck" in text else 0 :]
    )
    assert [
        item.id for item in pack.printed.check if re.sub(r"\W+", "", item.id) not in check
    ] == []


def test_a_session_is_for_its_own_people(house: House) -> None:
    fields = {"plan": "managers", "role": "care_worker", "setting": "care_home"}
    response = as_(house, "senior").post("/training/paper/", **fields)
    assert "not made for them" in errors(checked(response, 422))


def test_a_sheet_is_looked_at_and_then_kept(house: House) -> None:
    manager, pack, learner = as_(house, "manager"), newest(house), add_learner(house)
    path = f"/training/paper/{pack.id}/checks"
    manager.page(path)
    letters = key(pack).lower().replace(" ", "")
    fields = sheet(learner, letters, right=12, support=["easier_english", "other_language"])
    look = checked(manager.post(path, **{**fields, "language": "pl"}), 200)
    assert words_of(look.h1) == "Asha Patel: 12 of 12 right"
    with house.store.read() as session:
        assert checks.of_learner(session, house.north, learner) == (), "nothing is kept yet"
    hidden: dict[str, object] = {}
    for field in look.select("form.card input[type=hidden]"):
        name = str(field["name"])
        hidden.setdefault(name, [])
        hidden[name] = [*list(hidden[name]), str(field["value"])]  # type: ignore[call-overload]
    response = manager.client.post(f"{path}/keep", data=hidden)
    assert response.headers["Location"].endswith("kept=passed"), response.text[:2000]
    assert "it is passed" in words_of(manager.page(response.headers["Location"]))
    with house.store.read() as session:
        (attempt,) = checks.of_learner(session, house.north, learner)
        assert len(certificates.of_learner(session, house.north, learner)) == 1
    assert (attempt.conditions.identity, attempt.conditions.witness) == (
        Identity.WITNESS,
        "A. Senior",
    )
    assert attempt.conditions.support == (Support.EASIER_ENGLISH, Support.OTHER_LANGUAGE)
    assert attempt.conditions.language == "pl"
    assert ("check_keyed_in", f"learner {learner}") in actions(house)
    again = manager.post(f"{path}/keep", **sheet(learner, letters))
    assert "keyed in for them already" in errors(checked(again, 422))


def test_a_sheet_with_a_miss_is_kept_and_asked_again(house: House) -> None:
    manager, pack, learner = as_(house, "manager"), newest(house), add_learner(house)
    letters = key(pack).split()
    letters[0] = "A" if letters[0] != "A" else "B"
    path = f"/training/paper/{pack.id}/checks"
    look = checked(manager.post(path, **sheet(learner, "".join(letters))), 200)
    assert words_of(look.h1) == "Asha Patel: 11 of 12 right"
    with house.store.read() as session:
        assert records.done(session, house.north).passed
    manager.post(f"{path}/keep", **sheet(learner, "".join(letters)))
    with house.store.read() as session:
        (attempt,) = checks.of_learner(session, house.north, learner)
    assert attempt.finished_on == today()


def keep(house: House, learner: int, letters: str, **fields: object) -> str:
    """Key a sheet in, and return the address that corrects it."""
    pack = newest(house)
    path = f"/training/paper/{pack.id}/checks"
    response = as_(house, "senior").post(f"{path}/keep", **sheet(learner, letters, **fields))
    assert response.status_code == 303, response.text[:2000]
    with house.store.read() as session:
        ((kept, _name),) = checks.of_pack(session, house.north, pack.id)
    return f"{path}/{kept.id}"


def miss_one(pack: PaperPack) -> str:
    letters = key(pack).split()
    letters[0] = "A" if letters[0] != "A" else "B"
    return "".join(letters)


def test_a_sheet_that_was_keyed_in_wrongly_is_corrected(house: House) -> None:
    senior, pack, learner = as_(house, "senior"), newest(house), add_learner(house)
    path = keep(house, learner, miss_one(pack), identity="slip", slip=slip(house, learner))
    listed = senior.page(f"/training/paper/{pack.id}").select_one(f"a[href='{path}']")
    assert words_of(listed) == "Correct Asha Patel"
    shown = senior.page(path)
    letters = shown.select_one("input[name=letters]")
    assert letters is not None
    assert str(letters["value"]).replace(" ", "") == miss_one(pack)
    right = sheet(learner, key(pack), identity="slip")
    assert "fill this in" in errors(checked(senior.post(path, **right), 422)), "it asks why"
    response = senior.post(path, **right, why="Item 1 was ticked B, and keyed in as A.")
    assert response.headers["Location"].endswith("kept=passed")
    with house.store.read() as session:
        before, after = checks.of_learner(session, house.north, learner, replaced=True)
        assert len(certificates.of_learner(session, house.north, learner)) == 1
    assert (before.replaced_on, after.replaced_on) == (today(), None)
    assert after.conditions.identity is Identity.SLIP, "the slip that confirmed it still does"
    assert ("check_corrected", f"learner {learner}") in actions(house)
    assert senior.client.get(path).status_code == 404, "it is the other one that holds"


def test_a_correction_for_somebody_else_needs_their_own_slip(house: House) -> None:
    learner, other = add_learner(house), add_learner(house, "Other Person")
    path = keep(house, learner, key(newest(house)), identity="slip", slip=slip(house, learner))
    fields = sheet(other, key(newest(house)), identity="slip", why="It was the other Asha.")
    response = as_(house, "senior").post(path, **fields)
    assert "not the slip of this person" in errors(checked(response, 422))
    assert as_(house, "senior").post(path, **fields, slip=slip(house, other)).status_code == 303


def test_a_safety_miss_on_paper_stands_among_the_gaps_until_it_is_corrected(house: House) -> None:
    pack, learner = newest(house), add_learner(house)
    letters = [
        LETTERS[(item.right + 1) % 3] if item.safety_critical else LETTERS[item.right]
        for item in pack.printed.check
    ]
    path = keep(house, learner, "".join(letters))
    shown = words_of(
        as_(house, "manager").page("/manage/gaps/").select_one("[aria-labelledby=trained]")
    )
    assert "Check of" in shown
    assert "in a safety matter" in shown
    as_(house, "senior").post(path, **sheet(learner, key(pack), why="Another sheet."))
    shown = words_of(
        as_(house, "manager").page("/manage/gaps/").select_one("[aria-labelledby=trained]")
    )
    assert "Nothing yet" in shown


def test_a_session_on_paper_opens_gaps_like_any_other(house: House) -> None:
    pack = newest(house)
    item = pack.printed.session[0]
    wrong = {f"answer-0-{(item.right + 1) % 3}": 6, f"answer-0-{item.right}": 0}
    assert keep_session(house, "senior", **{**counts(pack, 6), **wrong})[0] == 303
    shown = as_(house, "manager").page("/manage/gaps/").select_one("[aria-labelledby=trained]")
    assert item.question in words_of(shown)
    assert "Session of" in words_of(shown)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"letters": "A B C"}, "There are 3 letters, and the check has 12 items"),
        ({"letters": "D" * 12}, "Item 1 has the letters A to C, and not D"),
        ({"letters": "A" * 11 + "?"}, "Item 12 has the letters A to"),
        ({"right": 13}, "Number must be between"),
        ({"right": 11}, "By the key it is 12"),
        ({"witness": ""}, "Please give the name"),
        ({"taken_on": ""}, "Please give the day"),
        ({"taken_on": "2020-01-01"}, "This pack was made on"),
        ({"learner": 999999}, "Not a valid choice"),
    ],
)
def test_each_slip_of_the_finger_is_named(
    house: House, fields: dict[str, object], says: str
) -> None:
    pack, learner = newest(house), add_learner(house)
    path = f"/training/paper/{pack.id}/checks"
    for step in (path, f"{path}/keep"):
        response = as_(house, "manager").post(step, **{**sheet(learner, key(pack)), **fields})
        assert says in errors(checked(response, 422))


def test_a_slip_code_on_paper_is_looked_up_and_used_up(house: House) -> None:
    manager, pack, learner = as_(house, "manager"), newest(house), add_learner(house)
    path = f"/training/paper/{pack.id}/checks/keep"
    fields = sheet(learner, key(pack), identity="slip")
    other = slip(house, add_learner(house, "Other Person"))
    for code in ("", "CCCC CCCC", other):
        response = manager.post(path, **fields, slip=code)
        assert "not the slip of this person" in errors(checked(response, 422))
    assert manager.post(path, **fields, slip=slip(house, learner)).status_code == 303


def counts(pack: PaperPack, votes: int, **fields: object) -> dict[str, object]:
    return {
        "held_on": today().isoformat(),
        "facilitator": "Sam",
        "people": 6,
        **{
            f"{phase}-{place}-{item.right}": votes
            for place, item in enumerate(pack.printed.session)
            for phase in CARDS
        },
        **fields,
    }


def keep_session(house: House, who: str, **fields: object) -> tuple[int, str]:
    pack = newest(house)
    response = as_(house, who).post(f"/training/paper/{pack.id}/session", **fields)
    if response.status_code == 303:
        return 303, response.headers["Location"]
    return response.status_code, errors(checked(response, response.status_code))


def test_a_session_on_paper_ends_in_results(house: House) -> None:
    pack, learner = newest(house), add_learner(house)
    as_(house, "senior").page(f"/training/paper/{pack.id}/session")
    done = keep_session(house, "senior", **counts(pack, 6, learners=learner))
    assert done == (303, f"/training/paper/{pack.id}?kept=session")
    with house.store.read() as session:
        (kept,) = sessions.newest(session, house.north)
        took_part = records.done(session, house.north).took_part
        votes = records.session_votes(session, house.north)
    assert (kept.training.naming, kept.code, kept.facilitator) == (Naming.MIXED, None, "Sam")
    assert [one.learner_id for one in took_part] == [learner]
    assert [sum(one.cards) for one in votes] == [6] * len(pack.printed.session)
    about = f"pack {codes.shown(pack.code)}"
    assert ("session_keyed_in", about) in actions(house)
    assert "6 people, all right at once" in words_of(
        Taking(house, house.as_("senior")).page("/training/results/")
    )


@pytest.mark.parametrize(
    ("votes", "fields", "says"),
    [
        (7, {}, "Card 1, first: 7 votes of 6 people"),
        (5, {}, "Card 1, after talking: only 5 votes of 6 people"),
        (6, {"answer-0-0": "many"}, "is not a number of people"),
        (6, {"answer-0-0": "-1"}, "is not a number of people"),
        (6, {"answer-0-0": "9" * 40}, "is not a number of people"),
        (6, {"people": 0}, "Please give a number"),
        (6, {"facilitator": ""}, "fill this in"),
        (6, {"held_on": "2020-01-01"}, "This pack was made on"),
    ],
)
def test_totals_are_compared(
    house: House, votes: int, fields: dict[str, object], says: str
) -> None:
    status, shown = keep_session(house, "senior", **counts(newest(house), votes, **fields))
    assert (status, says in shown) == (422, True), shown
    with house.store.read() as session:
        assert sessions.newest(session, house.north) == []


def test_who_did_not_vote_may_be_left_out(house: House) -> None:
    assert keep_session(house, "senior", **counts(newest(house), 5, not_all="y"))[0] == 303


def test_more_cannot_sign_than_took_part(house: House) -> None:
    signed = [add_learner(house, f"Person {number}") for number in range(2)]
    fields = counts(newest(house), 1, people=1, learners=signed)
    assert "2 signed" in keep_session(house, "senior", **fields)[1]


def test_a_sheet_of_yesterday_cannot_be_older_than_its_pack(house: House) -> None:
    pack = newest(house)
    fields = sheet(add_learner(house), key(pack))
    fields["taken_on"] = (today() + timedelta(1)).isoformat()
    response = as_(house, "manager").post(f"/training/paper/{pack.id}/checks", **fields)
    assert "This pack was made on" in errors(checked(response, 422))


def test_scenarios_go_out_as_table_and_as_json(house: House) -> None:
    client = house.as_("senior")
    table = client.get("/training/paper/scenarios.csv").data.decode("utf-8-sig")
    assert table.startswith("id,answer,idea,roles,")
    assert client.get("/training/paper/scenarios.json").get_json()[0]["situation"]
