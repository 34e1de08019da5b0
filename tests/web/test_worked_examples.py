"""Each worked example becomes a notice through the pages, in every format."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from assistant import notices, storage
from assistant.accounts import Role
from assistant.knowledge import Setting
from assistant.local import Location, Person
from assistant.notices import Audience, Format, NoticeFile
from assistant.storage.audit import ON_SERVER
from tests.tools import WORDING
from tests.web.conftest import words_of
from tests.web.house import House
from tests.web.making import begin, example, newest, page, publish, send

EXAMPLES = ("scribe", "care-home", "care-home-door", "home-care", "plainly")


@pytest.fixture
def furnish_for(house: House) -> Callable[[NoticeFile], tuple[int, FlaskClient]]:
    """Return what makes a location with the people and tools of a notice file, and its manager."""

    def furnish(file: NoticeFile) -> tuple[int, FlaskClient]:
        people = {
            one.role.value: Person(one.name, one.phone)
            for one in (file.contact, file.data_contact)
            if isinstance(one, notices.Person)
        }
        now = datetime.now(UTC)
        with house.store.write() as session:
            place = storage.locations.add_location(
                session,
                Location(file.provider, file.location, people),
                file.setting or Setting.CARE_HOME,
            )
            for tool in file.tools:
                storage.register.add(session, place, tool, now, ON_SERVER)
            storage.accounts.add(
                session, "Nell", Role.MANAGER, now, email="nell@two.example", locations=[place]
            )
            nell = storage.accounts.everyone(session, place)
        manager = next(one for one in nell if one.name == "Nell")
        return place, House(house.app, house.store, place, place, {"nell": manager}, {}).as_("nell")

    return furnish


@pytest.mark.parametrize("name", EXAMPLES)
def test_each_worked_example_publishes_through_the_pages_and_prints_in_every_format(
    house: House, furnish_for: Callable[[NoticeFile], tuple[int, FlaskClient]], name: str
) -> None:
    file = example(name)
    place, client = furnish_for(file)
    making = begin(client, file.audience.value)
    fields: dict[str, Any] = {"tools": [tool.id for tool in file.tools], "contact": "manager"}
    if file.contact.hours:
        fields |= {"hours_from": file.contact.hours.start, "hours_to": file.contact.hours.end}
    send(client, f"{making}/tools", data_contact="data_protection_lead", **fields)
    soup = page(client, f"{making}/check")
    assert "Nothing is missing." in words_of(soup), words_of(soup.main)
    publish(client, making)
    published = newest(house, place)
    made = notices.reread(published.content, published.sentences, published.record, WORDING)
    assert made.notice.sections == notices.build(file, WORDING).sections
    assert made.file.audience is Audience(file.audience)
    for code in ("en", "ur"):
        links = page(client, f"/notices/{published.id}/{code}").select(".format")
        assert len(links) >= len(Format) - 1
        for link in links:
            assert client.get(str(link["href"])).status_code == 200
