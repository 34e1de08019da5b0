"""Making and publishing a notice through its pages, as tests of it do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from msgspec import structs

from assistant import notices, storage
from assistant.notices import NoticeFile
from assistant.register import Tool
from assistant.storage.audit import ON_SERVER
from assistant.storage.notices import PublishedNotice
from tests.tools import KNOWLEDGE
from tests.web.conftest import checked, token_of
from tests.web.house import House

BEGUN: dict[str, Any] = {"contact": "manager", "data_contact": "not_needed"}
REVIEW = (datetime.now(UTC).date() + timedelta(days=90)).isoformat()


def send(client: FlaskClient, path: str, status: int = 303, **fields: Any) -> str:
    """Send a form, and return where it leads, or the page that it gives."""
    response = client.post(path, data={**token_of(client), **fields})
    assert response.status_code == status, response.text[:3000]
    return response.headers.get("Location", response.text)


def change(house: House, **fields: Any) -> Tool:
    """Save the tool of North House with other answers, as the register's pages do."""
    with house.store.write() as session:
        (kept,) = storage.register.tools(session, house.north)
        tool = structs.replace(kept.tool, **fields)
        storage.register.save(
            session, house.north, kept.number, tool, datetime.now(UTC), ON_SERVER, kept.revision
        )
    return tool


def newest(house: House, place: int | None = None) -> PublishedNotice:
    with house.store.read() as session:
        return storage.notices.published(session, place or house.north)[-1]


def begin(client: FlaskClient, audience: str = "residents") -> str:
    """Begin a notice, and return the address of it without its step."""
    path = send(client, "/notices/making/new", audience=audience)
    assert path.endswith("/tools")
    return path.removesuffix("/tools")


def publish(client: FlaskClient, making: str, status: int = 303, **fields: Any) -> str:
    """Approve the notice as it stands on its last page, and return where that leads."""
    read = page(client, f"{making}/check").select_one("input[name=facts]")
    given = {"approved_by": "manager", "review_by": REVIEW, **fields}
    if read is not None:
        given["facts"] = str(read["value"])
    return send(client, f"{making}/publish", status, **given)


def page(client: FlaskClient, path: str) -> BeautifulSoup:
    return checked(client.get(path), 200)


# From the first step to print


def example(name: str) -> NoticeFile:
    """Return a worked example of the knowledge by the name of its file."""
    return notices.read((KNOWLEDGE / "examples" / f"{name}.json").read_bytes())
