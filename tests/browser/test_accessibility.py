"""Every kind of page, looked over by axe in each of its looks, and at each width."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from tests.browser.conftest import PHONE, TABLET, Site, look_like, new_page, violations

PAGES = {
    "start": "/",
    "all answers": "/answers/",
    "answers of a principle": "/answers/?principle=security",
    "answer": "/answers/chatgpt-at-work",
    "emergency": "/answers/emergency",
    "guided question": "/answers/chatgpt-at-work/2",
    "guided verdict": "/answers/chatgpt-at-work/2/2",
    "notices": "/notices",
    "notice": "/notices/1/en",
    "notice history": "/notices/1/versions",
    "several notices": "/notices/1/together",
    "AI tools": "/tools",
    "display": "/display",
    "saved answers": "/offline",
    "no such page": "/nothing",
    "sent": "/gaps/sent",
    "sign in": "/sign-in/",
    "training": "/training",
    "join a session": "/join/",
    "try it": "/try/",
    "take a check": "/training/checks/",
    "check a certificate": "/certificate",
}
OPEN_ALL = """
for (const part of [...document.querySelectorAll("details")].slice(0, 8)) {
  part.open = true;
}
"""
OUTCOMES = {
    "answered": "can I put a resident's name in ChatGPT",
    "danger": "he has collapsed and is not breathing",
    "declined": "what is the capital of France",
    "long word": "can I use ChatGPT " + "a" * 1500,
    "to mend": "",
}


def ask(page: Page, question: str) -> None:
    page.goto("/")
    page.fill("#question", question)
    page.get_by_role("button", name="Ask").click()
    page.wait_for_selector(".outcome, #question-error")


def open_all(page: Page) -> None:
    """Open what is folded, so that it is looked at too; of a long list the first few."""
    page.evaluate(OPEN_ALL)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_on_any_page(
    page: Page, context: BrowserContext, site: Site, name: str, theme: str
) -> None:
    look_like(context, site, theme=theme)
    page.goto(PAGES[name])
    open_all(page)
    assert violations(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", OUTCOMES)
def test_axe_finds_nothing_in_any_outcome(
    page: Page, context: BrowserContext, site: Site, name: str, theme: str
) -> None:
    look_like(context, site, theme=theme)
    ask(page, OUTCOMES[name])
    open_all(page)
    assert violations(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_in_forced_colours(browser: Browser, site: Site, name: str) -> None:
    page = new_page(browser, site, viewport=TABLET, forced_colors="active")
    page.goto(PAGES[name])
    assert violations(page) == []
    page.context.close()


def test_axe_finds_nothing_on_a_mirrored_page(
    page: Page, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(site.app.config, "LOCALE", "ur")
    ask(page, OUTCOMES["answered"])
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert violations(page) == []


@pytest.mark.parametrize("size", ["normal", "largest"])
def test_no_page_scrolls_sideways_at_any_width(
    page: Page, context: BrowserContext, site: Site, size: str
) -> None:
    look_like(context, site, size=size)
    for path in PAGES.values():
        page.goto(path)
        _check_widths(page, path)
    for question in OUTCOMES.values():
        ask(page, question)
        open_all(page)
        _check_widths(page, question)


@pytest.mark.parametrize("viewport", [TABLET, PHONE])
def test_everything_to_tap_is_large_enough(page: Page, viewport: ViewportSize) -> None:
    page.set_viewport_size(viewport)
    for path in ("/", "/answers/chatgpt-at-work", "/display"):
        page.goto(path)
        for control in page.locator(
            "button:visible, a.choice, a.pill, a.tab, a.button, .option"
        ).all():
            box = control.bounding_box()
            assert box is not None
            assert box["height"] >= 44, control.inner_text()
            assert box["width"] >= 44, control.inner_text()


def test_focus_shows_on_every_control(page: Page) -> None:
    page.goto("/")
    for _ in range(8):
        page.keyboard.press("Tab")
        style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert style == "solid", page.evaluate("document.activeElement.outerHTML")


def _check_widths(page: Page, what: str) -> None:
    for width in (320, 390, 600, 820, 1280):
        page.set_viewport_size(ViewportSize(width=width, height=900))
        excess = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert excess <= 0, f"{what} at {width}"
