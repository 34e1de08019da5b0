from __future__ import annotations

import json
import random
from datetime import date, timedelta

import pytest

from assistant import gaps, privacy
from assistant.gaps import Gap, GapReason, Group, Kept, PhrasingError, Suggestion
from assistant.privacy import Detail
from assistant.wordlist import british, given_names

MONDAY = date(2026, 11, 23)


def kept(typed: str, product: str = "") -> Kept:
    """Return what would be kept of a question as someone types it."""
    masked = privacy.mask(typed, british(), given_names()).text
    return gaps.kept_words(masked, english=british(), names=given_names(), product=product)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("can i film a fall", "can i film a fall"),
        ("Can I film a fall?", "can i film a fall"),
        ("can't we mute the alarm", "can not we mute the alarm"),
        # Whatever was masked leaves nothing, not even a word that stands for it.
        ("can Mrs Smith in room 12 have it", "can in have it"),
        ("ring 07700 900123 about the scribe", "ring about the scribe"),
        # Given names go, in small letters and where they are ordinary words.
        ("will rose and may hope for grace", "and for"),
        ("brenda says no to it", "says no to it"),
        # So do capitals within a sentence, numbers, single letters and what is no English word.
        ("the Baker family asked", "the family asked"),
        ("is version 4 of it safe", "is version of it safe"),
        ("initials b s of the man", "initials of the man"),
        ("is flurbotron safe", "is safe"),
        # Another sentence may begin with a capital letter.
        ("It fell. Who mends it?", "it fell who mends it"),
        # Shouting is no name.
        ("IS THE SENSOR SAFE", "is the sensor safe"),
        ("SHOUTING AT rose", "shouting"),
        ("", ""),
        ("?! 42 🙂", ""),
    ],
)
def test_only_words_of_the_list_are_kept(typed: str, words: str) -> None:
    assert kept(typed).text == words


def test_nothing_but_english_words_without_given_names_is_ever_kept() -> None:
    chance = random.Random(3)
    pool = [
        *sorted(given_names()),
        *sorted(british()),
        "Smith",
        "943 476 5919",
        "x9",
        "Zoë",
        "[name]",
    ]
    for _ in range(300):
        words = kept(" ".join(chance.choices(pool, k=12))).words
        assert set(words) <= british() - given_names()


def test_a_product_is_kept_when_the_asker_marks_it() -> None:
    assert kept("is flurbotron safe at night").markable == ("flurbotron",)
    found = kept("is Flurbotron safe at night", product=" flurbotron ")
    assert found.text == "is flurbotron safe at night"
    assert found.product == "flurbotron"


@pytest.mark.parametrize(
    ("typed", "product"),
    [
        ("is it safe", "flurbotron"),  # it does not stand in the question
        ("is brenda safe", "brenda"),  # it was masked
        ("is flurbotron safe", "flurbotron safe"),  # it is more than one word
        ("will rose do", "rose"),  # it is a given name
        ("is it 12345678", "12345678"),  # it is a number
    ],
)
def test_what_is_no_product_is_not_kept_as_one(typed: str, product: str) -> None:
    found = kept(typed, product)

    assert found.product is None
    assert found == kept(typed)


def test_only_one_word_is_kept_as_a_product() -> None:
    found = kept("is flurbotron better than wuzzbox and flurbotron", product="flurbotron")

    assert found.text == "is flurbotron better than and flurbotron"
    assert found.markable == ("wuzzbox",)


def test_names_of_people_and_numbers_cannot_be_marked() -> None:
    assert kept("is Brenda 12345 okonkwo2 rose ok").markable == ("okonkwo2", "ok")


@pytest.mark.parametrize(
    ("taken_out", "words", "product"),
    [
        (set(), "can not flurbotron mute the alarm", "flurbotron"),
        # "can't" goes as one word, as the asker typed it.
        ({0}, "flurbotron mute the alarm", "flurbotron"),
        ({1, 4}, "can not mute the", None),
        ({0, 1, 2, 3, 4}, "", None),
        ({99}, "can not flurbotron mute the alarm", "flurbotron"),
    ],
)
def test_an_asker_takes_any_word_out(taken_out: set[int], words: str, product: str | None) -> None:
    found = gaps.kept_words(
        "can't flurbotron mute the alarm",
        english=british(),
        names=given_names(),
        product="flurbotron",
        taken_out=taken_out,
    )

    assert (found.text, found.product) == (words, product)
    assert not taken_out & set(found.places)


def test_each_word_has_its_place_in_the_question() -> None:
    assert kept("can't flurbotron mute it").parts == ((0, "can not"), (2, "mute"), (3, "it"))


def test_what_is_taken_out_makes_no_room_for_words_that_were_not_shown() -> None:
    long = "the camera fell over and over " * 20
    found = gaps.kept_words(long, english=british(), names=given_names(), taken_out={0, 1})

    assert found.words == kept(long).words[2:]


