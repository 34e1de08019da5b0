"""A learner's device: joining, answering, losing the network, coming back, leaving."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from assistant.accounts import Throttle
from assistant.storage.training import sessions
from assistant.training import Change, Naming, Phase
from assistant.web.training import room as module
from tests.web.conftest import checked, words_of
from tests.web.house import HOST, House
from tests.web.training_room import HTMX, begin, send, swap


def shown(client: FlaskClient) -> str:
    return words_of(checked(client.get("/join/room"), 200).select_one("#main"))


def news(client: FlaskClient, seen: int) -> int:
    return client.get(f"/join/news?seen={seen}", headers=HTMX).status_code


@pytest.mark.parametrize(
    ("naming", "asks", "typed", "kept"),
    [
        (Naming.NAMED, True, "Asha", "Asha"),
        (Naming.MIXED, True, "Asha", "Asha"),
        (Naming.MIXED, True, "", ""),
        (Naming.ANONYMOUS, False, "Asha", ""),
    ],
)
def test_a_name_is_asked_for_only_where_it_is_kept(
    house: House, naming: Naming, asks: bool, typed: str, kept: str
) -> None:
    room = begin(house, naming)
    client = house.client()
    first = send(client, "/join/", code=f" {room.kept.code[:3].lower()}-{room.kept.code[3:]} ")  # type: ignore[index]
    assert (first.status_code == 200) is asks
    if asks:
        soup = checked(first, 200)
        code = soup.select_one("input[name=code]")
        assert code is not None
        client = house.client()
        send(client, "/join/", code=str(code["value"]), name=typed)

    assert "You are in" in shown(client)
    with house.store.read() as session:
        people = sessions.attendance(session, house.north, room.number)
    assert [one.name for one in people or []] == [kept]


def test_a_named_session_needs_a_name(house: House) -> None:
    room = begin(house)
    soup = checked(send(house.client(), "/join/", code=room.kept.code, name="  "), 422)

    assert "Please type your name." in words_of(soup.select_one(".field__error"))


def test_a_link_brings_the_code_along(house: House) -> None:
    room = begin(house)
    soup = checked(house.client().get(f"/join/?code={room.kept.code}"), 200)
    field = soup.select_one("input[name=code]")

    assert field is not None
    assert str(field["value"]).replace(" ", "") == room.kept.code


def test_the_code_is_free_again_when_the_session_has_ended(house: House) -> None:
    room = begin(house)
    code = room.kept.code
    room.move("end")

    soup = checked(send(house.client(), "/join/", code=code, name="Asha"), 422)
    assert "No session has this code now." in words_of(soup.select_one(".field__error"))


def test_each_place_of_the_room_has_its_page(house: House) -> None:
    room = begin(house)
    client = room.join("Asha")
    expected = {
        Phase.WAITING: "You are in",
        Phase.BEFORE: "How sure are you?",
        Phase.ANSWER: "Choose on your own first",
        Phase.DISCUSS: "Talk about it with the person beside you",
        Phase.REVEAL: "The safe answer is",
        Phase.AFTER: "How sure are you now?",
    }
    while room.kept.training.phase is not Phase.ENDED:
        assert expected[room.kept.training.phase] in shown(client)
        room.move("next")
    assert "The session has ended" in shown(client)
    assert client.get("/join/room").status_code == 303, "the device has forgotten it"


def test_a_device_hears_nothing_until_the_room_moves_on(house: House) -> None:
    room = begin(house)
    client = room.join("Asha")

    assert news(client, 0) == 204
    room.move("next")
    assert news(client, 0) == 200
    assert news(client, 1) == 204
    room.move("end")
    assert news(client, 2) == 286
    lost = house.client().get("/join/news?seen=0", headers=HTMX)
    assert lost.headers["HX-Redirect"] == "/join/"


def test_answers_are_kept_and_can_be_changed_until_the_room_moves_on(house: House) -> None:
    room = begin(house)
    client = room.join("Asha")
    room.move("next", "next")
    room.choose(client, 0)
    room.choose(client, 1, sure=1)
    assert "Your answer is in: B." in shown(client)
    room.move("next")
    soup = checked(client.get("/join/room"), 200)
    assert [one["value"] for one in soup.select("input[name=option][checked]")] == ["1"]
    room.choose(client, 2)
    room.move("next")

    assert "You chose B first, and C after you talked." in shown(client)


def test_a_late_answer_counts_nowhere_and_says_so(house: House) -> None:
    room = begin(house)
    client = room.join("Asha")
    room.move("next", "next", "next")
    answer = room.choose(client, 0, phase="answer")

    assert "came too late" in words_of(checked(answer, 422).select_one("#main"))
    room.move("next")
    assert "You chose" not in shown(client)


@pytest.mark.parametrize("fields", [{"option": ""}, {"option": "x"}])
def test_an_empty_answer_says_what_is_missing(house: House, fields: dict[str, str]) -> None:
    room = begin(house)
    client = room.join("Asha")
    room.move("next", "next")
    answer = room.choose(client, 0, **fields)

    assert "Please choose one answer first." in words_of(checked(answer, 422).select_one("#main"))


@pytest.mark.parametrize("more", [{"option": 9}, {"sure": 9}, {"item": 7}, {"phase": "nothing"}])
def test_what_no_form_offers_does_no_harm(house: House, more: dict[str, object]) -> None:
    room = begin(house)
    client = room.join("Asha")
    room.move("next", "next")

    assert room.choose(client, 0, **more).status_code in (303, 422)
    assert shown(client)


def test_htmx_gets_the_place_alone(house: House) -> None:
    room = begin(house)
    client = room.join("Asha")
    room.move("next", "next")
    fields = {"item": 0, "phase": "answer", "option": 0, "sure": 2}
    answer = swap(client, "/join/answer", **fields)

    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<div class="room" id="room"')
    assert "Your answer is in: A." in answer.text


def test_how_sure_people_are_is_asked_before_and_after(house: House) -> None:
    room = begin(house)
    client = room.join("Asha")
    for level, last in ((2, "next"), (4, "next")):
        room.move("next" if level == 2 else "close")
        soup = checked(client.get("/join/room"), 200)
        phase = room.kept.training.phase.value
        names = {str(one["name"]) for one in soup.select(".sure__level input")}
        assert len(names) == 6
        send(client, "/join/confidence", phase=phase, **dict.fromkeys(names, level))
        assert "Your answers are in." in shown(client)
        room.move(last)

    with house.store.read() as session:
        changes = sessions.confidence(session, house.north, room.number)
    assert changes is not None
    assert {(one.people, one.surer) for one in changes} == {(1, 1)}
    assert isinstance(changes[0], Change)


def test_whoever_closes_the_page_comes_back_where_they_were(house: House) -> None:
    room = begin(house)
    client = room.join("Asha")
    room.move("next", "next")
    room.choose(client, 1)
    token = client.get_cookie("__Host-seat", domain=HOST)
    assert token is not None
    again = house.client()
    again.set_cookie("__Host-seat", token.value, domain=HOST)

    assert again.get("/join/").headers["Location"] == "/join/room"
    assert "Your answer is in: B." in shown(again)
    assert send(again, "/join/", code=room.kept.code, name="Asha").status_code == 303
    with house.store.read() as session:
        assert len(sessions.attendance(session, house.north, room.number) or []) == 1


@pytest.mark.parametrize("path", ["/join/leave", "/finish"])
def test_the_next_person_at_a_shared_tablet_finds_nothing(house: House, path: str) -> None:
    room = begin(house)
    client = room.join("Asha", house.at("tablet"))
    send(client, path)

    assert client.get("/join/room").headers["Location"] == "/join/"


def test_a_page_that_was_open_too_long_comes_back_instead_of_an_error(house: House) -> None:
    room = begin(house)
    client = room.join("Asha")
    room.move("next", "next")
    answer = client.post("/join/answer", data={"option": 0, "csrf_token": "old"})

    assert (answer.status_code, answer.headers["Location"]) == (303, "/join/room")


def test_only_failures_count_and_only_against_the_device(house: House) -> None:
    room = begin(house)
    guesser = house.client()
    for _ in range(module.DEVICE_THROTTLE.tries):
        assert send(guesser, "/join/", code="KKKKKK").status_code == 422
    assert send(guesser, "/join/", code=room.kept.code, name="G").status_code == 429

    for number in range(40):
        room.join(f"Person {number}")


def test_an_address_that_guesses_from_ever_new_browsers_is_shut_out(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = Throttle(3, module.ADDRESS_THROTTLE.within)
    monkeypatch.setattr(module, "ADDRESS_THROTTLE", few)
    for _ in range(3):
        assert send(house.client(), "/join/", code="KKKKKK").status_code == 422

    assert send(house.client(), "/join/", code="KKKKKK").status_code == 429
