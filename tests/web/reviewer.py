"""Somebody who checks translations, for tests of pages."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from assistant import languages, notices, storage
from assistant.accounts import Account
from assistant.languages import (
    Domain,
    SentenceReview,
    SentenceState,
    Verdict,
    sha256,
)
from assistant.notices import Notice
from assistant.storage import translations
from assistant.web.notices.sources import Sources
from tests.web.conftest import checked, token_of, words_of
from tests.web.house import House

MANAGER = "notice.any.ask.manager"


@dataclasses.dataclass(frozen=True)
class Reviewer:
    """Somebody at the screen who reviews the leaflet of North House."""

    client: FlaskClient
    account: Account
    leaflet: int

    def page(self, id: str, code: str = "ur", leaflet: str = "") -> BeautifulSoup:
        """Return the page of a sentence."""
        return checked(self.client.get(self.path(id, code)), 200)

    def path(self, id: str, code: str = "ur") -> str:
        """Return the address of a sentence of the leaflet."""
        return f"/languages/{code}/sentences/{id}?leaflet={self.leaflet}"

    def says(
        self, do: str, id: str = MANAGER, status: int = 303, code: str = "ur", **fields: str
    ) -> BeautifulSoup | str:
        """Say something of a sentence as it is read now; return the page, or where it leads."""
        soup = self.page(id, code)
        area, read = soup.select_one("textarea"), soup.select_one("#read")
        assert area is not None
        assert read is not None
        data = {
            **token_of(self.client),
            "text": area.text.strip(),
            "read": str(read["value"]),
            "qualification": "grew up with it",
            "method": "read both texts",
            "do": do,
            **fields,
        }
        response = self.client.post(self.path(id, code), data=data)
        if status == 303:
            assert response.status_code == 303, words_of(checked(response, 422).main)
            return response.headers["Location"]
        return checked(response, status)


def reviewer(house: House, who: str) -> Reviewer:
    with house.store.read() as session:
        (published,) = storage.notices.published(session, house.north)
    return Reviewer(house.as_(who), house.people[who], published.id)


def states(house: House, code: str = "ur") -> list[SentenceState]:
    """Return the sentences of the leaflet as they stand."""
    sources: Sources = house.app.extensions["notices"]
    with house.store.read() as session:
        said = translations.of_language(session, code)
    messages = notice_of(house).messages()
    return languages.states(sources.shipped[code], messages, said)


def notice_of(house: House) -> Notice:
    with house.store.read() as session:
        (published,) = storage.notices.published(session, house.north)
    sources: Sources = house.app.extensions["notices"]
    return notices.build(notices.read(published.content), sources.wording)


def finish(sam: Reviewer, code: str = "ur") -> int:
    """Check sentence after sentence until the program knows no next one; return how many."""
    soup = checked(sam.client.get(f"/languages/{code}/sentences?leaflet={sam.leaflet}"), 200)
    button = soup.select_one("a.button--main")
    assert button is not None
    path, count = str(button["href"]), 0
    while "/sentences/" in path:
        id = path.split("/sentences/")[1].split("?")[0]
        path = str(sam.says("accept", id, code=code))
        count += 1
        assert count < 200
    return count


def accept_all(house: House, who: Reviewer) -> None:
    """Let somebody accept every sentence of the leaflet at once, without the pages."""
    reviews = [
        SentenceReview(
            language="ur",
            domain=Domain.NOTICES,
            id=one.message.id,
            source_sha256=sha256(one.message.text),
            shipped_sha256=sha256(one.shipped),
            text=one.text,
            verdict=Verdict.ACCEPTED,
            name=who.account.name,
            role=who.account.role.value,
            qualification="grew up with it",
            method="read both texts",
            provider="Two Homes Care",
            reviewed_at=datetime.now(UTC),
            account_id=who.account.id,
        )
        for one in states(house)
    ]
    with house.store.write() as session:
        translations.add(session, reviews)
