"""Find personal details in a question and mask them before anything else sees it.

Patterns catch what has a shape: NHS numbers, phones, e-mail addresses, dates, postcodes, National
Insurance numbers, room numbers, street addresses, and names behind a title. They cannot catch a
bare first name; the asker is told so, and the store keeps only words of a word list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from dataclasses import dataclass
from enum import StrEnum

from assistant import text


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


@dataclass(frozen=True)
class Masked:
    """A question without the details that were found in it, and which kinds those were."""

    text: str
    found: tuple[Detail, ...]


# Behind these any word may be a name; the others are ordinary words too ("the sensor may miss
# falls"), so that only a capital letter tells.
_TITLE = r"(?:mr|mrs|ms|mx|dr)"
_WORD_TITLE = r"(?:miss|prof|sir|dame|rev|sister|nurse|uncle|aunt|auntie)"
_PARTICLE = r"(?:van|von|de|der|den|da|di|du|la|le|el|al|bin|st|mc|mac|o)"
# Words that follow a title without being a name: "ask the dr about", "sister in charge".
_NOT_NAMES = frozenset(
    """
    a about all am an and any are as ask asked asking at be been but by called came can
    could did do does for from gave get give go going got had has have he her here him his
    how i if in is it just knows left like me my need needs no not now of off on or our out
    practitioner please put rang right said saw say says she should so some telling tells
    than that the their them then there they this to told too up us visit wants was we went
    were what when where which who why will with would you your bank manager station
    associate
    """.split()  # noqa: SIM905 (a list of words reads better than a column of strings)
)
# Words in capitals throughout are shouting, not names.
_CAPITALISED = r"[A-Z][\w'’-]*[a-z][\w'’-]*"
_MORE_NAMES = (
    rf"(?:(?:(?<=\b\w)\.)?\s+(?:{_PARTICLE}\s+)*[A-Z][\w'’-]*|\s+{_PARTICLE}\b(?:\s+\w+)?)*"
)
_NAME = re.compile(rf"\b(?i:{_TITLE})\b\.?\s+([^\W\d_][\w'’-]*){_MORE_NAMES}")
_CAPITAL_NAME = re.compile(rf"\b(?i:{_WORD_TITLE})\s+({_CAPITALISED}){_MORE_NAMES}")
_CAPITALISED_RUN = re.compile(rf"\b{_CAPITALISED}(?:\s+{_CAPITALISED})+")
_TOKEN = re.compile(r"\[[a-z ]+\]")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*"
_STREET = "road|rd|street|st|lane|ln|avenue|ave|close|drive|way|court|place|crescent|terrace"
_PATTERNS: dict[Detail, re.Pattern[str]] = {
    Detail.EMAIL: re.compile(r"\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+\b"),
    Detail.NI_NUMBER: re.compile(r"\b[A-Z]{2}\s?(?:\d{2}\s?){3}[A-D]\b", re.IGNORECASE),
    Detail.DATE: re.compile(
        r"\b\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?(?:\d{4}|\d{2})\b"
        r"|\b\d{4}-\d{2}-\d{2}\b"
        rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\.?,?\s+\d{{4}}\b"
        r"|\b(?:dob|d\.o\.b\.?|date of birth|born(?: on| in)?)\s*:?\s*[\w /.-]{0,12}\d{2,4}\b",
        re.IGNORECASE,
    ),
    Detail.PHONE: re.compile(
        r"(?<![\w+])(?:\+44\s?\(?0?\)?\s?|0)(?:\d[\s./–—-]?){8,9}\d\b"
        r"|(?<!\w)\(0\d{2,4}\)\s?\d{3,4}\s?\d{3,4}\b"
    ),
    Detail.ADDRESS: re.compile(
        rf"\b\d{{1,4}}[a-z]?,?\s+(?:[A-Z][\w'’-]*\s+){{1,3}}(?i:{_STREET})\b"
    ),
    Detail.POSTCODE: re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b", re.IGNORECASE),
    Detail.ROOM: re.compile(
        r"\b(?:room|rm|bedroom|bed|flat|bungalow|unit)\s*(?:no\.?|number|#)?:?\s*\d{1,4}[a-z]?s?\b",
        re.IGNORECASE,
    ),
}
_NHS = re.compile(r"(?<!\d)\d(?:[\s./–—-]?\d){9}(?!\d)")
_LONG_NUMBER = re.compile(r"(?<!\w)\d(?:[\s./–—-]?\d){5,}\b")


def is_nhs_number(digits: str) -> bool:
    """Return whether ten *digits* carry a right NHS check digit (modulus 11)."""
    total = sum(
        int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)
    )
    check = (11 - total % 11) % 11
    return check != 10 and check == int(digits[9])


def mask(question: str, known_words: Container[str] = ()) -> Masked:
    """Return *question* as one clean line with every detail found replaced by a word for it.

    A run of capitalised words whose last is not in *known_words* (lower case) counts as a name.
    """
    masker = _Masker(text.visible(question[: text.MAX_CHARACTERS]))
    for kind in (Detail.EMAIL, Detail.NI_NUMBER, Detail.DATE, Detail.PHONE):
        masker.put(kind, _PATTERNS[kind])
    masker.put_if(_NHS, lambda found: _number_kind(found.group()))
    for kind in (Detail.ADDRESS, Detail.POSTCODE, Detail.ROOM):
        masker.put(kind, _PATTERNS[kind])
    for pattern in (_NAME, _CAPITAL_NAME):
        masker.put_if(pattern, lambda found: _name_kind(found.group(1), _NOT_NAMES))
    if known_words:
        masker.put_if(_CAPITALISED_RUN, lambda found: _name_kind(found.group(), known_words))
    masker.put(Detail.NUMBER, _LONG_NUMBER)
    return Masked(masker.text, tuple(dict.fromkeys(masker.found)))


def without_tokens(masked: str) -> str:
    """Return *masked* without the words that stand for details, which say nothing of the need."""
    return _TOKEN.sub(" ", masked)


class _Masker:
    """A text in which details are replaced one pattern after the other."""

    def __init__(self, clean: str) -> None:
        self.text = clean
        self.found: list[Detail] = []

    def put(self, kind: Detail, pattern: re.Pattern[str]) -> None:
        """Replace whatever *pattern* finds."""
        self.put_if(pattern, lambda _found: kind)

    def put_if(
        self, pattern: re.Pattern[str], kind_of: Callable[[re.Match[str]], Detail | None]
    ) -> None:
        """Replace what *pattern* finds where *kind_of* names a kind."""

        def replaced(found: re.Match[str]) -> str:
            kind = kind_of(found)
            if kind is None:
                return found.group()
            self.found.append(kind)
            return f"[{kind.value.replace('_', ' ')}]"

        self.text = pattern.sub(replaced, self.text)


def _number_kind(digits: str) -> Detail:
    return Detail.NHS_NUMBER if is_nhs_number(re.sub(r"\D", "", digits)) else Detail.NUMBER


def _name_kind(words: str, not_names: Container[str]) -> Detail | None:
    return None if text.words(words)[-1] in not_names else Detail.NAME
