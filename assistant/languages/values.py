"""What fills a placeholder, and how people who read a language write it."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from math import inf

import msgspec
from babel import Locale
from babel import dates as babel_dates

from assistant.languages.table import Language

# What CLDR names beside countries: unions, the United Nations, pseudo-places, "unknown".
_NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}


class ValueKind(StrEnum):
    """What stands in a placeholder; decides how it is formatted and kept apart from the words."""

    NAME = "name"
    PHONE = "phone"
    WEB = "web"
    DATE = "date"
    PERIOD = "period"
    TIME = "time"
    COUNTRY = "country"
    NUMBER = "number"
    PAGE = "page"
    PAGES = "pages"


class Value(msgspec.Struct, frozen=True):
    """What fills a placeholder, in no language yet.

    ``text`` is as typed for a name, phone number or address; an ISO date; ``7 day`` for a period;
    ``21:30`` for a time; an ISO 3166 code for a country; empty for the printer's page counters.
    """

    kind: ValueKind
    text: str


def is_country(code: str) -> bool:
    """Return whether *code* is the ISO 3166 code of a country whose name we can write."""
    return code not in _NO_COUNTRIES and len(code) == 2 and code in Locale.parse("en").territories


def shown(value: Value, wanted: Language) -> str:
    """Return *value* as people who read *wanted* write it."""
    locale = Locale.parse(wanted.locale)
    match value.kind:
        case ValueKind.DATE:
            return babel_dates.format_date(date.fromisoformat(value.text), "long", locale=locale)
        case ValueKind.PERIOD:
            number, unit = value.text.split()
            # The threshold forces the unit. Babel's format_unit would leave "duration-year" in
            # the text where a language lacks the word, as Urdu does.
            return babel_dates.format_timedelta(
                timedelta(days=int(number) * _DAYS[unit]),
                granularity=unit,  # type: ignore[arg-type]
                threshold=inf,
                locale=locale,
            )
        case ValueKind.TIME:
            # The 24-hour clock everywhere, as in the English beside it: what CLDR abbreviates
            # morning and evening to is not what elders read in every language.
            clock = babel_dates.parse_time(value.text, locale="en_GB")
            return babel_dates.format_skeleton("Hm", clock, locale=locale)
        case ValueKind.COUNTRY:
            return str(locale.territories[value.text])
    return value.text
