"""What changed between versions, and a person's choice as a job for staff."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from msgspec import structs

from assistant import notices, register
from assistant.knowledge import Use
from assistant.notices import ChoiceError, NoticeFile, Version, WhatChanged
from assistant.register import ChoiceModel, Matter, Staff
from tests import tools
from tests.tools import WORDING

OLD = tools.FILE
ASKED_AT = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)


def changed(**fields: Any) -> NoticeFile:
    tool = structs.replace(OLD.tools[0], **fields)
    return structs.replace(OLD, version=2, tools=(tool,))


def version(file: NoticeFile) -> Version:
    return notices.version(file, notices.build(file, WORDING), WORDING)


def what_changed(new: NoticeFile) -> WhatChanged:
    return notices.what_changed(version(OLD), version(new))


def test_a_new_version_of_the_same_says_that_nothing_changed() -> None:
    found = what_changed(structs.replace(OLD, version=2))
    assert (found.said, found.unsaid, found.fields) == ((), (), ())
    assert not found.reopens_choice


def test_what_changed_is_said_in_sentences_that_people_know() -> None:
    longer = register.Kept(
        kept=register.Answered.YES, period=register.Period(number=30, unit="day")
    )
    recordings = structs.replace(OLD.tools[0].recordings, audio=longer, transcript=longer)
    found = what_changed(changed(recordings=recordings))
    assert [one.id for one in found.said] == [
        "notice.any.knows.audio.yes",
        "notice.any.knows.transcript.yes",
    ]
    assert [one.id for one in found.unsaid] == [
        "notice.any.knows.audio.yes",
        "notice.any.knows.transcript.no",
    ]
    (field,) = found.tell_again
    assert (field.tool, field.change.matters) == ("notewell", Matter.RECORDS)
    assert found.reopens_choice


def test_a_new_supplier_changes_the_notice_and_reopens_nothing() -> None:
    found = what_changed(changed(supplier="Another Company"))
    assert {one.id for one in found.said} >= {"notice.any.details.maker"}
    assert not found.reopens_choice


def test_a_tool_that_comes_or_goes_is_named() -> None:
    sensor = tools.tool(Use.SENSORS)
    both = structs.replace(OLD, version=2, tools=(*OLD.tools, sensor))
    assert what_changed(both).tools_added == ("sensors",)
    assert what_changed(both).reopens_choice
    assert notices.what_changed(version(both), version(OLD)).tools_gone == ("sensors",)


@pytest.mark.parametrize(
    ("fields", "worded"),
    [
        (
            {"purpose": "notes_sooner"},
            [
                (
                    "Why do you use it?",
                    "We want carers to type less.",
                    "We want your notes to be ready sooner.",
                )
            ],
        ),
        ({"owner": None}, [("Who looks after it here?", "AI lead", "not known")]),
        (
            {"data_place": register.DataPlace(country="IE", safeguard=register.Safeguard.ADEQUACY)},
            [
                ("In which country is the data kept?", "United Kingdom", "Ireland"),
                (
                    "If it leaves the UK, what protects it there?",
                    "not known",
                    "UK law says that country is safe",
                ),
            ],
        ),
        (
            {"record_kept": register.Period(number=3, unit="year")},
            [("How long do you keep the record after care ends?", "8 years", "3 years")],
        ),
        (
            {"hours": register.Hours(start="09:00", end="17:00"), "never_for": ()},
            [
                (
                    "When is it always off, for everyone?",
                    "It is off during washing and dressing; It is off in private talks",
                    "none",
                ),
                ("At which times of day, if not always?", "not known", "09:00 to 17:00"),
            ],
        ),
    ],
)
def test_the_office_reads_each_change_in_words(
    fields: dict[str, Any], worded: list[tuple[str, str, str]]
) -> None:
    path = tools.KNOWLEDGE / "register" / "questions.yaml"
    questions = register.load_questions(path, WORDING.uses)
    new = structs.replace(OLD.tools[0], **fields)
    found = [
        (one.asks, one.before, one.after)
        for change in register.changes(OLD.tools[0], new)
        for one in notices.in_words(change, new.use, questions, WORDING)
    ]
    assert found == worded


# The job


def test_a_no_becomes_a_job_with_a_number_and_an_end() -> None:
    job = notices.switch_off(17, OLD, OLD.tools[0], asked_at=ASKED_AT)
    assert (job.number, job.answer, job.due_at) == (17, "no", ASKED_AT + timedelta(hours=24))
    assert notices.late([job], now=ASKED_AT + timedelta(hours=23)) == ()
    assert notices.late([job], now=ASKED_AT + timedelta(hours=24)) == (job,)
    off = notices.done(job, Staff.SENIOR_CARER, ASKED_AT + timedelta(hours=1))
    assert notices.late([off], now=ASKED_AT + timedelta(days=9)) == ()
    assert msgspec.json.decode(msgspec.json.encode(off), type=notices.SwitchOffJob) == off


def test_nothing_in_a_job_can_hold_a_person() -> None:
    fields = {field.name for field in structs.fields(notices.SwitchOffJob)}
    assert fields == {
        *("number", "notice", "version", "tool", "answer"),
        *("asked_at", "due_at", "done_by", "done_at"),
    }


@pytest.mark.parametrize(
    ("model", "answer"),
    [
        (ChoiceModel.ASK_FIRST, "no"),
        (ChoiceModel.TELL_AND_CAN_SAY_NO, "no"),
        (ChoiceModel.CAN_LIMIT, "less"),
        (ChoiceModel.TELL_ONLY_PERSON_CAN_OBJECT, "object"),
    ],
)
def test_the_slip_that_comes_back_answers_what_was_asked(model: ChoiceModel, answer: str) -> None:
    tool = tools.tool(Use.SENSORS, model)
    file = tools.file(tool)
    job = notices.switch_off(1, file, tool, asked_at=ASKED_AT)
    assert job.answer == answer
    said = {one.id for one in notices.sheet(job, file, WORDING).sentences()}
    given_back = {"no": "off", "less": "less", "object": "answer"}[answer]
    assert f"notice.any.back.{given_back}" in said


def test_a_job_that_makes_no_sense_is_refused() -> None:
    fixed = tools.tool(Use.ROSTERING, ChoiceModel.CANNOT_SWITCH_OFF)
    with pytest.raises(ChoiceError, match="cannot be turned off"):
        notices.switch_off(1, tools.file(fixed), fixed, asked_at=ASKED_AT)
    with pytest.raises(ChoiceError, match="time zone"):
        notices.switch_off(1, OLD, OLD.tools[0], asked_at=datetime(2026, 11, 24))  # noqa: DTZ001
    job = notices.switch_off(1, OLD, OLD.tools[0], asked_at=ASKED_AT)
    with pytest.raises(ChoiceError, match="before it was asked"):
        notices.done(job, Staff.CARER, ASKED_AT - timedelta(minutes=1))
    with pytest.raises(ChoiceError, match="carried out before"):
        notices.done(notices.done(job, Staff.CARER, ASKED_AT), Staff.CARER, ASKED_AT)
    with pytest.raises(ChoiceError, match="not about `notewell`"):
        notices.sheet(job, tools.file(fixed), WORDING)
