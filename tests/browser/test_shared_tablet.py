"""A shared tablet: it forgets its user, and it has answers when the connection is gone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from assistant.knowledge import Knowledge
from assistant.matching import Index
from tests.browser.conftest import Site, serve

KEPT_PATHS = """
async () => {
  const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
  const requests = (await Promise.all(caches_.map((cache) => cache.keys()))).flat();
  return requests.map((request) => new URL(request.url).pathname);
}
"""
QUESTION = "can I put a resident's name in ChatGPT"


@pytest.fixture
def site(tmp_path: Path, knowledge: Knowledge, index: Index) -> Iterator[Site]:
    """Return a site of one test alone, which may stop it."""
    with serve(tmp_path, knowledge, index) as site:
        yield site


def ask(page: Page) -> None:
    page.goto("/")
    page.get_by_role("textbox", name="Your question").fill(QUESTION)
    page.get_by_role("button", name="Ask").click()
    expect(page.locator(".asked__question")).to_have_text(QUESTION)


def finish(page: Page) -> None:
    page.get_by_role("button", name="Finish").click()
    expect(page.get_by_text("Nothing you asked is kept")).to_be_visible()


def test_back_after_finish_shows_no_question(page: Page) -> None:
    ask(page)
    finish(page)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("body")).not_to_contain_text(QUESTION)
    expect(page.locator(".outcome")).to_have_count(0)


def test_words_not_sent_are_gone_after_finish(page: Page) -> None:
    page.goto("/")
    page.get_by_role("textbox", name="Your question").fill("something private")
    finish(page)
    page.go_back()
    expect(page.get_by_role("textbox", name="Your question")).to_have_value("")


def test_finish_leaves_nothing_of_the_visit_in_the_browser(
    page: Page, context: BrowserContext
) -> None:
    ask(page)
    before = {cookie.get("name"): cookie.get("value") for cookie in context.cookies()}
    finish(page)
    after = {cookie.get("name"): cookie.get("value") for cookie in context.cookies()}
    assert after["plainly"] != before["plainly"]
    assert page.evaluate("({...localStorage})") == {}
    # htmx notes where the page is; a question never stands in an address.
    assert page.evaluate("({...sessionStorage})") == {
        "htmx-current-path-for-history": "/?finished=1"
    }


def wait_for_worker(page: Page) -> None:
    page.goto("/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")


def test_saved_answers_are_there_when_the_server_is_gone(page: Page, site: Site) -> None:
    wait_for_worker(page)
    site.stop()
    page.goto("/answers/falls-sensors")
    expect(page.get_by_role("heading", level=1)).to_have_text("Saved answers")
    expect(page.get_by_text("Saved copy of")).to_be_visible()
    expect(page.locator(".saved").first).to_contain_text("Call 999 now")
    expect(page.locator(".saved").first).to_have_css("border-top-style", "solid")
    page.get_by_text("May we use AI falls sensors").click()
    expect(page.get_by_text("Go to the person at every alert")).to_be_visible()


def test_saved_titles_are_found_without_a_server(page: Page, site: Site) -> None:
    wait_for_worker(page)
    site.stop()
    page.goto("/answers/")
    page.get_by_role("searchbox", name="Find a title").fill("lost tablet")
    expect(page.locator(".saved:visible")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator(".saved:visible summary")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".saved:visible .steps")).to_be_visible()


def test_who_to_ask_and_999_are_there_without_a_server(page: Page, site: Site) -> None:
    wait_for_worker(page)
    site.stop()
    page.goto("/")
    expect(page.get_by_role("link", name="Call 999").first).to_be_in_viewport()
    rows = page.get_by_role("region", name="Who to ask here").get_by_role("listitem")
    expect(rows.first.get_by_role("link")).to_have_attribute("href", re.compile("^tel:01632960"))


def test_finish_keeps_the_saved_answers(page: Page, site: Site) -> None:
    wait_for_worker(page)
    ask(page)
    finish(page)
    site.stop()
    page.goto("/answers/emergency")
    expect(page.get_by_role("heading", level=1)).to_have_text("Saved answers")
    expect(page.locator("body")).not_to_contain_text(QUESTION)


def test_the_worker_keeps_no_question_and_no_other_page(page: Page) -> None:
    wait_for_worker(page)
    ask(page)
    page.goto("/answers/emergency")
    kept = page.evaluate(KEPT_PATHS)
    assert "/offline" in kept
    assert [path for path in kept if not path.startswith("/static/")] == ["/offline"]


def test_without_a_connection_the_words_stay_and_it_says_so(page: Page, site: Site) -> None:
    wait_for_worker(page)
    page.get_by_role("textbox", name="Your question").fill(QUESTION)
    site.stop()
    page.get_by_role("button", name="Ask").click()
    expect(page.locator("#connection")).to_contain_text("Your words are still here")
    expect(page.get_by_role("status")).to_contain_text("Your words are still here")
    expect(page.get_by_role("textbox", name="Your question")).to_have_value(QUESTION)
    page.get_by_role("link", name="read the saved answers").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Saved answers")


def test_the_display_is_there_from_the_first_paint(page: Page) -> None:
    page.goto("/display")
    page.get_by_label("Dark").check()
    page.get_by_label("Largest").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved on this device.")).to_be_visible()
    expect(page.locator("html")).to_have_css("font-size", "25px")
    expect(page.locator("body")).to_have_css("color", "rgb(238, 243, 240)")
