"""Checking translations on the tablet, and what it changes on pages and on paper."""

from __future__ import annotations

import dataclasses
import io
import re
from collections.abc import Iterator

import msgspec
import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
from bs4 import BeautifulSoup

from assistant import storage
from assistant.languages import (
    Translation,
    Verdict,
    sha256,
)
from assistant.storage import audit, translations
from assistant.web.notices.sources import Sources
from tests.web.conftest import checked, words_of
from tests.web.house import House
from tests.web.reviewer import (
    MANAGER,
    Reviewer,
    accept_all,
    finish,
    notice_of,
    reviewer,
    states,
)

BAND = "Draft translation: use it together with someone who speaks this language."


@pytest.fixture
def sam(house: House) -> Reviewer:
    return reviewer(house, "senior")


@pytest.fixture
def morgan(house: House) -> Reviewer:
    return reviewer(house, "manager")


@pytest.fixture
def shipped(house: House) -> Iterator[Sources]:
    """What is shipped; put back afterwards, for tests that change it."""
    before = house.app.extensions["notices"]
    yield before
    house.app.extensions["notices"] = before


def test_who_may_not_review_sees_no_way_in(house: House) -> None:
    tabs = words_of(checked(house.as_("staff").get("/display"), 200).select_one(".tabs"))
    assert "Languages" not in tabs
    tabs = words_of(checked(house.as_("senior").get("/display"), 200).select_one(".tabs"))
    assert "Languages" in tabs


def test_a_leaflet_asks_only_for_the_sentences_that_it_uses(house: House, sam: Reviewer) -> None:
    soup = checked(sam.client.get(f"/languages/ur/sentences?leaflet={sam.leaflet}"), 200)
    wanted = [message.id for message in notice_of(house).messages()]
    listed = [str(link["href"]) for link in soup.select(".sentences a")]
    assert [re.findall(r"sentences/([\w.]+)", one)[0] for one in listed] == wanted
    every = checked(sam.client.get("/languages/ur/sentences"), 200)
    assert len(every.select(".sentences li")) > 5 * len(wanted)


def test_a_sentence_stands_beside_its_english_with_its_note(sam: Reviewer) -> None:
    soup = sam.page(MANAGER)
    english = soup.select_one(".checking__text[lang=en-GB]")
    area = soup.select_one("textarea")
    assert words_of(english) == "Ask [name], our manager, or phone [phone]."
    assert area is not None
    assert (area["lang"], area["dir"]) == ("ur", "rtl")
    assert "[name]" in area.text
    assert "[phone]" in area.text
    assert "Where it stands: [name] is a person's name" in words_of(soup.main)
    assert "not make a certified translation" in words_of(soup.main)


def test_a_leaflet_that_is_checked_whole_stands_alone(house: House, sam: Reviewer) -> None:
    with house.store.read() as session:
        (published,) = storage.notices.published(session, house.north)
    tablet = house.at("tablet")
    page, pdf = f"/notices/{published.id}/ur", f"/notices/{published.id}/ur/a4.pdf"
    public = f"/n/{published.token}/ur"
    assert BAND in words_of(checked(tablet.get(page), 200))
    left = len(notice_of(house).messages())
    assert finish(sam) == left
    for path in (page, public):
        soup = checked(tablet.get(path), 200)
        assert not soup.select(".notice__band, .notice__number")
        assert BAND not in words_of(soup)
    response = tablet.get(public)
    assert "X-Robots-Tag" not in response.headers
    assert 'lang="ur" dir="rtl"' in response.text
    data = tablet.get(pdf).data
    texts = [one.get_textpage().get_text_bounded() for one in pypdfium2.PdfDocument(data)]
    assert not any("Draft translation" in text for text in texts)
    with pikepdf.open(io.BytesIO(data)) as document:
        assert str(document.Root.Lang) == "ur"
    # One doubt, and it is a draft again everywhere.
    sam.says("unsure")
    assert BAND in words_of(checked(tablet.get(page), 200))
    assert BAND in words_of(checked(tablet.get(public), 200))
    texts = [
        " ".join(one.get_textpage().get_text_bounded().split())
        for one in pypdfium2.PdfDocument(tablet.get(pdf).data)
    ]
    assert all(BAND in text for text in texts)


