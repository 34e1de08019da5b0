"""The application's own pages in a language of staff: one choice, for one visit, and honest.

Each message stands in made-up brackets, so that what is translated and what is not can be told
apart whatever the catalogues hold.
"""

from __future__ import annotations

import dataclasses
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.support import Translations
from bs4 import BeautifulSoup, Tag
from bs4.element import PreformattedString
from flask.testing import FlaskClient
from sqlalchemy import select

from assistant import languages, storage
from assistant.config import Settings
from assistant.knowledge import Knowledge
from assistant.languages import PAGES_ID, STAFF_LANGUAGES
from assistant.matching import Index
from assistant.storage import Storage, audit
from assistant.storage.tables import Table
from assistant.web import create_app
from tests.web.conftest import Pages, checked, soup_of, token_of, words_of
from tests.web.house import PIN, House
from tests.web.test_matrix import ROWS
from tests.web.things import path_of

BAND = "Draft translation: nobody has checked it yet. Where it differs, the English holds."
POLISH = STAFF_LANGUAGES["pl"]
WHO_AND_HOW = ("An Example", "translator", "grew up with it", "read both texts", "2026-11-24")
# A notice has its own languages, and the saved answers are kept for everyone.
IN_ENGLISH = {"notices.show_public", "offline.show"}
VISITORS = ("owner", "manager", "staff", "tablet", "nobody")
# What is data on a page: what people typed, codes, addresses, the name of the program.
DATA = {"script", "style", "template", "title", "bdi", "textarea", "option", "time", "code", "pre"}
DATA_CLASSES = {"bar__home", "draft-page", "qr", "key"}
NAMES = re.compile(
    r"North House|South House|[A-Z]\. \w+ House|Noor North|care\.example/join/|\d+ \w+ 20\d\d"
)
NAMES_OF_PEOPLE = {"Ash", "Kit", "Morgan", "Olive", "Sam", "Sidney", "tablet", "phone"}
WORD = re.compile(r"[A-Za-z]*[a-z]{3}")


class Bracketed(Translations):
    """A catalogue in which every message stands in brackets."""

    def ugettext(self, message: str) -> str:
        """Return the message in brackets."""
        return f"⟦{message}⟧"

    def ungettext(self, singular: str, plural: str, num: int) -> str:
        """Return the form that English has for *num*, in brackets."""
        return f"⟦{singular if num == 1 else plural}⟧"


@pytest.fixture
def bracketed(house: House) -> Iterator[House]:
    """The provider, with Polish pages that are all in brackets."""
    with house.app.app_context():
        cache = house.app.extensions["babel"].instance.domain_instance.cache
    key = (POLISH.locale, "messages")
    before = cache.pop(key, None)
    cache[key] = Bracketed()
    yield house
    del cache[key]
    if before is not None:
        cache[key] = before


def choose(client: FlaskClient, code: str, back: str = "/") -> str:
    """Choose a language on the page *back*, and return where that leads."""
    fields = {**token_of(client), "language": code, "back": back}
    response = client.post("/language/", data=fields)
    assert response.status_code == 303
    return str(response.location)


def language_of(client: FlaskClient, path: str = "/") -> str:
    html = soup_of(client.get(path)).html
    assert html is not None
    return str(html["lang"])


def texts(soup: BeautifulSoup) -> Iterator[tuple[Tag, str]]:
    """Yield each text of a page that is no data, with the element that gives its language."""
    assert soup.body is not None
    for text in soup.body.find_all(string=True):
        at = text.parent
        if at is None or isinstance(text, PreformattedString) or not text.strip():
            continue
        if not any(is_data(one) for one in (at, *at.parents)):
            yield holder(at), str(text)
    for name in ("aria-label", "placeholder", "title", "alt"):
        for at in soup.body.select(f"[{name}]"):
            yield holder(at), str(at[name])


def is_data(at: Tag) -> bool:
    return at.name in DATA or not DATA_CLASSES.isdisjoint(at.get_attribute_list("class"))


def holder(at: Tag) -> Tag:
    """Return the element whose language *at* is in."""
    return next(one for one in (at, *at.parents) if one.has_attr("lang"))


