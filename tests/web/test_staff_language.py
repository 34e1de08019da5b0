"""Urgent answers in the languages of staff, beside the English."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from assistant.languages import STAFF_LANGUAGES
from tests.web.conftest import Pages, words_of

BAND = "Draft translation: nobody has checked it yet."
LOST = "/answers/lost-device"


def choose(pages: Pages, code: str, answer: str = "lost-device") -> str:
    """Choose a language, and return where that leads."""
    fields = {**pages.token(), "language": code, "answer": answer}
    response = pages.client.post("/language/", data=fields)
    assert response.status_code == 303
    return str(response.location)


def in_their_words(soup: BeautifulSoup) -> str:
    found = soup.select(".translated")
    return words_of(found[0]) if found else ""


@pytest.mark.parametrize("code", STAFF_LANGUAGES)
def test_an_urgent_answer_stands_there_whole_beside_the_english(pages: Pages, code: str) -> None:
    where = choose(pages, code)
    assert where == f"{LOST}#languages"
    soup = pages.get(LOST)
    part = soup.select_one(".translated")
    assert part is not None
    assert part["lang"] == STAFF_LANGUAGES[code].tag
    assert len(part.select("ol li")) == 6
    assert len(part.select("ul li")) == 3
    assert BAND in words_of(part), "in English too, whatever the language"
    assert "999" in words_of(part)
    assert "Ring Pat Example" in words_of(soup.main), "the English stays, with who it is here"


def test_the_emergency_card_comes_in_their_language_when_it_comes_by_itself(pages: Pages) -> None:
    choose(pages, "pl")
    soup = pages.ask("he has collapsed and is not breathing")
    assert "Zadzwoń teraz pod 999" in in_their_words(soup)


def test_an_answer_that_harms_nobody_is_not_offered_in_other_languages(pages: Pages) -> None:
    choose(pages, "pl")
    soup = pages.get("/answers/benefits-of-ai")
    assert not soup.select(".translated, #languages")


def test_english_alone_is_a_choice(pages: Pages) -> None:
    choose(pages, "hi")
    assert in_their_words(pages.get(LOST))
    choose(pages, "en")
    assert not in_their_words(pages.get(LOST))


def test_the_choice_is_gone_at_finish(pages: Pages, client: FlaskClient) -> None:
    choose(pages, "ro")
    client.post("/finish", data=pages.token())
    assert not in_their_words(pages.get(LOST))


@pytest.mark.parametrize("code", ["tlh", "", "ur"])
def test_an_unknown_language_changes_nothing(pages: Pages, code: str) -> None:
    choose(pages, "fil")
    choose(pages, code)
    assert in_their_words(pages.get(LOST))


@pytest.mark.parametrize("answer", ["", "https://evil.example/", "nothing"])
def test_the_choice_leads_only_to_our_pages(pages: Pages, answer: str) -> None:
    assert choose(pages, "pl", answer) == "/"
