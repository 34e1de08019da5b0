from __future__ import annotations

import random

import pytest

from assistant import privacy
from assistant.privacy import Detail
from assistant.wordlist import british, given_names

PRODUCTS = {"alexa", "heidi"}
WORDS = british() | PRODUCTS | {"ok", "cqc"}


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
        ("943-476-5919 fell", "[nhs number] fell", Detail.NHS_NUMBER),
        ("943 - 476 - 5919 fell", "[nhs number] fell", Detail.NHS_NUMBER),
        ("9 4 3 4 7 6 5 9 1 9 fell", "[nhs number] fell", Detail.NHS_NUMBER),
        ("943\u200b476\u200b5919 fell", "[nhs number] fell", Detail.NHS_NUMBER),
        ("ring +44 (0)7700 900 123 now", "ring [phone] now", Detail.PHONE),
        ("ring 0044 7700 900123 now", "ring [phone] now", Detail.PHONE),
        ("ring (01632) 960 123 now", "ring [phone] now", Detail.PHONE),
        ("ring 020 7946 0018 now", "ring [phone] now", Detail.PHONE),
        ("ring +48 600 123 456 now", "ring [phone] now", Detail.PHONE),
        ("mail b.o'sample@example.co.uk", "mail [email]", Detail.EMAIL),
        ("mail a.sample [at] example.org", "mail [email]", Detail.EMAIL),
        ("mail sample at example dot org", "mail [email]", Detail.EMAIL),
        ("dob: 3 mar 31 ok", "[date] ok", Detail.DATE),
        ("on 03 03 1931 here", "on [date] here", Detail.DATE),
        ("March 3rd 1931 was it", "[date] was it", Detail.DATE),
        ("her birthday is 3rd March ok", "her birthday is [date] ok", Detail.DATE),
        ("third of may nineteen thirty one", "[date]", Detail.DATE),
        ("the twelfth of march here", "the [date] here", Detail.DATE),
        ("ls14ap is where", "[postcode] is where", Detail.POSTCODE),
        ("her NI is QQ-12-34-56-C", "her NI is [ni number]", Detail.NI_NUMBER),
        ("in room twelve today", "in [room] today", Detail.ROOM),
        ("in unit B2 today", "in [room] today", Detail.ROOM),
        ("apartment 7 bay 3 bed 4b", "[room] [room] [room]", Detail.ROOM),
        ("ｒｏｏｍ　１２ today", "[room] today", Detail.ROOM),
        ("the lady in 12 fell", "the lady [room] fell", Detail.ROOM),
        ("Mr K won't eat", "[name] won't eat", Detail.NAME),
        ("mr k won't eat", "[name] won't eat", Detail.NAME),
        ("Mrs O'Nowhere-Smith asked", "[name] asked", Detail.NAME),
        ("Mrs Smith Jones asked", "[name] asked", Detail.NAME),
        ("mrs smith notreal asked", "[name] asked", Detail.NAME),
        ("Mr and Mrs Smith are here", "[name] are here", Detail.NAME),
        ("Mrs Smith. Can it listen", "[name]. Can it listen", Detail.NAME),
        ("M\u200brs Smi\u200bth asked", "[name] asked", Detail.NAME),
        ("Mrs\u00a0Smith asked", "[name] asked", Detail.NAME),
        ("MRS SMITH HAS FALLEN", "[name] HAS FALLEN", Detail.NAME),
        ("ask the dr about Nurse Nonesuch", "ask the dr about [name]", Detail.NAME),
        ("miss smith has a rash", "[name] has a rash", Detail.NAME),
        ("Lady Nowhere asked", "[name] asked", Detail.NAME),
        ("J. Smith has fallen", "[name] has fallen", Detail.NAME),
        ("J Smith has fallen", "[name] has fallen", Detail.NAME),
        ("Notreal S won't eat", "[name] won't eat", Detail.NAME),
        ("initials BS today", "[name] today", Detail.NAME),
        ("B.S. has a rash", "[name] has a rash", Detail.NAME),
        ("Smith in room 12 has fallen", "[name] in [room] has fallen", Detail.NAME),
        ("is smith from room 12 ok", "is [name] from [room] ok", Detail.NAME),
        ("a resident called ivy fell", "a resident called [name] fell", Detail.NAME),
        ("her name is Rose today", "her name is [name] today", Detail.NAME),
        ("brenda refuses it", "[name] refuses it", Detail.NAME),
        ("BRENDA HAS FALLEN", "[name] HAS FALLEN", Detail.NAME),
        ("it is john's note", "it is [name] note", Detail.NAME),
        ("can Rose say no", "can [name] say no", Detail.NAME),
        ("małgorzata said no", "[name] said no", Detail.NAME),
        ("file A1234567 again", "file [number] again", Detail.NUMBER),
    ],
)
def test_a_personal_detail_is_masked(typed: str, left: str, found: Detail) -> None:
    masked = privacy.mask(typed, WORDS, given_names())

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
        "May I use it",
        "Will it write notes",
        "and May I ask",
        "in June we start with it",
        "may will hope and grace do no harm",
        "a second may help",
        "is Plan B. Then what",
        "b12 5mg twice",
        "24/7 monitoring and 1 to 1 care",
        "the sensor in that corridor is off",
        "People like A.I. tools",
        "regulation number 17",
        "a tool called Heidi",
        "is Alexa in the lounge ok",
    ],
)
def test_ordinary_words_and_numbers_stay(typed: str) -> None:
    masked = privacy.mask(typed, WORDS, given_names() - PRODUCTS)

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
