"""A release that says a sentence in other words leaves what was published, in every language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from msgspec import structs

from assistant.cli.serve import keep_translations
from assistant.languages import LANGUAGES, Translation
from assistant.web.notices.sources import Sources
from tests.tools import VERSION
from tests.web.conftest import checked, soup_of, words_of
from tests.web.house import House
from tests.web.reviewer import accept_all, reviewer

TRANSLATIONS = Path(__file__).parents[2] / "translations"
SENTENCE = VERSION.notice.sections[1].sentences[0]
NEW_WORDS, NEW_URDU = "It types what it hears.", "نئے الفاظ"
FILES = ("/notices/1/ur/a4.pdf", "/notices/1/ur/text.txt", "/notices/1/ur/email.txt")
BAND = "Draft translation"


@pytest.fixture
def house(house: House) -> Iterator[House]:
    """The house, with the translations of its notice kept; its words are put back at the end."""
    keep_translations(house.store, TRANSLATIONS)
    before = house.app.extensions["notices"]
    yield house
    house.app.extensions["notices"] = before


def release(house: House, *, translated: bool) -> None:
    """Change a sentence as a release does: in English, and perhaps in Urdu with it."""
    sources: Sources = house.app.extensions["notices"]
    entry = structs.replace(sources.wording.entries[SENTENCE.id], text=NEW_WORDS)
    entries = {**sources.wording.entries, SENTENCE.id: entry}
    urdu = sources.shipped["ur"]
    sentences = dict(urdu.sentences)
    if translated:
        sentences[SENTENCE.id] = Translation(NEW_WORDS, NEW_URDU, False)
    house.app.extensions["notices"] = replace(
        sources,
        wording=replace(sources.wording, entries=entries),
        shipped={**sources.shipped, "ur": replace(urdu, sentences=sentences)},
    )


def leaflet(house: House) -> str:
    """Return the words of the leaflet in Urdu."""
    return words_of(checked(house.at("tablet").get("/notices/1/ur"), 200).select_one(".notice"))


@pytest.mark.parametrize("translated", [True, False])
def test_every_language_stays_and_says_the_same(house: House, translated: bool) -> None:
    tablet = house.at("tablet")
    before = [tablet.get(path).data for path in FILES]
    offered = soup_of(tablet.get("/notices")).select(".offer")
    release(house, translated=translated)
    assert [tablet.get(path).data for path in FILES] == before
    assert len(soup_of(tablet.get("/notices")).select(".offer")) == len(offered) == len(LANGUAGES)


def test_a_draft_stays_a_draft(house: House) -> None:
    release(house, translated=True)
    assert BAND in leaflet(house)


def test_what_people_have_reviewed_stays_reviewed(house: House) -> None:
    accept_all(house, reviewer(house, "senior"))
    assert BAND not in leaflet(house)
    before = leaflet(house)
    release(house, translated=True)
    assert leaflet(house) == before
