"""What keeps a notice from people, and what only wants a look.

Each rule yields the id of a gate and the field it is about; knowledge/wording/gates.yaml has the
words. A rule never stops at the first thing it finds: the office gets the whole list at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from assistant.notices import tool_gates
from assistant.notices.build import build, main_words
from assistant.notices.free_text import is_phone, name_gates
from assistant.notices.leaflet import MAX_MAIN_WORDS
from assistant.notices.model import Gate, NoticeFile, Person
from assistant.notices.tool_gates import Found
from assistant.notices.wording import Wording
from assistant.register import NOT_SURE

MAX_LIFE = timedelta(days=366)
MAX_EARLY = timedelta(days=28)
OUTSIDE_CHECKED_WITHIN = timedelta(days=366)


def gates(file: NoticeFile, wording: Wording, *, today: date) -> list[Gate]:
    """Return every gate that *file* does not pass today, those that block first."""
    found = [*_people(file), *_dates(file, today), *_outside(wording, today), *_tools(file)]
    for number, tool in enumerate(file.tools):
        prefix = f"tools.{number}."
        if not wording.knows(tool.use):
            found.append(("use.unsupported", f"{prefix}use"))
            continue
        found += [
            (id, prefix + field) for id, field in tool_gates.all_of(tool, file, wording, today)
        ]
    listed = [_gate(wording, id, field) for id, field in found]
    composable = not any(gate.blocks for gate in listed)
    if composable and main_words(build(file, wording)) > MAX_MAIN_WORDS:
        listed.append(_gate(wording, "length.words", "tools"))
    return sorted(listed, key=lambda gate: (not gate.blocks, gate.field, gate.id))


def in_the_way(file: NoticeFile, found: list[Gate]) -> tuple[Gate, ...]:
    """Return the gates of *found* that stop *file*; an early notice passes those of the office."""
    early = file.rest_follows_on is not None
    return tuple(gate for gate in found if gate.blocks and not (early and gate.office))


def _gate(wording: Wording, id: str, field: str) -> Gate:
    words = wording.gates[id]
    return Gate(id, field, words.blocks, words.office, words.says, words.why, words.ask)


def _people(file: NoticeFile) -> Iterator[Found]:
    for field in ("provider", "location"):
        for id in name_gates(getattr(file, field)):
            yield id, field
    yield from _person(file.contact, "contact")
    if isinstance(file.data_contact, Person):
        yield from _person(file.data_contact, "data_contact")
    elif file.data_contact == NOT_SURE:
        yield "data_contact.unknown", "data_contact"
    if file.approved_by is None:
        yield "approved_by.missing", "approved_by"


def _person(person: Person, field: str) -> Iterator[Found]:
    for id in name_gates(person.name):
        yield id, f"{field}.name"
    if not is_phone(person.phone):
        yield "phone.wrong", f"{field}.phone"


def _dates(file: NoticeFile, today: date) -> Iterator[Found]:
    if file.approved_by and file.approved_by.on > today:
        yield "dates.future", "approved_by.on"
    if file.made_on > today:
        yield "dates.future", "made_on"
    if file.easy_read_checked_on and file.easy_read_checked_on > today:
        yield "dates.future", "easy_read_checked_on"
    if not timedelta(0) < file.review_by - file.made_on <= MAX_LIFE:
        yield "dates.review", "review_by"
    elif file.review_by < today:
        yield "dates.overdue", "review_by"
    follows_on = file.rest_follows_on
    if follows_on and not file.made_on < follows_on <= file.made_on + MAX_EARLY:
        yield "early.too_late", "rest_follows_on"


def _outside(wording: Wording, today: date) -> Iterator[Found]:
    if any(today - body.checked_on > OUTSIDE_CHECKED_WITHIN for body in wording.outside.values()):
        yield "outside.overdue", "outside"


def _tools(file: NoticeFile) -> Iterator[Found]:
    ids = [tool.id for tool in file.tools]
    for number, id in enumerate(ids):
        if id in ids[:number]:
            yield "tools.twice", f"tools.{number}.id"
