"""The wording, the composed notice, and its editions in each language."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec
import pytest
import yaml

from assistant import languages, notices, readability
from assistant.knowledge import KnowledgeError, Use
from assistant.languages import ENGLISH, LANGUAGES, Catalogue, LanguageError, TranslationError
from assistant.notices import Edition, Notice, NoticeError, Row, Status
from assistant.register import UseRules

ROOT = Path(__file__).parents[1]
EXAMPLE = (ROOT / "knowledge" / "examples" / "scribe.json").read_bytes()
WORDING = notices.load_wording(ROOT / "knowledge" / "wording")
TODAY = date(2026, 11, 24)
SECTIONS = [
    "what",
    "does",
    "check",
    "knows",
    "wrong",
    "choice",
    "route",
    "decide",
    "ask",
    "complain",
]
COMPOSED = """\
any.heading.what note_taking.what.tool any.what.ai note_taking.what.job any.what.place.own_room
note_taking.what.purpose.less_typing
any.heading.does note_taking.does.job any.does.effect.none note_taking.does.never.personal_care
note_taking.does.never.private_talks
any.heading.check note_taking.check.before.senior_carer any.check.can_change any.check.sorry
any.heading.knows note_taking.knows.data.voice note_taking.knows.data.health any.knows.audio.yes
any.knows.video.no any.knows.transcript.no any.knows.record_kept any.knows.seen_by.care_staff
any.knows.seen_by.supplier any.knows.place.uk any.knows.trains_ai.no any.knows.privacy.done
any.heading.wrong note_taking.wrong.mishears note_taking.wrong.leaves_out note_taking.wrong.makes_up
any.heading.choice any.choice.tell_and_can_say_no any.choice.if_no.switched_off
any.choice.no_detriment any.choice.change_mind any.choice.rights
any.heading.route note_taking.route.written_by_hand.carer any.route.ask_by.any_staff
any.heading.decide any.decide.help any.decide.best any.decide.consult any.decide.family
any.heading.ask any.ask.manager any.ask.formats
any.heading.complain any.complain.us any.complain.data any.complain.ico any.complain.cqc
"""


@pytest.fixture
def notice() -> Notice:
    return notices.compose(notices.read(EXAMPLE), WORDING, today=TODAY)


def catalogue(code: str) -> Catalogue:
    return languages.read_catalogue(ROOT / "translations", LANGUAGES[code])


def reviewed(notice: Notice, code: str) -> Catalogue:
    drafts = catalogue(code)
    pairs = frozenset(
        (id, languages.sha256(text), languages.sha256(drafts.sentences[id].text))
        for id, text, _ in notice.messages()
    )
    return replace(drafts, reviewed_pairs=pairs)


def text(row: Row, place: int = 0) -> str:
    return "".join(part.text for part in row.cells[place].parts)


# The file


def test_a_notice_file_reads_back_as_it_was_written() -> None:
    file = notices.read(EXAMPLE)
    assert notices.read(msgspec.json.encode(file)) == file


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"{", "not a notice file"),
        (b"[]", "not a notice file"),
        (b"\xff\xfe", "not a notice file"),
        (EXAMPLE.replace(b'"format": 1', b'"format": 2'), "format"),
        (EXAMPLE.replace(b'"audience"', b'"extra": 1, "audience"'), "extra"),
        (EXAMPLE.replace(b'"less_typing"', b'"World peace"'), "purpose"),
        (EXAMPLE.replace(b'"version": 1', b'"version": 0'), "version"),
        (EXAMPLE.replace(b'"number": 7', b'"number": 0'), "number"),
    ],
    ids=["cut off", "list", "binary", "format", "field", "choice", "version", "period"],
)
def test_what_is_no_notice_file_is_refused_in_plain_words(data: bytes, told: str) -> None:
    with pytest.raises(NoticeError, match=told):
        notices.read(data)


# The wording


def test_no_sentence_of_a_notice_is_long_or_hard() -> None:
    texts = [message.text for message in WORDING.messages()]
    sentences = [sentence for text in texts for sentence in readability.sentences(text)]
    assert [one for one in sentences if readability.word_count(one) > 20] == []
    assert sum(map(readability.word_count, sentences)) / len(sentences) <= 12


def test_sentences_speak_to_the_person_in_everyday_words() -> None:
    never = {
        "algorithm",
        "automated",
        "compliant",
        "consent",
        "controller",
        "dpia",
        "processing",
        "resident",
        "retention",
        "service user",
        "third party",
        "transcript",
        "utilise",
    }
    for message in WORDING.messages():
        assert not [word for word in never if word in message.text.casefold()], message.id


def test_a_broken_wording_is_never_half_used(tmp_path: Path) -> None:
    for path in (ROOT / "knowledge" / "wording").glob("*.yaml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    twice = {"notice.any.slip.title": {"text": "Mine", "note": "Twice."}, "x": {"text": "No note"}}
    (tmp_path / "more.yaml").write_text(yaml.safe_dump(twice))
    (tmp_path / "outside.yaml").write_text("ico: {name: ICO, phone: '1'}\n")
    with pytest.raises(KnowledgeError) as caught:
        notices.load_wording(tmp_path)
    told = str(caught.value)
    for part in ("stands twice", "`note` is missing", "`checked_on` is missing", "`cqc`"):
        assert part in told


def test_a_kind_of_tool_without_its_own_sentences_is_not_known() -> None:
    fewer: dict[Use, UseRules] = {**WORDING.uses}
    del fewer[Use.CAMERAS]
    wording = replace(WORDING, uses=fewer)
    assert wording.knows(Use.NOTE_TAKING)
    assert not wording.knows(Use.CAMERAS)


# The composed notice


def test_the_sections_stand_in_the_order_of_the_leaflet(notice: Notice) -> None:
    assert [section.id for section in notice.sections] == SECTIONS


def test_the_example_says_these_sentences(notice: Notice) -> None:
    said = [
        sentence.id.removeprefix("notice.")
        for section in notice.sections
        for sentence in (section.heading, *section.sentences)
    ]
    assert said == COMPOSED.split()


def test_the_main_text_has_at_most_350_words(notice: Notice) -> None:
    assert notices.main_words(notice) <= 350


def test_the_main_text_is_easy_to_read(notice: Notice) -> None:
    main = "\n".join(sentence.text for section in notice.sections for sentence in section.sentences)
    assert readability.reading_age(main) <= 11


def test_the_choice_comes_before_the_law(notice: Notice) -> None:
    ids = [section.id for section in notice.sections]
    assert ids.index("choice") < ids.index("route") < ids.index("decide") < ids.index("complain")


def test_the_same_file_gives_the_same_notice(notice: Notice) -> None:
    again = notices.compose(notices.read(EXAMPLE), WORDING, today=TODAY)
    assert msgspec.json.encode(again) == msgspec.json.encode(notice)


def test_the_slip_asks_for_no_name_and_shows_what_the_choice_is(notice: Notice) -> None:
    assert notice.slip
    assert notice.slip.no_name.text == "Please do not write your name. Staff add a number."
    assert [option.id.rsplit(".", 1)[1] for option in notice.slip.options] == ["yes", "no", "talk"]


# Editions


def test_english_stands_alone(notice: Notice) -> None:
    shown = notices.edition(notice, ENGLISH)
    assert shown.status is Status.ORIGINAL
    assert shown.band is None
    assert {len(row.cells) for row in rows(shown)} == {1}


def rows(shown: Edition) -> list[Row]:
    return [row for block in (*shown.sections, shown.dates) for row in (block.heading, *block.rows)]


@pytest.mark.parametrize("code", ["pl", "ur"])
def test_a_draft_stands_beside_the_english_under_a_band_in_both(notice: Notice, code: str) -> None:
    shown = notices.edition(notice, LANGUAGES[code], catalogue(code))
    assert shown.status is Status.DRAFT
    assert [language.code for language in shown.languages] == ["en", code]
    assert shown.band is not None
    assert text(shown.band) != text(shown.band, 1)
    english = notices.edition(notice, ENGLISH)
    for row, alone in zip(rows(shown), rows(english), strict=True):
        assert [cell.language for cell in row.cells] == ["en", code]
        assert text(row) == text(alone)
        assert text(row, 1).strip()


def test_rows_are_numbered_through_so_that_two_readers_can_point(notice: Notice) -> None:
    shown = notices.edition(notice, LANGUAGES["ur"], catalogue("ur"))
    numbers = [row.number for block in (*shown.sections, shown.dates) for row in block.rows]
    assert numbers == [*range(1, len(numbers) + 1)]


@pytest.mark.parametrize("code", ["pl", "ur"])
def test_a_reviewed_translation_stands_alone_but_staff_can_read_its_slip(
    notice: Notice, code: str
) -> None:
    shown = notices.edition(notice, LANGUAGES[code], reviewed(notice, code))
    assert shown.status is Status.REVIEWED
    assert shown.band is None
    assert {len(row.cells) for row in rows(shown)} == {1}
    assert shown.slip
    assert notice.slip
    (boxes,) = shown.slip.choices
    assert [text(option) for option in boxes.options] == [
        option.text for option in notice.slip.options
    ]


def test_one_sentence_not_reviewed_makes_the_notice_a_draft(notice: Notice) -> None:
    most = reviewed(notice, "pl")
    less = replace(most, reviewed_pairs=frozenset(sorted(most.reviewed_pairs)[1:]))
    assert notices.status(notice, LANGUAGES["pl"], less) is Status.DRAFT


def test_one_missing_sentence_makes_the_language_unavailable(notice: Notice) -> None:
    whole = catalogue("ur")
    id = "notice.any.choice.no_detriment"
    holed = replace(
        whole, sentences={key: value for key, value in whole.sentences.items() if key != id}
    )
    with pytest.raises(TranslationError, match=f"Urdu .*{id} is missing"):
        notices.edition(notice, LANGUAGES["ur"], holed)


def test_a_sentence_that_the_notice_does_not_say_may_be_missing(notice: Notice) -> None:
    whole = catalogue("ur")
    said = {message.id for message in notice.messages()}
    part = {id: value for id, value in whole.sentences.items() if id in said}
    assert notices.edition(notice, LANGUAGES["ur"], replace(whole, sentences=part))


def test_another_language_than_english_needs_its_own_catalogue(notice: Notice) -> None:
    for wrong in (None, catalogue("pl")):
        with pytest.raises(LanguageError, match="Urdu"):
            notices.edition(notice, LANGUAGES["ur"], wrong)


@pytest.mark.parametrize("code", ["en", "pl", "ur"])
def test_names_phones_and_dates_are_parts_of_their_own(notice: Notice, code: str) -> None:
    language = LANGUAGES[code]
    shown = notices.edition(notice, language, None if code == "en" else catalogue(code))
    own = [part for row in rows(shown) for part in row.cells[-1].parts]
    kept_apart = {(part.kind, part.text) for part in own if part.kind}
    assert ("name", "Robin Example") in kept_apart
    assert ("phone", "01632 960101") in kept_apart
    assert ("period", {"en": "7 days", "pl": "7 dni", "ur": "7 دن"}[code]) in kept_apart
    words = "".join(part.text for part in own if part.kind is None)
    assert "{" not in words
    assert "01632" not in words


def test_values_are_never_read_as_placeholders(notice: Notice) -> None:
    file = msgspec.structs.replace(notices.read(EXAMPLE))
    contact = msgspec.structs.replace(file.contact, name="{phone} {version}")
    built = notices.build(msgspec.structs.replace(file, contact=contact), WORDING)
    shown = notices.edition(built, ENGLISH)
    (row,) = [row for row in rows(shown) if row.id == "notice.any.ask.manager"]
    assert text(row) == "Ask {phone} {version}, our manager, or phone 01632 960101."
