from __future__ import annotations

import pytest

from assistant import readability

PLAIN = "A carer reads each note. They fix what is wrong. Then they save it."
JARGON = (
    "Organisational accountability necessitates demonstrable implementation of proportionate "
    "technological governance arrangements throughout procurement."
)


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("cat", 1),
        ("note", 1),
        ("table", 2),
        ("resident", 3),
        ("asked", 1),
        ("needed", 2),
        ("AI", 1),
    ],
)
def test_syllables_are_counted_by_rule(word: str, syllables: int) -> None:
    assert readability.syllables(word) == syllables


def test_plain_words_read_younger_than_jargon() -> None:
    assert readability.reading_age(PLAIN) < 9
    assert readability.reading_age(JARGON) > 18


def test_a_sentence_ends_at_a_full_stop_or_a_line() -> None:
    assert readability.sentences("One. Two!\nThree") == ["One.", "Two!", "Three"]


def test_a_placeholder_counts_as_one_word() -> None:
    assert readability.word_count("Ask {data_protection_lead} now") == 3


def test_no_words_have_no_length() -> None:
    assert readability.mean_sentence_length(" ... ") == 0
