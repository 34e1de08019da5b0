"""What a first visit weighs, and that nothing moves under a finger."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Request, Route, ViewportSize

from tests.browser.conftest import PHONE, TABLET, Site, new_page

MOST_BYTES = 120_000
SHRUNK = 0.01
PATHS = ("/", "/answers/", "/answers/chatgpt-at-work", "/answers/chatgpt-at-work/2")
SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) {
    if (!one.hadRecentInput) {
      window.shifts.push([one.value, one.sources.map(({ node }) => node?.outerHTML?.slice(0, 80))]);
    }
  }
}).observe({ type: "layout-shift", buffered: true });
"""


@pytest.mark.parametrize("path", PATHS)
def test_a_first_visit_weighs_little_without_its_fonts(
    browser: Browser, site: Site, path: str
) -> None:
    page = new_page(browser, site, viewport=TABLET, service_workers="block")
    loaded: list[Request] = []
    page.on("requestfinished", lambda request: loaded.append(request))
    page.goto(path, wait_until="networkidle")
    weights = {
        request.url: request.sizes()["responseBodySize"]
        for request in loaded
        if request.resource_type != "font"
    }
    assert len(weights) > 5
    assert sum(weights.values()) < MOST_BYTES, weights
    page.context.close()


@pytest.mark.parametrize("viewport", [TABLET, PHONE], ids=["tablet", "phone"])
def test_nothing_moves_while_a_page_loads(
    browser: Browser, site: Site, viewport: ViewportSize
) -> None:
    page = new_page(browser, site, viewport=viewport)
    page.add_init_script(SHIFTS)
    for path in (*PATHS, "/?finished=1", "/offline"):
        page.goto(path, wait_until="networkidle")
        assert page.evaluate("shifts") == [], path
    page.context.close()


@pytest.mark.parametrize("viewport", [TABLET, PHONE], ids=["tablet", "phone"])
def test_nothing_moves_when_a_slow_answer_comes(
    browser: Browser, site: Site, viewport: ViewportSize
) -> None:
    page = new_page(browser, site, viewport=viewport, service_workers="block")
    page.add_init_script(SHIFTS)
    page.goto("/")
    held: list[Route] = []
    page.route(site.address + "/", lambda route: held.append(route))
    page.fill("#question", "can I put a resident's name in ChatGPT")
    page.get_by_role("button", name="Ask").click()
    page.locator("#looking.is-shown").wait_for()
    page.evaluate("shifts.length = 0")
    held.pop().continue_()
    page.wait_for_selector(".outcome")
    moved = page.evaluate("new Promise((done) => setTimeout(() => done(shifts), 100))")
    # The box shrinks as it is emptied; what stands beside it moves by as much.
    assert sum(value for value, _ in moved) < SHRUNK, moved
    page.context.close()


def test_without_an_answer_the_start_page_comes_back(browser: Browser, site: Site) -> None:
    page = new_page(browser, site, viewport=PHONE, service_workers="block")
    page.goto("/")
    page.route(site.address + "/", lambda route: route.abort())
    page.fill("#question", "can I put a resident's name in ChatGPT")
    page.get_by_role("button", name="Ask").click()
    page.locator("#connection").wait_for()
    assert page.locator(".ask").get_attribute("data-state") == "start"
    page.context.close()
