"""Checking the urgent answers in a language of staff on the tablet."""

from __future__ import annotations

import io

import pytest
from bs4 import BeautifulSoup

from assistant import local
from assistant.languages import Domain
from assistant.storage import translations
from tests.web.conftest import checked, soup_of, token_of, words_of
from tests.web.house import House

LIST = "/languages/ml/sentences?domain=answers"
ABOUT = {"qualification": "grew up with it", "method": "read both texts"}
DRAFT = "nobody has checked it yet"


def says(house: House, who: str, id: str, do: str, text: str = "") -> str:
    """Say something of a sentence as it is read now, and return where that leads."""
    client, path = house.as_(who), f"/languages/ml/sentences/{id}?domain=answers"
    soup = checked(client.get(path), 200)
    area, read = soup.select_one("textarea"), soup.select_one("#read")
    assert area is not None
    assert read is not None
    fields = {"text": text or area.text.strip(), "read": str(read["value"]), "do": do}
    response = client.post(path, data={**token_of(client), **ABOUT, **fields})
    assert response.status_code == 303, words_of(soup_of(response).main)
    return str(response.location)


def ids_of(house: House, answer: str) -> list[str]:
    """Return what is said around every answer and in this one."""
    found = house.app.extensions["plainly"].knowledge.answers[answer]
    return [message.id for message in local.messages([found])]


def shown(house: House) -> BeautifulSoup:
    """Return an urgent answer as somebody reads it who chose Malayalam."""
    client = house.at("tablet")
    client.post("/language/", data={**token_of(client), "language": "ml"})
    return checked(client.get("/answers/lost-device"), 200)


def test_an_answer_whose_sentences_are_all_checked_loses_its_band(house: House) -> None:
    *ids, last = ids_of(house, "lost-device")
    for id in ids:
        says(house, "senior", id, "accept")
    assert DRAFT in words_of(shown(house).select_one(".translated"))
    says(house, "senior", last, "accept")
    soup = shown(house)
    assert DRAFT not in words_of(soup.select_one(".translated"))
    assert DRAFT in words_of(soup.select_one(".draft-page")), "the words of the page are drafts"


def test_the_flow_is_that_of_notices(house: House) -> None:
    ids = ids_of(house, "lost-device")
    short = next(id for id in ids if id.endswith(".short"))
    better = "ഇത് മെച്ചപ്പെട്ട വാചകം. 999"
    where = says(house, "senior", short, "change", better)
    assert "domain=answers" in where
    assert better in words_of(shown(house).select_one(".translated"))
    says(house, "manager", short, "accept")
    page = checked(house.as_("manager").get(LIST), 200)
    assert "Reviewed by two" in words_of(page.main)
    says(house, "senior", ids[0], "unsure")
    with house.store.read() as session:
        assert len(translations.of_language(session, "ml", Domain.ANSWERS)) == 3
        assert not translations.of_language(session, "ml")


def test_reviews_and_texts_go_out_and_come_in(house: House) -> None:
    says(house, "senior", ids_of(house, "lost-device")[0], "accept")
    client = house.as_("manager")
    reviews = client.get("/languages/ml/reviews.jsonl?domain=answers")
    assert b'"domain":"answers"' in reviews.data
    texts = client.get("/languages/ml/notices.po?domain=answers")
    assert "answers-ml.po" in texts.headers["Content-Disposition"]
    assert b'msgctxt "answer.lost-device.short"' in texts.data
    path = "/languages/ml/reviews?domain=answers"
    # The first hundred kilobytes of the texts, up to the end of a sentence, are a whole file too.
    some = texts.data[: texts.data.index(b"\n\n", 100_000)]
    for data in (reviews.data, some):
        fields = {**token_of(client), "file": (io.BytesIO(data), "file")}
        response = client.post(path, data=fields, content_type="multipart/form-data")
        assert response.status_code == 303
        assert "taken=0" in str(response.location)


@pytest.mark.parametrize(
    "path",
    [
        "/languages/ml/sentences",
        "/languages/ur/sentences?domain=answers",
        "/languages/pl/sentences?domain=pages",
        "/languages/en/sentences?domain=answers",
    ],
)
def test_what_a_language_is_not_offered_for_is_not_there(house: House, path: str) -> None:
    assert house.as_("senior").get(path).status_code == 404


@pytest.mark.parametrize(
    ("code", "ids"),
    [("ml", ["answers"]), ("pl", ["notices", "answers"]), ("ur", ["notices"])],
)
def test_a_language_shows_what_there_is_to_check(house: House, code: str, ids: list[str]) -> None:
    client = house.as_("senior")
    page = checked(client.get(f"/languages/{code}/"), 200)
    assert [one["id"] for one in page.select("main > section:not(.card) > h2[id]")] == ids
    assert checked(client.get("/languages/"), 200).select(f"th a[href='/languages/{code}/']")
