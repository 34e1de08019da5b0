"""When someone is due for training again, and why. Computed from what was done, never stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum

from msgspec import Struct

from assistant.register import Tool
from assistant.training.check import Asked

# The pattern of the yearly data protection training that staff know; a proposal, and no law.
YEARS = 1
SOON = timedelta(days=30)
# Fields of a tool that change what staff do, check or say. The rest is for the office.
STAFF_FIELDS = (
    "use",
    "name",
    "human_check",
    "decision_effect",
    "recordings",
    "seen_by",
    "limits",
    "never_for",
    "choice",
    "if_no",
    "care_route",
    "places",
    "hours",
    "instead",
)


class Reason(StrEnum):
    """Why someone is due."""

    NEVER = "never"
    YEAR = "year"
    TOOL_CHANGED = "tool_changed"
    ADVICE_CHANGED = "advice_changed"


class State(StrEnum):
    """How someone stands today."""

    MISSING = "missing"
    DUE = "due"
    SOON = "soon"
    CURRENT = "current"


class ToolChange(Struct, frozen=True):
    """A tool of the location changed on a day in a way that matters to staff."""

    tool: str
    changed_on: date


class Due(Struct, frozen=True):
    """From when someone is due, and for which reasons; a year is always among them."""

    on: date
    reasons: tuple[Reason, ...]


def changed_for_staff(before: Tool, after: Tool) -> tuple[str, ...]:
    """Return the fields whose change makes the tool's users due for training again."""
    return tuple(name for name in STAFF_FIELDS if getattr(before, name) != getattr(after, name))


def due(
    passed_on: date,
    asked: Iterable[Asked],
    advice: Mapping[str, str],
    changes: Iterable[ToolChange],
    today: date,
) -> Due:
    """Return when someone who passed on *passed_on* is due again.

    *advice* is what each scenario's answer advises now (``items.advice_now``): where a
    safety-critical one differs from the day it was *asked*, or is gone, they are due today.
    """
    on, reasons = _years_after(passed_on), [Reason.YEAR]
    later = [change.changed_on for change in changes if change.changed_on > passed_on]
    if later and min(later) < on:
        on, reasons = min(later), [*reasons, Reason.TOOL_CHANGED]
    if any(item.safety_critical and advice.get(item.scenario) != item.advice for item in asked):
        on, reasons = min(on, today), [*reasons, Reason.ADVICE_CHANGED]
    return Due(on, tuple(reasons))


def state(due_on: date | None, today: date) -> State:
    """Return how someone stands who is due on that day, or who never passed (None)."""
    if due_on is None:
        return State.MISSING
    if due_on <= today:
        return State.DUE
    return State.SOON if due_on - today <= SOON else State.CURRENT


def _years_after(day: date) -> date:
    try:
        return day.replace(year=day.year + YEARS)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year + YEARS, day=28)
