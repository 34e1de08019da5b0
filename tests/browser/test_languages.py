"""Notices in every language in Chromium, read aloud; translations checked by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from assistant import storage
from assistant.accounts import Role
from assistant.languages import LANGUAGES
from tests.browser.conftest import TABLET, Site, new_page
from tests.browser.looks import look_over, violations
from tests.test_every_language import THERE

PAGES = {
    "languages": "/languages/",
    "language": "/languages/ur/",
    "sentences": "/languages/ur/sentences?leaflet=1",
    "sentence": "/languages/ur/sentences/notice.any.ask.manager?leaflet=1",
    "files": "/languages/ur/reviews",
}
# A device with a voice for Urdu and none for English; it keeps what it was told to say.
URDU_VOICE = """
  const voice = { lang: "ur_PK", localService: true, name: "Urdu" };
  const told = [];
  window.SpeechSynthesisUtterance = class extends EventTarget {
    constructor(text) { super(); this.text = text; }
  };
  Object.defineProperty(window, "speechSynthesis", { value: {
    told,
    getVoices: () => [voice, { lang: "en-GB", localService: false }],
    speak: (one) => told.push([one.lang, one.voice.lang, one.text]),
    cancel: () => { told.length = 0; },
    addEventListener: () => {},
  } });
"""


@pytest.fixture
def public(site: Site) -> str:
    """Return the path of the notice for the public."""
    with site.app.extensions["plainly"].storage.read() as session:
        (published,) = storage.notices.published(session, 1)
    return f"/n/{published.token}"


@pytest.fixture
def manager_page(browser: Browser, site: Site) -> Iterator[Page]:
    """A page of the manager of the demonstration."""
    with site.app.extensions["plainly"].storage.write() as session:
        people = storage.accounts.everyone(session)
        manager = next(one for one in people if one.role is Role.MANAGER)
        token = storage.doors.start_visit(session, manager, datetime.now(UTC))
    page = new_page(browser, site, viewport=TABLET)
    page.context.add_cookies([{"name": "visit", "value": token, "url": site.address}])
    yield page
    page.context.close()


@pytest.mark.parametrize("code", THERE)
def test_axe_finds_nothing_on_a_notice_in_any_language(
    page: Page, public: str, site: Site, code: str
) -> None:
    response = page.goto(f"{public}/{code}")
    assert response is not None
    if response.status == 404:
        sources = site.app.extensions["notices"]
        assert sources.shipped[code].faults(sources.wording.messages()), "whole, and not offered"
        return
    language = LANGUAGES[code]
    cell = page.locator(f".notice__rows .notice__cell[lang='{language.tag}']").first
    assert cell.evaluate("at => getComputedStyle(at).direction") == language.direction
    assert violations(page) == []
    page.set_viewport_size(ViewportSize(width=390, height=844))
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_nothing_is_wrong_with_a_page_in_any_look(manager_page: Page) -> None:
    for name, path in PAGES.items():
        manager_page.goto(path)
        look_over(manager_page, name)


def test_a_sentence_is_checked_and_taken_back_by_keyboard_alone(manager_page: Page) -> None:
    page = manager_page
    page.goto(PAGES["sentence"])
    page.focus("#qualification")
    page.keyboard.type("grew up with it")
    for _ in range(2):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.value") == "accept"
    page.keyboard.press("Enter")
    page.wait_for_selector(".checking__done")
    page.focus(".checking__done a")
    page.keyboard.press("Enter")
    page.wait_for_selector("button[value=take-back]")
    assert page.locator(".chip").first.inner_text() == "Reviewed by one"
    page.focus("button[value=take-back]")
    page.keyboard.press("Enter")
    page.wait_for_selector("button[value=take-back]", state="detached")
    assert page.locator(".chip").first.inner_text() == "Draft"


def test_listening_is_offered_only_where_the_device_has_a_voice(page: Page, public: str) -> None:
    page.goto(f"{public}/ur")
    assert page.locator("[data-listen]").count() == 2
    assert page.locator("[data-listen]:visible").count() == 0


def test_the_notice_is_read_aloud_in_its_language_sentence_by_sentence(
    page: Page, public: str
) -> None:
    page.add_init_script(URDU_VOICE)
    page.goto(f"{public}/ur")
    buttons = page.locator("[data-listen]:visible")
    assert [one.get_attribute("data-listen") for one in buttons.all()] == ["ur"]
    buttons.first.click()
    told = page.evaluate("speechSynthesis.told")
    rows = page.locator(".notice__cell[lang=ur]").count()
    assert len(told) == rows + 1, "the title and every sentence"
    assert {(lang, voice) for lang, voice, _ in told} == {("ur", "ur_PK")}
    assert told[0][2] == page.locator(".notice__title").inner_text()
    assert buttons.first.get_attribute("aria-pressed") == "true"
    buttons.first.click()
    assert page.evaluate("speechSynthesis.told") == []
    assert buttons.first.get_attribute("aria-pressed") == "false"
