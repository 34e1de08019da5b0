"""A manager on a tablet: from an empty register to a tool in use, and to its printed leaflet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest
from playwright.sync_api import Browser, Page, expect

from assistant import register, storage
from assistant.knowledge import Knowledge
from assistant.matching import Index
from assistant.notices import load_wording
from assistant.register import Status, load_questions
from tests.browser.conftest import TABLET, Site, new_page, serve
from tests.browser.looks import look_over, violations

KNOWLEDGE = Path(__file__).resolve().parents[2] / "knowledge"
WORDING = load_wording(KNOWLEDGE / "wording")
QUESTIONS = load_questions(KNOWLEDGE / "register" / "questions.yaml", WORDING.uses)
PAGES = {
    "register": "/tools/register/",
    "one status": "/tools/register/?status=trial",
    "new tool": "/tools/register/new",
    "tool": "/tools/register/1",
    "status": "/tools/register/1/status",
    "questions": "/tools/register/1/questions/recordings",
    "choices": "/tools/register/2/questions/data",
    "tasks": "/tools/register/tasks",
    "history": "/tools/register/1/history",
    "file": "/tools/register/import",
    "leaver": "/manage/people/1",
    "manage": "/manage/",
}
# What the manager taps and types, page by page: a question, and its answers.
SHEETS: list[tuple[str, dict[str, list[str] | str]]] = [
    ("What is it?", {"Which company makes it?": "Notewell Software"}),
    (
        "Is it in use?",
        {
            "When did you start, or when will you?": "2026-11-02",
            "Who looks after it here?": ["AI lead"],
            "Who of the staff uses it?": ["A carer", "A senior carer"],
            "Has everyone who uses it been trained on it?": ["Yes"],
        },
    ),
    (
        "Why and where?",
        {
            "Why do you use it?": ["We want carers to type less"],
            "Where is it used?": ["We use it in your room"],
            "When is it always off, for everyone?": ["It is off during washing and dressing"],
        },
    ),
    (
        "Who decides, and who checks?",
        {
            "What does it do to decisions about a person?": ["Nothing"],
            "Who checks what it says or writes?": ["A senior carer"],
            "When do they check?": ["Before it counts or anyone acts on it"],
            "May they change it or decide against it?": ["Yes"],
        },
    ),
    (
        "What does it know about people?",
        {
            "What about a person goes into it?": ["It uses your voice and what you say"],
            "Does anything come from others?": ["Nothing comes from others"],
            "Who can see what it keeps or tells?": ["Our care staff see your notes"],
        },
    ),
    (
        "What is recorded?",
        {
            "Is sound kept, even for a short time?": ["Yes"],
            "How long is the sound kept?": "7 days",
            "Is film kept, even for a short time?": ["No"],
            "Is every spoken word kept in writing?": ["No"],
        },
    ),
    (
        "Where does the data go?",
        {
            "In which country is the data kept?": "United Kingdom",
            "Does the supplier use people's data to teach its AI?": ["No"],
            "How long do you keep the record after care ends?": "8 years",
        },
    ),
    (
        "What can go wrong?",
        {
            "What is it known to get wrong?": ["It can leave things out"],
            "Has the supplier shown how well it works for different groups of people?": ["No"],
        },
    ),
    (
        "What can a person choose?",
        {
            "What can a person choose?": ["We tell people, and they can say no"],
            "What happens when a person says no?": ["It is turned off for that person"],
            "Do you promise that care stays the same for a person who says no?": ["Yes"],
        },
    ),
    (
        "How does a person get the same care without it?",
        {
            "How does a person get the same care without it?": [
                "A carer writes your notes by hand"
            ],
            "Who does that?": ["A carer"],
            "How can a person ask for it?": ["By asking any member of staff"],
        },
    ),
    (
        "How is it turned off?",
        {
            "Who can turn it off at 3 in the morning?": ["A senior carer"],
            "Where is the switch, and how is it turned off?": "Press Stop in the app.",
        },
    ),
    (
        "What has been settled about data?",
        {
            "When was the data protection impact assessment (DPIA) done?": "2026-10-12",
            "Who signed it?": ["Data protection lead"],
            "When will it be looked at again?": "2027-04-12",
            "Which lawful basis has been settled?": ["Contract"],
            "Which condition for health data has been settled?": ["Health or social care"],
            "Is there a contract with the supplier about people's data?": ["Yes"],
        },
    ),
    (
        "What has been checked?",
        {
            "When were the risks to people's safety last assessed?": "2026-10-14",
            "Who assessed them?": ["Manager"],
            "When did you last check these facts with the supplier?": "2026-10-09",
            "Who checked?": ["AI lead"],
            "Does the supplier say that it is a medical device?": ["No"],
        },
    ),
]


@pytest.fixture
def site(tmp_path: Path, knowledge: Knowledge, index: Index) -> Iterator[Site]:
    """Return a site of this test's own, since it writes."""
    with serve(tmp_path, knowledge, index) as served:
        yield served


def come_in(page: Page, who: str) -> None:
    """Sign in as one of the made-up people."""
    page.goto("/try/")
    page.get_by_role("button", name=re.compile(who)).click()
    page.wait_for_url("**/manage/")


