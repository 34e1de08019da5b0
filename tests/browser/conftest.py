"""A served application, and Debian's Chromium to look at it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize
from pytest_playwright.pytest_playwright import CreateContextCallback
from werkzeug.serving import BaseWSGIServer, make_server

from assistant import config, demonstration, storage
from assistant.knowledge import Knowledge
from assistant.matching import Index
from assistant.web import create_app

TABLET = ViewportSize(width=820, height=1180)
PHONE = ViewportSize(width=390, height=844)
_LAUNCH = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    return {"executable_path": "/usr/bin/chromium", "args": _LAUNCH}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, object]:
    return {"viewport": TABLET, "has_touch": True, "locale": "en-GB", "reduced_motion": "reduce"}


@dataclass
class Site:
    """The served application: where it is, and the means to take it away."""

    app: Flask
    address: str
    server: BaseWSGIServer
    thread: threading.Thread

    def stop(self) -> None:
        """Stop serving; the address answers no more."""
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@contextmanager
def serve(data: Path, knowledge: Knowledge, index: Index) -> Iterator[Site]:
    """Serve the application of the demonstration from *data* on a free port."""
    environment = {"PLAINLY_DATA": str(data), "PLAINLY_SECRET_KEY": "browser tests " * 4}
    settings = config.from_environment(environment, demo=True)
    store = storage.connect(settings.database_url)
    storage.migrate(store)
    example = config.knowledge_folder() / "examples" / "scribe.json"
    demonstration.seed(store, example, datetime(2026, 11, 24, tzinfo=UTC))
    with listening(create_app(settings, knowledge=knowledge, index=index, storage=store)) as site:
        yield site
    store.close()


@contextmanager
def listening(app: Flask) -> Iterator[Site]:
    """Serve *app* on a free port."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    site = Site(app, f"http://127.0.0.1:{server.server_port}", server, thread)
    yield site
    if thread.is_alive():
        site.stop()


@pytest.fixture(scope="session")
def lasting_site(
    tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge, index: Index
) -> Iterator[Site]:
    with serve(tmp_path_factory.mktemp("data"), knowledge, index) as site:
        yield site


@pytest.fixture
def site(lasting_site: Site) -> Site:
    """Return the site that all tests look at; those that stop it bring one of their own."""
    return lasting_site


@pytest.fixture
def context(new_context: CreateContextCallback, site: Site) -> BrowserContext:
    """Return a browser context in which ``page.goto`` takes paths of the site."""
    return new_context(base_url=site.address)


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """Return the page of pytest-playwright; an error on its console fails the test."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
    yield page
    # Tests of a lost connection and of error pages make these two themselves.
    expected = ("Failed to load resource", "htmx:")
    assert not [error for error in errors if not error.startswith(expected)]


def look_like(
    context: BrowserContext, site: Site, *, theme: str = "light", size: str = "normal"
) -> None:
    """Choose a display on the device."""
    context.add_cookies([{"name": "display", "value": f"{size}.{theme}.less", "url": site.address}])


def double_text(page: Page) -> None:
    """Let the browser's own text size be twice what it is by default, as its user may choose."""
    session = page.context.new_cdp_session(page)
    session.send("Page.enable")
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})


def new_page(browser: Browser, site: Site, **options: object) -> Page:
    """Return a page in a context of its own with *options*."""
    context = browser.new_context(base_url=site.address, reduced_motion="reduce", **options)  # type: ignore[arg-type]
    return context.new_page()
