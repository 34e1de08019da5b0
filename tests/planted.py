"""Personal details as people type them, drawn by a seed; none of them belongs to anyone."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta

from assistant import privacy
from assistant.wordlist import british, given_names

_TITLES = ["Mrs", "mr", "Miss", "Dr.", "MR", "Ms", "mrs", "Sister", "Nurse", "Uncle"]
_SURNAMES = [
    "Okonkwo",
    "Szczęsny",
    "Begum",
    "O’Dowdley",
    "Smythe-Kerr",
    "van der Bergh",
    "Dela Cruzado",
    "MacNamarley",
    "Popescue",
    "Nnamdike",
    "Wiśniewskaya",
    "Featherstonhaugh",
]
_STREETS = ["Nowhere Lane", "Elsewhere Road", "Farflung Close"]


PRODUCT = "flurbotron"


def details(seed: int, count: int) -> list[str]:
    """Return *count* different details, bare first names among them."""
    chance = random.Random(seed)
    found: dict[str, None] = {}
    number = 0
    while len(found) < count:
        found[_MAKERS[number % len(_MAKERS)](chance)] = None
        number += 1
    return list(found)


def of_residents(seed: int, count: int) -> list[str]:
    """Return *count* different details that no line of a location may hold.

    A first name, a phone number or an address for mail may be that of someone to ask.
    """
    chance = random.Random(seed)
    found: dict[str, None] = {}
    while len(found) < count:
        found[_OF_RESIDENTS[len(found) % len(_OF_RESIDENTS)](chance)] = None
    return list(found)


def question(chance: random.Random, planted: list[str]) -> str:
    """Return a question that holds the *planted* details."""
    begin = chance.choice(
        ["can i put", "May I use ChatGPT for", "is it ok to film", "the sensor missed", "why does"]
    )
    end = chance.choice(["in the notes", "at night", "without asking", "when the family visit", ""])
    between = chance.choice([" and ", ", ", " or "])
    return f"{begin} {between.join(planted)} with {PRODUCT} {end}".strip()


def spellings(detail: str) -> list[str]:
    """Return *detail* as it could be kept: as typed, in small letters, as digits alone."""
    digits = "".join(letter for letter in detail if letter.isdigit())
    long_number = [digits] if len(digits) >= 6 else []
    return [detail, detail.casefold(), *long_number]


def _nhs_number(chance: random.Random) -> str:
    while True:
        digits = "".join(str(chance.randrange(10)) for _ in range(10))
        if privacy.is_nhs_number(digits):
            gap = chance.choice(["", " ", "-", "  ", "/", "\u200b", "–"])
            return gap.join((digits[:3], digits[3:6], digits[6:]))


def _phone(chance: random.Random) -> str:
    rest = f"{chance.randrange(10**9):09d}"
    return chance.choice(
        [
            f"07{rest}",
            f"07{rest[:3]} {rest[3:6]} {rest[6:]}",
            f"+44 7{rest[:3]} {rest[3:]}",
            f"0044 7{rest}",
            f"(01{rest[:3]}) {rest[3:]}",
            f"+44 (0)7{rest[:3]} {rest[3:]}",
        ]
    )


def _email(chance: random.Random) -> str:
    name = f"{_word(chance)}.{_word(chance)}"
    return f"{name}{chance.choice(['@', ' [at] '])}example.{chance.choice(['org', 'co.uk'])}"


def _birthday(chance: random.Random) -> str:
    day = date(1920, 1, 1) + timedelta(days=chance.randrange(15_000))
    return chance.choice(
        [
            f"{day.day}.{day.month}.{day.year}",
            f"{day.day:02d}/{day.month:02d}/{day.year % 100:02d}",
            day.isoformat(),
            f"{day.day}th of {day:%B} {day.year}",
            f"{day:%B} {day.day}, {day.year}",
            f"dob {day.day} {day:%b} {day.year % 100:02d}",
        ]
    )


def _postcode(chance: random.Random) -> str:
    outward = f"{chance.choice('ZXQ')}{chance.choice('ZXQ')}{chance.randrange(1, 99)}"
    inward = f"{chance.randrange(10)}{chance.choice('ABDEF')}{chance.choice('XYZ')}"
    return f"{outward}{chance.choice(['', ' '])}{inward}"


def _room(chance: random.Random) -> str:
    kind = chance.choice(["room", "Rm", "bedroom", "bed", "flat", "ROOM", "unit"])
    return f"{kind} {chance.randrange(1, 900)}{chance.choice(['', 'a', 'b'])}"


def _ni_number(chance: random.Random) -> str:
    digits = [f"{chance.randrange(100):02d}" for _ in range(3)]
    gap = chance.choice(["", " ", "-"])
    return gap.join(["QQ", *digits, chance.choice("ABCD")])


def _titled(chance: random.Random) -> str:
    surname = chance.choice(_SURNAMES) + chance.choice(["", "", "-" + _word(chance).title()])
    return f"{chance.choice(_TITLES)} {surname}"


def _initial(chance: random.Random) -> str:
    return (
        f"{chance.choice(['Mr', 'Mrs'])} {chance.choice('BCDFGHJKLMNPRSTVWZ')}{_word(chance)[:1]}"
    )


def _full_width_number(chance: random.Random) -> str:
    digits = f"{chance.randrange(10**9):09d}"
    return "".join(chr(ord(digit) + 0xFEE0) for digit in digits)


def _address(chance: random.Random) -> str:
    return f"{chance.randrange(100, 999)} {chance.choice(_STREETS)}"


def _first_name(chance: random.Random) -> str:
    name = chance.choice(_FIRST_NAMES)
    return chance.choice([name, name.title(), name.upper(), name])


def _unlisted_name(chance: random.Random) -> str:
    """Return a name that stands in no list."""
    name = _word(chance)
    return chance.choice([name, name.title()])


def _hidden_name(chance: random.Random) -> str:
    return "Mrs " + "\u200b".join(_word(chance).title())


def _word(chance: random.Random) -> str:
    """Return what reads like a name and is no word of English."""
    while True:
        parts = [chance.choice("bdfgklmnprstvz") + chance.choice("aeiou") for _ in range(4)]
        if (word := "".join(parts)) not in british() | given_names():
            return word


_FIRST_NAMES = sorted(given_names())
_MAKERS: list[Callable[[random.Random], str]] = [
    _nhs_number,
    _phone,
    _email,
    _birthday,
    _postcode,
    _room,
    _ni_number,
    _titled,
    _initial,
    _full_width_number,
    _address,
    _hidden_name,
    _first_name,
    _first_name,
    _first_name,
    _unlisted_name,
]


def _nhs_number_unlike_a_phone(chance: random.Random) -> str:
    """Return one that does not begin with 0: such a line of digits may be a phone number."""
    while (number := _nhs_number(chance)).startswith("0"):
        pass
    return number


_OF_RESIDENTS = [
    _nhs_number_unlike_a_phone,
    _birthday,
    _postcode,
    _room,
    _ni_number,
    _titled,
    _initial,
    _address,
    _hidden_name,
]
