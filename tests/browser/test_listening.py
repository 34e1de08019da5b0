"""Reading an answer aloud, copying it and printing it.

Debian's Chromium has no voices, so the tests give the page a device that has some.
"""

from __future__ import annotations

import io

import pikepdf
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import TABLET, Site, new_page

DEVICE = """
const voices = %s.map(([lang, localService]) => ({ lang, localService, name: lang }));
window.said = [];
window.SpeechSynthesisUtterance = class extends EventTarget {
  constructor(text) { super(); this.text = text; }
};
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => voices,
  speak: (one) => window.said.push(one),
  cancel: () => { window.hushed = (window.hushed ?? 0) + 1; },
  addEventListener: () => {},
} });
"""
OWN, CLOUD, FRENCH = '["en-GB", true]', '["en-GB", false]', '["fr-FR", true]'


def with_voices(page: Page, *voices: str) -> None:
    page.add_init_script(DEVICE % f"[{', '.join(voices)}]")
    page.goto("/answers/chatgpt-at-work")


def test_a_voice_of_the_device_reads_the_answer_and_can_be_stopped(page: Page) -> None:
    with_voices(page, CLOUD, OWN)
    page.get_by_role("button", name="Listen").tap()
    stop = page.get_by_role("button", name="Stop reading")
    expect(stop).to_be_focused()
    expect(page.get_by_role("button", name="Listen")).to_be_hidden()
    said = page.evaluate("said.map((one) => one.text)")
    assert said[0] == "May I use ChatGPT or another chatbot at work?"
    assert "What to do" in said
    assert not [line for line in said if line.startswith("- ") or "https://" in line]
    assert page.evaluate("said.every((one) => one.voice.localService)")
    stop.tap()
    expect(page.get_by_role("button", name="Listen")).to_be_focused()
    assert page.evaluate("hushed") >= 1


def test_the_button_is_there_again_when_all_is_read(page: Page) -> None:
    with_voices(page, OWN)
    page.get_by_role("button", name="Listen").tap()
    page.evaluate("said.at(-1).dispatchEvent(new Event('end'))")
    expect(page.get_by_role("button", name="Listen")).to_be_visible()
    expect(page.get_by_role("button", name="Stop reading")).to_be_hidden()


@pytest.mark.parametrize("voices", [(), (CLOUD,), (FRENCH,)], ids=["none", "cloud", "french"])
def test_without_an_english_voice_of_the_device_there_is_no_button(
    page: Page, voices: tuple[str, ...]
) -> None:
    with_voices(page, *voices)
    expect(page.get_by_role("button", name="Copy")).to_be_visible()
    expect(page.get_by_role("button", name="Listen")).to_be_hidden()


def test_the_next_answer_stops_the_voice(page: Page) -> None:
    page.add_init_script(DEVICE % f"[{OWN}]")
    page.goto("/")
    page.get_by_role("textbox", name="Your question").fill("can I put a name in ChatGPT")
    page.get_by_role("button", name="Ask", exact=True).tap()
    page.get_by_role("button", name="Listen").tap()
    page.get_by_role("textbox", name="Your question").fill("what is the capital of France")
    page.get_by_role("button", name="Ask", exact=True).tap()
    expect(page.locator(".outcome h2")).to_contain_text("I won’t guess")
    assert page.evaluate("hushed") >= 2


def test_an_answer_is_copied_with_its_sources_and_dates(browser: Browser, site: Site) -> None:
    page = new_page(browser, site, permissions=["clipboard-read", "clipboard-write"])
    page.goto("/answers/chatgpt-at-work")
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    for words in ("Only an approved one", "\nAlways\n- ", "Sources checked", "https://"):
        assert words in copied
    page.context.close()


@pytest.mark.parametrize("name", ["chatgpt-at-work", "resident-says-no", "emergency"])
def test_an_answer_prints_on_one_page(browser: Browser, site: Site, name: str) -> None:
    page = new_page(browser, site, viewport=TABLET)
    page.goto(f"/answers/{name}")
    printed = page.pdf(prefer_css_page_size=True, print_background=True, format="A4")
    assert len(pikepdf.open(io.BytesIO(printed)).pages) == 1
    page.context.close()
