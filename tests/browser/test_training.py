"""A session in real browsers: one facilitator, four learners, a network that fails."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import PHONE, TABLET, Site, look_like, new_page
from tests.browser.looks import check_widths, look_over, violations

WALL = {"width": 1280, "height": 900}
Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[Open]:
    """Return a way to open pages in browsers of their own; an error on a console fails the test."""
    errors: list[str] = []
    opened: list[Page] = []

    def watched(**options: object) -> Page:
        page = new_page(browser, site, **options)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
        opened.append(page)
        return page

    yield watched
    for page in opened:
        page.context.close()
    # A lost network is what one of the tests is about.
    expected = ("Failed to load resource", "htmx:")
    assert not [error for error in errors if not error.startswith(expected)]


@dataclass
class Room:
    """A facilitator's page, and the phones of learners."""

    facilitator: Page
    open: Open
    code: str = ""
    phones: dict[str, Page] = field(default_factory=dict)

    def join(self, name: str, **options: object) -> Page:
        """Return the page of someone who has joined."""
        phone = self.open(viewport=PHONE, has_touch=True, **options)
        phone.goto("/join/")
        phone.get_by_label("Code").fill(self.code.lower())
        phone.get_by_role("button", name="Join the session").click()
        phone.get_by_label("Your name").fill(name)
        phone.get_by_role("button", name="Take part").click()
        expect(phone.get_by_role("heading", name="You are in")).to_be_visible()
        self.phones[name] = phone
        return phone

    def go_on(self, button: str) -> None:
        """Press the main button, which says *button*."""
        self.facilitator.get_by_role("button", name=button).click()

    def choose(self, name: str, letter: str) -> None:
        """Answer on someone's phone, very sure."""
        phone = self.phones[name]
        phone.locator(".letters__one").nth("ABCD".index(letter)).click()
        phone.get_by_label("I am very sure").check()
        phone.get_by_role("button", name="Send my answer").click()
        expect(phone.get_by_text(f"Your answer is in: {letter}.")).to_be_visible()


def facilitator(open_page: Open, **options: object) -> Page:
    page = open_page(**{"viewport": TABLET, **options})
    page.goto("/try/")
    page.get_by_role("button").filter(has_text="Sam Sample").click()
    return page


@pytest.fixture
def room(open_page: Open) -> Room:
    """Return a named session that has just begun."""
    page = facilitator(open_page)
    page.goto("/training")
    page.locator(".plans").get_by_role("link", name=re.compile("Starting with AI")).click()
    page.get_by_role("button", name="Open the session").click()
    return Room(page, open_page, page.locator(".wall__code").inner_text())


def test_four_learners_one_of_whom_drops_and_returns_up_to_the_gap(room: Room) -> None:
    for name in ("Asha", "Ben", "Chris", "Dana"):
        room.join(name)
    expect(room.facilitator.get_by_text("4 people are in")).to_be_visible()

    room.go_on("Begin")
    for phone in room.phones.values():
        expect(phone.get_by_role("heading", name="How sure are you?")).to_be_focused()
        for statement in phone.locator("fieldset").all():
            statement.get_by_label("not very sure").check()
        phone.get_by_role("button", name="Send my answers").click()
        expect(phone.get_by_text("Your answers are in.")).to_be_visible()
    expect(room.facilitator.get_by_text("4 of 4 have answered")).to_be_visible()

    room.go_on("Show the first situation")
    expect(room.phones["Asha"].locator(".scene__question")).to_be_focused()
    for name, letter in (("Asha", "A"), ("Ben", "A"), ("Chris", "B"), ("Dana", "B")):
        room.choose(name, letter)

    # Dana's phone loses the network, and then its page; the room goes on without her.
    dana: BrowserContext = room.phones["Dana"].context
    dana.set_offline(True)
    expect(room.phones["Dana"].get_by_text("No connection.")).to_be_visible()
    room.phones["Dana"].close()
    room.go_on("Now talk about it")
    for name in ("Asha", "Ben", "Chris"):
        expect(
            room.phones[name].get_by_role("heading", name=re.compile("Talk about it"))
        ).to_be_focused()
    dana.set_offline(False)
    back = room.phones["Dana"] = dana.new_page()
    back.goto("/join/")
    expect(back.get_by_role("heading", name=re.compile("Talk about it"))).to_be_visible()
    expect(back.locator("input[name=option]").nth(1)).to_be_checked()
    for name in room.phones:
        room.choose(name, "B")

    room.go_on("Show the answer")
    expect(room.facilitator.get_by_text("2 of 4 first")).to_have_count(2)
    expect(room.facilitator.get_by_text("4 of 4 after talking")).to_have_count(1)
    asha = room.phones["Asha"]
    expect(asha.get_by_text("You chose A first, and B after you talked.")).to_be_visible()

    room.facilitator.get_by_text("End early").click()
    room.facilitator.get_by_role("button", name="Go to the last part").click()
    expect(asha.get_by_role("heading", name="How sure are you now?")).to_be_focused()
    for statement in asha.locator("fieldset").all():
        statement.get_by_label("fairly sure").check()
    asha.get_by_role("button", name="Send my answers").click()
    expect(asha.get_by_text("Your answers are in.")).to_be_visible()
    room.go_on("End the session")

    record = room.facilitator
    expect(record.get_by_role("heading", name="Record of a session")).to_be_visible()
    expect(record.get_by_text("2 of 4 chose A first.")).to_be_visible()
    expect(record.get_by_text("An open gap.")).to_be_visible()
    for name, phone in room.phones.items():
        expect(record.locator(".rows").get_by_text(name, exact=True)).to_be_visible()
        expect(phone.get_by_role("heading", name=re.compile("has ended"))).to_be_visible()
    assert violations(record) == []
    check_widths(record, "record")


