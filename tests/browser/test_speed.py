"""What a first visit weighs, and that nothing moves under a finger."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Request, ViewportSize

from tests.browser.conftest import PHONE, TABLET, Site, new_page

MOST_BYTES = 120_000
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
