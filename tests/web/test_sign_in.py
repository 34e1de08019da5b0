"""Signing in and out, and what keeps others from doing it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from assistant import storage
from tests.web.conftest import soup_of, token_of, words_of
from tests.web.house import CODE_SECRET, HOST, PASSWORD, PIN, House, give_secrets


@pytest.fixture(autouse=True)
def secrets(house: House) -> None:
    give_secrets(house)


def send(client: FlaskClient, path: str, **fields: str) -> TestResponse:
    return client.post(path, data={**token_of(client), **fields})


def send_password(
    client: FlaskClient, password: str = PASSWORD, email: str = "morgan@two.example"
) -> TestResponse:
    return send(client, "/sign-in/", email=email, password=password)


def code() -> str:
    return pyotp.TOTP(CODE_SECRET).now()


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/account/").status_code == 200


def test_a_manager_signs_in_with_password_and_code(house: House) -> None:
    client = house.client()
    assert send_password(client).headers["Location"] == "/sign-in/code?next="
    assert not is_signed_in(client)
    response = send(client, "/sign-in/code", code=code())
    assert response.headers["Location"] == "/manage/"
    assert is_signed_in(client)
    cookie = next(c for c in response.headers.getlist("Set-Cookie") if "visit" in c)
    for part in ("__Host-visit=", "Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert part in cookie
    assert "Max-Age" not in cookie, "a visit does not outlive the browser"


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("morgan@two.example", "not the password at all"),
        ("nobody@two.example", PASSWORD),
        ("olive@two.example", PASSWORD.upper()),
    ],
)
def test_a_wrong_address_and_a_wrong_password_look_the_same(
    house: House, email: str, password: str
) -> None:
    response = send_password(house.client(), password, email)
    assert response.status_code == 422
    assert "The e-mail address or the password is not right." in response.text


def test_the_address_may_be_typed_in_capitals(house: House) -> None:
    assert send_password(house.client(), email="Morgan@TWO.example").status_code == 303


def test_the_code_page_is_shut_without_a_password(house: House) -> None:
    client = house.client()
    assert client.get("/sign-in/code").headers["Location"].startswith("/sign-in/")
    assert not is_signed_in(client)
    send(client, "/sign-in/code", code=code())
    assert not is_signed_in(client)


def test_a_code_opens_the_door_once(house: House) -> None:
    first, second, same = house.client(), house.client(), code()
    send_password(first)
    send(first, "/sign-in/code", code=same)
    send_password(second)
    assert send(second, "/sign-in/code", code=same).status_code == 422
    assert not is_signed_in(second)


def test_a_recovery_code_stands_in_for_the_phone_once(house: House) -> None:
    with house.store.write() as session:
        spare, *_ = storage.accounts.new_recovery_codes(session, house.people["manager"].id)
    first, second = house.client(), house.client()
    send_password(first)
    assert send(first, "/sign-in/code", code=spare.upper()).status_code == 303
    assert is_signed_in(first)
    send_password(second)
    assert send(second, "/sign-in/code", code=spare).status_code == 422


def test_ten_wrong_passwords_shut_the_door_even_to_the_right_one(house: House) -> None:
    for _ in range(10):
        assert send_password(house.client(), "not the password").status_code == 422
    assert send_password(house.client()).status_code == 429
    assert send_password(house.client(), email="olive@two.example").status_code == 303


def test_ten_wrong_passwords_of_an_unknown_address_shut_its_door_too(house: House) -> None:
    for _ in range(10):
        send_password(house.client(), email="nobody@two.example")
    assert send_password(house.client(), email="nobody@two.example").status_code == 429


def test_ten_wrong_codes_shut_the_door(house: House) -> None:
    client = house.client()
    send_password(client)
    for _ in range(10):
        assert send(client, "/sign-in/code", code="000000").status_code == 422
    assert send(client, "/sign-in/code", code=code()).status_code == 429


def test_staff_sign_in_by_name_and_pin_on_a_device_of_their_location(house: House) -> None:
    client = house.at("tablet")
    link = soup_of(client.get("/sign-in/")).select_one(".choice")
    assert words_of(link) == "Ash"
    assert link is not None
    assert send(client, str(link["href"]), pin=PIN).headers["Location"] == "/"
    assert is_signed_in(client)
    assert client.get("/manage/").status_code == 403


def test_staff_of_another_location_are_not_on_the_list(house: House) -> None:
    client = house.at("southern tablet")
    assert "Ash" not in client.get("/sign-in/").text
    number = house.people["staff"].id
    assert client.get(f"/sign-in/pin/{number}").status_code == 404
    assert send(client, f"/sign-in/pin/{number}", pin=PIN).status_code == 404


def test_five_wrong_pins_shut_the_door_at_this_device(house: House) -> None:
    client, number = house.at("tablet"), house.people["staff"].id
    for _ in range(5):
        assert send(client, f"/sign-in/pin/{number}", pin="111222").status_code == 422
    assert send(client, f"/sign-in/pin/{number}", pin=PIN).status_code == 429


@pytest.mark.parametrize(
    ("wanted", "goes_to"),
    [
        ("/manage/devices/", "/manage/devices/"),
        ("https://evil.example/", "/manage/"),
        ("//evil.example/", "/manage/"),
        ("/\\evil.example/", "/manage/"),
        ("/nothing/of/ours", "/manage/"),
        ("javascript:alert(1)", "/manage/"),
    ],
)
def test_signing_in_leads_on_to_pages_of_ours_only(house: House, wanted: str, goes_to: str) -> None:
    client = house.client()
    send_password(client)
    fields = {**token_of(client), "code": code()}
    response = client.post("/sign-in/code", query_string={"next": wanted}, data=fields)
    assert response.headers["Location"] == goes_to


def test_a_page_that_needs_signing_in_says_where_to_go_on(house: House) -> None:
    response = house.client().get("/manage/devices/")
    assert response.headers["Location"] == "/sign-in/?next=/manage/devices/"


def test_finish_ends_the_visit_on_the_server_too(house: House) -> None:
    client = house.as_("manager")
    stolen = client.get_cookie("__Host-visit", domain=HOST)
    assert stolen is not None
    response = client.post("/finish", data=token_of(client))
    assert response.headers["Clear-Site-Data"] == '"cache"'
    assert client.get_cookie("__Host-visit", domain=HOST) is None
    client.set_cookie("__Host-visit", stolen.value, domain=HOST)
    assert not is_signed_in(client)


def test_finish_leaves_the_device_enrolled(house: House) -> None:
    client = house.at("tablet")
    send(client, f"/sign-in/pin/{house.people['staff'].id}", pin=PIN)
    client.post("/finish", data=token_of(client))
    assert client.get("/").status_code == 200
    assert not is_signed_in(client)


def test_an_idle_visit_is_over(house: House) -> None:
    client = house.client()
    with house.store.write() as session:
        long_ago = datetime.now(UTC) - timedelta(minutes=16)
        token = storage.doors.start_visit(session, house.people["manager"], long_ago)
    client.set_cookie("__Host-visit", token, domain=HOST)
    assert not is_signed_in(client)


def test_the_token_against_forgery_does_not_outlive_signing_in(house: House) -> None:
    client = house.client()
    before = token_of(client)
    send_password(client)
    send(client, "/sign-in/code", code=code())
    assert client.post("/finish", data=before).status_code == 400


def test_who_left_is_out_at_once(house: House) -> None:
    client = house.as_("manager")
    assert is_signed_in(client)
    with house.store.write() as session:
        storage.accounts.let_go(session, house.people["manager"].id, datetime.now(UTC))
    assert not is_signed_in(client)
    assert send_password(house.client()).status_code == 422
