"""Enrol a tablet, sign in, lose a phone, finish: as a manager and a carer would, in Chromium."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pyotp
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from assistant import config, storage
from assistant.knowledge import Knowledge
from assistant.matching import Index
from assistant.storage import Storage
from assistant.storage.doors import Purpose
from assistant.web import create_app
from tests.browser.conftest import TABLET, Site, listening, new_page
from tests.browser.looks import look_over
from tests.web.house import CODE_SECRET, PASSWORD, PIN, House, furnish, give_secrets

NEW_PASSWORD = "harbour violin monday"  # noqa: S105


@pytest.fixture
def house(tmp_path: Path, knowledge: Knowledge, index: Index) -> Iterator[House]:
    """Return a real provider; browsers take its secure cookies on this machine without https."""
    environment = {"PLAINLY_DATA": str(tmp_path), "PLAINLY_SECRET_KEY": "doors " * 8}
    settings = config.from_environment(environment)
    store: Storage = storage.connect(settings.database_url)
    storage.migrate(store)
    north, south, people, devices = furnish(store)
    app = create_app(settings, knowledge=knowledge, index=index, storage=store)
    house = House(app, store, north, south, people, devices)
    give_secrets(house)
    yield house
    store.close()


@pytest.fixture
def site(house: House) -> Iterator[Site]:
    with listening(house.app) as site:
        yield site


def scan(page: Page) -> str:
    """Return what the QR code on the page says, read off its picture."""
    picture = Image.open(io.BytesIO(page.locator(".qr svg").first.screenshot()))
    found = zxingcpp.read_barcodes(picture)
    assert len(found) == 1, "no QR code was read"
    return str(found[0].text)


def sign_in(page: Page, secret: str = CODE_SECRET, password: str = PASSWORD) -> None:
    page.goto("/sign-in/")
    page.get_by_label("E-mail address").fill("morgan@two.example")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Next").click()
    page.get_by_label("Code from your authenticator app").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Manage")


def test_a_manager_enrols_a_tablet_and_a_carer_asks_on_it(
    browser: Browser, page: Page, site: Site
) -> None:
    sign_in(page)
    page.get_by_role("link", name="Devices").click()
    page.get_by_label("Name of the tablet").fill("Ground floor")
    page.get_by_role("button", name="Show the code to scan").click()
    address = scan(page)
    assert address.startswith(f"{site.address}/link/")

    tablet = new_page(browser, site, viewport=TABLET)
    tablet.goto("/")
    expect(tablet.get_by_role("heading", level=1)).to_have_text("This device is not set up yet")
    tablet.goto(address)
    tablet.get_by_role("button", name="Set up this device").click()
    expect(tablet.locator(".bar__location")).to_have_text("North House")
    tablet.get_by_role("textbox", name="Your question").fill("can I use ChatGPT")
    tablet.get_by_role("button", name="Ask").click()
    expect(tablet.locator(".outcome")).to_be_visible()

    page.goto("/manage/devices/")
    expect(page.locator(".rows")).to_contain_text("Ground floor")


def test_the_first_link_sets_up_an_account(house: House, page: Page, site: Site) -> None:
    page.goto(house.link(Purpose.START, "owner"))
    secret = pyotp.parse_uri(scan(page)).secret
    page.get_by_label("Choose a password").fill(NEW_PASSWORD)
    page.get_by_label("The same password again").fill(NEW_PASSWORD)
    page.get_by_label("Code from your authenticator app").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Finish setting up").click()
    expect(page.locator(".codes li")).to_have_count(8)
    page.get_by_role("link", name=re.compile("go on")).click()
    expect(page.get_by_role("link", name="Provider settings")).to_be_visible()


def test_a_lost_phone_is_replaced(house: House, page: Page, site: Site) -> None:
    page.goto(house.link(Purpose.CODE_APP, "manager"))
    secret = pyotp.parse_uri(scan(page)).secret
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_label("Code from your authenticator app").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Save and sign in").click()
    expect(page.locator(".codes li")).to_have_count(8)
    page.get_by_role("button", name="Finish").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This device is not set up yet")


def enter_tablet(house: House, page: Page, site: Site) -> None:
    """Make the browser of *page* the enrolled tablet."""
    with house.store.write() as session:
        token = storage.doors.make_device_link(
            session, house.north, "lounge", storage.doors.DeviceKind.SHARED, datetime.now(UTC)
        )
    page.goto(f"/link/{token}")
    page.get_by_role("button", name="Set up this device").click()


def test_finish_signs_out_and_back_shows_the_start(house: House, page: Page, site: Site) -> None:
    enter_tablet(house, page, site)
    page.goto("/sign-in/")
    page.get_by_role("link", name="Ash").click()
    page.get_by_label("Your PIN").fill(PIN)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Ash").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")
    page.get_by_role("button", name="Finish").click()
    expect(page.get_by_text("Nothing you asked is kept")).to_be_visible()
    page.go_back()
    expect(page.locator("body")).not_to_contain_text("Your account")
    names = {cookie.get("name") for cookie in page.context.cookies()}
    assert "__Host-device" in names, "the device stays enrolled"
    assert "__Host-visit" not in names
    page.goto("/")
    expect(page.locator(".bar__location")).to_have_text("North House")


def test_a_screen_that_nobody_touches_finishes_by_itself(
    house: House, page: Page, site: Site
) -> None:
    page.clock.install()
    sign_in(page)
    page.goto("/manage/people/")
    page.clock.run_for(16 * 60 * 1000)
    expect(page.get_by_role("heading", level=1)).to_have_text("This device is not set up yet")
    page.go_back()
    expect(page.locator("body")).not_to_contain_text("Olive")


PAGES = (
    "/manage/",
    "/manage/location/",
    "/manage/devices/",
    "/manage/people/",
    "/manage/people/new",
    "/manage/approvals/",
    "/manage/approvals/basics",
    "/manage/changes",
    "/account/",
)


def test_nothing_is_wrong_with_a_page_in_any_look(page: Page) -> None:
    sign_in(page)
    for path in PAGES:
        page.goto(path)
        look_over(page, path)


def test_nothing_is_wrong_with_a_link_in_any_look(house: House, page: Page) -> None:
    for purpose in (Purpose.START, Purpose.PASSWORD, Purpose.CODE_APP):
        page.goto(house.link(purpose, "owner"))
        look_over(page, purpose.value)
