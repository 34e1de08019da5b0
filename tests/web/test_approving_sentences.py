"""Approving the English sentences of notices by topic, and what a notice says of them."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from assistant import storage
from assistant.languages import sha256
from assistant.notices.topics import Topic, order, topic
from assistant.storage.approvals import TextKind
from tests.small_house import NOW
from tests.tools import WORDING
from tests.web.conftest import checked, token_of, words_of
from tests.web.house import House
from tests.web.things import path_of

HISTORY = "/notices/{notice}/versions"
MAKING = "/notices/making/{making}/check"


def page(client: FlaskClient, path: str) -> BeautifulSoup:
    return checked(client.get(path), 200)


def approve_all(house: House, *, text: str | None = None) -> None:
    """Approve every sentence as it is, or as it was when it said *text*."""
    with house.store.write() as session:
        for name, entry in WORDING.entries.items():
            hashed = sha256(text or entry.text)
            storage.approvals.approve(
                session, TextKind.SENTENCE, name, hashed, house.people["manager"], NOW
            )


def test_every_sentence_has_a_topic_of_a_size_to_read() -> None:
    topics = {id: topic(id) for id in WORDING.entries}
    assert set(Topic) <= set(topics.values())
    sizes = [list(topics.values()).count(one) for one in set(topics.values())]
    assert max(sizes) <= 60
    assert sorted(set(topics.values()), key=order)[0] is Topic.TOOL


def test_sentences_are_approved_topic_by_topic(house: House) -> None:
    client = house.as_("manager")
    first = page(client, "/manage/approvals/notices-choice").select("input[name=text]")[0]
    data = {**token_of(client), "text": str(first["value"]), "do": "approve"}
    assert client.post("/manage/approvals/notices-choice", data=data).status_code == 303
    listed = page(client, "/manage/approvals/").select_one("a[href$='/notices-choice']")
    assert "1 of" in words_of(listed)
    assert client.get("/manage/approvals/notices-nothing").status_code == 404


@pytest.mark.parametrize("path", [HISTORY, MAKING])
def test_a_notice_says_how_many_of_its_sentences_are_approved(house: House, path: str) -> None:
    client, address = house.as_("manager"), path_of(house, path)

    def said() -> tuple[int, int]:
        words = words_of(page(client, address).main)
        number, _of, every = words.partition(" English sentences")[0].split()[-3:]
        return int(number), int(every)

    nothing, every = said()
    assert (nothing, every > 20) == (0, True)
    approve_all(house)
    assert said() == (every, every)
    approve_all(house, text="It said something else then.")
    assert said() == (0, every), "a changed sentence is not yet approved again"
