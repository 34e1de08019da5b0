"""Finding answers as people do it: by role, by what was opened, by need, by title as one types."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, Request, ViewportSize, expect

from tests.browser.conftest import PHONE, TABLET, Site, new_page

BOTH = pytest.mark.parametrize("viewport", [TABLET, PHONE], ids=["tablet", "phone"])
# What the browser itself asks for, at a time of its own.
_OWN = re.compile(r"service-worker|mark\.svg|/static/fonts/")


@BOTH
def test_a_senior_finds_the_questions_of_a_senior(page: Page, viewport: ViewportSize) -> None:
    page.set_viewport_size(viewport)
    page.goto("/")
    expect(page.get_by_role("button", name="Care worker")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Senior").tap()
    expect(page.get_by_role("button", name="Senior")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("heading", name="People often ask")).to_be_in_viewport()
    page.get_by_role("link", name="Does this person have capacity").tap()
    expect(page.get_by_role("heading", level=1)).to_contain_text("capacity")


@BOTH
def test_what_was_opened_is_one_tap_away_until_finish(page: Page, viewport: ViewportSize) -> None:
    page.set_viewport_size(viewport)
    page.goto("/answers/falls-sensors")
    title = page.get_by_role("heading", level=1).inner_text().replace("\n", " ")
    page.goto("/")
    section = page.get_by_role("region", name="Opened on this visit")
    section.get_by_role("link", name=title).tap()
    expect(page).to_have_url(re.compile(r"/answers/falls-sensors$"))
    page.get_by_role("button", name="Finish").tap()
    expect(page.get_by_text("Nothing you asked is kept")).to_be_visible()
    expect(page.get_by_role("region", name="Opened on this visit")).to_have_count(0)


@BOTH
def test_something_that_went_wrong_leads_to_what_to_do(page: Page, viewport: ViewportSize) -> None:
    page.set_viewport_size(viewport)
    page.goto("/")
    page.get_by_role("link", name="Something went wrong").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Something went wrong")
    expect(page.get_by_role("link", name="Call 999")).to_be_in_viewport()
    page.get_by_role("link", name="The sensor missed a fall").tap()
    expect(page.locator(".steps")).to_be_visible()


@BOTH
def test_titles_are_found_while_one_types_and_nothing_is_sent(
    page: Page, viewport: ViewportSize
) -> None:
    page.set_viewport_size(viewport)
    page.goto("/answers/")
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request))
    page.get_by_role("searchbox", name="Find a title").press_sequentially("falls sens")
    expect(page.locator(".index li:visible")).to_have_count(1)
    expect(page.locator("[data-count]")).to_have_text("One title has these words.")
    expect(page.get_by_role("status")).to_have_text("One title has these words.")
    expect(page.get_by_role("heading", level=2)).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="May we use AI falls sensors")).to_be_focused()
    page.get_by_role("searchbox").fill("zebra")
    expect(page.locator("[data-count]")).to_have_text("No title has these words.")
    page.get_by_role("searchbox").fill("")
    expect(page.locator(".index li:visible")).to_have_count(page.locator(".index li").count())
    assert [request.url for request in sent if not _OWN.search(request.url)] == []
    assert page.url.endswith("/answers/")


@pytest.mark.parametrize("typed", ["sensor", "PERSON’S name", "e-mail", "zebra", "?!"])
def test_the_page_and_the_server_find_the_same_titles(
    page: Page, browser: Browser, site: Site, typed: str
) -> None:
    page.goto("/answers/?by=letter")
    page.get_by_role("searchbox").fill(typed)
    in_page = page.locator(".index li:visible").all_inner_texts()
    plain = new_page(browser, site, java_script_enabled=False)
    plain.goto("/answers/")
    plain.get_by_role("searchbox").fill(typed)
    plain.get_by_role("button", name="Find").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Titles with these words")
    assert plain.locator(".index li").all_inner_texts() == in_page
    assert typed not in plain.url
    plain.context.close()


def test_everything_is_found_without_a_script(browser: Browser, site: Site) -> None:
    page = new_page(browser, site, java_script_enabled=False, viewport=PHONE)
    page.goto("/")
    page.get_by_role("button", name="Manager").click()
    expect(page.get_by_role("link", name="Do we need an AI policy")).to_be_visible()
    page.get_by_role("link", name="For managers").click()
    page.get_by_role("link", name="What goes into a DPIA?").click()
    page.goto("/answers/")
    page.get_by_role("link", name="By CQC principle").click()
    page.get_by_role("link", name="Human oversight").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Answers about: Human oversight")
    page.goto("/")
    expect(page.get_by_role("region", name="Opened on this visit")).to_contain_text("DPIA")
    page.context.close()


def test_the_whole_way_by_keyboard(page: Page) -> None:
    def to(name: str, role: str = "link", most: int = 60) -> None:
        """Press Tab until the control with that name has the focus."""
        wanted = page.get_by_role(role, name=name).first  # type: ignore[arg-type]
        for _ in range(most):
            page.keyboard.press("Tab")
            if wanted.evaluate("one => one === document.activeElement"):
                return
        raise AssertionError(f"Tab does not reach {name}")

    page.goto("/")
    to("Senior", "button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Senior")).to_have_attribute("aria-pressed", "true")
    page.goto("/answers/chatgpt-at-work")
    to("No, nothing about anyone")
    page.keyboard.press("Enter")
    to("No, or I do not know")
    page.keyboard.press("Enter")
    expect(page.locator(".verdict")).to_contain_text("Check first")
    to("Read the whole answer")
    page.keyboard.press("Enter")
    page.locator(".proof summary").wait_for()
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.proof summary')"):
            break
    page.keyboard.press("Space")
    expect(page.locator(".sources")).to_be_visible()
    page.goto("/")
    to("Finish", "button", most=8)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing you asked is kept")).to_be_visible()
