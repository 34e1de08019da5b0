"""When someone says no, and where copies of a notice hang: pages of seniors and managers."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
from msgspec import structs

from assistant import notices, storage
from assistant.notices import Format, SwitchOffJob
from assistant.register import ChoiceModel, IfNo, Status
from tests.tools import FILE
from tests.web.conftest import words_of
from tests.web.house import House
from tests.web.making import change, newest, page, send


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(one.get_textpage().get_text_range() for one in document)


@pytest.mark.parametrize("who", ["senior", "manager", "owner"])
def test_a_no_becomes_a_numbered_job_that_is_printed_and_done(house: House, who: str) -> None:
    client = house.as_(who)
    at = send(client, "/jobs/new", about=f"{newest(house).id} notewell")
    assert at == "/jobs/1"
    soup = page(client, at)
    assert "Write the number 1 on the person's slip" in words_of(soup)
    links = [str(link["href"]) for link in soup.select("a[href$='.pdf']")]
    assert {"/jobs/1/en.pdf", "/jobs/1/ur.pdf"} <= set(links)
    for link in links:
        pdf = client.get(link).data
        with pikepdf.open(io.BytesIO(pdf)) as document:
            assert len(document.pages) == 1
    english = text_of(client.get("/jobs/1/en.pdf").data)
    assert "Notewell" in english
    assert "care record" in english
    assert send(client, "/jobs/1/done", by="senior_carer") == "/jobs/1"
    assert "by: Senior carer" in words_of(page(client, "/jobs/1"))
    send(client, "/jobs/1/done", by="carer")
    assert "by: Senior carer" in words_of(page(client, "/jobs/1")), "what was said first stays"
    assert send(client, "/jobs/new", about=f"{newest(house).id} notewell") == "/jobs/2"


def test_nothing_about_a_person_can_be_typed_into_a_job(house: House) -> None:
    client = house.as_("senior")
    send(client, "/jobs/new", about=f"{newest(house).id} notewell")
    for path in ("/jobs/new", "/jobs/1"):
        kinds = {str(one.get("type", "text")) for one in page(client, path).select("main input")}
        assert kinds <= {"hidden", "radio"}
        assert not page(client, path).select("main textarea")


def test_a_late_job_is_on_the_manager_s_list(house: House) -> None:
    asked_at = datetime.now(UTC) - timedelta(hours=25)

    def job(number: int) -> SwitchOffJob:
        return notices.switch_off(number, FILE, FILE.tools[0], asked_at=asked_at)

    with house.store.write() as session:
        storage.switch_off.add(session, house.north, newest(house).id, job)
    client = house.as_("manager")
    assert "1 person said no, and it is not carried out yet." in words_of(page(client, "/manage/"))
    assert "1 job is late." in words_of(page(client, "/jobs/"))
    assert "This was due on" in words_of(page(client, "/jobs/1"))
    send(client, "/jobs/1/done", by="manager")
    assert "said no, and it is not" not in words_of(page(client, "/manage/"))


def test_a_tool_that_cannot_be_switched_off_makes_no_job(house: House) -> None:
    tool = change(
        house,
        choice=ChoiceModel.CANNOT_SWITCH_OFF,
        if_no=IfNo.STAYS_ON,
        instead=("person_decides",),
    )
    client = house.as_("senior")
    assert page(client, "/jobs/new").select("input[name=about]"), "the paper still offers it"
    with house.store.write() as session:
        file = structs.replace(notices.read(newest(house).content), tools=(tool,), version=2)
        wording = house.app.extensions["notices"].wording
        version = notices.version(file, notices.build(file, wording), wording)
        storage.notices.publish(session, house.north, version, datetime.now(UTC), newest(house).id)
    assert "can be turned off for one person" in words_of(page(client, "/jobs/new"))
    send(client, "/jobs/new", 422, about=f"{newest(house).id} notewell")


def test_the_sheet_says_how_to_turn_it_off_today(house: House) -> None:
    client = house.as_("senior")
    send(client, "/jobs/new", about=f"{newest(house).id} notewell")
    change(house, off_how="Hold the red button until it beeps.")
    assert "Hold the red button until it beeps." in words_of(page(client, "/jobs/1"))


def test_times_are_those_of_the_clock_on_the_wall(house: House) -> None:
    summer = datetime(2026, 7, 1, 15, 30, tzinfo=UTC)

    def job(number: int) -> SwitchOffJob:
        return notices.switch_off(number, FILE, FILE.tools[0], asked_at=summer)

    with house.store.write() as session:
        storage.switch_off.add(session, house.north, newest(house).id, job)
    client = house.as_("senior")
    assert "2 Jul 2026, 16:30" in words_of(page(client, "/jobs/1"))
    printed = " ".join(text_of(client.get("/jobs/1/en.pdf").data).split())
    assert "1 July 2026, 16:30" in printed
    assert "2 July 2026, 16:30" in printed


# Copies


def put_up(house: House, place: str, format: Format, status: int = 303) -> str:
    client = house.as_("senior")
    return send(
        client,
        f"/notices/{newest(house).id}/posted",
        status,
        place=place,
        format=format.value,
        language="ur",
        copies="2",
        put_up_on=datetime.now(UTC).date().isoformat(),
    )


def test_the_round_collects_door_signs_first(house: House) -> None:
    for place, format in (("Lounge", Format.A4), ("Front hall", Format.POSTER)):
        put_up(house, place, format)
    put_up(house, "Upstairs corridor", Format.DOOR_SIGN)
    client = house.as_("senior")
    assert "Nothing to collect." in words_of(page(client, "/notices/round"))
    change(house, status=Status.PAUSED)
    stops = page(client, "/notices/round").select(".option")
    assert [words_of(one.bdi) for one in stops] == ["Upstairs corridor", "Front hall", "Lounge"]
    assert "Put nothing up" in words_of(stops[0])
    ticked = [str(one.input["value"]) for one in stops if one.input][:2]
    assert send(client, "/notices/round", copy=ticked) == "/notices/round"
    (left,) = page(client, "/notices/round").select(".option")
    assert words_of(left.bdi) == "Lounge"
    said = words_of(page(client, f"/notices/{newest(house).id}/posted").main)
    assert "It hangs at 1 place" in said
    assert "Upstairs corridor : 2 × Door sign, taken down on" in said


def test_a_new_version_says_what_to_put_up_instead(house: House) -> None:
    put_up(house, "Lounge", Format.A4)
    with house.store.write() as session:
        old = storage.notices.published(session, house.north)[0]
        version = notices.reread(
            old.content, old.sentences, old.record, house.app.extensions["notices"].wording
        )
        storage.notices.publish(session, house.north, version, datetime.now(UTC), old.id)
    stop = page(house.as_("senior"), "/notices/round").select_one(".option")
    assert "Put up version 2 instead" in words_of(stop)


@pytest.mark.parametrize(
    "place", ["Mrs Miller's door", "room 12", "call 01632 960101", "CQC approved board", "hall 🎉"]
)
def test_a_place_is_no_person(house: House, place: str) -> None:
    put_up(house, place, Format.A4, 422)
    with house.store.read() as session:
        assert storage.posting.copies(session, house.north) == []
