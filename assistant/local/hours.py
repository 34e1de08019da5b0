"""Which hours it is at a location: the day of the office, the night, or the weekend."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

# Every location is in England; its clocks change in March and October.
_CLOCK = ZoneInfo("Europe/London")
_SATURDAY = 5


class Hours(StrEnum):
    """The hours that contacts are kept for."""

    DAY = "day"
    NIGHT = "night"
    WEEKEND = "weekend"


def hours(now: datetime, day_from: int, day_to: int) -> Hours:
    """Return which hours it is at the instant *now*, by the clock in England.

    The day lasts from *day_from* to *day_to* o'clock; outside it is night, also at a weekend.
    Raises ValueError when *now* has no time zone.
    """
    if now.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    clock = now.astimezone(_CLOCK)
    if not day_from <= clock.hour < day_to:
        return Hours.NIGHT
    return Hours.WEEKEND if clock.weekday() >= _SATURDAY else Hours.DAY
