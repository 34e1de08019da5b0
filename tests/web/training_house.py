"""What tests of training pages do again and again: people on the roster, a tool, a check taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from assistant import storage
from assistant.knowledge import Role
from assistant.storage import audit
from assistant.storage.training import checks, learners
from assistant.storage.training.checks import Attempt
from assistant.training import codes
from tests.web.conftest import checked, token_of
from tests.web.house import House

CHECKS = "/training/checks/"
TAKE = "/training/checks/take"
VERY = "3"


@dataclass
class Taking:
    """Someone who takes a check in a browser."""

    house: House
    client: FlaskClient

    def post(self, path: str, **fields: object) -> TestResponse:
        """Return the answer to a form that is sent, and not followed."""
        return self.client.post(path, data={**token_of(self.client), **fields})

    def page(self, path: str, status: int = 200) -> BeautifulSoup:
        """Return a page, after checking what holds for every page."""
        return checked(self.client.get(path), status)

    def begin(self, code: str, **fields: object) -> None:
        """Begin a check with a slip code."""
        checked(self.post(CHECKS, code=code), 200)
        response = self.post(f"{CHECKS}begin", code=code.replace(" ", ""), language="en", **fields)
        assert response.headers["Location"] == TAKE, response.text[:2000]

    def answer(self, *, wrong: tuple[str, ...] = ()) -> Attempt:
        """Answer all that is asked, right but for the *wrong* ideas; return how it stands."""
        attempt = self.attempt()
        for place, asked in enumerate(attempt.asked):
            if asked.option is None:
                option = (asked.right + 1) % 3 if asked.idea in wrong else asked.right
                response = self.post(TAKE, place=place, option=option, sure=VERY)
                assert response.headers["Location"] == f"{TAKE}/{place + 1}", response.text[:2000]
        return self.attempt()

    def attempt(self) -> Attempt:
        """Return the newest attempt of North House."""
        with self.house.store.read() as session:
            found = [
                one
                for learner in learners.roster(session, self.house.north)
                for one in checks.of_learner(session, self.house.north, learner.id)
            ]
        return max(found, key=lambda one: one.id)


def add_learner(house: House, name: str = "Asha Patel", role: Role = Role.CARE_WORKER) -> int:
    """Return the number of someone new on the roster of North House."""
    with house.store.write() as session:
        return learners.add(session, house.north, name, role)


def slip(house: House, learner: int) -> str:
    """Return a slip code as it is printed."""
    with house.store.write() as session:
        code = learners.issue_slip(session, house.north, learner)
    assert code
    return codes.shown(code)


def tool_number(house: House) -> int:
    """Return the number of the tool that is in use at North House."""
    with house.store.read() as session:
        (tool,) = storage.register.tools(session, house.north)
    return tool.number


def at_tablet(house: House) -> Taking:
    """Return someone at the tablet of North House."""
    return Taking(house, house.at("tablet"))


def as_(house: House, who: str) -> Taking:
    """Return a browser in which someone signed in."""
    return Taking(house, house.as_(who))


def today() -> date:
    """Return the day it is, as the application sees it."""
    return datetime.now(UTC).date()


def actions(house: House) -> list[tuple[str, str]]:
    """Return what the audit holds, as actions and what each is about, newest first."""
    with house.store.read() as session:
        return [(line.action, line.about) for line in audit.lines(session, None)]