def untranslated(soup: BeautifulSoup) -> set[str]:
    """Return what stands on a page in its language without ever having been translated."""
    text = "\n".join(text for at, text in texts(soup) if at is soup.html)
    left = ""
    while left != text:
        left, text = text, re.sub(r"⟦[^⟦⟧]*⟧", "", text)
    lines = {NAMES.sub("", line).strip() for line in text.split("\n")}
    return {line for line in lines - NAMES_OF_PEOPLE if WORD.search(line)}


def test_every_page_says_in_which_language_each_part_is(bracketed: House) -> None:
    faults: dict[str, set[str]] = {}
    clients = {}
    for who in VISITORS:
        clients[who] = bracketed.visitor(who)
        choose(clients[who], "pl")
    for row in ROWS:
        able = [who for who in VISITORS if row[who] == "200"]
        if row["method"] != "GET" or not able:
            continue
        response = clients[able[0]].get(path_of(bracketed, row["path"]), buffered=True)
        if b"<html" not in response.data:
            continue
        soup = checked(response, 200)
        if row["endpoint"] in IN_ENGLISH:
            assert str(soup.html and soup.html["lang"]).startswith("en") or "pl" in row["path"]
            assert "⟦" not in response.text, row["path"]
            continue
        assert soup.html is not None
        assert (soup.html["lang"], soup.html["dir"]) == ("pl", "ltr"), row["path"]
        assert BAND in words_of(soup.select_one(".draft-page [lang=en-GB]")), row["path"]
        assert "roboc" in words_of(soup.select_one(".draft-page")), row["path"]
        assert len(soup.select(".language-switch button")) == 7, row["path"]
        mixed = {text for at, text in texts(soup) if at is not soup.html and "⟦" in text}
        if found := untranslated(soup) | mixed:
            faults[row["path"]] = found
    assert faults == {}


def test_pages_whose_words_somebody_checked_have_no_band(
    settings: Settings, knowledge: Knowledge, index: Index, store: Storage, tmp_path: Path
) -> None:
    folder = tmp_path / "translations"
    shutil.copytree(settings.translations, folder)
    (folder / "messages.pot").write_text('msgid "Ask"\nmsgstr ""\n', "utf-8")
    head = f'msgid ""\nmsgstr ""\n"Plural-Forms: {Catalog(locale="pl").plural_forms}\\n"\n\n'
    (folder / "pl" / "LC_MESSAGES" / "messages.po").write_text(
        f'{head}msgid "Ask"\nmsgstr "Zapytaj"\n', "utf-8"
    )
    words = languages.read_page_words(folder, POLISH)
    signed = ("pl", PAGES_ID, words.source_sha256, words.translation_sha256, *WHO_AND_HOW)
    with (folder / "review.csv").open("a", encoding="utf-8") as ledger:
        ledger.write(",".join(signed) + "\n")
    settings = dataclasses.replace(settings, translations=folder)
    app = create_app(settings, knowledge=knowledge, index=index, storage=store)
    for code, bands in (("pl", 0), ("hi", 1)):
        client = app.test_client()
        choose(client, code)
        assert len(soup_of(client.get("/display")).select(".draft-page")) == bands, code


@pytest.mark.parametrize("code", STAFF_LANGUAGES)
def test_a_page_of_each_language_has_its_band_and_its_dates(pages: Pages, code: str) -> None:
    language = STAFF_LANGUAGES[code]
    choose(pages.client, code)
    soup = pages.get("/answers/lost-device")
    assert soup.html is not None
    assert (soup.html["lang"], soup.html["dir"]) == (language.tag, language.direction)
    own, english = soup.select(".draft-page p")
    assert english["lang"] == "en-GB"
    assert words_of(english) == BAND
    assert words_of(own) not in {BAND, ""}
    assert soup.select_one(f"h1[lang=en-GB], h1[lang={language.tag}]") is not None
    pressed = soup.select(".language-switch [aria-pressed=true]")
    assert [words_of(one) for one in pressed] == [language.own_name]
    names = {str(one["lang"]) for one in soup.select(".language-switch button bdi")}
    assert names == {"en-GB", *(one.tag for one in STAFF_LANGUAGES.values())}


