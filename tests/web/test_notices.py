"""The list of notices, a notice in each language, its leaflet, and its public page."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pikepdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from msgspec import structs
from sqlalchemy import delete

from assistant import notices, storage
from assistant.config import Settings
from assistant.knowledge import Knowledge
from assistant.languages import LANGUAGES
from assistant.matching import Index
from assistant.notices import NoticeFile, Version
from assistant.storage import Storage
from assistant.storage.tables import NoticeVersionRow
from assistant.web import create_app
from tests.test_languages import TRANSLATED
from tests.tools import FILE, WORDING
from tests.web.conftest import Pages, checked, words_of

TITLE = "How AI helps us write your care notes"
BAND = "Draft translation: use it together with someone who speaks this language."


def version(file: NoticeFile) -> Version:
    return notices.version(file, notices.build(file, WORDING), WORDING)


@pytest.fixture
def token(store: Storage) -> str:
    with store.read() as session:
        (published,) = storage.notices.published(session, 1)
    return published.token


def test_the_list_has_each_language_with_what_it_is_worth(pages: Pages) -> None:
    offers = pages.get("/notices").select(".offer")
    drafts = [one for one in LANGUAGES.values() if one.code in TRANSLATED]
    worth = [words_of(offer.select_one(".chip")) for offer in offers]
    assert worth == ["Ready", *["Draft"] * len(drafts)]
    assert [words_of(offer.select_one(".offer__name")) for offer in offers] == [
        "English",
        *(f"{one.own_name} {one.name}" for one in drafts),
    ]


def test_every_link_of_the_list_leads_somewhere(pages: Pages, client: FlaskClient) -> None:
    links = [str(link["href"]) for link in pages.get("/notices").select(".offer a")]
    assert len(links) == 2 * (1 + len(TRANSLATED))
    links += [str(link["href"]) for link in pages.get("/notices").select(".card__part .pill")]
    for link in links:
        assert client.get(link).status_code == 200


def test_english_stands_alone(pages: Pages) -> None:
    soup = pages.get("/notices/1/en")
    assert words_of(soup.h1) == TITLE
    assert BAND not in words_of(soup)
    assert "You can change your mind any day." in words_of(soup.select_one(".notice"))


@pytest.mark.parametrize(("code", "direction"), [("pl", "ltr"), ("ur", "rtl")])
def test_a_draft_stands_beside_the_english_under_its_band(
    pages: Pages, code: str, direction: str
) -> None:
    soup = pages.get(f"/notices/1/{code}")
    assert BAND in words_of(soup.select_one(".notice__band"))
    rows = soup.select(".notice__rows > li")
    numbers = [words_of(row.select_one(".notice__number")) for row in rows]
    assert numbers == [str(number) for number in range(1, len(rows) + 1)]
    for row in [*rows, *soup.select(".notice h2"), soup.select_one(".notice__band")]:
        assert row is not None
        english, own = row.select(".notice__cell")
        assert (english["lang"], english["dir"]) == ("en-GB", "ltr")
        assert (own["lang"], own["dir"]) == (code, direction)


@pytest.mark.parametrize("code", ["en", "pl", "ur"])
def test_names_and_numbers_are_kept_apart_from_the_words(pages: Pages, code: str) -> None:
    soup = pages.get(f"/notices/1/{code}")
    phones = soup.select("a[href='tel:01632960101'] bdi[dir=ltr]")
    assert [words_of(phone) for phone in phones] == ["01632 960101"] * (1 if code == "en" else 2)
    assert soup.select("bdi[lang=en]")


@pytest.mark.parametrize("code", ["en", "pl", "ur"])
def test_the_leaflet_is_a_pdf_with_a_name_to_file_it_under(client: FlaskClient, code: str) -> None:
    response = client.get(f"/notices/1/{code}/a4.pdf")
    assert response.status_code == 200
    assert response.mimetype == "application/pdf"
    assert response.headers["Content-Disposition"] == (
        f'inline; filename="rosewood-notes-1-{code}-a4.pdf"'
    )
    with pikepdf.open(io.BytesIO(response.data)) as document:
        assert document.open_metadata()["dc:title"] == TITLE


@pytest.mark.parametrize("path", ["/notices/2/en", "/notices/1/xx", "/notices/1/en/a3.pdf", "/n/x"])
def test_what_is_not_there_is_said_kindly(pages: Pages, path: str) -> None:
    pages.get(path, 404)


def test_the_public_page_stands_alone_and_sets_no_cookie(app: Flask, token: str) -> None:
    response = app.test_client().get(f"/n/{token}")
    soup = checked(response, 200)
    assert not response.headers.getlist("Set-Cookie")
    assert not soup.select("form, script:not([src*='js/listen.js']), .tabs, .bar")
    assert "X-Robots-Tag" not in response.headers
    assert "Rosewood House (demonstration)" in words_of(soup.main)


@pytest.mark.parametrize("code", ["pl", "ur"])
def test_a_public_draft_is_not_indexed(app: Flask, token: str, code: str) -> None:
    response = app.test_client().get(f"/n/{token}/{code}")
    soup = checked(response, 200)
    assert not response.headers.getlist("Set-Cookie")
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert soup.select("meta[name=robots][content=noindex]")
    assert BAND in words_of(soup)


def test_the_public_page_says_the_same_as_the_page_for_staff(pages: Pages, token: str) -> None:
    for code in ("en", "pl", "ur"):
        inside = pages.get(f"/notices/1/{code}").select_one(".notice")
        assert (
            pages.get(f"/n/{token}/{code}", follow_redirects=True).select_one(".notice") == inside
        )


def test_a_code_is_printed_only_with_a_public_address(
    settings: Settings, knowledge: Knowledge, index: Index, store: Storage
) -> None:
    def figures(settings: Settings) -> int:
        app = create_app(settings, knowledge=knowledge, index=index, storage=store)
        with pikepdf.open(io.BytesIO(app.test_client().get("/notices/1/en/a4.pdf").data)) as pdf:
            return sum(
                isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"
                for item in pdf.objects
            )

    assert figures(settings) == 0
    assert figures(replace(settings, public_url="https://care.example")) == 1


def test_hostile_names_are_shown_as_text(app: Flask, store: Storage) -> None:
    with store.write() as session:
        (published,) = storage.notices.published(session, 1)
        contact = structs.replace(FILE.contact, name="<script>alert(1)</script>{{ 7*7 }}")
        hostile = version(structs.replace(FILE, contact=contact))
        storage.notices.publish(session, 1, hostile, published.published_at, published.id)
    page = app.test_client().get("/notices/1/ur").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}" in page
    assert "<script>alert" not in page


def test_a_notice_that_is_due_for_a_check_says_so(pages: Pages, store: Storage) -> None:
    with store.write() as session:
        (published,) = storage.notices.published(session, 1)
        old = version(structs.replace(FILE, review_by=date(2025, 5, 24)))
        storage.notices.publish(session, 1, old, published.published_at, published.id)
    for path in ("/notices", "/notices/1/ur", f"/n/{published.token}"):
        assert "due for a check on 24 May 2025" in words_of(pages.get(path))


def test_a_location_without_notices_says_so(pages: Pages, store: Storage) -> None:
    with store.write() as session:
        session.execute(delete(NoticeVersionRow))
    assert "No notice has been published here yet." in words_of(pages.get("/notices"))
