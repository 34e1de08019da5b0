"""Asking as people do it: by touch, by keyboard, without a script, without a connection."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, Response, ViewportSize, expect

from tests.browser.conftest import PHONE, TABLET, Site, new_page

QUESTION = "can I put a resident's name in ChatGPT"


def send(page: Page, question: str) -> None:
    page.get_by_role("textbox", name="Your question").fill(question)
    page.get_by_role("button", name="Ask").tap()


@pytest.mark.parametrize("viewport", [TABLET, PHONE])
def test_the_answer_takes_the_focus_and_is_in_sight(page: Page, viewport: ViewportSize) -> None:
    page.set_viewport_size(viewport)
    page.goto("/")
    send(page, QUESTION)
    heading = page.locator(".outcome h2")
    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport()
    expect(page.get_by_text("Answer to:")).to_be_in_viewport()
    expect(page.locator("#status")).to_have_text("One answer.")
    expect(page.locator(".asked__question")).to_have_text(QUESTION)
    expect(page.get_by_role("textbox", name="Your question")).to_have_value("")
    assert page.url.endswith("/")


def test_only_the_outcome_is_fetched(page: Page) -> None:
    page.goto("/")
    with page.expect_response(lambda response: response.request.method == "POST") as caught:
        send(page, QUESTION)
    response: Response = caught.value
    assert response.request.headers["hx-request"] == "true"
    assert "<html" not in response.text()


def test_the_next_question_replaces_the_answer(page: Page) -> None:
    page.goto("/")
    send(page, QUESTION)
    expect(page.locator(".asked__question")).to_have_text(QUESTION)
    send(page, "what is the capital of France")
    expect(page.locator(".asked__question")).to_have_count(1)
    expect(page.locator(".outcome h2")).to_contain_text("I won’t guess")
    expect(page.locator("#status")).to_have_text("No answer.")


def test_a_question_can_be_asked_by_keyboard_alone(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to the main part")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("textbox", name="Your question")).to_be_focused()
    page.keyboard.type(QUESTION)
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("please")
    page.keyboard.press("Enter")
    expect(page.locator(".outcome h2")).to_be_focused()
    page.keyboard.press("Tab")
    sources = page.locator(".sources")
    expect(sources).to_be_hidden()
    page.locator(".proof summary").focus()
    page.keyboard.press("Enter")
    expect(sources).to_be_visible()


def test_what_stands_above_the_composer_is_not_hidden_by_it(page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.goto("/")
    send(page, QUESTION)
    expect(page.locator(".outcome h2")).to_be_focused()
    composer = page.locator(".ask__composer")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.ask__composer')"):
            break
        focused = page.locator(":focus").bounding_box()
        top = composer.bounding_box()
        assert focused is not None
        assert top is not None
        assert focused["y"] < top["y"]


def test_an_empty_question_keeps_the_focus_at_the_field(page: Page) -> None:
    page.goto("/")
    send(page, "?")
    expect(page.locator("#question-error")).to_contain_text("A few words are enough")
    expect(page.get_by_role("textbox", name="Your question")).to_be_focused()
    expect(page.get_by_role("textbox", name="Your question")).to_have_value("?")
    send(page, QUESTION)
    expect(page.locator(".outcome h2")).to_be_focused()


def test_everything_works_without_a_script(browser: Browser, site: Site) -> None:
    page = new_page(browser, site, java_script_enabled=False, viewport=TABLET)
    page.goto("/")
    page.get_by_role("textbox", name="Your question").fill(QUESTION)
    page.get_by_role("button", name="Ask").click()
    expect(page.locator(".outcome .steps")).to_be_visible()
    expect(page.locator("[data-script]")).to_be_hidden()
    page.goto("/answers/chatgpt-at-work")
    page.get_by_role("link", name="No, nothing about anyone").click()
    page.get_by_role("link", name="No, or I do not know").click()
    expect(page.locator(".verdict")).to_contain_text("Check first")
    page.get_by_role("link", name="Change").first.click()
    expect(page.locator("#guided")).to_be_visible()
    page.goto("/display")
    page.get_by_label("Dark").check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("html[data-theme=dark]")).to_be_attached()
    page.get_by_role("button", name="Finish").click()
    expect(page.get_by_text("Nothing you asked is kept")).to_be_visible()
    page.context.close()


def test_a_guided_question_is_answered_by_tapping(page: Page) -> None:
    page.goto("/answers/chatgpt-at-work")
    page.get_by_role("link", name="Yes, or I am not sure").tap()
    expect(page).to_have_url(f"{page.url.split('/answers')[0]}/answers/personal-data-in-chatbot")


def test_an_answer_prints_black_on_white_with_its_sources(page: Page, site: Site) -> None:
    page.context.add_cookies([{"name": "display", "value": "large.dark.less", "url": site.address}])
    page.goto("/answers/chatgpt-at-work")
    page.emulate_media(media="print")
    for hidden in (".bar", ".tabs", ".tools", ".related"):
        expect(page.locator(hidden)).to_be_hidden()
    expect(page.locator(".sources")).to_be_visible()
    expect(page.locator(".lead")).to_have_css("color", "rgb(0, 0, 0)")
