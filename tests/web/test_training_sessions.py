"""Sessions as a facilitator runs them: from the first page to the record."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

import pytest

from assistant import notices, storage
from assistant.knowledge import Role
from assistant.storage.training import learners
from assistant.training import Naming, Phase
from tests.web.conftest import checked, words_of
from tests.web.house import ROOT, House
from tests.web.training_room import HTMX, begin, send, swap


def actions(house: House) -> list[str]:
    with house.store.read() as session:
        return [line.action for line in storage.audit.lines(session, None)]


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("tablet", "What training is for"),
        ("staff", "What training is for"),
        ("senior", "Begin a session"),
        ("manager", "Begin a session"),
    ],
)
def test_the_first_page_shows_what_someone_may_do(house: House, who: str, sees: str) -> None:
    soup = checked(house.visitor(who).get("/training"), 200)
    headings = [words_of(heading) for heading in soup.select("h2")]

    assert sees in headings
    assert ("Begin a session" in headings) == (sees == "Begin a session")
    assert soup.select_one("form[action='/join/'] input[name=code]")


def test_sessions_about_live_tools_come_before_others(house: House) -> None:
    house.take_tools_out()
    client = house.as_("manager")
    before = checked(client.get("/training"), 200)
    assert "No tool stands in the register" in words_of(before.select_one("#main"))
    example = ROOT / "knowledge" / "examples" / "care-home.json"
    tools = notices.read(example.read_text("utf-8")).tools
    live = next(one for one in tools if one.status.in_use and one.use.value == "sensors")
    with house.store.write() as session:
        by = storage.audit.actor(house.people["manager"])
        storage.register.add(session, house.north, live, datetime.now(UTC), by)

    soup = checked(client.get("/training"), 200)
    section = soup.select_one("section[aria-labelledby=live]")
    assert section is not None
    first = section.select_one(":scope > .plans")
    assert first is not None
    links = [str(link["href"]) for link in first.select("a")]
    assert "/training/plans/use-sensors" in links
    assert "/training/plans/use-translation" not in links


def test_a_session_runs_to_its_record_without_a_script(house: House) -> None:
    room = begin(house)
    for name in ("Asha Patel", "Ben", "Chris", "Dana"):
        room.join(name)
    seen = []
    while room.kept.training.phase is not Phase.ENDED:
        soup = room.screen()
        seen.append(words_of(soup.select_one("#stage h2")))
        for place, client in enumerate(room.learners):
            if room.kept.training.takes_answers:
                right = room.right(room.kept.training.item)
                room.choose(client, right if place else (right + 1) % 3)
        room.move("next")

    assert seen[:2] == ["Join this session", "How sure are you?"]
    assert room.facilitator.get(room.path).headers["Location"] == f"{room.path}/record"
    soup = checked(room.facilitator.get(f"{room.path}/record"), 200)
    text = words_of(soup.select_one("#main"))
    assert "3 of 4 chose" in text
    assert "1 of 4 chose something else first." in text
    assert "An open gap" in text
    assert {"Asha Patel", "Ben", "Chris", "Dana"} <= set(text.replace(",", "").split()) | {
        words_of(name) for name in soup.select(".rows__main strong")
    }
    assert {"session_begun", "session_ended"} <= set(actions(house))


def test_a_second_tap_on_a_slow_network_moves_nothing(house: House) -> None:
    room = begin(house)
    for _ in range(2):
        send(room.facilitator, f"{room.path}/move", do="next", revision=0)

    assert room.kept.training.phase is Phase.BEFORE


def test_a_move_in_the_page_swaps_the_stage_and_back_undoes_it(house: House) -> None:
    room = begin(house)

    answer = room.move("next", htmx=True)
    assert answer.headers["HX-Retarget"] == "#stage"
    assert "How sure are you?" in answer.text
    assert "<html" not in answer.text
    assert "Join this session" in room.move("back", htmx=True).text


def test_the_screen_hears_only_of_what_is_new(house: House) -> None:
    room = begin(house)
    client = room.facilitator

    def news(seen: str) -> tuple[int, str]:
        answer = client.get(f"{room.path}/news?seen={seen}", headers=HTMX)
        return answer.status_code, answer.headers.get("HX-Retarget", "")

    assert news("0.0.0") == (204, "")
    room.join("Asha")
    assert news("0.0.0") == (200, "")
    assert news("0.1.0") == (204, "")
    room.move("next")
    assert news("0.1.0") == (200, "#stage")
    room.move("end")
    assert news("1.1.0") == (286, "#stage")


def test_what_people_choose_shows_only_with_the_answer_and_never_who(house: House) -> None:
    room = begin(house)
    for name in ("Asha", "Ben"):
        room.join(name)
    room.move("next", "next")
    for client in room.learners:
        room.choose(client, 0)
    for _ in range(2):
        assert not room.screen().select(".tally")
        room.move("next")

    soup = room.screen()
    assert "2 of 2 first" in words_of(soup.select_one(".letters"))
    assert "Asha" not in words_of(soup.select_one("#main"))


@pytest.mark.parametrize(("people", "hidden"), [(4, True), (5, False)])
def test_fewer_than_five_without_names_stay_hidden(house: House, people: int, hidden: bool) -> None:
    room = begin(house, Naming.ANONYMOUS)
    for _ in range(people):
        room.join()
    room.move("next", "next")
    for client in room.learners:
        room.choose(client, (room.right() + 1) % 3)
    room.move("next", "next")
    screen = room.screen()
    room.move("end")
    record = checked(room.facilitator.get(f"{room.path}/record"), 200)
    rows = csv.DictReader(
        io.StringIO(room.facilitator.get(f"{room.path}/choices.csv").text.lstrip("\ufeff"))
    )

    assert bool(screen.select(".tally")) is not hidden
    for text in (words_of(screen.select_one("#main")), words_of(record.select_one("#main"))):
        assert ("stays hidden" in text) is hidden
        assert (f"{people} of {people}" in text) is not hidden
    assert ("An open gap" in words_of(record.select_one("#main"))) is not hidden
    assert {row["first"] for row in rows} == ({""} if hidden else {"0", str(people)})
    assert not record.select("form[action$='/people']")


def test_cards_are_counted_in_beside_phones(house: House) -> None:
    room = begin(house)
    room.join("Asha")
    room.move("next", "next")
    room.choose(room.learners[0], 0)
    options = len(room.screen().select(".cards input[type=number]"))
    revision = room.kept.training.revision
    cards = [1, 4, *[0] * (options - 2)]
    answer = swap(room.facilitator, f"{room.path}/cards", cards=cards, revision=revision)
    assert "The cards are counted in." in answer.text
    room.move("next", "next")

    text = words_of(room.screen().select_one(".letters"))
    assert "2 of 6 first" in text
    assert "4 of 6 first" in text
    assert "cards_counted" in actions(house)


@pytest.mark.parametrize(
    "fields",
    [
        {"cards": [1, 2], "revision": 2},
        {"cards": [1, -1, 1], "revision": 2},
        {"cards": [201, 1, 1], "revision": 2},
        {"cards": ["many", 1, 1], "revision": 2},
        {"cards": [1, 1, 1], "revision": 1},
    ],
)
def test_a_count_that_cannot_be_is_refused(house: House, fields: dict[str, object]) -> None:
    room = begin(house, plan="refresher", way="cards")
    room.move("next", "next")

    assert send(room.facilitator, f"{room.path}/cards", **fields).status_code == 422


def test_one_screen_has_no_code_and_takes_no_phones(house: House) -> None:
    room = begin(house, way="cards")
    soup = room.screen()
    assert room.kept.code is not None
    assert room.kept.code[:3] not in words_of(soup.select_one("#main"))
    assert not soup.select(".wall")

    answer = checked(send(house.client(), "/join/", code=room.kept.code), 422)
    assert "You need no phone" in words_of(answer.select_one("#main"))


def test_the_code_and_the_address_stand_on_the_wall(house: House) -> None:
    room = begin(house)
    soup = room.screen()

    assert words_of(soup.select_one(".wall__address")) == "care.example/join/"
    assert words_of(soup.select_one(".wall__code")).replace(" ", "") == room.kept.code
    assert soup.select_one(".wall__picture svg[viewbox]")
    room.move("next")
    assert room.kept.code in words_of(room.screen().select_one(".stage__code")).replace(" ", "")


def test_notes_stand_beside_the_room_until_they_are_hidden(house: House) -> None:
    room = begin(house)
    assert "Before people come" in words_of(room.screen().select_one(".notes"))
    wall = room.screen("?notes=off")
    assert not wall.select(".notes")
    assert wall.select("body[data-idle='3600']"), "nobody touches a wall for a quarter of an hour"
    answer = send(room.facilitator, f"{room.path}/move", do="next", revision=0, notes="off")
    assert answer.headers["Location"] == f"{room.path}?notes=off"
    room.move("next")
    notes = words_of(room.screen().select_one(".notes"))
    assert "Ask the room" in notes
    assert "Watch for" in notes
    assert "What to say to each choice" not in notes


def test_the_answer_comes_with_its_sources(house: House) -> None:
    room = begin(house)
    room.move("next", "next", "next", "next")
    soup = room.screen()

    assert words_of(soup.select_one(".letters__one--right")).endswith("The safe answer")
    assert soup.select(".sources li")
    assert "Sources checked" in words_of(soup.select_one("#stage"))


def test_a_session_left_open_is_found_again(house: House) -> None:
    room = begin(house)
    room.move("next")
    soup = checked(house.as_("manager").get("/training"), 200)

    assert soup.select_one(f"a[href='{room.path}']")
    room.move("end")
    soup = checked(house.as_("manager").get("/training"), 200)
    assert not soup.select(f"a[href='{room.path}']")
    assert soup.select_one(f"a[href='{room.path}/record']")


@pytest.mark.parametrize("step", ["end", "close"])
def test_an_early_end_keeps_what_there_is(house: House, step: str) -> None:
    room = begin(house)
    for name in ("Asha", "Ben"):
        room.join(name)
    room.move("next", "next")
    room.choose(room.learners[0], room.right())
    room.move(step)
    if step == "close":
        assert "How sure are you now?" in words_of(room.screen().select_one("#stage"))
        room.move("next")

    text = words_of(checked(room.facilitator.get(f"{room.path}/record"), 200).select_one("#main"))
    assert "1 of 1 chose" in text
    assert "No gap was opened." in text
    assert "3 situations of the plan have no answers." in text


def test_attendees_are_matched_to_the_roster_and_count_then(house: House) -> None:
    with house.store.write() as session:
        asha, ben = (
            learners.add(session, house.north, name, Role.CARE_WORKER)
            for name in ("Asha Patel", "Ben Okoro")
        )
        stranger = learners.add(session, house.south, "Sidney", Role.CARE_WORKER)
    room = begin(house)
    room.join("asha  patel")
    room.join("Somebody")
    room.move("end")
    path = f"{room.path}/record"
    soup = checked(room.facilitator.get(path), 200)
    fields = [str(one["name"]) for one in soup.select("select[name^=learner-]")]
    chosen = [str(one["value"]) for one in soup.select("select[name^=learner-] [selected]")]
    assert chosen == [str(asha)], "who is there under the same name is suggested"
    assert words_of(soup.select_one("#main")).count("Unverified") == 2

    wrong = send(room.facilitator, f"{path}/people", **{fields[0]: stranger})
    assert wrong.status_code == 404
    assert send(room.facilitator, f"{path}/sign-in", learner=stranger).status_code == 404
    send(room.facilitator, f"{path}/people", **{fields[0]: asha, fields[1]: ""})
    send(room.facilitator, f"{path}/sign-in", learner=ben)

    text = words_of(checked(room.facilitator.get(path), 200).select_one("#main"))
    assert "On the roster: Asha Patel" in text
    assert "On the roster: Ben Okoro" in text
    assert text.count("Unverified") == 1
    table = room.facilitator.get(f"{room.path}/attendance.csv").text.lstrip("\ufeff")
    assert [
        (row["name_given"], row["name_on_roster"], row["verified"])
        for row in csv.DictReader(io.StringIO(table))
    ] == [
        ("asha patel", "Asha Patel", "True"),
        ("Somebody", "", "False"),
        ("Ben Okoro", "Ben Okoro", "True"),
    ]
    with house.store.read() as session:
        took_part = storage.training.records.done(session, house.north).took_part
    assert {one.learner_id for one in took_part} == {asha, ben}
    assert {"attendance_matched", "attendance_added"} <= set(actions(house))


def test_a_form_that_says_too_little_is_shown_again(house: House) -> None:
    client = house.as_("senior")
    soup = checked(send(client, "/training/plans/induction", role="manager"), 422)

    assert soup.select(".field__error")
    assert client.get("/training/plans/no-such-plan").status_code == 404
