"""The register as a file: out, looked at line by line, and in whole or not at all."""

from __future__ import annotations

import io

import pytest
from flask.testing import FlaskClient
from msgspec import structs
from werkzeug.test import TestResponse

from assistant import register
from assistant.knowledge import Use
from tests import tools
from tests.web.conftest import checked, words_of
from tests.web.house import House
from tests.web.register.filling import (
    EXAMPLES,
    NOTEWELL,
    all_held,
    filled,
    put,
    send,
)


def upload(client: FlaskClient, text: str | bytes, name: str = "register.csv") -> TestResponse:
    data = text.encode() if isinstance(text, str) else text
    return send(client, "/tools/register/import", file=(io.BytesIO(data), name))


def apply(client: FlaskClient, looked_at: TestResponse) -> TestResponse:
    fields = filled(checked(looked_at, 200))
    return client.post("/tools/register/import/apply", data=fields)


@pytest.mark.parametrize("name", ["register.csv", "register.json"])
def test_a_register_goes_out_and_comes_in_at_another_location(house: House, name: str) -> None:
    for tool in EXAMPLES:
        put(house, tool)
    response = house.as_("manager").get(f"/tools/register/{name}")
    assert name in response.headers["Content-Disposition"]
    stranger = house.as_("stranger")
    looked_at = upload(stranger, response.data, name)
    assert "3 added, 0 changed, 0 the same" in words_of(checked(looked_at, 200).main)
    assert all_held(house, house.south) == [], "nothing is kept before someone says so"
    assert apply(stranger, looked_at).status_code == 303
    assert all_held(house, house.south) == all_held(house)


def test_a_file_shows_line_by_line_what_it_would_change(house: House, manager: FlaskClient) -> None:
    put(house, NOTEWELL)
    changed = structs.replace(NOTEWELL, supplier="Another Ltd")
    looked_at = upload(manager, register.to_json((changed,)))
    words = words_of(checked(looked_at, 200).main)
    assert "Which company makes it? Notewell Software (demonstration) Another Ltd" in words
    apply(manager, looked_at)
    assert all_held(house) == [changed]
    assert "says nothing new" in words_of(
        checked(upload(manager, register.to_json((changed,))), 200)
    )


def test_a_file_with_one_bad_tool_changes_nothing(house: House, manager: FlaskClient) -> None:
    good = tools.tool(Use.SENSORS)
    bad = structs.replace(NOTEWELL, purpose="sleep")
    soup = checked(upload(manager, register.to_json((good, bad))), 200)
    assert "purpose: `sleep` is no choice" in words_of(soup.main)
    assert not soup.select("form[action$=apply]")
    fields = {"text": register.to_json((good, bad)), "seen": "[]"}
    checked(send(manager, "/tools/register/import/apply", **fields), 200)
    assert all_held(house) == []


def test_a_register_that_changed_since_is_looked_at_again(
    house: House, manager: FlaskClient
) -> None:
    looked_at = upload(manager, register.to_json((tools.tool(Use.SENSORS),)))
    put(house, NOTEWELL)
    again = apply(manager, looked_at)
    assert "What this file would change" in words_of(checked(again, 200).main)
    assert [tool.id for tool in all_held(house)] == ["notewell"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("id,use,colour\nx,sensors,red\n", "line 1: unknown columns: colour"),
        ("{", "not a register file"),
        (b"\xff\xfe\x00", "not text in UTF-8"),
        ("", "Please choose a file"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_lines(
    manager: FlaskClient, text: str | bytes, says: str
) -> None:
    if text == "":
        soup = checked(send(manager, "/tools/register/import"), 422)
    else:
        soup = checked(upload(manager, text), 422)
    assert says in words_of(soup.main)
