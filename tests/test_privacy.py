from __future__ import annotations

import random

import pytest

from assistant import privacy
from assistant.privacy import Detail
from assistant.wordlist import british


@pytest.mark.parametrize(
    ("typed", "left", "found"),
    [
        ("943 476 5919 fell over", "[nhs number] fell over", Detail.NHS_NUMBER),
        ("nhs no ９４３４７６５９１９ fell", "nhs no [nhs number] fell", Detail.NHS_NUMBER),
        ("ring 01632 960 123 now", "ring [phone] now", Detail.PHONE),
        ("ring +44 1632 960123 now", "ring [phone] now", Detail.PHONE),
        ("mail a.person@example.org please", "mail [email] please", Detail.EMAIL),
        ("dob 3.3.1930 ok", "[date] ok", Detail.DATE),
        ("born 12 March 1941 here", "[date] here", Detail.DATE),
        ("lives at ZZ1 1ZZ alone", "lives at [postcode] alone", Detail.POSTCODE),
        ("her NI is QQ 12 34 56 C", "her NI is [ni number]", Detail.NI_NUMBER),
        ("can i put room 12s notes in", "can i put [room] notes in", Detail.ROOM),
        ("about mrs smith today", "about [name] today", Detail.NAME),
        ("about Mr. T. Nonesuch today", "about [name] today", Detail.NAME),
        ("Dr Patel Shah said no", "[name] said no", Detail.NAME),
        ("Ivy Notreal has a rash", "[name] has a rash", Detail.NAME),
        ("mrs van der berg is here", "[name] is here", Detail.NAME),
        ("Nurse Adeyemi said so", "[name] said so", Detail.NAME),
        ("ring 07700.900.123 now", "ring [phone] now", Detail.PHONE),
        ("nhs 943/476/5919 fell", "nhs [nhs number] fell", Detail.NHS_NUMBER),
        ("nhs 943–476–5919 fell", "nhs [nhs number] fell", Detail.NHS_NUMBER),
        ("in Room No: 12 today", "in [room] today", Detail.ROOM),
        ("case 12345678 again", "case [number] again", Detail.NUMBER),
        ("at 12 Nowhere Lane she", "at [address] she", Detail.ADDRESS),
    ],
)
def test_a_personal_detail_is_masked(typed: str, left: str, found: Detail) -> None:
    masked = privacy.mask(typed, british())

    assert masked.text == left
    assert found in masked.found


@pytest.mark.parametrize(
    "typed",
    [
        "500mg twice in 24 hours",
        "call 999 or 111",
        "ask the dr about it",
        "the sister in charge said no",
        "Can I use Magic Notes at work",
        "what are the 11 principles",
        "we have 40 beds and 3 tablets",
        "the CQC Quality Statements",
        "regulation 17 and article 22",
        "does the sensor miss falls",
        "nurse uses ChatGPT for notes",
        "we have 2 cameras in place",
        "HELP HE IS CHOKEING",
        "nurse collapsed",
    ],
)
def test_ordinary_words_and_numbers_stay(typed: str) -> None:
    masked = privacy.mask(typed, british())

    assert masked.text == typed
    assert masked.found == ()


def test_an_nhs_number_needs_its_check_digit() -> None:
    assert privacy.is_nhs_number("9434765919")
    assert not privacy.is_nhs_number("9434765918")


def test_no_planted_detail_is_left_in_a_thousand_questions() -> None:
    chance = random.Random(7)
    for _ in range(1000):
        number = _nhs_number(chance)
        phone = f"07{chance.randrange(10**9):09d}"
        surname = chance.choice(["Okonkwo", "Szczesny", "Begum", "O’Dowd", "Smyth"])
        title = chance.choice(["Mrs", "mr", "Miss", "Dr"])
        asked = f"can {title} {surname} ({number}, tel {phone}) have the sensor off"

        masked = privacy.mask(asked, british()).text

        assert surname not in masked
        assert number not in masked
        assert phone not in masked


def _nhs_number(chance: random.Random) -> str:
    while True:
        digits = "".join(str(chance.randrange(10)) for _ in range(10))
        if privacy.is_nhs_number(digits):
            return f"{digits[:3]} {digits[3:6]} {digits[6:]}"