@pytest.mark.parametrize("changed", ["English", "translation"])
def test_a_changed_text_makes_the_leaflet_a_draft_again(
    house: House, sam: Reviewer, shipped: Sources, changed: str
) -> None:
    accept_all(house, sam)
    page = f"/notices/{sam.leaflet}/ur"
    assert not checked(house.at("tablet").get(page), 200).select(".notice__band")
    catalogue, wording = shipped.shipped["ur"], shipped.wording
    old = catalogue.sentences[MANAGER]
    source, text = old.source, old.text
    if changed == "English":
        source = "Please ask {name}, our manager, or phone {phone}."
        entries = {
            **wording.entries,
            MANAGER: msgspec.structs.replace(wording.entries[MANAGER], text=source),
        }
        wording = dataclasses.replace(wording, entries=entries)
    else:
        text = f"{text} {{name}}"
    sentences = {**catalogue.sentences, MANAGER: Translation(source, text, False)}
    new = dataclasses.replace(catalogue, sentences=sentences)
    house.app.extensions["notices"] = dataclasses.replace(
        shipped, wording=wording, shipped={**shipped.shipped, "ur": new}
    )
    response = house.at("tablet").get(page)
    if changed == "English":
        # A version keeps what it said, and this is a translation of something else by now.
        assert response.status_code == 404
    else:
        assert BAND in words_of(checked(response, 200))
    assert "it is a draft again" in words_of(sam.page(MANAGER).main)
    soup = checked(sam.client.get(f"/languages/ur/sentences?leaflet={sam.leaflet}"), 200)
    assert words_of(soup.select_one(".chip--draft")) == "Draft again"
    assert MANAGER in str(soup.select_one("a.button--main"))


def test_a_changed_sentence_is_what_people_then_read(house: House, sam: Reviewer) -> None:
    area = sam.page(MANAGER).select_one("textarea")
    assert area is not None
    sam.says("change", text=f"محترم {area.text.strip()}")
    soup = checked(house.at("tablet").get(f"/notices/{sam.leaflet}/ur"), 200)
    assert "محترم" in words_of(soup.select_one(".notice"))
    assert "The text that came with Plainly:" in words_of(sam.page(MANAGER).main)
    sam.says("take-back")
    soup = checked(house.at("tablet").get(f"/notices/{sam.leaflet}/ur"), 200)
    assert "محترم" not in words_of(soup.select_one(".notice"))


def test_a_second_person_confirms_and_both_are_named(
    house: House, sam: Reviewer, morgan: Reviewer
) -> None:
    sam.says("accept", qualification="bilingual nurse")
    soup = morgan.page(MANAGER)
    assert "Reviewed by one" in words_of(soup.main)
    assert "Sam (bilingual nurse) says it is the same" in words_of(soup.main)
    sam.says("accept")
    assert "Reviewed by one" in words_of(morgan.page(MANAGER).main), "one person is not two"
    morgan.says("accept")
    assert "Reviewed by two" in words_of(sam.page(MANAGER).main)
    rows = words_of(checked(morgan.client.get("/languages/ur/reviews"), 200).select_one("tbody"))
    assert "Sam" in rows
    assert "Morgan" in rows


def test_a_second_person_is_led_to_what_waits_for_one(
    house: House, sam: Reviewer, morgan: Reviewer
) -> None:
    accept_all(house, sam)
    soup = checked(morgan.client.get(f"/languages/ur/sentences?leaflet={sam.leaflet}"), 200)
    button = soup.select_one("a.button--main")
    assert words_of(button) == "Confirm the next sentence"
    first, second, *_rest = states(house)
    assert button is not None
    assert first.message.id in str(button["href"])
    assert second.message.id in str(morgan.says("accept", first.message.id))
    soup = checked(sam.client.get(f"/languages/ur/sentences?leaflet={sam.leaflet}"), 200)
    assert not soup.select("a.button--main"), "nobody confirms what they said themselves"
    assert "1 sentence is confirmed by a second person" in words_of(soup.main)


