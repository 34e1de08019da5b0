"""A session in a house, as tests run it: one facilitator, and learners on their own devices."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from assistant.storage.training import sessions
from assistant.storage.training.sessions import KeptSession
from assistant.training import Naming
from tests.web.conftest import checked, token_of
from tests.web.house import House

HTMX = {"HX-Request": "true"}


def send(client: FlaskClient, path: str, **fields: object) -> TestResponse:
    """Return the answer to a form, as a browser sends it."""
    return client.post(path, data={**token_of(client), **fields})


def swap(client: FlaskClient, path: str, **fields: object) -> TestResponse:
    """Return the answer to a form, as htmx sends it."""
    return client.post(path, data={**token_of(client), **fields}, headers=HTMX)


@dataclass
class Room:
    """A session that someone began through its page."""

    house: House
    facilitator: FlaskClient
    number: int
    learners: list[FlaskClient] = field(default_factory=list)

    @property
    def path(self) -> str:
        """Return the address of the facilitator's screen."""
        return f"/training/sessions/{self.number}"

    @property
    def kept(self) -> KeptSession:
        """Return the session as it is kept."""
        with self.house.store.read() as session:
            kept = sessions.get(session, self.house.north, self.number)
        assert kept is not None
        return kept

    def screen(self, more: str = "") -> BeautifulSoup:
        """Return the facilitator's page."""
        return checked(self.facilitator.get(self.path + more), 200)

    def move(self, *steps: str, htmx: bool = False) -> TestResponse:
        """Take the room on as the facilitator does, and return the last answer."""
        for step in steps:
            revision = self.kept.training.revision
            path = f"{self.path}/move"
            way = swap if htmx else send
            answer = way(self.facilitator, path, do=step, revision=revision)
            assert answer.status_code in (200, 204, 303), answer.text[:500]
        return answer

    def join(self, name: str = "", client: FlaskClient | None = None) -> FlaskClient:
        """Return the device of someone new in the room."""
        client = client or self.house.client()
        answer = send(client, "/join/", code=self.kept.code, name=name)
        assert answer.status_code == 303, answer.text[:2000]
        self.learners.append(client)
        return client

    def choose(self, client: FlaskClient, option: int, /, **more: object) -> TestResponse:
        """Send an answer to what the room is asked now; very sure, if nothing else is said."""
        at = self.kept.training
        fields = {"item": at.item, "phase": at.phase.value, "option": option, "sure": 3}
        return send(client, "/join/answer", **{**fields, **more})

    def right(self, item: int = 0) -> int:
        """Return the place of the right option of a situation."""
        scenarios = self.house.app.extensions["plainly"].knowledge.scenarios
        options = scenarios[self.kept.training.scenarios[item]].options
        return [option.right for option in options].index(True)


def begin(
    house: House,
    naming: Naming = Naming.NAMED,
    way: str = "phones",
    plan: str = "induction",
    who: str = "senior",
) -> Room:
    """Begin a session through its page."""
    client = house.as_(who)
    fields = {"role": "care_worker", "naming": naming.value, "way": way}
    answer = send(client, f"/training/plans/{plan}", **fields)
    found = re.fullmatch(r"/training/sessions/(\d+)", answer.headers.get("Location", ""))
    assert found is not None, answer.text[:2000]
    return Room(house, client, int(found[1]))
