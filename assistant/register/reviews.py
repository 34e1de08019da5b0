"""When a tool is due for a review, and which of its changes people must be told of."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from msgspec import Struct, structs

from assistant.register.tool import (
    HOME_COUNTRY,
    Answered,
    ChoiceModel,
    DataPlace,
    DecisionEffect,
    Recordings,
    Tool,
    Training,
)
from assistant.register.uses import UseRules

FIRST_REVIEW = timedelta(days=30)
MONTHS_IF_IT_TOUCHES_CARE = 6
MONTHS_OTHERWISE = 12


class Reason(StrEnum):
    """Why a review is due on its day."""

    FIRST = "first"
    REGULAR = "regular"
    NEW_VERSION = "new_version"


class Review(Struct, frozen=True):
    """The next review of a tool in use."""

    due_on: date
    reason: Reason
    is_due: bool


class Matter(StrEnum):
    """Why a change is one that people must be told of again."""

    RECORDS = "records"
    TEACHES_AI = "teaches_ai"
    DECIDES = "decides"
    NEW_PLACE = "new_place"
    NEW_DATA = "new_data"
    NEW_VIEWER = "new_viewer"
    LEAVES_UK = "leaves_uk"
    LESS_CHOICE = "less_choice"


class Change(Struct, frozen=True):
    """One field that differs between two states of a tool; values as a register file has them."""

    field: str
    before: Any
    after: Any
    matters: Matter | None = None


def review_due(tool: Tool, rules: UseRules, *, today: date) -> Review | None:
    """Return the next review of *tool*, or None while it is not in use.

    Day 30 after go-live; then every 6 months where the use touches care, else every 12; at once
    when the product has changed since.
    """
    if not tool.status.in_use or tool.in_use_from is None:
        return None
    first = tool.in_use_from + FIRST_REVIEW
    last = tool.last_reviewed_on
    if tool.version_on and tool.version_on > (last or tool.in_use_from):
        due_on, reason = tool.version_on, Reason.NEW_VERSION
    elif last is None or last < tool.in_use_from:
        due_on, reason = first, Reason.FIRST
    else:
        months = MONTHS_IF_IT_TOUCHES_CARE if rules.touches_care else MONTHS_OTHERWISE
        due_on, reason = _later(last, months), Reason.REGULAR
    return Review(due_on, reason, due_on <= today)


def changes(old: Tool, new: Tool) -> tuple[Change, ...]:
    """Return every field that differs, in the order of the class, and whether people must know."""
    return tuple(_changes(old, new))


def _changes(old: Tool, new: Tool) -> Iterator[Change]:
    for field in structs.fields(Tool):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if before != after:
            yield Change(field.name, before, after, _matter(field.name, before, after))


def _matter(field: str, before: Any, after: Any) -> Matter | None:
    """Return why the change of *field* matters to people, if it does."""
    matter = _MATTERS_WHEN_ADDED.get(field)
    if matter and isinstance(after, tuple):
        known_before = set(before) if isinstance(before, tuple) else set()
        return matter if set(after) - known_before else None
    match field:
        case "recordings":
            return Matter.RECORDS if _records_more(before, after) else None
        case "trains_ai":
            return Matter.TEACHES_AI if after in (Training.YES, Training.ONLY_ANONYMOUS) else None
        case "decision_effect":
            worse = (DecisionEffect.HELPS, DecisionEffect.ALONE)
            return Matter.DECIDES if after in worse and before != DecisionEffect.ALONE else None
        case "data_place":
            leaves = isinstance(after, DataPlace) and after.country != HOME_COUNTRY
            return Matter.LEAVES_UK if leaves else None
        case "choice":
            models = list(ChoiceModel)
            return Matter.LESS_CHOICE if models.index(after) > models.index(before) else None
    return None


_MATTERS_WHEN_ADDED = {
    "places": Matter.NEW_PLACE,
    "data_used": Matter.NEW_DATA,
    "data_from_others": Matter.NEW_DATA,
    "seen_by": Matter.NEW_VIEWER,
}


def _records_more(before: Recordings, after: Recordings) -> bool:
    """Return whether something is now kept that was not, or is kept for another time."""
    pairs = zip(structs.astuple(before), structs.astuple(after), strict=True)
    return any(new.kept == Answered.YES and new != old for old, new in pairs)


def _later(day: date, months: int) -> date:
    """Return the day *months* later, or the last one of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