def test_axe_finds_nothing_wherever_the_room_is(room: Room) -> None:
    phone = room.join("Asha")
    buttons = ("Begin", "Show the first situation", "Now talk about it", "Show the answer")
    for button in (*buttons, "Next situation"):
        for page in (phone, room.facilitator):
            look_over(page, button)
        old = phone.locator("#room").get_attribute("data-revision")
        room.go_on(button)
        expect(phone.locator("#room")).not_to_have_attribute("data-revision", str(old))


@pytest.mark.parametrize("path", ["/training", "/training/plans/induction", "/join/"])
def test_nothing_is_wrong_with_the_other_pages_in_any_look(open_page: Open, path: str) -> None:
    page = facilitator(open_page)
    page.goto(path)
    look_over(page, path)


def test_a_room_in_a_language_from_the_right_is_mirrored(
    room: Room, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = room.join("Asha")
    room.go_on("Begin")
    room.go_on("Show the first situation")
    expect(phone.locator(".scene__question")).to_be_focused()
    room.choose("Asha", "A")
    monkeypatch.setitem(site.app.config, "LOCALE", "ur")
    for page in (phone, room.facilitator):
        look_like(page.context, site, theme="dark", size="largest")
        page.reload()
        assert page.locator("html").get_attribute("dir") == "rtl"
        assert violations(page) == []
        check_widths(page, page.url)


def test_a_wall_shows_no_notes_and_moves_with_the_tablet(room: Room) -> None:
    wall = room.open(viewport=WALL)
    wall.context.add_cookies(room.facilitator.context.cookies())  # type: ignore[arg-type]
    wall.goto(f"{room.facilitator.url}?notes=off")
    room.go_on("Begin")
    expect(wall.get_by_role("heading", name="How sure are you?")).to_be_focused()
    expect(wall.get_by_role("heading", name="Your notes")).to_have_count(0)
    expect(room.facilitator.get_by_role("heading", name="Your notes")).to_be_visible()


def test_everyone_answering_is_said_once(room: Room) -> None:
    room.join("Asha")
    room.go_on("Begin")
    room.go_on("Show the first situation")
    expect(room.phones["Asha"].locator(".scene__question")).to_be_focused()
    room.choose("Asha", "A")
    status = room.facilitator.locator("#room-status")
    expect(status).to_have_text("Everyone has answered.")
    room.go_on("Now talk about it")
    expect(status).to_have_text("")


def test_a_phone_without_a_script_takes_part(room: Room) -> None:
    phone = room.join("Asha", java_script_enabled=False)
    room.go_on("Begin")
    room.go_on("Show the first situation")
    expect(room.facilitator.locator(".scene__question")).to_be_focused()
    phone.get_by_role("link", name="Show what is new").click()
    room.choose("Asha", "A")
    expect(phone.get_by_text("Your answer is in: A.")).to_be_visible()
    expect(room.facilitator.get_by_text("1 of 1 have answered")).to_be_visible()
