"""Every kind of page, looked over by axe in each of its looks, and at each width."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from tests.browser.conftest import PHONE, TABLET, Site, double_text, look_like, new_page
from tests.browser.looks import (
    SPOILT_BY_A_LOOK,
    TOO_SMALL,
    check_widths,
    look_over,
    open_all,
    violations,
)

PAGES = {
    "start": "/",
    "all answers": "/answers/",
    "answers from A to Z": "/answers/?by=letter",
    "the principles": "/answers/?by=principle",
    "answers of a principle": "/answers/?principle=security",
    "answers of a need": "/answers/?need=wrong",
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
LOOKS = ("forced colours", "text at 200 %", "mirrored")
# Between them these hold every kind of part; where colours are the system's own, or letters only
# larger, each part needs to be looked at once.
SAMPLE = ("start", "all answers", "answer", "emergency", "notice", "AI tools", "join a session")
# What is cut off: text in a box that hides what does not fit.
CUT_OFF = """
() => [...document.querySelectorAll("main *, header *, nav *")]
  .filter((one) => one.checkVisibility() && !one.closest(".visually-hidden, svg, textarea"))
  .filter((one) => {
    const { overflowX, clipPath } = getComputedStyle(one);
    return overflowX !== "visible" && clipPath === "none";
  })
  .filter((one) => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1)
  .map((one) => one.outerHTML.slice(0, 120))
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


def looking(browser: Browser, site: Site, patch: pytest.MonkeyPatch, look: str) -> Page:
    """Return a page of a tablet that looks like *look*."""
    colours = {"forced_colors": "active"} if look == "forced colours" else {}
    page = new_page(browser, site, viewport=TABLET, **colours)
    if look == "mirrored":
        patch.setitem(site.app.config, "LOCALE", "ur")
    if look == "text at 200 %":
        double_text(page)
    return page


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_wrong_with_a_page_in_any_look(page: Page, name: str) -> None:
    page.goto(PAGES[name])
    look_over(page, name)


@pytest.mark.parametrize("name", OUTCOMES)
def test_nothing_is_wrong_with_an_outcome_in_any_look(page: Page, name: str) -> None:
    ask(page, OUTCOMES[name])
    look_over(page, name)


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_that_a_look_can_spoil(
    browser: Browser, site: Site, monkeypatch: pytest.MonkeyPatch, look: str
) -> None:
    page = looking(browser, site, monkeypatch, look)
    for name in SAMPLE:
        page.goto(PAGES[name])
        open_all(page)
        assert violations(page, *SPOILT_BY_A_LOOK) == [], name
    for question in OUTCOMES.values():
        ask(page, question)
        open_all(page)
        assert violations(page, *SPOILT_BY_A_LOOK) == [], question
    page.context.close()


def test_a_mirrored_page_runs_from_the_right(
    browser: Browser, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = looking(browser, site, monkeypatch, "mirrored")
    ask(page, OUTCOMES["answered"])
    assert page.locator("html").get_attribute("dir") == "rtl"
    sign, headline = (
        page.locator(f".verdict__{part}").bounding_box() for part in ("sign", "headline")
    )
    assert sign is not None
    assert headline is not None
    # The answer itself is English and keeps its own direction.
    assert page.locator(".steps").get_attribute("dir") == "ltr"
    assert sign["x"] > headline["x"]
    page.context.close()


def test_no_page_with_the_largest_text_scrolls_sideways(
    page: Page, context: BrowserContext, site: Site
) -> None:
    look_like(context, site, size="largest")
    for path in PAGES.values():
        page.goto(path)
        check_widths(page, path)
    for question in OUTCOMES.values():
        ask(page, question)
        open_all(page)
        check_widths(page, question)


def test_text_at_200_percent_is_all_there(page: Page, site: Site) -> None:
    double_text(page)
    for path in PAGES.values():
        page.goto(path)
        open_all(page)
        for width in (390, 820, 1280):
            page.set_viewport_size(ViewportSize(width=width, height=900))
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
            assert page.evaluate(CUT_OFF) == [], f"{path} at {width}"


def choose_language(page: Page, name: str) -> None:
    """Choose a language from the menu of the page, on a phone."""
    page.set_viewport_size(PHONE)
    page.locator(".language-switch summary").click()
    assert page.evaluate(TOO_SMALL) == []
    check_widths(page, "the menu of languages", widths=(PHONE["width"],))
    assert violations(page, "color-contrast", "valid-lang", "html-lang-valid") == []
    page.get_by_role("button", name=name).click()
    page.wait_for_url("**/")


def test_pages_in_another_language_and_the_menu_that_chooses_it(page: Page) -> None:
    page.goto("/")
    choose_language(page, "हिन्दी")
    for path in ("/answers/emergency", "/sign-in/", "/"):
        page.goto(path)
        assert page.locator("html").get_attribute("lang") == "hi"
        assert violations(page) == [], path
    choose_language(page, "English")
    assert page.locator("html").get_attribute("lang") == "en-GB"


def test_a_page_has_one_live_region(page: Page) -> None:
    for path in ("/", "/answers/", "/answers/chatgpt-at-work", "/offline", "/?finished=1"):
        page.goto(path)
        assert page.locator("[role=status], [role=alert], [role=log], [aria-live]").count() == 1


def test_focus_shows_on_every_control(page: Page) -> None:
    page.goto("/")
    for _ in range(8):
        page.keyboard.press("Tab")
        style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert style == "solid", page.evaluate("document.activeElement.outerHTML")
