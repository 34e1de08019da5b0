"""The formats without layout: text, e-mail, text message, script, open data, one web page."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from assistant import languages, notices, printing
from assistant.knowledge import Use
from assistant.languages import ENGLISH, LANGUAGES, Catalogue, TranslationError
from assistant.notices import Audience, Edition, Format
from tests import tools
from tests.tools import FILE, WORDING

ROOT = Path(__file__).parents[1]
NOTICE = notices.compose(FILE, WORDING, today=FILE.made_on)
URL = "https://care.example/n/Zk3vQ9x7LmN2pR5tW8yB1g"
CODES = ["en", "pl", "ro", "ur", "pt", "es", "ar", "it", "tr"]


def catalogue(code: str) -> Catalogue | None:
    if code == "en":
        return None
    return languages.read_catalogue(ROOT / "translations", LANGUAGES[code])


def shown(format: Format, code: str = "en") -> Edition:
    return notices.edition(NOTICE, LANGUAGES[code], catalogue(code), format=format, web_address=URL)


def sentences(code: str) -> list[str]:
    edition = shown(Format.TEXT, code)
    rows = [row for block in edition.sections for row in (block.heading, *block.rows)]
    return ["".join(part.text for part in cell.parts) for row in rows for cell in row.cells]


def flat(text: str) -> str:
    return " ".join(re.sub("[\u2068\u2069*]", "", text).split())


@pytest.mark.parametrize("code", CODES)
def test_plain_text_says_every_sentence_of_the_leaflet(code: str) -> None:
    text = flat(notices.text(shown(Format.TEXT, code)))
    assert [one for one in sentences(code) if flat(one) not in text] == []
    assert "{" not in text
    assert ("Draft translation" in text) == (code != "en")


def test_an_email_has_a_subject_and_the_same_words() -> None:
    mail = notices.email(shown(Format.EMAIL))
    assert mail.subject == "How AI helps us write your care notes"
    assert mail.body.startswith("Hello. This is our notice about AI.")
    assert [one for one in sentences("en") if flat(one) not in flat(mail.body)] == []


def test_a_language_is_had_only_in_the_formats_that_it_is_whole_for() -> None:
    whole = catalogue("pl")
    assert whole
    less = {id: one for id, one in whole.sentences.items() if id != "notice.any.email.hello"}
    polish = replace(whole, sentences=less)
    assert notices.edition(NOTICE, LANGUAGES["pl"], polish, format=Format.TEXT)
    with pytest.raises(TranslationError, match=r"email\.hello is missing"):
        notices.edition(NOTICE, LANGUAGES["pl"], polish, format=Format.EMAIL)


def test_a_text_message_says_the_least_and_counts_its_parts() -> None:
    (message,) = notices.sms(shown(Format.SMS))
    assert "You can say no." in message.text
    assert "01632 960101" in message.text
    assert message.text.endswith(URL)
    assert message.parts == 2


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("ż" * 70, 1),
        ("ż" * 71, 2),
        ("ا" * 134, 2),
        ("ا" * 135, 3),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
    ],
)
def test_parts_are_counted_as_phone_companies_do(text: str, parts: int) -> None:
    assert notices.sms_parts(text) == parts


def test_the_script_asks_the_person_and_waits() -> None:
    script = notices.script(shown(Format.SCRIPT))
    lines = script.splitlines()
    for question in (
        "Can you tell me in your own words what it does?",
        "What would you like us to do?",
    ):
        assert lines[lines.index(question) + 1].strip(". ") == ""
    assert lines.index("You do not have to decide today.") > lines.index("Can I say no?")


@pytest.mark.parametrize("use", Use)
def test_the_open_data_has_the_names_of_the_standard(use: Use) -> None:
    file = tools.file(tools.tool(use))
    made = notices.to_json(notices.record(file, notices.build(file, WORDING), WORDING))
    (tool,) = json.loads(made)["tools"]
    assert set(tool["tier_1"]) >= {"name", "description", "website_url", "contact_email"}
    assert set(tool["tier_2"]) == {
        "owner_and_responsibility",
        "description_and_rationale",
        "decision_making_process",
        "tool_specification",
        "data_specification",
        "risks_mitigations_and_impact_assessments",
    }
    assert "off_how" not in made
    assert "not_sure" not in made
    assert "{" not in tool["tier_1"]["description"]


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.found += [value or "" for name, value in attrs if name in ("href", "src", "action")]


@pytest.mark.parametrize("code", CODES)
def test_the_web_page_stands_alone(code: str) -> None:
    page = printing.web_page(shown(Format.WEB, code), ROOT / "templates")
    links = _Links()
    links.feed(page)
    assert {link.split(":")[0] for link in links.found} == {"tel"}
    assert not {"script", "link", "form", "img", "iframe"} & set(links.tags)
    assert ("noindex" in page) == (code != "en")
    words = flat(re.sub("<[^>]+>", " ", page))
    assert "If you say no, we turn it off." in words


def test_visitors_and_staff_get_no_slip_in_any_format() -> None:
    for audience in (Audience.VISITORS, Audience.STAFF, Audience.FAMILIES):
        file = tools.file(tools.tool(Use.NOTE_TAKING), audience=audience)
        edition = notices.edition(notices.build(file, WORDING), ENGLISH, format=Format.TEXT)
        assert edition.slip is None
        assert "[ ]" not in notices.text(edition)
