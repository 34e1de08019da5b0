from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import snowballstemmer

from assistant import text
from assistant.wordlist import british


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Can’t I?", ["can", "not", "i"]),
        ("she's using it", ["she", "using", "it"]),
        ("Chat-GPT / co-pilot", ["chat", "gpt", "co", "pilot"]),
        ("don't   DON`T", ["do", "not", "do", "not"]),
        ("whats that", ["what", "is", "that"]),
        ("snake_case & ＦＵＬＬ width", ["snake", "case", "full", "width"]),
        ("ﬁne", ["fine"]),
        ("रात को सेंसर", ["रात", "को", "सेंसर"]),
        ("സെൻസർ", ["സെൻസർ"]),
        ("", []),
        ("?!", []),
    ],
)
def test_words_are_cut_alike_however_they_are_typed(typed: str, words: list[str]) -> None:
    assert text.words(typed) == words


@pytest.mark.parametrize("hidden", ["\x00", "\x1b", "\ud800", "\x85"])
def test_hidden_characters_do_not_reach_a_page(hidden: str) -> None:
    assert text.visible(f"a{hidden}b") == "a b"


@pytest.mark.parametrize(
    "hidden", ["\u202e", "\u200b", "\ufeff", "\u2066", "\u00ad", "\u200d", "\U000e0041"]
)
def test_what_takes_no_room_parts_no_word(hidden: str) -> None:
    assert text.visible(f"a{hidden}b") == "ab"


def test_stems_are_right_with_many_threads() -> None:
    """The stemmer keeps state; shared between threads it gave stems of other words."""
    words = [f"{start}{end}" for start in sorted(british())[::97] for end in ("", "ing", "ness")]
    fresh = snowballstemmer.stemmer("english")
    expected = [fresh.stemWord(word) for word in words]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _turn: [text.stem(word) for word in words], range(4)))

    assert found == [expected] * 4
