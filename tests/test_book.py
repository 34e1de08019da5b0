"""The book of answers: nothing left out, the emergency first, links that lead where they say."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import msgspec
import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
from click.testing import CliRunner, Result

from assistant import demonstration, printing
from assistant import knowledge as knowledge_base
from assistant.cli.book import book as command
from assistant.config import Settings
from assistant.knowledge import Answer, Knowledge, Urgent
from assistant.knowledge.words import GROUPS
from assistant.local import Location, Person
from assistant.printing import PrintError
from assistant.printing.book import Book, Question, Way, compose
from assistant.storage import Storage
from tests import small_base
from tests.conftest import SECRET

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = ROOT / "templates" / "print"
DAY = date(2026, 11, 24)
GENERAL = Location()


@cache
def real() -> Knowledge:
    return knowledge_base.load(ROOT / "knowledge")


@cache
def whole() -> bytes:
    return printing.book(real(), GENERAL, templates=TEMPLATES, printed_on=DAY)


@cache
def content() -> Book:
    return compose(real(), GENERAL, DAY)


def few(*ids: str, **changes: object) -> Knowledge:
    """Return the knowledge with only the answers *ids*, each changed as *changes* says."""
    answers = {
        name: msgspec.structs.replace(real().answers[name], related=(), guided=None, **changes)
        for name in ids
    }
    return msgspec.structs.replace(real(), answers=answers)


def small(location: Location = GENERAL, printed_on: date = DAY, **changes: object) -> bytes:
    """Return a book of three answers, so that a test need not print all of them."""
    knowledge = few("emergency", "lost-device", "daily-notes", **changes)
    return printing.book(knowledge, location, templates=TEMPLATES, printed_on=printed_on)


def page_texts(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return texts


def squeezed(text: str) -> str:
    """Return *text* without the spaces and line ends that a page adds.

    PDFium reads a hyphen at the end of a line as U+0002.
    """
    return re.sub(r"\s", "", text).replace("\x02", "-")


@cache
def pages() -> list[str]:
    return [squeezed(text) for text in page_texts(whole())]


def first_page(words: str) -> int:
    """Return the number of the first page that holds *words*."""
    return next(number for number, text in enumerate(pages(), 1) if squeezed(words) in text)


def dictionaries(document: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    return (item for item in document.objects if isinstance(item, pikepdf.Dictionary))


# For screen readers


def test_the_book_is_tagged_and_says_what_it_is() -> None:
    with pikepdf.open(io.BytesIO(whole())) as document:
        root = document.Root
        assert root.MarkInfo.Marked
        assert "/StructTreeRoot" in root
        assert str(root.Lang) == "en-GB"
        assert root.ViewerPreferences.DisplayDocTitle
        metadata = document.open_metadata()
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == "Answers about AI in care"
        assert all(page.Tabs == "/S" for page in document.pages)


def test_fonts_are_ours_and_embedded() -> None:
    with pikepdf.open(io.BytesIO(whole())) as document:
        described = [font for font in dictionaries(document) if font.get("/FontName")]
        assert all({"/FontFile2", "/FontFile3"} & set(font.keys()) for font in described)
        names = {str(font.FontName).split("+")[-1].split("-")[0] for font in described}
    assert names == {"AtkinsonHyperlegibleNext", "NotoSans"}


def test_each_answer_is_a_heading_and_a_bookmark() -> None:
    with pikepdf.open(io.BytesIO(whole())) as document:
        outline = document.open_outline()
        found = [item.title for part in outline.root for item in part.children]
    assert sorted(found) == sorted(answer.title for answer in real().answers.values())


# What stands where


def test_nothing_of_an_answer_is_left_out() -> None:
    everything = "".join(pages())
    for sheet in content().sheets.values():
        lines = [sheet.title, sheet.headline, sheet.short, *sheet.do, *sheet.do_not, *sheet.floor]
        lines += [cited.title for cited in sheet.sources]
        lines += [f"{cited.publisher}, {cited.published}." for cited in sheet.sources]
        lines += ["".join(run.text for run in item) for part in sheet.body for item in part.items]
        # A text that runs on to the next page has a footer and a header inside: look at its start.
        missing = [line for line in lines if squeezed(line)[:40] not in everything]
        assert not missing, sheet.id


def test_the_emergency_is_the_first_page_behind_the_cover() -> None:
    emergency = real().answers["emergency"]
    assert "Savedcopy,maybeoutofdate." in pages()[0]
    assert f"All{len(real().answers)}answers" in pages()[0]
    for line in (emergency.title, emergency.headline, *emergency.do[:5]):
        assert squeezed(line) in pages()[1]


def test_urgent_answers_come_next_and_then_the_contents() -> None:
    contents = first_page("Answers by principle AI supports, it does not replace")
    urgent = [answer for answer in real().answers.values() if answer.urgent is Urgent.ACT_NOW]
    assert len(content().act_now) == len(urgent) > 5
    for answer in urgent:
        assert 2 < first_page(f"{answer.title} {_heading(answer)}{answer.headline}") < contents


def _heading(answer: Answer) -> str:
    return content().sheets[answer.id].words or "Short answer"


def test_an_answer_is_not_parted_between_its_title_and_its_last_step() -> None:
    for sheet in content().sheets.values():
        text = squeezed(
            f"{sheet.title} {sheet.words or 'Short answer'} {sheet.headline} {sheet.short}"
            " What to do" + "".join(f"{number}. {step}" for number, step in enumerate(sheet.do, 1))
        )
        assert any(text in page for page in pages()), sheet.id


def test_each_answer_is_listed_under_each_of_its_principles_and_its_letter() -> None:
    listed = {part.name: part.answers for part in content().principles}
    assert len(listed) == 11
    assert sum(map(len, listed.values())) == sum(
        len(answer.principles) for answer in real().answers.values()
    )
    by_letter = [name for part in content().letters for name in part.answers]
    assert sorted(by_letter) == sorted(real().answers)
    for part in content().letters:
        assert all(
            content().sheets[name].title.lstrip("‘“").startswith(part.name) for name in part.answers
        )


def test_the_groups_stand_in_the_order_of_the_pages() -> None:
    names = [part.name for part in content().groups]
    assert names == [name for name in GROUPS.values() if name in names]
    assert sorted(name for part in content().groups for name in part.answers) == sorted(
        real().answers
    )


def test_every_link_leads_to_the_page_that_it_prints() -> None:
    checked = 0
    printed = pypdfium2.PdfDocument(whole())
    with pikepdf.open(io.BytesIO(whole())) as document:
        places = pikepdf.NameTree(document.Root.Names.Dests)
        for number, page in enumerate(document.pages):
            text = printed[number].get_textpage()
            # A link over several lines has a box for each; the last one ends with the page.
            words: dict[str, str] = {}
            for link in page.get("/Annots", pikepdf.Array()):
                if "/Dest" in link:
                    box = text.get_text_bounded(*(float(edge) for edge in link.Rect))
                    words[str(link.Dest)] = words.get(str(link.Dest), "") + box
                else:
                    assert str(link.A.URI).startswith("https://")
            for place, box in words.items():
                target = pikepdf.Page(places[place][0]).index + 1
                assert re.findall(r"\d+", box)[-1:] == [str(target)], (number + 1, box)
                checked += 1
    printed.close()
    listed = (*content().principles, *content().letters, *content().groups)
    assert checked > sum(len(part.answers) for part in listed)


# The same for everyone


def test_a_fresh_process_gives_the_same_bytes() -> None:
    program = (
        "import hashlib, tests.test_book as t\n"
        "print(hashlib.sha256(t.whole()).hexdigest(), len(t.page_texts(t.whole())))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program],
        check=True,
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Karachi"},
        text=True,
    )
    assert ran.stdout.split() == [hashlib.sha256(whole()).hexdigest(), str(len(pages()))]


def test_the_day_of_printing_is_on_every_page() -> None:
    texts = page_texts(small(printed_on=date(2027, 1, 5)))
    assert all("5 January 2027" in text for text in texts)
    assert f"Page {len(texts)} of {len(texts)}" in texts[-1]


def test_an_answer_that_was_due_for_a_review_says_so() -> None:
    band = "This answer was due for a review on 1 March 2026."
    assert band in " ".join(page_texts(small(review_by=date(2026, 3, 1)))).replace("\r\n", " ")
    assert band not in " ".join(page_texts(small(review_by=date(2027, 3, 1))))


# The location's own words


def test_people_have_their_names_and_numbers_where_the_location_gives_them() -> None:
    texts = page_texts(small(demonstration.LOCATION))
    cover, rest = texts[0], " ".join(" ".join(texts[1:]).split())
    assert "Rosewood House (demonstration)" in cover
    assert "Chris Example 01632 960105" in cover
    assert "call Chris Example (on call)" in rest
    assert "Pat Example, in charge of the shift: 01632 960106" in rest


def test_a_general_edition_names_nobody_and_has_room_for_names() -> None:
    cover = page_texts(small())[0]
    assert "General edition" in cover
    assert "Who to ask here" in cover
    assert "On call" in cover


@pytest.mark.parametrize(
    "text",
    ['#read("/etc/passwd") *b* $x$ @ref <lab>', "= Heading // no comment", '<b>"]} \\u{41}&amp;'],
)
def test_text_is_never_read_as_markup(text: str) -> None:
    location = Location(
        provider=text, name=text, people={"manager": Person(text, text)}, report_to=text
    )
    body = "<h3>Why</h3><p>Ask {manager}, then write in {report_to}.</p>"
    texts = page_texts(small(location, title=text, do=(text, "Ask {manager}."), body_html=body))
    everything = squeezed("".join(texts))
    assert text in texts[0]
    assert squeezed(f"1. {text} 2. Ask {text} (the manager).") in everything
    assert squeezed(f"Why Ask {text} (the manager), then write in {text}.") in everything


@pytest.mark.parametrize(
    "text",
    ["Rosewood\u202eesuoH", "Rosewood\x00House", "Party 🎉", "\ue000", "Б" * 10_000],
    ids=["direction", "NUL", "emoji", "private use", "endless"],
)
def test_what_cannot_be_printed_is_refused_in_plain_words(text: str) -> None:
    with pytest.raises(PrintError) as caught:
        small(Location(name=text))
    assert "\n" not in caught.value.reason
    assert len(caught.value.reason) < 200


def test_hidden_characters_in_an_answer_are_refused_with_its_name() -> None:
    with pytest.raises(PrintError, match="lost-device"):
        printing.book(
            few("lost-device", short="Call the\u202e manager."),
            GENERAL,
            templates=TEMPLATES,
            printed_on=DAY,
        )


# Links and guided questions


def test_a_link_prints_its_address() -> None:
    body = '<p>See <a href="https://a.example/x">the page</a>.</p>'
    assert "the page (https://a.example/x)" in " ".join(page_texts(small(body_html=body)))


def test_a_guided_question_becomes_tables_that_lead_on() -> None:
    sheet = content().sheets["chatgpt-at-work"]
    assert sheet.questions == (
        Question(
            "Does it include anything about a person?",
            (
                Way("Yes, or I am not sure", answer="personal-data-in-chatbot"),
                Way("No, nothing about anyone", question=2),
            ),
        ),
        Question(
            "Is the chatbot approved here?",
            (
                Way(
                    "Yes",
                    verdict="Yes, if…",
                    text="You may use it for this. Read and correct what it writes before you "
                    "use it.",
                ),
                Way(
                    "No, or I do not know",
                    verdict="Check first",
                    text="Do not use it yet. Ask your AI lead or manager which tools are approved.",
                ),
            ),
        ),
    )


def test_guided_questions_name_their_answers() -> None:
    for sheet in content().sheets.values():
        for question in sheet.questions:
            for way in question.ways:
                assert (way.answer in content().sheets) != bool(way.text or way.question)


# The command


def run(tmp_path: Path, *arguments: str, **environment: str) -> Result:
    own = small_base.knowledge(tmp_path / "knowledge")
    shipped = {"PLAINLY_DATA": None, "PLAINLY_KNOWLEDGE": str(own)}
    return CliRunner(env={**shipped, **environment}).invoke(command, arguments)


def test_the_command_writes_a_general_edition(tmp_path: Path) -> None:
    out = tmp_path / "out" / "book.pdf"
    out.parent.mkdir()
    done = run(tmp_path, "--out", str(out))
    assert done.exit_code == 0, done.output
    assert "general edition, without names and numbers: PLAINLY_DATA is not set" in done.stderr
    assert "General edition" in page_texts(out.read_bytes())[0]
    assert [path.name for path in out.parent.iterdir()] == ["book.pdf"]


def test_the_command_uses_the_location_that_was_set_up(
    tmp_path: Path, settings: Settings, store: Storage
) -> None:
    out = tmp_path / "book.pdf"
    done = run(
        tmp_path,
        "--out",
        str(out),
        PLAINLY_DATA=str(settings.data),
        PLAINLY_DATABASE_URL=settings.database_url,
        PLAINLY_SECRET_KEY=SECRET,
    )
    assert done.exit_code == 0, done.output
    assert "Rosewood House" in page_texts(out.read_bytes())[0]


def test_the_command_says_why_it_cannot_write(tmp_path: Path) -> None:
    done = run(tmp_path, "--demo", "--out", str(tmp_path / "no" / "book.pdf"))
    assert done.exit_code == 78
    assert "No such file or directory" in done.stderr