def answer(page: Page, question: str, answers: list[str] | str) -> None:
    """Tap or type the answers to a question, as its page offers them."""
    if isinstance(answers, list):
        group = page.get_by_role("group", name=question, exact=True)
        for words in answers:
            group.get_by_text(words, exact=True).click()
        return
    if found := re.fullmatch(r"(\d+) (days|years)", answers):
        group = page.get_by_role("group", name=question, exact=True)
        group.get_by_label("How many").fill(found[1])
        group.get_by_label("Days, weeks").select_option(label=found[2])
        return
    field = page.get_by_label(question, exact=True)
    if field.evaluate("field => field.tagName") == "SELECT":
        field.select_option(label=answers)
    else:
        field.fill(answers)


def test_from_an_empty_register_to_a_printed_bilingual_leaflet(page: Page, site: Site) -> None:
    come_in(page, "Olu")
    page.goto("/manage/locations/new")
    page.get_by_label("Name of the location").fill("Lavender House")
    page.get_by_text("care home", exact=True).click()
    page.get_by_role("button", name="Add").click()
    page.goto("/manage/")
    page.get_by_role("link", name="Register of AI tools").click()
    expect(page.get_by_text("Nothing is in the register yet")).to_be_visible()
    assert violations(page) == []

    page.get_by_role("link", name="Add an AI tool").click()
    page.get_by_label("What do people here call it?").fill("Notewell")
    page.get_by_text("Note-taking and scribe").click()
    page.get_by_role("button", name="Add it and go on").click()
    for heading, questions in SHEETS:
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        for question, answers in questions.items():
            answer(page, question, answers)
        assert violations(page) == []
        page.get_by_role("button", name=re.compile("Save and (go on|finish)")).click()
    expect(page.get_by_role("heading", name="Notewell")).to_be_visible()
    expect(page.get_by_text("still to be found out")).to_have_count(0)

    page.get_by_role("link", name="Change where it stands").click()
    page.get_by_role("radio", name=re.compile("^In use")).check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("have not been told")).to_be_visible()
    assert violations(page) == []
    page.goto("/tools")
    expect(page.get_by_role("heading", name="Notewell")).to_be_visible()
    assert violations(page) == []

    store = site.app.extensions["plainly"].storage
    with store.read() as session:
        place = storage.locations.location_ids(session)[-1]
        (kept,) = storage.register.tools(session, place)
    rules = WORDING.uses[kept.tool.use]
    assert kept.tool.status is Status.LIVE
    assert register.tasks(kept.tool, rules, QUESTIONS) == ()

    text = leaflet(page)
    assert "How AI helps us write your care notes" in text
    assert "Ask Mo Sample, our manager, or phone 01632 960107" in text
    assert "Draft translation" in text
    assert re.search("[\u0600-\u06ff]{3}", text), "there is no Urdu in it"


def leaflet(page: Page) -> str:
    """Name whom people can ask, make a leaflet, and return what is printed in two languages."""
    page.goto("/manage/location/")
    manager = page.get_by_role("group", name="Manager", exact=True).first
    manager.get_by_label("Name", exact=True).fill("Mo Sample")
    manager.get_by_label("Phone number").fill("01632 960107")
    page.get_by_role("button", name="Save").click()
    page.goto("/notices")
    page.get_by_role("link", name="Make a notice").click()
    page.get_by_label("People who live here or get care").check()
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_label("Notewell")).to_be_checked()
    page.get_by_label("We do not need a data protection officer").check()
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_label("Urdu").check()
    urdu = page.locator("#preview").get_by_role("link", name="اردو")
    expect(urdu).to_be_visible()
    urdu.click()
    picture = page.locator(".sheet img").first
    expect(picture).to_have_attribute("src", re.compile("/ur/a4/1.png$"))
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_text("Nothing is missing.")).to_be_visible()
    if (reason := page.get_by_label("Why do you publish it all the same?")).count():
        reason.fill("These checks are booked for next week.")
    page.get_by_role("button", name="Publish and print").click()
    expect(page.get_by_text("Version 1 is published. Now print it.")).to_be_visible()
    link = page.locator(".format", has_text="Urdu").first
    printed = pypdfium2.PdfDocument(page.request.get(str(link.get_attribute("href"))).body())
    pages = [one.get_textpage().get_text_bounded() for one in printed]
    return " ".join(" ".join(pages).split())


def test_nothing_is_wrong_with_a_page_in_any_look(page: Page) -> None:
    come_in(page, "Olu")
    for name, path in PAGES.items():
        response = page.goto(path)
        assert response is not None
        assert response.status == 200, name
        look_over(page, name)


def test_what_has_no_meaning_is_not_asked(page: Page) -> None:
    come_in(page, "Olu")
    page.goto("/tools/register/1/questions/recordings")
    how_long = page.get_by_role("group", name="How long is the film kept?")
    expect(how_long).to_be_hidden()
    page.get_by_role("group", name="Is film kept").get_by_text("Yes", exact=True).click()
    expect(how_long).to_be_visible()


def test_a_tool_is_answered_without_a_script(browser: Browser, site: Site) -> None:
    page = new_page(browser, site, viewport=TABLET, java_script_enabled=False)
    come_in(page, "Olu")
    page.goto("/tools/register/1/questions/tool")
    page.get_by_label("Which company makes it?").fill("Another Company")
    page.get_by_role("button", name="Save and stop here").click()
    page.get_by_role("link", name="History").click()
    expect(page.locator("ins")).to_have_text("Another Company")
    page.context.close()