@pytest.mark.parametrize(
    "path", ["/sign-in/", "/join/", "/certificate", "/nothing-here", "/link/nothing"]
)
def test_who_has_not_signed_in_can_choose_too(house: House, path: str) -> None:
    client = house.client()
    choose(client, "hi")
    soup = soup_of(client.get(path))
    assert soup.html is not None
    assert soup.html["lang"] == "hi"
    assert len(soup.select(".language-switch button")) == 7


@pytest.mark.parametrize(
    ("back", "where"),
    [
        ("/answers/?by=letter", "/answers/?by=letter"),
        ("/sign-in/", "/sign-in/"),
        ("/nothing-here", "/"),
        ("", "/"),
        ("https://evil.example/", "/"),
        ("//evil.example/answers/", "/"),
        ("///evil.example", "/"),
        ("/\\evil.example", "/"),
        ("\\\\evil.example", "/"),
        ("/\t/evil.example", "/"),
        (" https://evil.example", "/"),
        ("/answers/\r\nLocation: https://evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/finish", "/"),
        ("/language/", "/"),
    ],
)
def test_the_choice_leads_back_to_a_page_of_ours_and_nowhere_else(
    client: FlaskClient, back: str, where: str
) -> None:
    assert choose(client, "pl", back) == where


def test_a_page_that_came_of_a_form_leads_back_to_the_form(pages: Pages) -> None:
    def back(soup: BeautifulSoup) -> str:
        field = soup.select_one(".language-switch [name=back]")
        assert field is not None
        return str(field["value"])

    assert back(pages.ask("may I use ChatGPT at work")) == "/"
    assert back(pages.get("/answers/?need=write")) == "/answers/?need=write"
    assert back(pages.post("/sign-in/", 422)) == "/sign-in/"


def test_the_choice_ends_at_finish(client: FlaskClient) -> None:
    choose(client, "pl")
    assert language_of(client) == "pl"
    client.post("/finish", data=token_of(client))
    assert language_of(client) == "en-GB"


def test_english_is_a_choice_and_an_unknown_one_changes_nothing(client: FlaskClient) -> None:
    choose(client, "ml")
    choose(client, "tlh")
    assert language_of(client) == "ml"
    choose(client, "en")
    soup = soup_of(client.get("/"))
    assert not soup.select(".draft-page")
    assert language_of(client) == "en-GB"


def test_the_choice_outlasts_signing_in(house: House) -> None:
    client = house.at("tablet")
    choose(client, "ro")
    with client.session_transaction(base_url="https://care.example") as session:
        session["left"] = "over"
    path = house.link(storage.doors.Purpose.PIN, "staff")
    pin = {**token_of(client), "pin": PIN, "again": PIN}
    assert client.post(path, data=pin).status_code == 303
    assert language_of(client) == "ro"
    with client.session_transaction(base_url="https://care.example") as session:
        assert "left" not in session


def test_what_others_read_stays_english(bracketed: House) -> None:
    client = bracketed.visitor("owner")
    choose(client, "pl")
    files = 0
    for row in ROWS:
        if row["method"] == "GET" and row["owner"] == "200":
            response = client.get(path_of(bracketed, row["path"]), buffered=True)
            if response.mimetype != "text/html":
                assert "⟦".encode() not in response.data, row["path"]
                files += 1
    assert files > 15
    slips = path_of(bracketed, "{learner}")
    made = client.post(
        "/training/people/slips", data={**token_of(client), "learners": slips}, buffered=True
    )
    assert language_of_page(made.text) == "en-GB"
    assert "⟦" not in made.text
    card = soup_of(client.get("/answers/lost-device")).select_one("template[data-words]")
    assert card is not None
    assert "What to do" in card.text
    assert "⟦" not in card.text


def language_of_page(html: str) -> str:
    found = BeautifulSoup(html, "html.parser").html
    assert found is not None
    return str(found["lang"])


def test_nothing_that_is_stored_is_translated(bracketed: House) -> None:
    client = bracketed.visitor("owner")
    choose(client, "pl")
    for row in ROWS:
        if row["method"] == "POST" and "finish" not in row["path"]:
            client.post(path_of(bracketed, row["path"]), data=token_of(client), buffered=True)
    with bracketed.store.engine.connect() as connection:
        for table in Table.metadata.sorted_tables:
            for stored in connection.execute(select(table)):
                assert "⟦" not in repr(stored), (table.name, stored)
    with bracketed.store.read() as session:
        assert audit.count(session)