def test_a_long_story_is_cut() -> None:
    assert len(kept("the camera fell over and over " * 20).words) == gaps.MAX_WORDS


def _gaps(*words: str) -> list[Gap]:
    return [Gap(number, MONDAY, GapReason.DECLINED, line) for number, line in enumerate(words, 1)]


def test_alike_questions_make_one_group_and_others_do_not() -> None:
    groups = gaps.grouped(
        _gaps(
            "can the robot dog come to the garden",
            "may a robot dog go in the garden",
            "garden and robot dog",
            "who pays for my lunch",
            "is the hoist inspected",
        )
    )

    assert [len(group.gaps) for group in groups] == [3, 1, 1]
    assert "dog" in groups[0].words


def test_groups_do_not_depend_on_the_order() -> None:
    lines = [
        f"{what} {where}"
        for what in ("robot dog", "robot dogs", "a singing robot", "camera drone", "drones")
        for where in ("in the garden", "at night", "for visitors")
    ]
    found = _gaps(*lines)
    first = gaps.grouped(found)
    random.Random(1).shuffle(found)

    assert gaps.grouped(found) == first
    assert sorted(gap.id for group in first for gap in group.gaps) == list(range(1, 16))


def test_questions_without_a_meaning_word_keep_apart_from_others() -> None:
    groups = gaps.grouped(_gaps("is it", "", "robot dog", ""))

    assert sorted(len(group.gaps) for group in groups) == [1, 1, 2]


def test_a_group_counts_what_is_open() -> None:
    group = Group(
        (
            Gap(1, MONDAY, GapReason.WRONG, "robot dog"),
            Gap(2, MONDAY, GapReason.WRONG, "robot dog"),
            Gap(3, MONDAY, GapReason.DECLINED, "robot dog"),
            Gap(4, MONDAY, GapReason.DECLINED, "robot dog", decision=7),
        )
    )

    assert [gap.id for gap in group.open] == [1, 2, 3]
    assert group.reasons == ((GapReason.WRONG, 2), (GapReason.DECLINED, 1))
    assert group.is_asked_again
    assert not Group(group.open).is_asked_again


def test_the_wordings_of_a_group_come_with_the_most_usual_first() -> None:
    group = Group(tuple(_gaps("a robot dog", "robot dogs", "", "robot dogs", "a dog robot")))

    assert group.wordings == ("robot dogs", "a dog robot", "a robot dog")


def test_what_did_not_help_is_grouped_by_its_answer() -> None:
    found = [
        Gap(1, MONDAY, GapReason.WRONG, "", answer="a"),
        Gap(2, MONDAY, GapReason.OUT_OF_DATE, "robot dog", answer="b"),
        Gap(3, MONDAY, GapReason.WRONG, "", answer="b"),
        Gap(4, MONDAY, GapReason.DECLINED, "robot dog"),
        Gap(5, MONDAY, GapReason.WRONG, "", answer="a", decision=1),
    ]
    groups = gaps.by_answer(found)

    assert [(group.answer, len(group.gaps), len(group.open)) for group in groups] == [
        ("b", 2, 2),
        ("a", 2, 1),
    ]


def test_small_counts_are_hidden() -> None:
    assert [gaps.shown_count(count) for count in (0, 1, 4, 5, 60)] == [None, None, None, 5, 60]


def test_words_are_never_older_than_thirty_days() -> None:
    for days in range(60):
        today = MONDAY + timedelta(days)
        is_kept = gaps.week_of(MONDAY) >= gaps.oldest_week(today)
        assert is_kept == (days < gaps.KEEP_DAYS)


def test_a_phrasing_is_suggested_as_one_clean_line() -> None:
    found = gaps.suggest(
        "a", " may the\nrobot\u200b dog come ", known=british(), names=given_names()
    )

    assert found == Suggestion("a", "may the robot dog come")


@pytest.mark.parametrize(
    ("phrasing", "details"),
    [
        ("?!", ()),
        ("long " * 60, ()),
        ("may Mrs Smith have it", (Detail.NAME,)),
        ("may brenda in room 12 have it", (Detail.ROOM, Detail.NAME)),
    ],
)
def test_a_phrasing_with_a_detail_is_refused(phrasing: str, details: tuple[Detail, ...]) -> None:
    with pytest.raises(PhrasingError) as caught:
        gaps.suggest("a", phrasing, known=british(), names=given_names())
    assert caught.value.details == details


def test_a_suggestion_file_has_a_line_for_each_answer() -> None:
    written = gaps.suggestion_file(
        [
            Suggestion("b", "two"),
            Suggestion("a", "one"),
            Suggestion("b", "two"),
            Suggestion("b", "é"),
        ]
    )

    assert [json.loads(line) for line in written.splitlines()] == [
        {"answer": "a", "phrasings": ["one"]},
        {"answer": "b", "phrasings": ["two", "é"]},
    ]
