"""Every route, tried by everyone: who gets in where, and to whose things."""

from __future__ import annotations

import csv
import html
from pathlib import Path

import pytest
from flask import Flask

from tests.web.conftest import token_of
from tests.web.house import House
from tests.web.things import path_of

TABLE = Path(__file__).with_name("matrix.csv")
# "stranger" is the manager of another location: the things named in a path are not theirs.
VISITORS = ("nobody", "tablet", "staff", "manager", "owner", "stranger")
ROWS = list(csv.DictReader(TABLE.read_text("utf-8").splitlines()))


def _rules(app: Flask) -> set[tuple[str, str]]:
    return {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def test_every_route_stands_in_the_table(house: House) -> None:
    assert {(row["endpoint"], row["method"]) for row in ROWS} == _rules(house.app)


def test_every_row_leads_to_the_route_that_it_names(house: House) -> None:
    adapter = house.app.url_map.bind("")
    for row in ROWS:
        path = path_of(house, row["path"]).partition("?")[0]
        assert adapter.match(path, method=row["method"])[0] == row["endpoint"], row


@pytest.mark.parametrize("who", VISITORS)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['method']} {row['path']}")
def test_the_door(house: House, row: dict[str, str], who: str) -> None:
    client = house.visitor(who)
    fields = token_of(client) if row["method"] == "POST" else None
    response = client.open(
        path_of(house, row["path"]), method=row["method"], data=fields, buffered=True
    )
    assert str(response.status_code) == row[who], response.text[:500]


@pytest.mark.parametrize("who", ["nobody", "tablet", "staff", "manager", "stranger"])
def test_what_is_not_theirs_looks_as_if_it_were_not_there(house: House, who: str) -> None:
    client = house.visitor(who)
    for theirs, missing in (
        ("{device}", "999999"),
        ("{owner}", "999998"),
        ("{link}", "nothing"),
        ("{gap}", "999997"),
        ("{tool}", "999996"),
    ):
        for row in ROWS:
            if theirs not in row["path"] or row["method"] != "GET" or row[who] != "404":
                continue
            addresses = [path_of(house, row["path"].replace(theirs, n)) for n in (theirs, missing)]
            pages = [client.get(address) for address in addresses]
            # The menu of languages leads back to the page.
            shown = [
                one.text.replace(html.escape(address), "")
                for one, address in zip(pages, addresses, strict=True)
            ]
            assert [one.status_code for one in pages] == [404, 404], row
            assert len(shown[0]) == len(shown[1]), row
