"""A notice in the making, how far a version lies behind the register, and files of every format."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest
from msgspec import structs

from assistant import notices, printing
from assistant.knowledge import Setting, Use
from assistant.languages import ENGLISH
from assistant.local import Location, Person
from assistant.notices import Audience, Format, Making, making
from assistant.notices.making import DataContact
from assistant.notices.versions import OFFICE_ONLY
from assistant.register import (
    NOT_SURE,
    Answered,
    Done,
    Kept,
    Matter,
    Office,
    Period,
    Staff,
    Status,
    Tool,
)
from tests import tools
from tests.tools import FILE, KNOWLEDGE, VERSION, WORDING

TODAY = date(2026, 11, 24)
TEMPLATES = KNOWLEDGE.parent / "templates"
TOOL = FILE.tools[0]
LOCATION = Location(
    "Rosewood Care",
    "Rosewood House",
    {
        "manager": Person("Robin Example", "01632 960101"),
        "data_protection_lead": Person("Sam Sample", "01632 960103"),
    },
)
OTHERS: dict[str, Any] = {
    "owner": Office.MANAGER,
    "used_by": (Staff.NURSE,),
    "trained": Answered.NOT_SURE,
    "switched_off_by": Staff.NURSE,
    "off_how": "Press the red button.",
    "risk_check": Done(on=TODAY, by=Office.MANAGER),
    "supplier_check": Done(on=TODAY, by=Office.DEPUTY_MANAGER),
    "agreement": Answered.NO,
    "tested_for_groups": Answered.YES,
    "medical_device": Answered.YES,
    "product_version": "9.9",
    "version_on": TODAY,
    "last_reviewed_on": TODAY,
}


def file(chosen: Making, *rows: Tool, **fields: Any) -> notices.NoticeFile | None:
    how: dict[str, Any] = {"id": "residents-notewell", "version": 1, "today": TODAY, **fields}
    return making.file(chosen, rows or (TOOL,), LOCATION, Setting.CARE_HOME, **how)


# Choosing


def test_it_begins_with_every_tool_that_touches_its_readers() -> None:
    rows = [tools.tool(use) for use in Use if WORDING.knows(use)]
    for audience in Audience:
        touching = making.touching(rows, audience, WORDING)
        assert [tool.use for tool in touching] == [
            tool.use for tool in rows if audience in WORDING.uses[tool.use].audiences
        ]
        begun = making.begin(audience, touching, LOCATION, today=TODAY)
        assert begun.tools == tuple(tool.id for tool in touching[: notices.MAX_TOOLS])
        assert making.from_json(making.to_json(begun)) == begun


@pytest.mark.parametrize("status", [one for one in Status if not one.in_use])
def test_a_tool_that_is_not_in_use_touches_nobody(status: Status) -> None:
    paused = structs.replace(TOOL, status=status)
    assert making.touching([paused], Audience.RESIDENTS, WORDING) == ()


def test_the_people_are_those_whom_the_location_names() -> None:
    begun = making.begin(Audience.RESIDENTS, [TOOL], LOCATION, today=TODAY)
    assert begun.contact is Office.MANAGER
    assert begun.data_contact is DataContact.DATA_PROTECTION_LEAD
    made = file(begun, approved_by=Office.MANAGER)
    assert made is not None
    assert (made.contact.name, made.contact.phone) == ("Robin Example", "01632 960101")
    assert notices.gates(made, WORDING, today=TODAY) == []
    nobody = structs.replace(begun, contact=Office.AI_LEAD)
    unnamed = file(nobody)
    assert unnamed is not None
    found = {gate.id for gate in notices.gates(unnamed, WORDING, today=TODAY)}
    assert found == {"name.missing", "phone.wrong", "approved_by.missing"}


def test_it_is_made_anew_from_what_was_published_and_the_people_of_today() -> None:
    elsewhere = Location(
        "Rosewood Care", "Rosewood House", {"ai_lead": Person("A", "01632 960109")}
    )
    found = making.again(FILE, elsewhere, today=TODAY)
    assert (found.audience, found.tools) == (FILE.audience, ("notewell",))
    assert found.contact is Office.AI_LEAD
    assert found.review_by == TODAY + making.HOLDS


def test_it_is_about_no_tool_that_has_left_the_register() -> None:
    gone = Making(audience=Audience.RESIDENTS, tools=("gone",))
    assert file(gone) is None
    assert file(structs.replace(gone, tools=("gone", "notewell"))) is not None


def test_ids_are_never_given_twice() -> None:
    one = Making(audience=Audience.RESIDENTS, tools=("notewell",))
    taken: list[str] = []
    for _ in range(3):
        taken.append(making.new_id(one, taken))
    assert taken == ["residents-notewell", "residents-notewell-2", "residents-notewell-3"]
    long = making.new_id(structs.replace(one, tools=("a" * 64,)), ["x"])
    assert len(long) <= 64


# Looking at it before


@pytest.mark.parametrize(
    ("fields", "is_shown"),
    [
        ({}, True),
        ({"limits": NOT_SURE}, False),
        ({"choice": "not_sure"}, False),
        ({"purpose": "no_such_option"}, False),
        ({"dpia": NOT_SURE, "lawful_basis": NOT_SURE}, True),
    ],
)
def test_only_what_somebody_can_stand_behind_is_shown(
    fields: dict[str, Any], is_shown: bool
) -> None:
    made = file(
        Making(audience=Audience.RESIDENTS, tools=("notewell",)),
        structs.replace(TOOL, **fields),
    )
    assert made is not None
    found = notices.gates(made, WORDING, today=TODAY)
    assert (making.preview(made, found, WORDING) is not None) is is_shown


def test_the_picture_of_a_page_is_of_the_page_that_is_printed() -> None:
    shown = notices.edition(VERSION.notice, ENGLISH)
    pictures = printing.look(shown, TEMPLATES / "print")
    assert len(pictures) == 3
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)
    card = notices.edition(VERSION.notice, ENGLISH, format=Format.REMINDER)
    assert len(printing.look(card, TEMPLATES / "print")) == 1


# Behind the register


@pytest.mark.parametrize("field", sorted(OFFICE_ONLY))
def test_what_the_office_keeps_is_said_in_no_notice(field: str) -> None:
    changed = structs.replace(TOOL, **{field: OTHERS[field]})
    assert changed != TOOL
    for audience in Audience:
        before = structs.replace(FILE, audience=audience)
        after = structs.replace(before, tools=(changed,))
        assert notices.build(after, WORDING) == notices.build(before, WORDING)
    assert not notices.behind(FILE, [changed])


def test_a_change_that_a_notice_says_leaves_it_behind() -> None:
    recordings = structs.replace(
        TOOL.recordings,
        video=Kept(kept=Answered.YES, period=Period(number=3, unit="day")),
    )
    found = notices.behind(FILE, [structs.replace(TOOL, recordings=recordings)])
    assert found
    assert [one.change.matters for one in found.tell_again] == [Matter.RECORDS]
    assert not notices.behind(FILE, [TOOL])
    assert not notices.behind(FILE, []), "a tool that the register does not know"


@pytest.mark.parametrize("status", [one for one in Status if not one.in_use])
def test_a_tool_out_of_use_leaves_its_notice_behind(status: Status) -> None:
    found = notices.behind(FILE, [structs.replace(TOOL, status=status)])
    assert found.not_in_use == (TOOL.name,)
    assert not found.fields


# Files


@pytest.mark.parametrize("format", Format)
def test_every_format_is_a_file(format: Format) -> None:
    made = printing.make(VERSION, ENGLISH, format, templates=TEMPLATES)
    if printing.ENDINGS[format] == "pdf":
        assert made.startswith(b"%PDF")
    else:
        assert made.decode().strip()


def test_a_bundle_is_the_same_bytes_and_keeps_each_file() -> None:
    files = [("a.pdf", b"%PDF-1"), ("b.pdf", b"%PDF-2")]
    packed = printing.bundle(files, TODAY)
    assert printing.bundle(files, TODAY) == packed
    assert printing.bundle(files, TODAY + timedelta(days=1)) != packed
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert [(name, archive.read(name)) for name in archive.namelist()] == files


@pytest.mark.parametrize("place", ["Front hall", "Upstairs corridor", "Lounge (by the window)"])
def test_a_place_may_be_named(place: str) -> None:
    assert notices.is_place(place)


@pytest.mark.parametrize("place", ["", "Mrs Miller", "room 12", "01632 960101", "x" * 81])
def test_a_place_names_nobody(place: str) -> None:
    assert not notices.is_place(place)
