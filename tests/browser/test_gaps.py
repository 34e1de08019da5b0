"""From a question without an answer to the line that staff then see: the whole way, in Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from assistant.knowledge import Knowledge
from assistant.matching import Index
from tests.browser.conftest import PHONE, TABLET, Site, new_page, serve
from tests.browser.looks import look_over

NOT_OURS = "can the flurbotron sing to Brenda in room 12 at night"


@pytest.fixture
def own_site(tmp_path: Path, knowledge: Knowledge, index: Index) -> Iterator[Site]:
    """A site of this test's own: what it sends must not stand in other tests' pages."""
    with serve(tmp_path / "data", knowledge, index) as site:
        yield site


def send(page: Page, question: str = NOT_OURS) -> None:
    """Ask, look over what would be kept, take a word out, mark the product, and send."""
    page.goto("/")
    page.fill("#question", question)
    page.get_by_role("button", name="Ask", exact=True).click()
    page.get_by_role("button", name="See what would be sent").click()
    page.get_by_label("night", exact=True).uncheck()
    page.get_by_label("flurbotron").check()
    page.get_by_role("button", name="Send these words").click()
    page.wait_for_url("**/gaps/sent")


def become_manager(page: Page) -> None:
    page.goto("/try/")
    page.get_by_role("button", name="Robin Example").click()
    page.wait_for_url("**/manage/")


@pytest.mark.parametrize(("viewport", "scripts"), [(TABLET, True), (PHONE, True), (PHONE, False)])
def test_a_question_becomes_a_line_that_staff_see(
    browser: Browser, own_site: Site, viewport: ViewportSize, scripts: bool
) -> None:
    page = new_page(browser, own_site, viewport=viewport, java_script_enabled=scripts)
    send(page)
    assert page.get_by_role("heading", name="What happens next").is_visible()
    page.get_by_role("button", name="Finish").click()

    become_manager(page)
    page.get_by_role("link", name="Gaps").click()
    page.get_by_role("link", name="can the flurbotron sing to in at").click()
    assert page.get_by_text("What would happen now").is_visible()
    page.get_by_text("An answer needs a line of this location").click()
    page.get_by_label("Answer that it belongs to").last.select_option("companion-robots")
    page.get_by_role("button", name="Write a line").click()
    page.get_by_label("Your line").fill("Ask Priya before the flurbotron comes out.")
    page.get_by_label("Their phone number").fill("01632 960104")
    page.get_by_role("button", name="Add this line").click()
    assert page.get_by_text("A line of this location was added").first.is_visible()
    page.get_by_role("button", name="Finish").click()

    page.goto("/answers/companion-robots")
    own = page.locator("[data-own]")
    assert "Ask Priya before the flurbotron comes out." in own.inner_text()
    assert own.get_by_role("link").get_attribute("href") == "tel:01632960104"
    page.context.close()


def test_what_was_sent_is_taken_back(browser: Browser, own_site: Site) -> None:
    page = new_page(browser, own_site, viewport=PHONE)
    send(page)
    page.get_by_role("button", name="Take it back").click()
    assert page.get_by_text("It is deleted. Nothing of it is kept.").is_visible()
    become_manager(page)
    page.goto("/manage/gaps/")
    assert page.get_by_text("Nothing is open.").is_visible()
    page.context.close()


def test_the_whole_way_by_keyboard(browser: Browser, own_site: Site) -> None:
    page = new_page(browser, own_site, viewport=TABLET)
    page.goto("/")
    page.fill("#question", NOT_OURS)
    page.keyboard.press("Enter")
    page.wait_for_selector(".outcome")
    press_until(page, "See what would be sent")
    page.keyboard.press("Enter")
    page.wait_for_url("**/gaps/check")
    press_until(page, "Send these words")
    page.keyboard.press("Enter")
    page.wait_for_url("**/gaps/sent")
    page.context.close()


def test_a_yes_is_thanked_in_place_and_takes_the_focus(browser: Browser, own_site: Site) -> None:
    page = new_page(browser, own_site, viewport=TABLET)
    page.goto("/answers/daily-notes")
    page.locator("#helpful").get_by_role("button", name="Yes").click()
    page.get_by_text("Thank you. That helps us").wait_for()
    assert page.evaluate("document.activeElement.id") == "helpful"
    assert page.url.endswith("/answers/daily-notes")
    page.context.close()


def test_nothing_is_wrong_with_a_page_in_any_look(browser: Browser, own_site: Site) -> None:
    page = new_page(browser, own_site, viewport=PHONE, has_touch=True)
    send(page)
    for path in _pages(page):
        page.goto(path)
        look_over(page, path)
    page.goto("/")
    page.fill("#question", NOT_OURS)
    page.locator(".ask__form button").click()
    page.wait_for_selector(".outcome")
    look_over(page, "declined")
    page.locator("form.send button").click()
    page.wait_for_url("**/gaps/check")
    look_over(page, "check")
    page.context.close()


def _pages(page: Page) -> list[str]:
    page.goto("/try/")
    page.locator("form[action^='/try/'] button").first.click()
    page.wait_for_url("**/manage/")
    page.goto("/manage/words/chatgpt-at-work")
    page.fill("#text", "Ask Priya first.")
    page.locator(".button--main").click()
    page.goto("/manage/gaps/")
    gap = str(page.locator("section[aria-labelledby=asked] a").first.get_attribute("href"))
    return [
        "/answers/daily-notes",
        "/manage/gaps/",
        gap,
        "/manage/words/",
        "/manage/words/chatgpt-at-work",
        "/manage/words/companion-robots",
        "/gaps/sent",
    ]


def press_until(page: Page, words: str) -> None:
    """Move on with the Tab key until the control with *words* has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if words in page.evaluate("document.activeElement.innerText ?? ''"):
            return
    raise AssertionError(f"never reached: {words}")
