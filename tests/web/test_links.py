"""One-time links: opened often, used once, and only for what they are for."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from flask.testing import FlaskClient

from assistant import storage
from assistant.storage.doors import DeviceKind, Purpose
from tests.web.conftest import checked, soup_of, token_of, words_of
from tests.web.house import CODE_SECRET, HOST, PASSWORD, PIN, House, give_secrets

NEW = "harbour violin monday"


def secret_on(client: FlaskClient, path: str) -> str:
    """Return the key for the code app that the page shows."""
    key = soup_of(client.get(path)).select_one(".key")
    return re.sub(r"\s", "", words_of(key))


def start(house: House, who: str = "owner") -> tuple[FlaskClient, str, dict[str, str]]:
    """Return a browser at a first link, its path, and a form filled in rightly."""
    client, path = house.client(), house.link(Purpose.START, who)
    code = pyotp.TOTP(secret_on(client, path)).now()
    fields = {**token_of(client), "password": NEW, "again": NEW, "code": code}
    return client, path, fields


def test_the_first_link_sets_up_password_and_phone(house: House) -> None:
    client, path, fields = start(house)
    soup = checked(client.post(path, data=fields), 200)
    codes = [words_of(code) for code in soup.select(".codes li")]
    assert len(codes) == len(set(codes)) == 8
    assert client.get("/manage/settings").status_code == 200
    assert client.get(path).status_code == 404, "a link works once"
    assert house.client().get(path).status_code == 404


def test_opening_a_link_does_not_use_it_up(house: House) -> None:
    path = house.link(Purpose.START, "owner")
    for _ in range(3):
        assert house.client().get(path).status_code == 200


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("password", "short", "at least 12 characters"),
        ("password", "password1234", "easy to guess"),
        ("password", "olive olive olive", "easy to guess"),
        ("again", "something else", "not the same"),
        ("code", "000000", "not right"),
        ("code", "", "fill this in"),
    ],
)
def test_a_first_link_says_what_is_wrong_and_stays_good(
    house: House, field: str, value: str, says: str
) -> None:
    client, path, fields = start(house)
    wrong = {**fields, field: value}
    if field == "password":
        wrong["again"] = value
    soup = checked(client.post(path, data=wrong), 422)
    assert says in words_of(soup.select_one(".field__error"))
    assert client.post(path, data=fields).status_code == 200


def test_a_lost_password_needs_the_phone(house: House) -> None:
    give_secrets(house)
    client, path = house.client(), house.link(Purpose.PASSWORD, "manager")
    fields = {**token_of(client), "password": NEW, "again": NEW}
    assert client.post(path, data={**fields, "code": "000000"}).status_code == 422
    good = {**fields, "code": pyotp.TOTP(CODE_SECRET).now()}
    assert client.post(path, data=good).headers["Location"] == "/manage/"
    fields = {"email": "morgan@two.example", "password": PASSWORD}
    old = house.client()
    assert old.post("/sign-in/", data={**token_of(old), **fields}).status_code == 422


def test_a_lost_phone_needs_the_password(house: House) -> None:
    give_secrets(house)
    client, path = house.client(), house.link(Purpose.CODE_APP, "manager")
    code = pyotp.TOTP(secret_on(client, path)).now()
    fields = {**token_of(client), "code": code}
    assert client.post(path, data={**fields, "password": "not it at all"}).status_code == 422
    assert client.post(path, data={**fields, "password": PASSWORD}).status_code == 200
    assert client.get("/manage/").status_code == 200


def test_a_new_phone_ends_the_visits_of_the_old_one(house: House) -> None:
    give_secrets(house)
    elsewhere = house.as_("manager")
    client, path = house.client(), house.link(Purpose.CODE_APP, "manager")
    code = pyotp.TOTP(secret_on(client, path)).now()
    client.post(path, data={**token_of(client), "code": code, "password": PASSWORD})
    assert elsewhere.get("/account/").status_code == 303


def test_ten_wrong_proofs_shut_a_link(house: House) -> None:
    give_secrets(house)
    client, path = house.client(), house.link(Purpose.PASSWORD, "manager")
    fields = {**token_of(client), "password": NEW, "again": NEW}
    for _ in range(10):
        client.post(path, data={**fields, "code": "000000"})
    soup = checked(client.post(path, data={**fields, "code": pyotp.TOTP(CODE_SECRET).now()}), 422)
    assert "Too many tries" in words_of(soup.select_one(".field__error"))


def test_a_pin_is_chosen_on_a_device_at_work(house: House) -> None:
    path = house.link(Purpose.PIN, "senior")
    assert house.client().get(path).status_code == 403
    assert house.at("southern tablet").get(path).status_code == 403
    client = house.at("tablet")
    fields = {**token_of(client), "pin": PIN, "again": PIN}
    assert client.post(path, data=fields).headers["Location"] == "/"
    assert client.get("/account/").status_code == 200


@pytest.mark.parametrize(
    ("pin", "again", "says"),
    [
        ("123456", "123456", "guess"),
        ("48291", "48291", "six digits"),
        ("４８２９１５", "４８２９１５", "six digits"),
        ("48291a", "48291a", "six digits"),
        ("482915", "482916", "not the same"),
    ],
)
def test_a_pin_that_will_not_do(house: House, pin: str, again: str, says: str) -> None:
    client, path = house.at("tablet"), house.link(Purpose.PIN, "senior")
    fields = {**token_of(client), "pin": pin, "again": again}
    soup = checked(client.post(path, data=fields), 422)
    assert says in words_of(soup.select_one(".field__error"))


def device_link(house: House, made_at: datetime | None = None) -> str:
    with house.store.write() as session:
        token = storage.doors.make_device_link(
            session, house.north, "kitchen", DeviceKind.SHARED, made_at or datetime.now(UTC)
        )
    return f"/link/{token}"


def test_a_tablet_is_enrolled_by_its_code(house: House) -> None:
    client, path = house.client(), device_link(house)
    assert client.get("/").status_code == 403
    soup = checked(client.get(path), 200)
    assert "kitchen" in words_of(soup.select_one(".facts"))
    client.post(path, data=token_of(client))
    assert client.get_cookie("__Host-device", domain=HOST) is not None
    assert "North House" in client.get("/").text
    assert house.client().get(path).status_code == 404


def test_a_code_for_a_tablet_is_good_for_a_quarter_of_an_hour(house: House) -> None:
    late = datetime.now(UTC) - timedelta(minutes=16)
    assert house.client().get(device_link(house, late)).status_code == 404


def test_a_device_keeps_its_place_when_the_secret_changes(house: House) -> None:
    client, path = house.client(), device_link(house)
    client.post(path, data=token_of(client))
    cookie = client.get_cookie("__Host-device", domain=HOST)
    assert cookie is not None
    token, _, signature = cookie.value.rpartition(".")
    assert signature
    client.set_cookie("__Host-device", f"{token}.signed-with-another-secret", domain=HOST)
    assert client.get("/").status_code == 200


def test_answers_stand_on_an_enrolled_device_when_the_database_is_gone(house: House) -> None:
    client, path = house.client(), device_link(house)
    client.post(path, data=token_of(client))
    forged = house.at("tablet")
    with house.store.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE device RENAME TO device_gone")
    assert client.get("/answers/emergency").status_code == 200
    assert forged.get("/answers/emergency").status_code == 403, "its cookie carries no signature"
