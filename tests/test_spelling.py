"""How misspelt words are repaired, by themselves and by what stands beside them."""

from __future__ import annotations

import pytest

from assistant.matching.reading import usage_of
from assistant.matching.spelling import Part, Speller
from assistant.wordlist import british, common, given_names

PHRASINGS = (
    "the sensor did not see her fall",
    "the sensors at night",
    "the care plan was wrong",
    "put the care plan into the tablet",
    "can the resident see the notes",
    "a resident and his notes",
    "she heard a voice",
    "he falls at night",
    "tell me what the voice is",
)
ENGLISH = frozenset({"note", "fails", "censor", "noise", "plane", "car"})


@pytest.fixture(scope="module")
def speller() -> Speller:
    usage = usage_of(PHRASINGS, {}, {})
    return Speller(usage.words, usage.pairs, ENGLISH)


def read(speller: Speller, typed: str) -> str:
    return " ".join(word for part in speller.repair(typed.split()) for word in part.read)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("snesor", "sensor"),
        ("residnet", "resident"),
        ("voise", "voice"),
        ("sensors", "sensors"),
        ("he falsl", "he falls"),
        ("teh notes", "the notes"),
        ("thesensor", "the sensor"),
        ("the care plna", "the care plan"),
        ("care xlan", "care plan"),
        ("the sen sor", "the sensor"),
        ("th esensor", "the sensor"),
        ("thexsensor", "the sensor"),
        ("residentt andhis notes", "resident and his notes"),
    ],
)
def test_a_misspelt_word_is_repaired(speller: Speller, typed: str, meant: str) -> None:
    assert read(speller, typed) == meant


@pytest.mark.parametrize(
    "typed",
    ["censor", "fails", "noises", "xyzzyx", "r2d2", "żółć", "care car", "the plane", "s t u", ""],
)
def test_real_and_distant_words_stay_as_they_are(speller: Speller, typed: str) -> None:
    assert read(speller, typed) == typed


def test_neighbours_decide_between_words_that_are_equally_near() -> None:
    usage = usage_of(("a hard fall", "a hard fall", "a tall man", "a tall man", "men"), {}, {})
    speller = Speller(usage.words, usage.pairs)

    assert read(speller, "hard xall") == "hard fall"
    assert read(speller, "a xall man") == "a tall man"


def test_an_everyday_word_is_a_repair_though_no_phrasing_holds_it() -> None:
    usage = usage_of(PHRASINGS, {}, {})
    speller = Speller(usage.words, usage.pairs, ENGLISH, ("kitchen", "mice"))

    assert read(speller, "the kitchn") == "the kitchen"
    assert read(speller, "she heard a voise") == "she heard a voice"
    assert read(speller, "the ktchnsx") == "the ktchnsx"


def test_no_given_name_is_an_everyday_word() -> None:
    assert not given_names() & set(common())
    assert set(common()) <= british()


def test_a_repair_says_what_was_typed(speller: Speller) -> None:
    assert speller.repair(["the", "sen", "sor", "did"]) == [
        Part(("the",), ("the",)),
        Part(("sen", "sor"), ("sensor",)),
        Part(("did",), ("did",)),
    ]


def test_a_very_long_word_stays_as_it_is(speller: Speller) -> None:
    assert read(speller, "z" * 2000) == "z" * 2000
