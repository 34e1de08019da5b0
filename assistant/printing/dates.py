"""Days as they stand on paper in England."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date


def day(when: date) -> str:
    """Return a day in words, as 24 November 2026."""
    return format_date(when, "d MMMM yyyy", locale="en_GB")


def typst_date(when: date) -> dict[str, int]:
    """Return a day as the print templates give it to the PDF."""
    return {"year": when.year, "month": when.month, "day": when.day}


def published(when: str) -> str:
    """Return a year, a month or a day as a source gives it, in words."""
    numbers = [int(part) for part in when.split("-")]
    pattern = ("yyyy", "MMMM yyyy", "d MMMM yyyy")[len(numbers) - 1]
    return format_date(date(*[*numbers, 1, 1][:3]), pattern, locale="en_GB")
