"""Details that have a shape: numbers, addresses, dates, rooms."""

from __future__ import annotations

import re
from enum import StrEnum


class Detail(StrEnum):
    """A kind of personal detail that was found."""

    NHS_NUMBER = "nhs_number"
    PHONE = "phone"
    EMAIL = "email"
    DATE = "date"
    POSTCODE = "postcode"
    NI_NUMBER = "ni_number"
    ROOM = "room"
    ADDRESS = "address"
    NAME = "name"
    NUMBER = "number"


_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\b\.?"
)
_UNITS = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
_DAY_IN_WORDS = (
    rf"(?:{_UNITS}|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth"
    rf"|eighteenth|nineteenth|twentieth|thirtieth|thirty[ -]first|twenty[ -](?:{_UNITS}))"
)
_TO_NINE = "one|two|three|four|five|six|seven|eight|nine"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_YEAR_IN_WORDS = (
    rf"nineteen[ -](?:hundred|oh|ten|eleven|twelve|\w+teen|{_TENS})"
    rf"(?:[ -](?:and[ -])?(?:{_TO_NINE}))?|two thousand(?: and (?:\w+))?"
)
_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)|{_DAY_IN_WORDS})"
_YEAR = rf"(?:\d{{4}}\b|'?\d{{2}}\b|{_YEAR_IN_WORDS})"
_GAP = r"[\s./–—-]{0,3}"
_SMALL_NUMBER = rf"(?:{_TO_NINE}|ten|eleven|twelve|\w+teen|(?:{_TENS})(?:[ -](?:{_TO_NINE}))?)"
_STREET = (
    "road|rd|street|st|lane|ln|avenue|ave|close|drive|way|court|place|crescent|terrace|gardens"
)
PATTERNS: dict[Detail, re.Pattern[str]] = {
    Detail.EMAIL: re.compile(
        r"[\w.+'’-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+\b"
        r"|[\w.+'’-]{1,64}\s?[\[(]at[\])]\s?[\w-]{1,63}(?:\s?(?:\.|[\[(]dot[\])])\s?[\w-]{1,63})+"
        r"|\b[\w.+'’-]{1,64} at [\w-]{1,63}(?: dot [\w-]{1,63})+\b",
        re.IGNORECASE,
    ),
    Detail.NI_NUMBER: re.compile(r"\b[A-Z]{2}[\s-]?(?:\d{2}[\s-]?){3}[A-D]\b", re.IGNORECASE),
    Detail.DATE: re.compile(
        r"\b\d{1,2}\s?[./–-]\s?\d{1,2}\s?[./–-]\s?(?:\d{4}|\d{2})\b"
        r"|\b\d{4}[./-]\d{2}[./-]\d{2}\b"
        r"|\b(?:0?[1-9]|[12]\d|3[01])\s(?:0?[1-9]|1[0-2])\s(?:19|20)\d{2}\b"
        rf"|\b\d{{1,2}}\s+{_MONTH},?\s+{_YEAR}"
        # "A second may help" is no date.
        rf"|\b{_DAY}\s+(?:of\s+|(?<=\d[a-z]{{2}}\s)|(?!may\b|march\b)){_MONTH}(?:,?\s+{_YEAR})?"
        rf"|\b{_MONTH}\s+(?:the\s+)?{_DAY}(?:,?\s+{_YEAR})?"
        rf"|\b{_MONTH}\s+\d{{1,2}},?\s+\d{{4}}\b"
        r"|\b(?:dob|d\.o\.b\.?|date of birth|born(?: on| in)?|birthday(?: is)?(?: on)?)\s*:?\s*"
        r"(?:[\w /.-]{0,12}\d{2,4}\b|\d{1,2}[./-]\d{1,2}\b"
        rf"|(?:in\s)?(?:{_YEAR_IN_WORDS})\b)",
        re.IGNORECASE,
    ),
    Detail.PHONE: re.compile(
        rf"(?<![\w+])(?:(?:\+|00){_GAP}44{_GAP}\(?0?\)?{_GAP}|0)(?:\d{_GAP}){{8,9}}\d\b"
        r"|(?<!\w)\(0\d{2,4}\)\s?(?:\d\s?){5,7}\d\b"
        rf"|(?<![\w+])\+(?:\d{_GAP}){{8,14}}\d\b"
    ),
    Detail.ADDRESS: re.compile(
        rf"\b\d{{1,4}}[a-z]?,?\s+(?:[A-Z][\w'’-]*\s+){{1,3}}(?i:{_STREET})\b"
    ),
    # The last two letters of a postcode are never those of "mg", "ml" or "am".
    Detail.POSTCODE: re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[ABD-HJLNP-UW-Z]{2}\b", re.IGNORECASE),
    Detail.ROOM: re.compile(
        r"\b(?:room|rm|bedroom|bed|bay|flat|apartment|apt|bungalow|unit|suite)"
        rf"\s*(?:no\.?|number|#)?:?\s*(?:[a-z]?\d{{1,4}}[a-z]?s?|{_SMALL_NUMBER})\b",
        re.IGNORECASE,
    ),
}
PERSON_IN = re.compile(
    r"(?P<keep>\b(?:lady|man|gentleman|gent|woman|resident|person|patient|client)\s+)"
    r"(?:in|at|from)\s+(?:no\.?\s?|number\s)?\d{1,3}[a-z]?\b",
    re.IGNORECASE,
)
NHS = re.compile(rf"(?<!\d)\d(?:{_GAP}\d){{9}}(?!\d)")
LONG_NUMBER = re.compile(rf"(?<!\w)\d(?:{_GAP}\d){{5,}}\b|\b[A-Z]{{1,3}}\d{{5,}}\b")


def is_nhs_number(digits: str) -> bool:
    """Return whether ten *digits* carry a right NHS check digit (modulus 11)."""
    total = sum(
        int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)
    )
    check = (11 - total % 11) % 11
    return check != 10 and check == int(digits[9])


def number_kind(digits: str) -> Detail:
    """Return what a run of ten *digits* is: an NHS number when its check digit is right."""
    return Detail.NHS_NUMBER if is_nhs_number(re.sub(r"\D", "", digits)) else Detail.NUMBER
