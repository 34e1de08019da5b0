"""A learner takes a check on a tablet, misses an idea and tries again; the manager sees it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.knowledge import Knowledge
from assistant.matching import Index
from assistant.storage.training import certificates, checks, learners
from assistant.training import Asked
from tests.browser.conftest import Site, new_page, serve
from tests.browser.looks import look_over, violations

NAME = "Asha Example"
MISSED = "tell-at-once"


@pytest.fixture
def site(tmp_path: Path, knowledge: Knowledge, index: Index) -> Iterator[Site]:
    """Return a site of this test alone, since it writes."""
    with serve(tmp_path, knowledge, index) as site:
        yield site


def asked(site: Site) -> list[Asked]:
    """Return what the learner is asked now, as it is kept."""
    with site.app.extensions["plainly"].storage.read() as session:
        (learner,) = [one.id for one in learners.roster(session, 1) if one.name == NAME]
        return list(checks.of_learner(session, 1, learner)[-1].asked)


def answer_all(page: Page, site: Site, wrong: str = "") -> None:
    """Answer every item by keyboard and touch, right but for the one about *wrong*."""
    for item in asked(site):
        option = (item.right + 1) % 3 if item.idea == wrong else item.right
        page.locator("input[name=option]").nth(option).check()
        page.get_by_label("I am very sure").check()
        page.get_by_role("button", name="This is my answer").click()
        is_wrong = item.idea == wrong
        heading = "Not this one" if is_wrong else "Yes, that is right"
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        page.locator("main .button--main").click()


def manager(browser: Browser, site: Site) -> Page:
    page = new_page(browser, site, viewport={"width": 1280, "height": 900})
    page.goto("/try/")
    page.get_by_role("button", name="Robin Example").click()
    return page


def slip(office: Page) -> str:
    """Make a slip in the office and return its code."""
    office.goto("/training/people/slips")
    office.get_by_label(NAME).check()
    office.get_by_role("button", name="Make the slips").click()
    return office.locator(".ticket .key").inner_text()


def test_from_a_slip_to_a_certificate_that_anyone_can_check(
    page: Page, browser: Browser, site: Site
) -> None:
    office = manager(browser, site)
    code = slip(office)
    page.goto("/training/checks/")
    page.get_by_label("Code on your slip").fill(code.lower())
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Hello, {NAME}")
    page.get_by_label("The device reads it aloud").check()
    assert violations(page) == []
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_text("Situation 1 of 12")).to_be_visible()
    expect(page.locator("[data-reader]")).to_be_visible()
    assert violations(page) == []

    # The carer is called away; the tablet forgets them, and the same code opens the check again.
    page.get_by_role("button", name="Finish").click()
    page.goto("/training/checks/take")
    expect(page.get_by_role("heading", level=1)).to_have_text("Take a check")
    page.get_by_label("Code on your slip").fill(code)
    page.get_by_role("button", name="Go on").click()
    answer_all(page, site, wrong=MISSED)
    expect(page.get_by_role("heading", level=1)).to_have_text("Nearly there")
    expect(page.get_by_text("11 of 12 were right. 1 idea needs another look.")).to_be_visible()
    assert violations(page) == []

    page.get_by_role("button", name="Try this idea again").click()
    expect(page.get_by_text("Situation 1 of 1")).to_be_visible()
    answer_all(page, site)
    expect(page.get_by_role("heading", level=1)).to_have_text("You passed")
    assert violations(page) == []
    link = page.get_by_role("link", name="Print the certificate")
    pdf = page.request.get(str(link.get_attribute("href")))
    assert pdf.headers["content-type"] == "application/pdf"

    office.goto("/training/matrix/?show=all")
    row = office.get_by_role("row").filter(has_text=NAME)
    expect(row).to_contain_text("up to date")
    expect(row).to_contain_text("Confirmed by a personal slip code")
    expect(row).to_contain_text("read aloud by the device")
    office.goto("/training/certificates")
    shown = office.locator(".rows__row .code").inner_text()
    with site.app.extensions["plainly"].storage.read() as session:
        (issued,) = certificates.at(session, 1)
    assert shown.replace(" ", "") == issued.code
    office.goto("/certificate")
    office.get_by_label("Check code").fill(shown)
    office.get_by_role("button", name="Check the code").click()
    expect(office.locator("#main [role=status]")).to_contain_text("Valid today.")
    expect(office.locator("main")).not_to_contain_text(NAME)
    office.context.close()


def test_a_check_needs_no_script(browser: Browser, site: Site) -> None:
    office = manager(browser, site)
    page = new_page(browser, site, java_script_enabled=False)
    page.goto("/training/checks/")
    page.get_by_label("Code on your slip").fill(slip(office))
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Begin").click()
    answer_all(page, site)
    expect(page.get_by_role("heading", level=1)).to_have_text("You passed")
    page.context.close()
    office.context.close()


PAGES = {
    "training records": "/training/records/",
    "roster": "/training/people/",
    "new learner": "/training/people/new",
    "learner": "/training/people/1",
    "delete a learner": "/training/people/1/delete",
    "slips": "/training/people/slips",
    "roster file": "/training/people/file/",
    "check": "/training/checks/",
    "witness": "/training/checks/witness",
    "practice": "/training/practice/",
    "matrix": "/training/matrix/?show=all",
    "certificates": "/training/certificates",
    "certificate code": "/certificate",
    "results": "/training/results/",
    "paper": "/training/paper/",
}


def test_nothing_is_wrong_with_a_page_in_any_look(browser: Browser, site: Site) -> None:
    office = manager(browser, site)
    office.goto("/training/paper/")
    office.get_by_role("button", name="Make the pack").click()
    made = ("/training/paper/1", "/training/paper/1/checks", "/training/paper/1/session")
    for path in (*PAGES.values(), *made):
        office.goto(path)
        look_over(office, path)
    office.context.close()