def test_the_next_sentence_leads_back_to_the_last_one(sam: Reviewer) -> None:
    path = str(sam.says("accept"))
    soup = checked(sam.client.get(path), 200)
    back = soup.select_one(".checking__done a")
    assert back is not None
    assert MANAGER in str(back["href"])
    soup = checked(sam.client.get(str(back["href"])), 200)
    assert "Take back what I said" in words_of(soup.main)
    qualification = soup.select_one("#qualification")
    assert qualification is not None
    assert qualification["value"] == "grew up with it", "it is asked once"


@pytest.mark.parametrize(
    ("do", "fields", "told"),
    [
        ("accept", {"text": "بدل گیا [name] [phone]"}, "You changed the text."),
        ("change", {}, "You have not changed the text."),
        ("change", {"text": "[name]"}, "other placeholders"),
        ("change", {"text": ""}, "is missing"),
        ("change", {"text": "[name] \u202e [phone]"}, "hidden character"),
        ("change", {"text": "[name] \u200e [phone]"}, "hidden character"),
        ("change", {"text": "[name] 🎉 [phone]"}, "cannot draw"),
        ("change", {"text": "[name] [phone] " + "ب" * 700}, "at most 600"),
        ("accept", {"read": "0" * 64}, "not as you read it"),
        ("accept", {"qualification": ""}, "Please fill this in."),
        ("accept", {"method": "guessed"}, "Not a valid choice"),
        ("nothing", {}, "Please say what you found"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_kept_is_said_and_not_kept(
    house: House, sam: Reviewer, do: str, fields: dict[str, str], told: str
) -> None:
    soup = sam.says(do, status=422, **fields)
    assert isinstance(soup, BeautifulSoup)
    assert told in words_of(soup.main)
    with house.store.read() as session:
        assert translations.of_language(session, "ur") == []


def test_what_was_said_is_kept_with_who_and_the_hashes(house: House, sam: Reviewer) -> None:
    sam.says("unsure", text="half typed", method="back-translation")
    with house.store.read() as session:
        (review,) = translations.of_language(session, "ur")
        line = audit.lines(session, None, limit=1)[0]
    sources: Sources = house.app.extensions["notices"]
    sentence = sources.shipped["ur"].sentences[MANAGER]
    assert (review.verdict, review.text) == (Verdict.UNSURE, sentence.text)
    assert review.source_sha256 == sha256(sentence.source)
    assert review.shipped_sha256 == sha256(sentence.text)
    assert (review.account_id, review.name, review.role) == (sam.account.id, "Sam", "staff")
    assert (review.qualification, review.method) == ("grew up with it", "back-translation")
    assert review.provider == "Two Homes Care"
    assert (line.action, line.about) == ("sentence_reviewed", f"Urdu: {MANAGER}")
    assert line.detail == {"verdict": "unsure"}


@pytest.mark.parametrize(
    "path",
    [
        "/languages/en/",
        "/languages/xx/",
        "/languages/ur/sentences/notice.zz",
        "/languages/ur/sentences?leaflet=99",
        "/languages/ur/sentences?layer=poster",
        "/languages/xx/reviews",
    ],
)
def test_what_is_not_there_is_said_kindly(house: House, path: str) -> None:
    checked(house.as_("owner").get(path), 404)


@pytest.mark.parametrize("layer", ["leaflet", "easy", "sign", "card", "script", "details"])
def test_each_layer_has_its_sentences(house: House, sam: Reviewer, layer: str) -> None:
    path = f"/languages/ur/sentences?leaflet={sam.leaflet}&layer={layer}"
    soup = checked(sam.client.get(path), 200)
    assert len(soup.select(".sentences li")) > 10
    for link in soup.select(".sentences a")[:3]:
        assert sam.client.get(str(link["href"])).status_code == 200


def test_the_map_says_what_each_language_is_worth(house: House, sam: Reviewer) -> None:
    def cell(name: str) -> str:
        rows = checked(sam.client.get("/languages/"), 200).select("tbody tr")
        (row,) = [row for row in rows if name in words_of(row.select_one("th"))]
        return words_of(row.select("td")[0])

    left = len(notice_of(house).messages())
    assert cell("Urdu") == f"Draft {left} left to check"
    sam.says("accept")
    assert cell("Urdu") == f"Draft {left - 1} left to check"
    accept_all(house, sam)
    assert cell("Urdu") == "Reviewed"
