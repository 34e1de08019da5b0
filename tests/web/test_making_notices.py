"""From the register to a published notice, in the pages of a manager."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from msgspec import structs

from assistant import notices, storage
from assistant.local import Location, Person
from assistant.notices import Format
from assistant.register import NOT_SURE, Answered, Condition, Kept, Period, Status
from assistant.storage.audit import ON_SERVER
from tests.tools import FILE, WORDING
from tests.web.conftest import checked, soup_of, token_of, words_of
from tests.web.house import House
from tests.web.making import BEGUN, REVIEW, begin, change, example, newest, page, publish, send


def test_a_manager_goes_from_the_register_to_print_in_four_steps(house: House) -> None:
    client = house.as_("manager")
    making = begin(client)
    assert page(client, f"{making}/tools").select("input[name=tools][checked]")
    at = send(client, f"{making}/tools", tools="notewell", **BEGUN)
    assert at == f"{making}/languages"
    at = send(client, at, languages=["en", "ur"], formats=["a4", "easy-read"])
    assert at == f"{making}/check"
    assert "Nothing is missing." in words_of(page(client, at).main)
    at = publish(client, making)
    soup = page(client, at)
    assert "Version 1 is published." in words_of(soup)
    links = [str(link["href"]) for link in soup.select(".format")]
    number = newest(house).id
    assert links == [
        f"/notices/{number}/{code}/{name}.pdf"
        for code in ("en", "ur")
        for name in ("a4", "easy-read")
    ]
    for link in links:
        assert client.get(link).data.startswith(b"%PDF")
    assert client.get(f"{making}/check").status_code == 404
    with house.store.read() as session:
        (line,) = storage.audit.lines(session, [house.north], limit=1)
    assert (line.action, line.who) == ("notice_published", "Morgan")


def test_a_warning_is_published_over_only_with_a_reason_that_is_kept(house: House) -> None:
    change(house, risk_check=NOT_SURE)
    client = house.as_("manager")
    making = begin(client)
    send(client, f"{making}/tools", tools="notewell", **BEGUN)
    (warning,) = page(client, f"{making}/check").select("details .missing strong")
    publish(client, making, 422)
    assert "Please give a reason" in publish(client, making, 422, reason="")
    about_someone = publish(client, making, 422, reason="Mrs Smith in room 12 wants it now.")
    assert "leave out what is about a person" in about_someone
    publish(client, making, reason="The check is booked for Monday.")
    history = words_of(page(client, f"/notices/{newest(house).id}/versions"))
    assert "because: The check is booked for Monday." in history
    assert words_of(warning).partition(": ")[2] in history
    with house.store.read() as session:
        (line,) = storage.audit.lines(session, [house.north], limit=1)
    assert line.detail["in_spite_of_warnings"] == "The check is booked for Monday."


def test_everything_chosen_comes_in_one_file_that_is_always_the_same(house: House) -> None:
    client = house.at("tablet")
    path = (
        f"/notices/{newest(house).id}/together.zip?language=en&language=pl&format=a4&format=large"
    )
    first = client.get(path).data
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert archive.namelist() == [
            f"rosewood-notes-1-{code}-{format}.pdf"
            for code in ("en", "pl")
            for format in ("a4", "large")
        ]
        assert all(archive.read(name).startswith(b"%PDF") for name in archive.namelist())
    assert client.get(path).data == first
    assert client.get(path.partition("?")[0]).status_code == 404


def test_the_preview_is_the_page_itself(house: House) -> None:
    client = house.as_("manager")
    making = begin(client)
    send(client, f"{making}/languages", languages=["en", "ur"], formats=["a4"])
    for query in ("", "?language=ur", "?format=large"):
        images = page(client, f"{making}/check{query}").select(".sheet img")
        assert images
        for image in images:
            response = client.get(str(image["src"]))
            assert response.mimetype == "image/png"
            assert response.data.startswith(b"\x89PNG")
    for wrong in ("en/a4/99", "xx/a4/1", "en/sms/1"):
        assert client.get(f"{making}/{wrong}.png").status_code == 404


def test_every_choice_is_kept_as_one_goes_and_the_preview_follows(house: House) -> None:
    client = house.as_("manager")
    making = begin(client)
    fields = {**token_of(client), "languages": ["en", "pl"], "formats": ["sms"]}
    response = client.post(f"{making}/languages", data=fields, headers={"HX-Request": "true"})
    assert response.status_code == 200
    assert soup_of(response).select_one("#preview")
    soup = page(client, f"{making}/languages?format=sms")
    ticked = {str(one["value"]) for one in soup.select("input[checked]")}
    assert ticked == {"en", "pl", "sms"}
    assert "parts]" in words_of(soup.select_one("pre"))
    nothing = client.post(
        f"{making}/languages", data=token_of(client), headers={"HX-Request": "true"}
    )
    assert nothing.status_code == 204


@pytest.mark.parametrize(
    ("step", "fields", "said"),
    [
        ("tools", BEGUN, "Please choose at least one tool."),
        ("tools", {**BEGUN, "tools": "notewell", "hours_from": "09:00"}, "Please give both times"),
        ("languages", {"formats": "a4"}, "Please choose at least one."),
        ("languages", {"languages": "en"}, "Please choose at least one."),
        ("check", {"review_by": ""}, "Please fill this in."),
    ],
)
def test_half_a_step_says_what_is_wrong(
    house: House, step: str, fields: dict[str, Any], said: str
) -> None:
    client = house.as_("manager")
    text = send(client, f"{begin(client)}/{step}", 422, **fields)
    assert said in words_of(BeautifulSoup(text, "html.parser"))


def test_a_notice_in_the_making_can_be_left_and_given_up(house: House) -> None:
    client = house.as_("manager")
    making = begin(client)
    assert "Not published yet" in words_of(page(client, "/notices"))
    assert "Not published yet" not in words_of(page(house.at("tablet"), "/notices"))
    send(client, f"{making}/end")
    assert "Not published yet" not in words_of(page(client, "/notices"))


def test_a_place_chooses_the_tools_that_are_used_there(house: House) -> None:
    with house.store.write() as session:
        sensor = next(t for t in example("care-home").tools if t.id == "nightear")
        storage.register.add(session, house.north, sensor, datetime.now(UTC), ON_SERVER)
    client = house.as_("manager")
    making = begin(client, "visitors")
    soup = page(client, f"{making}/tools")
    assert len(soup.select("input[name=tools][checked]")) == 2
    for link in soup.select("nav[aria-label='Tools by place'] a"):
        place = str(link["href"]).partition("place=")[2]
        ticked = page(client, str(link["href"])).select("input[name=tools][checked]")
        tools = (FILE.tools[0], sensor)
        assert [str(one["value"]) for one in ticked] == [t.id for t in tools if place in t.places]


# What is missing


def test_what_is_missing_is_said_with_its_reason_and_where_to_mend_it(house: House) -> None:
    change(house, limits=NOT_SURE)
    client = house.as_("manager")
    making = begin(client)
    send(client, f"{making}/tools", tools="notewell", **BEGUN)
    soup = page(client, f"{making}/check")
    missing = soup.select_one(".missing")
    assert missing is not None
    said = words_of(missing)
    assert WORDING.gates["limits.unknown"].says in said
    assert WORDING.gates["limits.unknown"].why in said
    assert "Who can say: supplier" in said
    with house.store.read() as session:
        (kept,) = storage.register.tools(session, house.north)
    page_of_it = f"/tools/register/{kept.number}/questions/mistakes"
    assert [str(link["href"]) for link in missing.select("a")] == [page_of_it]
    assert "cannot be shown yet" in words_of(soup.select_one("#preview"))
    assert "Publish" not in words_of(soup.select_one(".making__bar"))
    publish(client, making, 422)
    assert newest(house).number == 1
    change(house, limits=FILE.tools[0].limits)
    assert "Nothing is missing." in words_of(page(client, f"{making}/check"))


def test_a_contact_without_a_number_leads_to_the_location(house: House) -> None:
    with house.store.write() as session:
        where = Location("Two Homes Care", "North House", {"manager": Person("M. North")})
        storage.locations.change_location(session, house.north, where)
    client = house.as_("manager")
    soup = page(client, f"{begin(client)}/check")
    assert WORDING.gates["phone.wrong"].says in words_of(soup.select_one(".missing"))
    assert soup.select(".missing a[href='/manage/location/']")


def test_what_only_the_office_lacks_makes_a_holding_notice(house: House) -> None:
    change(house, dpia=NOT_SURE, lawful_basis=NOT_SURE, condition=Condition.NOT_SURE)
    client = house.as_("manager")
    making = begin(client)
    send(client, f"{making}/tools", tools="notewell", **BEGUN)
    soup = page(client, f"{making}/check")
    assert "Only the office lacks something." in words_of(soup)
    assert soup.select(".sheet img"), "the holding notice can be looked at before"
    publish(client, making, 422)
    follows = (datetime.now(UTC).date() + timedelta(days=14)).isoformat()
    send(client, f"{making}/check", review_by=REVIEW, rest_follows_on=follows)
    publish(client, making, rest_follows_on=follows)
    published = newest(house)
    assert notices.read(published.content).rest_follows_on == date.fromisoformat(follows)
    assert "This is an early notice. You get the full one by" in words_of(
        page(client, f"/notices/{published.id}/en")
    )


def test_nobody_approves_what_changed_after_they_read_it(house: House) -> None:
    client = house.as_("manager")
    making = begin(client)
    send(client, f"{making}/tools", tools="notewell", **BEGUN)
    read = page(client, f"{making}/check").select_one("input[name=facts]")
    assert read is not None
    change(house, supplier="Another Company")
    fields = {"approved_by": "manager", "review_by": REVIEW, "facts": str(read["value"])}
    text = send(client, f"{making}/publish", 422, **fields)
    assert "Please read it again." in text
    assert newest(house).number == 1
    publish(client, making)
    assert client.post(f"{making}/publish", data=token_of(client)).status_code == 404


# Versions


def test_a_change_in_the_register_makes_the_notice_out_of_date_until_it_is_made_anew(
    house: House,
) -> None:
    old, client = newest(house), house.as_("manager")
    paper = client.get(f"/notices/{old.id}/en/a4.pdf").data
    recordings = structs.replace(
        FILE.tools[0].recordings,
        transcript=Kept(kept=Answered.YES, period=Period(number=30, unit="day")),
    )
    change(house, recordings=recordings)
    tablet = house.at("tablet")
    for code in ("en", "ur"):
        soup = page(tablet, f"/notices/{old.id}/{code}")
        assert "Out of date in every language" in words_of(soup)
    assert "Out of date in every language" in words_of(page(tablet, "/notices"))
    assert "1 notice no longer says what holds here." in words_of(page(client, "/manage/"))
    public = f"/n/{old.token}"
    assert "A new version is being made." in words_of(page(house.client(), public))

    making = send(client, f"/notices/making/again/{old.id}").removesuffix("/check")
    assert send(client, f"/notices/making/again/{old.id}") == f"{making}/check"
    assert client.get(f"{making}/people").status_code == 404
    send(client, f"{making}/tools", tools="notewell", **BEGUN)
    said = words_of(page(client, f"{making}/check").main)
    assert "What changed since version 1" in said
    assert "Speak to people again" in said
    assert "It now keeps a recording, or keeps it for another time." in said
    publish(client, making, approved_by="ai_lead")

    assert newest(house).number == 2
    assert "Out of date" not in words_of(page(tablet, "/notices"))
    said = words_of(page(house.client(), public))
    assert "What is new in version 2" in said
    history = words_of(page(tablet, f"/notices/{old.id}/versions"))
    assert "Version 2" in history
    assert "approved by: AI lead" in history
    soup = page(tablet, f"/notices/{old.id}/versions/1/en")
    assert "version 2 has taken its place" in words_of(soup)
    assert client.get(f"/notices/{old.id}/versions/1/en/a4.pdf").data == paper


def test_what_only_the_office_keeps_makes_nothing_out_of_date(house: House) -> None:
    change(house, last_reviewed_on=date(2026, 11, 1), off_how="Press Stop.")
    assert "Out of date" not in words_of(page(house.at("tablet"), "/notices"))


def test_a_later_wording_never_changes_what_was_published(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, number = house.at("tablet"), newest(house).id
    paths = [
        f"/notices/{number}/en",
        *(f"/notices/{number}/en/{name}" for name in ("a4.pdf", "sms.txt", "json.json")),
        f"/n/{newest(house).token}",
    ]
    before = [body(client, path) for path in paths]
    sources = house.app.extensions["notices"]
    entries = {
        id: structs.replace(entry, text=f"{entry.text} Changed.")
        for id, entry in WORDING.entries.items()
    }
    later = replace(sources, wording=replace(sources.wording, entries=entries))
    monkeypatch.setitem(house.app.extensions, "notices", later)
    assert [body(client, path) for path in paths] == before
    making = begin(house.as_("manager"))
    assert "Changed." in words_of(page(house.as_("manager"), f"{making}/check"))


def body(client: FlaskClient, path: str) -> bytes:
    """Return what people read at *path*: the file, or the words of the notice."""
    response = client.get(path)
    assert response.status_code == 200
    if response.mimetype != "text/html":
        return bytes(response.data)
    return words_of(soup_of(response).select_one(".notice")).encode()


def test_a_language_is_offered_only_when_every_sentence_matches(house: House) -> None:
    entries = dict(WORDING.entries)
    id = notices.build(FILE, WORDING).sections[1].sentences[0].id
    entries[id] = structs.replace(entries[id], text="It writes notes, and nobody translated this.")
    with house.store.write() as session:
        old = storage.notices.published(session, house.north)[0]
        wording = notices.Wording(
            entries, WORDING.gates, WORDING.outside, WORDING.uses, WORDING.only_in
        )
        version = notices.version(
            structs.replace(FILE, version=2), notices.build(FILE, wording), wording
        )
        storage.notices.publish(session, house.north, version, datetime.now(UTC), old.id)
    client = house.at("tablet")
    assert client.get(f"/notices/{old.id}/ur").status_code == 404
    assert client.get(f"/notices/{old.id}/versions/1/ur").status_code == 200
    response = house.client().get(f"/n/{old.token}/ur")
    said = words_of(checked(response, 200))
    assert "not there in Urdu yet" in said
    assert "It writes notes, and nobody translated this." in said
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert house.client().get(f"/n/{old.token}/xx").status_code == 404


# Every format


def test_every_format_can_be_had_from_the_page_of_a_notice(house: House) -> None:
    client, number = house.at("tablet"), newest(house).id
    kinds = {"pdf": "application/pdf", "txt": "text/plain", "html": "text/html"}
    for code, count in (("en", len(Format)), ("ur", len(Format) - 1)):
        links = [
            str(one["href"]) for one in page(client, f"/notices/{number}/{code}").select(".format")
        ]
        assert len(set(links)) == len(links) == count
        for link in links:
            response = client.get(link)
            assert response.status_code == 200, link
            assert response.mimetype == kinds.get(link.rpartition(".")[2], "application/json")
    assert client.get(f"/notices/{number}/ur/json.json").status_code == 404
    assert client.get(f"/notices/{number}/en/a4.txt").status_code == 404
    assert client.get(f"/notices/{number}/en/a3.pdf").status_code == 404


# The worked examples


def test_a_paused_tool_stops_its_notice(house: House) -> None:
    change(house, status=Status.PAUSED)
    number = newest(house).id
    said = words_of(page(house.at("tablet"), f"/notices/{number}/en"))
    assert "is no longer in use here. Do not give this notice out." in said
    said = words_of(page(house.client(), f"/n/{newest(house).token}"))
    assert "is not in use here at the moment." in said
    client = house.as_("manager")
    making = send(client, f"/notices/making/again/{number}").removesuffix("/check")
    assert WORDING.gates["status.not_in_use"].says in words_of(page(client, f"{making}/check"))
