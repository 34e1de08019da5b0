"""Setting a provider up and letting people in, on the command line."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assistant import storage
from assistant.accounts import Role
from assistant.cli import main
from assistant.knowledge import Role as Work
from assistant.local import Hours

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
KEY = "a key that only these tests know, forty-eight"
SET_UP = (
    *("init", "--provider", "Two Homes Care", "--location", "North House"),
    *("--setting", "care_home", "--owner", "Olive", "--email", "olive@two.example"),
)
CONTACT = ("--contact", "manager=Kim Sample,01632 960111")


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PLAINLY_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("PLAINLY_SECRET_KEY", KEY)
    monkeypatch.setenv("PLAINLY_PUBLIC_URL", "https://care.example")
    return tmp_path / "data"


def run(*arguments: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=typed)


@pytest.fixture
def set_up(data: Path) -> None:
    assert run(*SET_UP, *CONTACT).exit_code == 0


def test_a_provider_is_set_up_and_its_owner_gets_a_link(data: Path) -> None:
    result = run(*SET_UP, *CONTACT)
    assert result.exit_code == 0, result.output
    assert re.search(r"https://care\.example/link/\S{43}\n", result.output)
    store = storage.connect(f"sqlite:///{data / 'plainly.db'}")
    with store.read() as session:
        (number,) = storage.locations.location_ids(session)
        location = storage.locations.get_location(session, number)
        assert location is not None
        assert location.people["manager"].name == "Kim Sample"
        assert [line.action for line in storage.audit.lines(session, None)] == ["provider_set_up"]
    store.close()


def test_contacts_are_asked_for_when_none_is_given(data: Path) -> None:
    typed = "Kim Sample\n01632 960111\n" + "\n" * 5 + "\nJo Sample\n01632 960112\n\n"
    result = run(*SET_UP, typed=typed)
    assert result.exit_code == 0, result.output
    assert "Manager: name" in result.output
    store = storage.connect(f"sqlite:///{data / 'plainly.db'}")
    with store.read() as session:
        location = storage.locations.get_location(session, 1)
    store.close()
    assert location is not None
    assert location.people_by_hours[Hours.NIGHT]["on_call"].name == "Jo Sample"


def test_setting_up_twice_is_refused(set_up: None) -> None:
    result = run(*SET_UP, *CONTACT)
    assert (result.exit_code, "set up already" in result.output) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        ((*SET_UP[:-1], "olive"), 2, "does not look like an e-mail address"),
        ((*SET_UP, "--contact", "cook=Kim"), 2, "is not like on_call@night="),
        ((*SET_UP[:5], "--setting", "hotel"), 2, "hotel"),
    ],
)
def test_a_wrong_set_up_says_what_is_wrong(
    data: Path, arguments: tuple[str, ...], code: int, says: str
) -> None:
    result = run(*arguments)
    assert (result.exit_code, says in result.output) == (code, True), result.output


def test_without_a_secret_nothing_is_set_up(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PLAINLY_SECRET_KEY")
    result = run(*SET_UP, *CONTACT)
    assert result.exit_code == 78
    assert not (data / "plainly.db").exists()


def test_serving_before_setting_up_is_refused(data: Path) -> None:
    result = run("serve")
    assert (result.exit_code, "assistant init" in result.output) == (78, True), result.output


@pytest.mark.parametrize("what", ["start", "password", "code"])
def test_the_server_gives_links_when_nobody_else_can(set_up: None, what: str) -> None:
    result = run("people", "link", "OLIVE@two.example", "--for", what)
    assert result.exit_code == 0
    assert "https://care.example/link/" in result.output


def test_a_link_for_nobody_is_refused(set_up: None) -> None:
    assert run("people", "link", "nobody@two.example").exit_code == 2


def test_an_owner_is_added_where_the_last_one_is_gone(set_up: None) -> None:
    assert "/link/" in run("people", "add-owner", "Pat", "pat@two.example").output
    assert run("people", "add-owner", "Pat", "pat@two.example").exit_code == 2
    listed = run("people", "list").output.splitlines()
    assert [line.split()[0] for line in listed] == ["owner", "owner"]


def test_an_answer_is_approved_after_it_was_shown(set_up: None) -> None:
    result = run("approvals", "approve", "emergency", "--by", "olive@two.example", typed="y\n")
    assert "Call 999" in result.output
    listed = [json.loads(line) for line in run("approvals", "list", "--json").output.splitlines()]
    states = {line["answer"]: line["state"] for line in listed}
    assert states.pop("emergency") == "approved"
    assert set(states.values()) == {"not yet approved"}


@pytest.mark.parametrize(
    ("names", "email", "says"),
    [
        ("nothing", "olive@two.example", "no such answer"),
        ("emergency", "nobody@two.example", "no owner or manager"),
    ],
)
def test_nobody_approves_nothing(set_up: None, names: str, email: str, says: str) -> None:
    result = run("approvals", "approve", names, "--by", email)
    assert (result.exit_code, says in result.output) == (2, True)


def test_an_answer_is_not_approved_without_a_yes(set_up: None) -> None:
    run("approvals", "approve", "emergency", "--by", "olive@two.example", typed="n\n")
    assert '"approved"' not in run("approvals", "list", "--json").output


def test_tidying_says_what_it_deleted(set_up: None) -> None:
    result = run("tidy")
    assert result.exit_code == 0
    assert "link: 0 deleted" in result.output


def test_what_is_kept_of_a_person_is_given_out_and_deleted_once_they_left(
    set_up: None, data: Path
) -> None:
    number = run("people", "list").output.split()[1]
    found = json.loads(run("people", "export", number).output)
    assert found["account"]["email"] == "olive@two.example"
    assert run("people", "export", number, "--out", str(data / "olive.json")).exit_code == 0
    assert json.loads((data / "olive.json").read_text("utf-8"))["account"] == found["account"]
    refused = run("people", "forget", number, "--yes")
    assert (refused.exit_code, "a manager ends it first" in refused.output) == (2, True)

    store = storage.connect(f"sqlite:///{data / 'plainly.db'}")
    with store.write() as session:
        storage.accounts.add(session, "Pat", Role.OWNER, NOW, email="pat@two.example")
        storage.accounts.let_go(session, int(number), NOW)
        place = storage.locations.location_ids(session)[0]
        storage.training.learners.add(session, place, "Olive", Work.MANAGER)
    store.close()
    assert run("people", "list", "--left").output.split()[-1] == "Olive"
    assert run("people", "forget", number, "--training", typed="n\n").exit_code == 0
    assert run("people", "list", "--left").output.split()[-1] == "Olive", "it asked, and heard no"
    done = run("people", "forget", number, "--training", typed="y\n")
    assert f"former member of staff {number}" in done.output
    assert run("people", "list", "--left").output == ""
    assert run("people", "export", number).exit_code == 2
    store = storage.connect(f"sqlite:///{data / 'plainly.db'}")
    with store.read() as session:
        assert storage.training.learners.roster(session, place) == []
        actions = [line.action for line in storage.audit.lines(session, None)]
    store.close()
    assert actions[:4] == [
        "learner_deleted",
        "person_forgotten",
        "person_exported",
        "person_exported",
    ]
