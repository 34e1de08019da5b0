"""What is answered about a tool, field by field; and the tasks that follow from an answer."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest
from msgspec import structs

from assistant import register
from assistant.knowledge import Use
from assistant.register import NOT_SURE, Answered, Status, Tool, UnansweredError
from tests import tools
from tests.tools import KNOWLEDGE, WORDING

QUESTIONS = register.load_questions(KNOWLEDGE / "register" / "questions.yaml", WORDING.uses)
NOTES = tools.tool(Use.NOTE_TAKING)
BLANK = Tool("x", Use.NOTE_TAKING)
FIELDS = tuple(QUESTIONS.by_field)


@pytest.mark.parametrize("use", Use)
def test_every_answer_read_and_given_again_makes_the_same_tool(use: Use) -> None:
    tool = tools.tool(use)
    answers = {field: register.given(tool, field) for field in FIELDS}
    assert register.answer(tool, answers) == tool
    assert register.answer(Tool(tool.id, use), answers) == tool


def test_nothing_answered_changes_nothing() -> None:
    assert register.answer(NOTES, {}) == NOTES


def test_what_nobody_says_any_more_is_not_known_again() -> None:
    answers = dict.fromkeys(FIELDS)
    assert register.answer(NOTES, answers) == Tool(NOTES.id, NOTES.use)


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        ("name", "Notewell", "Notewell"),
        ("data_used", ["voice"], ("voice",)),
        ("data_from_others", [], ()),
        ("in_use_from", "2026-11-02", date(2026, 11, 2)),
        ("record_kept", {"number": 8, "unit": "year"}, register.Period(number=8, unit="year")),
        ("hours", {"start": "21:00", "end": "07:00"}, register.Hours(start="21:00", end="07:00")),
        ("trained", "yes", Answered.YES),
    ],
)
def test_an_answer_is_kept_as_a_register_file_has_it(field: str, value: Any, kept: Any) -> None:
    assert getattr(register.answer(BLANK, {field: value}), field) == kept


@pytest.mark.parametrize(
    ("answers", "missing"),
    [
        ({"dpia.done_on": "2026-01-01"}, ("dpia.approver",)),
        ({"dpia.approver": "manager"}, ("dpia.done_on",)),
        ({"care_route.by": "carer"}, ("care_route.kind", "care_route.ask_by")),
        ({"data_place.safeguard": "contract"}, ("data_place.country",)),
        ({"risk_check.on": "2026-01-01"}, ("risk_check.by",)),
        ({"recordings.audio.period": {"number": 3}}, ("recordings.audio.period.unit",)),
    ],
)
def test_half_an_answer_names_its_other_half(
    answers: dict[str, Any], missing: tuple[str, ...]
) -> None:
    with pytest.raises(UnansweredError) as caught:
        register.answer(BLANK, answers)
    assert caught.value.fields == missing


@pytest.mark.parametrize(
    ("field", "value"),
    [("trained", "perhaps"), ("in_use_from", "soon"), ("data_place.country", "uk"), ("name", 3)],
)
def test_a_value_that_cannot_be_is_refused(field: str, value: Any) -> None:
    with pytest.raises(msgspec.ValidationError):
        register.answer(BLANK, {field: value})


def test_a_question_to_which_nobody_has_to_know_the_answer() -> None:
    asked = {field for field in FIELDS if QUESTIONS.may_be_unknown(field, BLANK)}
    assert {"name", "owner", "human_check.role", "care_route.ask_by", "limits"} <= asked
    assert not asked & {"status", "promises", "hours", "off_how", "last_reviewed_on"}


# Tasks that follow from an answer


YES = register.Recordings(audio=register.Kept(kept=Answered.YES))
CHECKED = register.PrivacyCheck(done_on=date(2026, 1, 1), approver=register.Office.MANAGER)


@pytest.mark.parametrize(
    ("fields", "asked"),
    [
        (
            {"recordings": structs.replace(NOTES.recordings, audio=YES.audio)},
            ["recordings.audio.period"],
        ),
        ({"data_place": register.DataPlace(country="US")}, ["data_place.safeguard"]),
        ({"dpia": CHECKED}, ["dpia.review_on"]),
        ({"status": Status.STOPPED, "supplier": NOT_SURE}, []),
    ],
)
def test_an_answer_brings_the_next_question(fields: dict[str, Any], asked: list[str]) -> None:
    tool = structs.replace(NOTES, **fields)
    found = register.tasks(tool, WORDING.uses[tool.use], QUESTIONS)
    assert [task.field for task in found] == asked


def test_a_tool_that_uses_nothing_about_people_is_not_asked_about_their_data() -> None:
    row = register.start("new", Use.STAFF_GUIDANCE, WORDING.uses[Use.STAFF_GUIDANCE])
    rules = WORDING.uses[row.use]
    before = {task.field for task in register.tasks(row, rules, QUESTIONS)}
    nothing = structs.replace(row, data_used=("nothing",))
    after = {task.field for task in register.tasks(nothing, rules, QUESTIONS)}
    assert {"trains_ai", "dpia.done_on", "data_place.country"} <= before - after
    assert "limits" in after
