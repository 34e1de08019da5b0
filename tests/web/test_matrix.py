"""Every route, tried by everyone: who gets in where, and to whose things."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from assistant import local, notices, storage
from assistant.gaps import DecisionKind, GapReason, Kept
from assistant.knowledge import Use
from assistant.notices import Audience, Making, SwitchOffJob
from assistant.register import start
from assistant.storage import Session
from assistant.storage.audit import ON_SERVER
from assistant.storage.doors import DeviceKind
from tests.tools import FILE, WORDING
from tests.web.conftest import token_of
from tests.web.house import House

TABLE = Path(__file__).with_name("matrix.csv")
# "stranger" is the manager of another location: the things named in a path are not theirs.
VISITORS = ("nobody", "tablet", "staff", "manager", "owner", "stranger")
MAKING = Making(audience=Audience.RESIDENTS, tools=("notewell",))
_IDEA = start("idea", Use.NOTE_TAKING, WORDING.uses[Use.NOTE_TAKING])
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
        path = _path(house, row["path"]).partition("?")[0]
        assert adapter.match(path, method=row["method"])[0] == row["endpoint"], row


@pytest.mark.parametrize("who", VISITORS)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['method']} {row['path']}")
def test_the_door(house: House, row: dict[str, str], who: str) -> None:
    client = house.visitor(who)
    fields = token_of(client) if row["method"] == "POST" else None
    response = client.open(
        _path(house, row["path"]), method=row["method"], data=fields, buffered=True
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
            found = client.get(_path(house, row["path"]))
            nothing = client.get(_path(house, row["path"].replace(theirs, missing)))
            assert (found.status_code, len(found.data)) == (404, len(nothing.data)), row


def _gap(session: Session, location_id: int) -> int:
    kept = Kept(("may", "it", "sing"))
    return storage.gaps.record(
        session, location_id, GapReason.DECLINED, kept, datetime.now(UTC).date()
    )


def _decision(session: Session, location_id: int) -> int:
    gap = _gap(session, location_id)
    today = datetime.now(UTC).date()
    return storage.gaps.decide(
        session, location_id, [gap], DecisionKind.DONE, by="Morgan", today=today
    ).id


def _line(session: Session, house: House) -> int:
    knowledge = house.app.extensions["plainly"].knowledge
    line = local.write(
        knowledge.answers["daily-notes"],
        "Ask Priya first.",
        knowledge,
        by="Morgan",
        today=datetime.now(UTC).date(),
    )
    return storage.local_words.add_line(session, house.north, line)


def _path(house: House, path: str) -> str:
    """Return *path* with the numbers of things of North House."""
    now = datetime.now(UTC)

    def no(number: int) -> SwitchOffJob:
        return notices.switch_off(number, FILE, FILE.tools[0], asked_at=now)

    with house.store.write() as session:
        (device, *_rest) = storage.doors.devices(session, house.north)
        token = storage.doors.make_device_link(
            session, house.north, "phone", DeviceKind.WORK_PHONE, now
        )
        notice = storage.notices.published(session, house.north)[0]
        making = storage.makings.begin(session, house.north, MAKING, now)
        job = storage.switch_off.add(session, house.north, notice.id, no)
        if "{gap}" in path:
            path = path.replace("{gap}", str(_gap(session, house.north)))
        if "{decision}" in path:
            path = path.replace("{decision}", str(_decision(session, house.north)))
        if "{line}" in path:
            path = path.replace("{line}", str(_line(session, house)))
        tool = next(iter(storage.register.tools(session, house.north)), None)
        tool = tool or storage.register.add(session, house.north, _IDEA, now, ON_SERVER)
    return path.format(
        device=device.id,
        person=house.people["staff"].id,
        owner=house.people["owner"].id,
        notice=notice.id,
        token=notice.token,
        making=making.number,
        job=job.job.number,
        tool=tool.number,
        link=token,
    )
