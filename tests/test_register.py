"""What the register knows of a tool, and what it is not sure of."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from msgspec import structs

from assistant import register
from assistant.knowledge import KnowledgeError, Setting, Use
from assistant.register import ExchangeError, Matter, Reason, Status, Tool
from tests import tools
from tests.tools import KNOWLEDGE, WORDING

# What is always known, and what may rightly be empty.
KNOWN_OR_NONE = {
    *("id", "use", "status", "hours", "instead", "stays", "promises"),
    *("off_how", "product_version", "version_on", "last_reviewed_on"),
}
EXAMPLE = Path(__file__).parents[1] / "knowledge" / "examples" / "scribe.json"


@pytest.fixture
def fields() -> dict[str, object]:
    tool: dict[str, object] = msgspec.json.decode(EXAMPLE.read_bytes())["tools"][0]
    return tool


def test_a_tool_that_is_fully_known_has_nothing_unknown(fields: dict[str, object]) -> None:
    left_out = ("recordings.pictures",)
    assert register.unknown(msgspec.convert(fields, Tool), left_out) == ()


def test_everything_may_be_not_sure_and_is_then_named() -> None:
    may_be_unknown = {
        field.name for field in msgspec.structs.fields(Tool) if field.name not in KNOWN_OR_NONE
    }
    found = register.unknown(Tool("x", Use.NOTE_TAKING))
    assert {path.split(".")[0] for path in found} == may_be_unknown
    assert {"recordings.audio.kept", "recordings.video.kept", "recordings.transcript.kept"} <= {
        *found
    }


def test_unknown_fields_are_refused(fields: dict[str, object]) -> None:
    fields["colour"] = "green"
    with pytest.raises(msgspec.ValidationError, match="colour"):
        msgspec.convert(fields, Tool)


# What is asked


QUESTIONS = register.load_questions(KNOWLEDGE / "register" / "questions.yaml", WORDING.uses)
ASKED = yaml.safe_load((KNOWLEDGE / "register" / "questions.yaml").read_text("utf-8"))


@pytest.mark.parametrize("use", Use)
def test_each_use_is_asked_a_few_questions_a_page_that_it_can_answer(use: Use) -> None:
    rules = WORDING.uses[use]
    for page in QUESTIONS.of(rules):
        assert 1 <= len(page.asks) <= 8
        for field in page.asks:
            question = QUESTIONS.by_field[field]
            if question.from_use or question.options:
                assert QUESTIONS.values(field, rules)
            if question.from_use in rules.options and not question.options:
                assert all(label.label for label in WORDING.options(use, question.from_use or ""))


def test_home_care_is_not_asked_about_rooms() -> None:
    places = WORDING.options(Use.SENSORS, "places", Setting.HOME_CARE)
    assert [place.value for place in places] == ["own_home"]


def test_what_nobody_is_sure_of_becomes_a_task_with_an_owner() -> None:
    use = Use.SENSORS
    row = register.start("new", use, WORDING.uses[use])
    found = {task.field: task.owner for task in register.tasks(row, WORDING.uses[use], QUESTIONS)}
    assert found["name"] == "manager"
    assert found["lawful_basis"] == "data_protection_lead"
    assert found["human_check.role"] == "manager"
    assert found["recordings.audio.kept"] == "ai_lead"
    assert "recordings.transcript.kept" not in found
    done = structs.replace(tools.tool(use), id="new")
    assert register.tasks(done, WORDING.uses[use], QUESTIONS) == ()


def test_a_tool_found_in_use_without_leave_brings_what_to_do() -> None:
    found = structs.replace(tools.tool(Use.WRITING_HELP), status=Status.NOT_ALLOWED)
    todo = register.tasks(found, WORDING.uses[found.use], QUESTIONS)
    assert todo[0].asks.startswith("Ask staff to stop using it.")
    assert [task.owner for task in todo] == ["manager", "manager", "ai_lead"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda file: file["pages"].pop(), "must stand on exactly one page"),
        (lambda file: file["questions"].pop("trained"), "there is no question `trained`"),
        (lambda file: file["questions"].update(colour={**file["questions"]["name"]}), "`colour`"),
        (lambda file: file["questions"]["purpose"].pop("from_use"), "needs options"),
        (lambda file: file["questions"]["used_by"].update(kind="text"), "only a choice has them"),
        (
            lambda file: file["questions"]["human_check.role"]["options"].pop("nurse"),
            "no words for `nurse`",
        ),
        (
            lambda file: file["questions"]["limits"].update(from_use="never_for"),
            "asks for `limits`",
        ),
    ],
)
def test_questions_that_do_not_fit_the_register_are_refused(
    tmp_path: Path, change: Any, told: str
) -> None:
    file = yaml.safe_load(yaml.safe_dump(ASKED))
    change(file)
    path = tmp_path / "questions.yaml"
    path.write_text(yaml.safe_dump(file), "utf-8")
    with pytest.raises(KnowledgeError, match=told):
        register.load_questions(path, WORDING.uses)


# When a review is due


NOTES, ROTA = tools.tool(Use.NOTE_TAKING), tools.tool(Use.ROSTERING)
AUGUST = date(2026, 8, 31)
STARTED = {"in_use_from": date(2026, 1, 31), "version_on": None}


@pytest.mark.parametrize(
    ("tool", "fields", "today", "due_on", "reason"),
    [
        (NOTES, {}, date(2026, 2, 1), date(2026, 3, 2), Reason.FIRST),
        (
            NOTES,
            {"last_reviewed_on": date(2026, 8, 31)},
            date(2027, 1, 1),
            date(2027, 2, 28),
            Reason.REGULAR,
        ),
        (
            ROTA,
            {"last_reviewed_on": date(2026, 3, 1)},
            date(2027, 1, 1),
            date(2027, 3, 1),
            Reason.REGULAR,
        ),
        (
            NOTES,
            {"version_on": date(2026, 5, 1)},
            date(2026, 5, 2),
            date(2026, 5, 1),
            Reason.NEW_VERSION,
        ),
    ],
)
def test_reviews_come_on_day_30_and_then_by_how_near_the_tool_is_to_care(
    tool: Tool, fields: dict[str, Any], today: date, due_on: date, reason: Reason
) -> None:
    tool = structs.replace(tool, **{**STARTED, **fields})
    review = register.review_due(tool, WORDING.uses[tool.use], today=today)
    assert review
    assert (review.due_on, review.reason, review.is_due) == (due_on, reason, due_on <= today)


@pytest.mark.parametrize("status", [Status.IDEA, Status.PAUSED, Status.STOPPED, Status.NOT_ALLOWED])
def test_a_tool_that_is_not_in_use_has_no_review(status: Status) -> None:
    tool = structs.replace(NOTES, **STARTED, status=status)
    assert register.review_due(tool, WORDING.uses[tool.use], today=date(2026, 6, 1)) is None


# What people have to be told again


YES = register.Kept(kept=register.Answered.YES, period=register.Period(number=7, unit="day"))


@pytest.mark.parametrize(
    ("before", "after", "matters"),
    [
        ({}, {"recordings": register.Recordings(audio=YES)}, Matter.RECORDS),
        ({"recordings": register.Recordings(audio=YES)}, {}, None),
        ({}, {"trains_ai": register.Training.YES}, Matter.TEACHES_AI),
        ({}, {"decision_effect": register.DecisionEffect.ALONE}, Matter.DECIDES),
        ({}, {"places": ("own_room", "shared_rooms")}, Matter.NEW_PLACE),
        ({"places": ("own_room", "shared_rooms")}, {"places": ("own_room",)}, None),
        ({}, {"data_used": ("voice", "health", "name")}, Matter.NEW_DATA),
        ({}, {"seen_by": ("care_staff", "council")}, Matter.NEW_VIEWER),
        ({}, {"data_place": register.DataPlace(country="US")}, Matter.LEAVES_UK),
        ({}, {"choice": register.ChoiceModel.CANNOT_SWITCH_OFF}, Matter.LESS_CHOICE),
        ({"choice": register.ChoiceModel.CAN_LIMIT}, {}, None),
        ({}, {"supplier": "Another Company"}, None),
    ],
)
def test_the_changes_that_matter_are_marked(
    before: dict[str, Any], after: dict[str, Any], matters: Matter | None
) -> None:
    known = {"places": ("own_room",), "trains_ai": register.Training.NO}
    old, new = (structs.replace(NOTES, **{**known, **fields}) for fields in (before, after))
    (change,) = register.changes(old, new)
    assert change.matters == matters


def test_a_tool_that_stays_the_same_has_no_changes() -> None:
    assert register.changes(NOTES, structs.replace(NOTES)) == ()


# In and out


ROWS = (
    *(tools.tool(use, product_version="=HYPERLINK(1)", off_how="-1") for use in Use),
    register.start("half-filled", Use.CAMERAS, WORDING.uses[Use.CAMERAS]),
)


def test_the_register_comes_back_as_it_went_out() -> None:
    assert register.from_json(register.to_json(ROWS)) == ROWS
    assert register.from_csv(register.to_csv(ROWS)) == ROWS
    assert register.from_csv("\ufeff" + register.to_csv(ROWS)) == ROWS


def test_no_cell_starts_a_formula() -> None:
    written = register.to_csv(ROWS)
    assert "'=HYPERLINK(1)" in written
    cells = [cell for line in written.splitlines() for cell in line.split(",")]
    assert not [cell for cell in cells if cell[:1] in "=+-@" and cell]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("id,use,colour\nx,sensors,red\n", "line 1: unknown columns: colour"),
        ("id,use\nx,sensors\ny,telepathy\n", "line 3: .*telepathy"),
        ("id,use\nx,sensors\nx,cameras\n", "line 3: the id `x` also stands at line 2"),
        ("id,use\nx,sensors,more\n", "line 2: more cells than columns"),
        ("id,use,dpia.done_on\nx,sensors,yesterday\n", "line 2: .*date"),
        ("id,use,dpia.done_on\nx,sensors,2026-01-01\n", "line 2: .*approver"),
        ('id,use\n"x,sensors\n', "line "),
        ("id\n" + "\n".join(f"x{n}" for n in range(3)), "line 2: .*use"),
    ],
)
def test_a_csv_that_does_not_fit_is_refused_with_its_lines(text: str, told: str) -> None:
    with pytest.raises(ExchangeError, match=told):
        register.from_csv(text)


@pytest.mark.parametrize(
    "text", ["{", '{"format": 2, "tools": []}', '{"format": 1, "tools": [{}]}']
)
def test_a_json_that_is_no_register_is_refused(text: str) -> None:
    with pytest.raises(ExchangeError, match="not a register file"):
        register.from_json(text)


def test_a_register_has_an_end() -> None:
    many = "id,use\n" + "".join(f"x{number},sensors\n" for number in range(501))
    with pytest.raises(ExchangeError, match="more than 500"):
        register.from_csv(many)
