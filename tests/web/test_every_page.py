"""Every address of the application is known here, and every page keeps the rules of the shell."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from assistant.storage import Storage
from assistant.storage.tables import Table
from tests.web.conftest import Pages, words_of

# Addresses that any device of the demonstration may open; who may open which is in matrix.csv.
PAGES = {
    "ask.show": "/",
    "certificates.show_check": "/certificate",
    "check_start.show": "/training/checks/",
    "answers.show_all": "/answers/",
    "answers.show": "/answers/chatgpt-at-work",
    "answers.show_step": "/answers/chatgpt-at-work/2",
    "answers.show_all by letter": "/answers/?by=letter",
    "answers.show_all by principle": "/answers/?by=principle",
    "answers.show_all of a need": "/answers/?need=write",
    "answers.show_all of a principle": "/answers/?principle=security",
    "notices.show_all": "/notices",
    "notices.show": "/notices/1/en",
    "notices.show_together": "/notices/1/together",
    "notices.show_versions": "/notices/1/versions",
    "offline.show": "/offline",
    "sending.show": "/gaps/sent",
    "sign_in.show": "/sign-in/",
    "tools.show_all": "/tools",
    "training.show": "/training",
    "try_out.show": "/try/",
    "visit.show_display": "/display",
}


@pytest.mark.parametrize("endpoint", PAGES)
def test_every_page_keeps_the_rules(pages: Pages, endpoint: str) -> None:
    soup = pages.get(PAGES[endpoint])
    assert "Rosewood House is made up" in words_of(soup.select_one(".demonstration"))
    for tab in soup.select(".tab"):
        assert pages.client.get(str(tab["href"])).status_code == 200, "a dead tab"


@pytest.mark.parametrize("endpoint", PAGES)
def test_every_page_leads_on_only_to_pages_that_are_there(pages: Pages, endpoint: str) -> None:
    links = {str(link["href"]) for link in pages.get(PAGES[endpoint]).select("a[href^='/']")}
    for link in sorted(links):
        assert pages.client.get(link, follow_redirects=True).status_code == 200, link


def test_every_answer_has_a_page(app: Flask, pages: Pages) -> None:
    knowledge = app.extensions["plainly"].knowledge
    assert knowledge.answers
    for name, answer in knowledge.answers.items():
        soup = pages.get(f"/answers/{name}")
        assert len(soup.select(".card .steps > li")) == len(answer.do)
        assert len(soup.select(".sources > li")) == len(answer.sources)


def test_a_get_never_writes(client: FlaskClient, store: Storage) -> None:
    def content() -> list[list[tuple[object, ...]]]:
        with store.engine.connect() as connection:
            return [
                [tuple(row) for row in connection.execute(select(table))]
                for table in Table.metadata.sorted_tables
            ]

    before = content()
    for path in PAGES.values():
        client.get(path)
    assert content() == before
    client.post("/", data={**Pages(client).token(), "question": "the sensor missed her fall"})
    assert content() != before, "the comparison would not see a write"
