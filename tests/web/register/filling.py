"""What the tests of the register do with it: put tools in, look at them, fill pages in."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from assistant import notices, storage
from assistant.register import Tool, load_questions
from assistant.storage.audit import ON_SERVER
from assistant.storage.register import RegisteredTool
from tests import tools
from tests.web.conftest import checked, token_of
from tests.web.house import House

ROOT = Path(__file__).resolve().parents[3]
WORDING = tools.WORDING
QUESTIONS = load_questions(ROOT / "knowledge" / "register" / "questions.yaml", WORDING.uses)
EXAMPLES = notices.read((ROOT / "knowledge" / "examples" / "care-home.json").read_bytes()).tools
NOTEWELL = EXAMPLES[0]
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def send(client: FlaskClient, path: str, **fields: object) -> TestResponse:
    return client.post(path, data={**token_of(client), **fields})


def page(client: FlaskClient, path: str) -> BeautifulSoup:
    return checked(client.get(path), 200)


def put(house: House, tool: Tool, place: int | None = None) -> RegisteredTool:
    """Keep *tool* at North House, or at another place."""
    with house.store.write() as session:
        return storage.register.add(session, place or house.north, tool, NOW, ON_SERVER)


def held(house: House, kept: RegisteredTool) -> Tool:
    """Return the tool as it holds now."""
    with house.store.read() as session:
        found = storage.register.by_number(session, kept.location_id, kept.number)
    assert found is not None
    return found.tool


def all_held(house: House, place: int | None = None) -> list[Tool]:
    with house.store.read() as session:
        return [one.tool for one in storage.register.tools(session, place or house.north)]


def actions(house: House) -> list[str]:
    with house.store.read() as session:
        return [line.action for line in storage.audit.lines(session, None)]


def filled(soup: BeautifulSoup) -> dict[str, Any]:
    """Return what a browser would send of the page's form of questions, as it stands."""
    form = soup.select_one("main form")
    assert form is not None
    fields: dict[str, Any] = {}
    for control in form.select("input, select"):
        name, kind = str(control.get("name")), control.get("type")
        if control.name == "select":
            chosen = control.select_one("option[selected]") or control.select_one("option")
            assert chosen is not None
            fields[name] = str(chosen["value"])
        elif kind in ("radio", "checkbox"):
            if control.has_attr("checked"):
                fields.setdefault(name, []).append(str(control["value"]))
        else:
            fields[name] = str(control.get("value", ""))
    return fields
