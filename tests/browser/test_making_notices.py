"""A manager makes a bilingual leaflet on a tablet without JavaScript; all pages of notices."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest
from playwright.sync_api import Browser, Page, expect

from assistant import notices, storage
from assistant.knowledge import Knowledge
from assistant.matching import Index
from assistant.notices import Format
from tests.browser.conftest import TABLET, Site, new_page, serve
from tests.browser.looks import look_over
from tests.tools import FILE

PAGES = {
    "list": "/notices",
    "notice": "/notices/1/en",
    "notice in Urdu": "/notices/1/ur",
    "history": "/notices/1/versions",
    "several": "/notices/1/together?language=en&language=ur&format=a4",
    "where it hangs": "/notices/1/posted",
    "round": "/notices/round",
    "new": "/notices/making/new",
    "tools": "/notices/making/1/tools",
    "languages": "/notices/making/1/languages",
    "check": "/notices/making/1/check",
    "text message": "/notices/making/1/check?format=sms",
    "jobs": "/jobs/",
    "new job": "/jobs/new",
    "job": "/jobs/1",
}


@pytest.fixture(scope="module")
def office(
    tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge, index: Index
) -> Iterator[Site]:
    """A site of its own, with a notice in the making, a copy that hangs, and a late job."""
    with serve(tmp_path_factory.mktemp("office"), knowledge, index) as site:
        store = site.app.extensions["plainly"].storage
        old = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
        with store.write() as session:
            first = notices.Making(audience=notices.Audience.RESIDENTS, tools=("notewell",))
            storage.makings.begin(session, 1, first, old)
            storage.posting.put_up(
                session,
                1,
                1,
                version=1,
                format=Format.DOOR_SIGN,
                language="en",
                place="Upstairs corridor",
                copies=4,
                on=old.date(),
            )
            storage.switch_off.add(
                session,
                1,
                1,
                lambda number: notices.switch_off(number, FILE, FILE.tools[0], asked_at=old),
            )
        yield site


def enter(page: Page) -> None:
    """Come in as the manager of the demonstration."""
    page.goto("/try/")
    page.get_by_role("button", name="Robin Example").click()
    page.wait_for_load_state()


@pytest.fixture
def manager(browser: Browser, office: Site) -> Iterator[Page]:
    page = new_page(browser, office, viewport=TABLET, has_touch=True)
    enter(page)
    yield page
    page.context.close()


def test_a_manager_makes_a_bilingual_leaflet_without_scripts(
    browser: Browser, office: Site
) -> None:
    """With scripts it is made from an empty register on; see the tests of the register."""
    page = new_page(browser, office, viewport=TABLET, java_script_enabled=False)
    enter(page)
    page.goto("/notices")
    page.get_by_role("link", name="Make a notice").click()
    page.get_by_label("People who live here or get care").check()
    page.get_by_role("button", name="Save and go on").click()

    expect(page.get_by_role("heading", name="Which tools, and who to ask?")).to_be_visible()
    expect(page.get_by_label("Notewell (demonstration)")).to_be_checked()
    expect(page.locator(".sheet img").first).to_be_visible()
    page.get_by_role("button", name="Save and go on").click()

    page.get_by_label("Urdu").check()
    page.get_by_role("checkbox", name="Easy Read").check()
    page.get_by_role("button", name="Save and go on").click()

    expect(page.get_by_text("Nothing is missing.")).to_be_visible()
    page.get_by_role("button", name="Publish and print").click()
    expect(page.get_by_text("Version 1 is published. Now print it.")).to_be_visible()
    link = page.locator(".format", has_text="Urdu").first
    response = page.request.get(str(link.get_attribute("href")))
    document = pypdfium2.PdfDocument(response.body())
    text = " ".join(document[0].get_textpage().get_text_range().split())
    assert "How AI helps us write your care notes" in text
    assert "Draft translation" in text
    page.context.close()


def test_nothing_is_wrong_with_a_page_in_any_look(manager: Page) -> None:
    for name, path in PAGES.items():
        manager.goto(path)
        look_over(manager, name)


def test_the_printed_round_has_no_buttons(manager: Page, tmp_path: Path) -> None:
    manager.goto("/notices/round")
    manager.emulate_media(media="print")
    expect(manager.get_by_role("button")).to_have_count(0)
    expect(manager.get_by_role("heading", name="Copies to collect")).to_be_visible()
