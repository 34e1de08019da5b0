"""Every kind of tool with every choice passes the gates, says its sentences, and stays short."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from assistant import notices, readability, register
from assistant.knowledge import Setting, Use
from assistant.notices import Audience, Format, Layer, Notice
from assistant.notices.leaflet import MAX_EASY_ROWS, MAX_MAIN_WORDS
from assistant.register import (
    Answered,
    AskBy,
    CareRoute,
    ChoiceModel,
    HumanCheck,
    IfNo,
    Kept,
    LawfulBasis,
    Period,
    Recordings,
    Staff,
    Timing,
    Tool,
    start,
)
from tests import tools
from tests.tools import MODELS, WORDING

TODAY = tools.FILE.made_on
ROOT = Path(__file__).parents[1]
EXAMPLES = ("scribe", "care-home", "care-home-door", "home-care", "plainly")
# A companion without a way to have less of it is turned off, or not used at all.
NO_INSTEAD = {Use.COMPANIONS, Use.TRANSLATION}


def ids(notice: Notice, layer: Layer = Layer.DETAILS) -> set[str]:
    return {one.id for section in notice.layers[layer].sections for one in section.sentences}


@pytest.mark.parametrize("use", Use)
def test_every_use_has_its_entry(use: Use) -> None:
    assert WORDING.knows(use)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("use", Use)
def test_a_notice_of_every_use_and_choice_publishes(use: Use, model: ChoiceModel) -> None:
    if model is ChoiceModel.CANNOT_SWITCH_OFF and use in NO_INSTEAD:
        found = notices.gates(tools.file(tools.tool(use, model)), WORDING, today=TODAY)
        assert [gate.id for gate in found if gate.blocks] == ["choice.nothing_instead"]
        return
    notice = notices.compose(tools.file(tools.tool(use, model)), WORDING, today=TODAY)
    assert notices.main_words(notice) <= MAX_MAIN_WORDS
    assert f"notice.any.choice.{model}" in ids(notice)
    # Nothing is promised that the choice does not hold.
    off = "notice.any.choice.if_no.switched_off" in ids(notice)
    assert off == (tools.IF_NO[model] is IfNo.SWITCHED_OFF and use is not Use.RECRUITMENT)


@pytest.mark.parametrize("use", Use)
def test_every_option_of_a_use_can_be_said(use: Use) -> None:
    """The longest notice that the options allow still composes, in every layer."""
    rules = WORDING.uses[use]
    every: dict[str, Any] = {
        field: rules.options[field]
        for field in rules.options
        if field not in {"staff", "timing", "purpose", "care_route", "data_used"}
    }
    every["data_used"] = tuple(one for one in rules.options["data_used"] if one != "nothing")
    kept = Kept(kept=Answered.YES, period=Period(number=30, unit="day"))
    every["recordings"] = Recordings(kept, kept, kept, kept)
    made = tools.tool(use, **every)
    for audience in rules.audiences:
        notice = notices.build(tools.file(made, audience=audience), WORDING)
        for layer in Layer:
            assert notice.layers[layer].sections
    said = ids(notices.build(tools.file(made), WORDING))
    for field in every.keys() & notices.STEMS.keys():
        for value in every[field]:
            assert WORDING.id(use, f"{notices.STEMS[field]}.{value}") in said


@pytest.mark.parametrize("use", Use)
def test_every_role_time_and_route_of_a_use_can_be_said(use: Use) -> None:
    options = WORDING.uses[use].options
    for role in options["staff"]:
        for timing in options["timing"]:
            check = HumanCheck(role=Staff(role), timing=Timing(timing), can_change=Answered.YES)
            assert notices.build(tools.file(tools.tool(use, human_check=check)), WORDING)
        for kind in options["care_route"]:
            route = CareRoute(kind=kind, by=Staff(role), ask_by=tuple(AskBy))
            made = tools.tool(use, purpose=options["purpose"][-1], care_route=route)
            assert notices.build(tools.file(made), WORDING)


@pytest.mark.parametrize("use", Use)
def test_a_row_just_begun_is_stored_and_blocked(use: Use) -> None:
    rules = WORDING.uses[use]
    row = start("new", use, rules)
    found = notices.gates(tools.file(row), WORDING, today=TODAY)
    assert {"name.unknown", "status.not_in_use", "choice.unknown"} <= {gate.id for gate in found}
    left_out = {gate.field for gate in found if gate.field.startswith("tools.0.recordings")}
    assert not [field for field in left_out if field.removeprefix("tools.0.") in rules.leaves_out]


@pytest.mark.parametrize("use", [use for use in Use if "visitors" in WORDING.uses[use].audiences])
def test_a_door_sign_says_what_it_hears_or_sees_and_whom_to_ask(use: Use) -> None:
    notice = notices.compose(
        tools.file(tools.tool(use), audience=Audience.VISITORS), WORDING, today=TODAY
    )
    said = ids(notice, Layer.SIGN)
    assert {"notice.any.ask.manager", "notice.any.sign.charge"} <= said
    assert notice.slip is None
    data = tools.tool(use).data_used
    assert ("notice.any.others.heard" in said) == bool({"voice", "sounds"} & set(data))


@pytest.mark.parametrize("use", [use for use in Use if use is not Use.RECRUITMENT])
def test_families_read_what_they_can_and_cannot_decide(use: Use) -> None:
    notice = notices.compose(
        tools.file(tools.tool(use), audience=Audience.FAMILIES), WORDING, today=TODAY
    )
    said = ids(notice, Layer.LEAFLET)
    assert {"notice.any.families.you", "notice.any.families.power"} <= said
    assert notice.slip is None


@pytest.mark.parametrize("use", [use for use in Use if use is not Use.RECRUITMENT])
@pytest.mark.parametrize("model", MODELS)
def test_staff_read_what_to_do_after_a_no(use: Use, model: ChoiceModel) -> None:
    made = tools.tool(use, model)
    notice = notices.build(tools.file(made, audience=Audience.STAFF), WORDING)
    said = ids(notice, Layer.LEAFLET)
    assert f"notice.any.staff.choice.{model}" in said
    assert f"notice.any.staff.if_no.{made.if_no}" in said


def test_applicants_are_not_spoken_to_as_people_in_care() -> None:
    notice = notices.compose(tools.file(tools.tool(Use.RECRUITMENT)), WORDING, today=TODAY)
    text = " ".join(one.text for one in notice.sentences()).casefold()
    assert "care notes" not in text
    assert "your care" not in text
    assert "cqc" not in text
    assert notice.slip


@pytest.mark.parametrize("basis", LawfulBasis)
def test_the_details_name_the_law_and_the_rights_that_follow(basis: LawfulBasis) -> None:
    made = tools.tool(Use.NOTE_TAKING, lawful_basis=(basis,))
    said = ids(notices.build(tools.file(made), WORDING))
    assert f"notice.any.details.basis.{basis}" in said
    can_object = basis in (LawfulBasis.LEGITIMATE_INTERESTS, LawfulBasis.PUBLIC_TASK)
    assert ("notice.any.details.object" in said) == can_object


# Several tools


def several(*uses: Use, **fields: Any) -> Notice:
    made = [tools.tool(use) for use in uses]
    return notices.compose(tools.file(*made, **fields), WORDING, today=TODAY)


def test_several_tools_stand_in_one_notice_each_under_its_own_title() -> None:
    notice = several(Use.NOTE_TAKING, Use.SENSORS, Use.ROSTERING)
    assert notice.title.id == "notice.any.title.several"
    titles = [one.heading.id for one in notice.sections if one.id in set(Use)]
    assert titles == [f"notice.{use}.title" for use in ("note_taking", "sensors", "rostering")]
    assert notice.slip
    assert [bool(choices.heading) for choices in notice.slip.choices] == [True, True, True, False]


def test_what_a_leaflet_leaves_out_stands_in_the_full_details() -> None:
    notice = several(Use.NOTE_TAKING, Use.SENSORS, Use.ROSTERING)
    assert "notice.any.ask.details" in ids(notice, Layer.LEAFLET)
    headings = {"notice.any.ask.details", "notice.any.choice.short.ask_first"}
    assert ids(notice, Layer.LEAFLET) - headings <= ids(notice)


# In another setting


def test_what_does_not_hold_in_another_setting_is_left_behind() -> None:
    tool = tools.tool(Use.NOTE_TAKING, places=("own_room", "staff_phones"))
    found = notices.fitted(tool, WORDING, Setting.HOME_CARE)
    assert found.tool == structs.replace(tool, places=("staff_phones",))
    assert found.left_out == ("We use it in your room.",)
    assert notices.fitted(found.tool, WORDING, Setting.HOME_CARE).left_out == ()

    only = notices.fitted(structs.replace(tool, places=("own_room",)), WORDING, Setting.HOME_CARE)
    assert only.tool.places == register.NOT_SURE
    assert notices.fitted(tool, WORDING, Setting.CARE_HOME).tool == tool


def test_what_a_sensor_is_for_at_night_is_not_known_in_home_care() -> None:
    found = notices.fitted(
        tools.tool(Use.SENSORS, purpose="sleep", data_used=("sounds",)), WORDING, Setting.HOME_CARE
    )
    assert (found.tool.purpose, found.tool.data_used) == (register.NOT_SURE,) * 2
    assert len(found.left_out) >= 2


# Every text that ships


def test_the_whole_wording_is_for_readers_of_eleven_at_most() -> None:
    """By the Flesch-Kincaid formula, as a guide; each single sentence at fifteen at most."""
    texts = [entry.text for entry in WORDING.entries.values()]
    assert readability.reading_age("\n".join(texts)) <= 11
    assert readability.mean_sentence_length("\n".join(texts)) <= 12
    assert [text for text in texts if readability.reading_age(text) > 15] == []


def test_the_wording_is_within_what_translators_can_carry() -> None:
    assert len(WORDING.entries) <= 450
    assert [id for id, entry in WORDING.entries.items() if len(entry.note) < 10] == []


@pytest.mark.parametrize("use", Use)
def test_a_leaflet_reads_at_eleven_years_at_most(use: Use) -> None:
    notice = notices.build(tools.file(tools.tool(use)), WORDING)
    text = "\n".join(one.text for section in notice.sections for one in section.sentences)
    assert readability.reading_age(text) <= 11
    assert readability.mean_sentence_length(text) <= 12


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_worked_examples_publish_without_a_warning(name: str) -> None:
    path = tools.KNOWLEDGE / "examples" / f"{name}.json"
    file = notices.read(path.read_bytes())
    assert notices.gates(file, WORDING, today=TODAY) == []
    names = [file.provider, file.location]
    assert all("(demonstration)" in one for one in names)
    assert file.contact.phone.startswith("01632 960")


@pytest.mark.parametrize("name", EXAMPLES)
def test_easy_read_has_few_rows_and_short_ones(name: str) -> None:
    path = tools.KNOWLEDGE / "examples" / f"{name}.json"
    notice = notices.compose(notices.read(path.read_bytes()), WORDING, today=TODAY)
    rows = [one for part in notice.layers[Layer.EASY].sections for one in part.sentences]
    tools_in_it = len(notice.uses)
    assert len(rows) <= MAX_EASY_ROWS + 5 * (tools_in_it - 1)
    assert max(readability.word_count(row.text) for row in rows) <= 15


def test_a_sentence_that_a_format_needs_may_be_missing_for_another() -> None:
    notice = notices.build(tools.FILE, WORDING)
    leaflet = {message.id for message in notice.messages()}
    assert "notice.any.easy.draft" not in leaflet
    assert "notice.any.easy.draft" in {one.id for one in notice.messages(Format.EASY_READ)}


def test_early_notices_say_that_the_law_follows() -> None:
    made = structs.replace(tools.FILE.tools[0], lawful_basis="not_sure", dpia="not_sure")
    early = tools.file(made, rest_follows_on=TODAY.replace(month=12, day=10))
    assert "notice.any.details.law_follows" in ids(notices.compose(early, WORDING, today=TODAY))


def test_the_published_record_lacks_what_a_person_needs() -> None:
    """What a council made public is not yet a notice: the gates say what else a person needs."""
    path = tools.KNOWLEDGE / "examples" / "published-record.json"
    (row,) = register.from_json(path.read_bytes())
    found = notices.gates(tools.file(row), WORDING, today=TODAY)
    blocked = {gate.id for gate in found if gate.blocks}
    assert {
        "human_check.unknown",
        "recordings.unknown",
        "limits.unknown",
        "choice.unknown",
        "care_route.unknown",
    } <= blocked
    filled = structs.replace(
        tools.FILE.tools[0],
        **{name: getattr(row, name) for name in ("id", "name", "supplier", "data_used", "seen_by")},
    )
    assert isinstance(filled, Tool)
    assert notices.compose(tools.file(filled), WORDING, today=TODAY)
