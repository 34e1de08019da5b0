"""A notice in the making: what has been chosen so far, and the notice file that it would be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct, structs

from assistant.knowledge import Setting
from assistant.local import Location
from assistant.local import Person as Named
from assistant.notices.build import build
from assistant.notices.gates import MAX_EARLY
from assistant.notices.model import (
    MAX_TOOLS,
    Approval,
    Format,
    Gate,
    Notice,
    NoticeError,
    NoticeFile,
    Person,
)
from assistant.notices.wording import Wording
from assistant.register import NOT_SURE, Audience, Hours, NotSure, Office, Slug, Tool

# How long a notice holds unless another day is chosen: half a year, as a tool that touches care.
HOLDS = timedelta(days=182)
# By when the rest of an early notice follows unless another day is chosen.
FOLLOWS = MAX_EARLY / 2
_ID_LENGTH = 64
# What may still be open while one looks at the page: days to choose, and who signs.
_SHOWN_ANYWAY = frozenset(
    {"review_by", "rest_follows_on", "easy_read_checked_on", "data_contact", "approved_by"}
)


class DataContact(StrEnum):
    """Who answers questions about personal data: somebody in the office, or nobody has to."""

    MANAGER = Office.MANAGER.value
    DEPUTY_MANAGER = Office.DEPUTY_MANAGER.value
    AI_LEAD = Office.AI_LEAD.value
    DATA_PROTECTION_LEAD = Office.DATA_PROTECTION_LEAD.value
    NOT_NEEDED = "not_needed"
    NOT_SURE = "not_sure"


class Making(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What has been chosen so far; every choice may still change, and none is binding.

    ``contact`` and ``data_contact`` are roles: who holds them stands with the location.
    ``languages`` and ``formats`` are what will be printed when it is published.
    """

    audience: Audience
    tools: tuple[Slug, ...] = ()
    contact: Office = Office.MANAGER
    hours: Hours | None = None
    data_contact: DataContact = DataContact.NOT_SURE
    languages: Annotated[tuple[str, ...], Meta(min_length=1)] = ("en",)
    formats: Annotated[tuple[Format, ...], Meta(min_length=1)] = (Format.A4,)
    review_by: date | None = None
    rest_follows_on: date | None = None
    easy_read_checked_on: date | None = None


def from_json(data: str) -> Making:
    """Return what ``to_json`` wrote; msgspec.ValidationError for anything else."""
    return msgspec.json.decode(data, type=Making)


def to_json(making: Making) -> str:
    """Return *making* as it is stored."""
    return msgspec.json.encode(making).decode()


def touching(tools: Iterable[Tool], audience: Audience, wording: Wording) -> tuple[Tool, ...]:
    """Return the tools in use that a notice for *audience* can be about."""
    return tuple(
        tool
        for tool in tools
        if tool.status.in_use
        and wording.knows(tool.use)
        and audience in wording.uses[tool.use].audiences
    )


def begin(audience: Audience, tools: Sequence[Tool], location: Location, *, today: date) -> Making:
    """Return a notice that begins with *tools*, as many as a leaflet holds."""
    offered = contacts(location)
    is_named = Office.DATA_PROTECTION_LEAD in offered
    return Making(
        audience=audience,
        tools=tuple(tool.id for tool in tools[:MAX_TOOLS]),
        contact=offered[0] if offered else Office.MANAGER,
        data_contact=DataContact.DATA_PROTECTION_LEAD if is_named else DataContact.NOT_SURE,
        formats=(Format.DOOR_SIGN,) if audience is Audience.VISITORS else (Format.A4,),
        review_by=today + HOLDS,
    )


def again(file: NoticeFile, location: Location, *, today: date) -> Making:
    """Return what a published notice is made anew from: the same choices, another day for review.

    The people are those of the location now.
    """
    offered = contacts(location)
    old = file.data_contact
    data_contact = DataContact(old.role.value if isinstance(old, Person) else old)
    return Making(
        audience=file.audience,
        tools=tuple(tool.id for tool in file.tools),
        contact=file.contact.role if file.contact.role in offered else (*offered, *Office)[0],
        hours=file.contact.hours,
        data_contact=data_contact,
        review_by=today + HOLDS,
        easy_read_checked_on=None,
    )


def contacts(location: Location) -> tuple[Office, ...]:
    """Return the roles whom people can be told to ask: those that the location names."""
    return tuple(role for role in Office if role in location.people)


def file(
    making: Making,
    tools: Iterable[Tool],
    location: Location,
    setting: Setting,
    *,
    id: str,
    version: int,
    today: date,
    approved_by: Office | None = None,
) -> NoticeFile | None:
    """Return the notice file that *making* would be today, or None while it is about no tool.

    *tools* are the rows of the register. A tool that has left the register is left out.
    """
    rows = {tool.id: tool for tool in tools}
    chosen = tuple(rows[id] for id in making.tools if id in rows)
    if not chosen:
        return None
    contact = _person(making.contact, location.people)
    return NoticeFile(
        format=1,
        id=id,
        version=version,
        audience=making.audience,
        made_on=today,
        review_by=making.review_by or today + HOLDS,
        provider=location.provider,
        location=location.name,
        contact=structs.replace(contact, hours=making.hours),
        data_contact=_data_contact(making.data_contact, location.people),
        tools=chosen,
        setting=setting,
        approved_by=Approval(role=approved_by, on=today) if approved_by else None,
        rest_follows_on=making.rest_follows_on,
        easy_read_checked_on=making.easy_read_checked_on,
    )


def preview(file: NoticeFile, found: Sequence[Gate], wording: Wording) -> Notice | None:
    """Return the notice as far as it can be shown before it passes the gates *found*.

    What only the office lacks is shown as an early notice would say it. None when it lacks what a
    person needs: a sentence that nobody can stand behind is not shown either.
    """
    blocking = [gate for gate in found if gate.blocks and gate.field not in _SHOWN_ANYWAY]
    if any(not gate.office for gate in blocking):
        return None
    if any(gate.office for gate in blocking) and file.rest_follows_on is None:
        file = structs.replace(file, rest_follows_on=file.made_on + FOLLOWS)
    try:
        return build(file, wording)
    except NoticeError:
        return None


def new_id(making: Making, taken: Iterable[str]) -> str:
    """Return an id for a new notice that none of those *taken* has: whom it is for, about what."""
    about = making.tools[0] if len(making.tools) == 1 else "tools"
    stem = f"{making.audience}-{about}"[: _ID_LENGTH - 4]
    used = set(taken)
    numbered = (f"{stem}-{number}" for number in range(2, len(used) + 3))
    return next(id for id in (stem, *numbered) if id not in used)


def _data_contact(
    chosen: DataContact, people: Mapping[str, Named]
) -> Person | Literal["not_needed"] | NotSure:
    match chosen:
        case DataContact.NOT_NEEDED:
            return "not_needed"
        case DataContact.NOT_SURE:
            return NOT_SURE
    return _person(Office(chosen.value), people)


def _person(role: Office, people: Mapping[str, Named]) -> Person:
    """Return who holds *role*; nobody's name and number are empty, which a gate says."""
    held = people.get(role, Named(""))
    return Person(role=role, name=held.name, phone=held.phone)
