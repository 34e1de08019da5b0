"""An answer as plain text, for Listen and Copy."""

from __future__ import annotations

from datetime import UTC, date, datetime

from assistant import local
from assistant.knowledge import Knowledge
from assistant.storage import Storage, approvals, local_words, locations
from assistant.storage.approvals import TextKind
from tests.web.conftest import Pages
from tests.web.house import House

NAME = "chatgpt-at-work"


def copied(pages: Pages, name: str = NAME) -> str:
    """Return what Copy puts on the clipboard."""
    soup = pages.get(f"/answers/{name}")
    parts = (soup.select_one(f"template[data-{part}]") for part in ("words", "proof"))
    return "\n\n".join(part.get_text() for part in parts if part)


def test_everything_to_act_on_is_copied_in_order(pages: Pages, knowledge: Knowledge) -> None:
    text = copied(pages)
    answer = knowledge.answers[NAME]
    steps = [f"{number}. {step}" for number, step in enumerate(answer.do, 1) if "{" not in step]
    lines = [answer.title, f"Yes, if… {answer.headline}", answer.short, "What to do", *steps]
    lines += ["Do not", *(f"- {line}" for line in answer.do_not)]
    lines += ["Always", *(f"- {line}" for line in answer.floor)]
    places = [text.index(line) for line in lines]
    assert places == sorted(places)


def test_sources_and_dates_are_copied_too(pages: Pages, knowledge: Knowledge) -> None:
    text = copied(pages)
    assert "Not yet approved here" in text
    assert "Sources checked 23 November 2026" in text
    for citation in knowledge.answers[NAME].sources:
        source = knowledge.sources[citation.id]
        assert f"- {source.title}, {source.publisher}, {source.published}" in text
        assert source.url is None or source.url in text
    assert "Copied from Plainly on " in text


def test_a_verdict_that_the_headline_says_is_said_once(pages: Pages, knowledge: Knowledge) -> None:
    text = copied(pages, "personal-data-in-chatbot")
    assert f"\n{knowledge.answers['personal-data-in-chatbot'].headline}\n" in text


def test_the_location_s_own_lines_are_copied_as_its_own(
    pages: Pages, store: Storage, knowledge: Knowledge
) -> None:
    today = date(2026, 11, 24)
    line = local.write(
        knowledge.answers[NAME], "Ask at handover.", knowledge, by="B. Sample", today=today
    )
    with store.write() as session:
        local_words.add_line(session, locations.location_ids(session)[0], line)
    assert "Added by Rosewood House (demonstration)\n- Ask at handover." in copied(pages)


def test_an_approval_is_copied_and_a_change_since(house: House, knowledge: Knowledge) -> None:
    pages = Pages(house.visitor("tablet"))
    at = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    for text_hash, said in (
        (knowledge.answers[NAME].text_hash, "Approved by Olive on 24 November 2026"),
        ("another", "Changed since it was approved"),
    ):
        with house.store.write() as session:
            owner = house.people["owner"]
            approvals.approve(session, TextKind.ANSWER, NAME, text_hash, owner, at)
        assert said in copied(pages)
