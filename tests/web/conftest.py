"""The application on the real knowledge, and a fetcher that looks over every page it gets."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from assistant import config, storage
from assistant.config import Settings
from assistant.knowledge import Knowledge
from assistant.matching import Index
from assistant.storage import Storage
from assistant.web import create_app
from tests.conftest import SECRET
from tests.web.house import HOST, House, furnish, with_store

_VOID = {"br", "hr", "img", "input", "link", "meta", "source", "wbr"}


@pytest.fixture(scope="session")
def lasting_app(
    tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge, index: Index
) -> Flask:
    """The application of the demonstration, on a database that nobody uses."""
    folder = tmp_path_factory.mktemp("app")
    environment = {"PLAINLY_DATA": str(folder), "PLAINLY_SECRET_KEY": SECRET}
    settings = config.from_environment(environment, demo=True)
    unused = storage.connect(settings.database_url)
    return create_app(settings, knowledge=knowledge, index=index, storage=unused)


@pytest.fixture
def app(
    lasting_app: Flask, settings: Settings, store: Storage, monkeypatch: pytest.MonkeyPatch
) -> Flask:
    """The demonstration with a folder and a database of this test's own."""
    state = replace(lasting_app.extensions["plainly"], settings=settings, storage=store)
    monkeypatch.setitem(lasting_app.extensions, "plainly", state)
    return lasting_app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def pages(client: FlaskClient) -> Pages:
    return Pages(client)


@pytest.fixture(scope="session")
def lasting_house(
    tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge, index: Index
) -> tuple[House, Path]:
    """The application of a provider, and the file of its database as it was at the start."""
    folder = tmp_path_factory.mktemp("house")
    environment = {
        "PLAINLY_DATA": str(folder),
        "PLAINLY_SECRET_KEY": "house " * 8,
        "PLAINLY_PUBLIC_URL": f"https://{HOST}",
    }
    settings = config.from_environment(environment)
    store = storage.connect(settings.database_url)
    storage.migrate(store)
    north, south, people, devices = furnish(store)
    store.close()
    app = create_app(settings, knowledge=knowledge, index=index, storage=store)
    return House(app, store, north, south, people, devices), folder / "plainly.db"


@pytest.fixture
def house(lasting_house: tuple[House, Path], tmp_path: Path) -> Iterator[House]:
    """The provider with a database of this test's own."""
    lasting, file = lasting_house
    shutil.copy(file, tmp_path / "plainly.db")
    store = storage.connect(f"sqlite:///{tmp_path / 'plainly.db'}")
    with_store(lasting.app, store)
    yield replace(lasting, store=store)
    store.close()


class Pages:
    """Fetches pages, checks each, and returns it parsed."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, path: str, status: int = 200, **how: Any) -> BeautifulSoup:
        """Return the page at *path*."""
        return checked(self.client.get(path, **how), status)

    def post(self, path: str, status: int = 200, **fields: str) -> BeautifulSoup:
        """Return the page that answers a form sent to *path*."""
        return checked(self.client.post(path, data={**self.token(), **fields}), status)

    def ask(self, question: str, status: int = 200) -> BeautifulSoup:
        """Return the Ask page with what came of *question*."""
        return self.post("/", status, question=question)

    def fragment(self, question: str) -> TestResponse:
        """Return what htmx gets for *question*."""
        fields = {**self.token(), "question": question}
        return self.client.post("/", data=fields, headers={"HX-Request": "true"})

    def token(self) -> dict[str, str]:
        """Return the form field that guards against forged posts."""
        return token_of(self.client)


def token_of(client: FlaskClient) -> dict[str, str]:
    """Return the form field that guards against forged posts, from a page that anyone may see."""
    found = soup_of(client.get("/sign-in/")).select_one("input[name=csrf_token]")
    assert found is not None
    return {"csrf_token": str(found["value"])}


def soup_of(response: TestResponse) -> BeautifulSoup:
    return BeautifulSoup(response.text, "html.parser")


def words_of(part: BeautifulSoup | Tag | None) -> str:
    """Return the text of *part* with single spaces."""
    assert part is not None
    return " ".join(part.get_text(" ").split())


def checked(response: TestResponse, status: int) -> BeautifulSoup:
    """Return *response* parsed, after checking what holds for every page."""
    assert response.status_code == status, response.text[:2000]
    assert response.mimetype == "text/html"
    assert response.headers["Cache-Control"] == "no-store"
    _Balance().feed(response.text)
    soup = soup_of(response)
    _check_head(soup)
    _check_controls(soup)
    ids = [str(tag["id"]) for tag in soup.select("[id]")]
    assert len(ids) == len(set(ids)), "an id stands twice"
    assert not soup.select("[style], style, script:not([src])"), "inline style or script"
    assert not [name for tag in soup.find_all() for name in tag.attrs if name.startswith("on")]
    for tag in soup.select("link[href], script[src], img[src], iframe[src]"):
        address = str(tag.get("href") or tag.get("src"))
        assert re.match(r"/[^/\\]", address), f"from another host: {address}"
    for form in soup.select("form"):
        assert {"action", "method"} <= form.attrs.keys(), "a form that needs a script"
    for reference in ("aria-describedby", "aria-labelledby", "for"):
        for tag in soup.select(f"[{reference}]"):
            assert set(str(tag[reference]).split()) <= set(ids), tag
    return soup


def _check_head(soup: BeautifulSoup) -> None:
    html = soup.select_one("html")
    assert html is not None
    assert html["lang"]
    assert html["dir"] in {"ltr", "rtl"}
    headings = soup.select("h1")
    assert len(headings) == 1, "a page has one h1"
    title = words_of(soup.title)
    assert title.startswith(words_of(headings[0])), title
    assert title.endswith("Plainly")
    left = re.search(r"\{[a-z_]+\}|%\([a-z_]+\)", words_of(soup))
    assert left is None, f"a placeholder was left: {left}"


def _check_controls(soup: BeautifulSoup) -> None:
    for control in soup.select("input:not([type=hidden]), textarea, select"):
        name = control.get("id")
        labelled = control.find_parent("label") or soup.select_one(f"label[for='{name}']")
        assert labelled is not None, f"no label: {control}"
        assert words_of(labelled), f"an empty label: {control}"
    for control in soup.select("button, a[href], summary"):
        assert words_of(control), f"no words: {control}"


class _Balance(HTMLParser):
    """Fails where a tag is not closed, or closed in the wrong order."""

    def __init__(self) -> None:
        super().__init__()
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in _VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        """Take a tag that closes itself, as in SVG."""

    def handle_endtag(self, tag: str) -> None:
        last = self._open.pop() if self._open else None
        assert last == tag, f"</{tag}> closes <{last}> at {self.getpos()}"
