from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from msgspec import structs

from assistant import notices, training
from assistant.knowledge import Knowledge, Role, Use
from assistant.register import Answered, IfNo
from assistant.training import (
    Asked,
    Done,
    Identity,
    Kind,
    Learner,
    Observed,
    Passed,
    Reason,
    State,
    TookPart,
    ToolChange,
)

DAY = date(2026, 11, 24)
EXAMPLE = Path(__file__).parent.parent / "knowledge" / "examples" / "scribe.json"


def asked(idea: str, option: int | None, *, safety: bool = False, advice: str = "a") -> Asked:
    return Asked(
        scenario=f"about-{idea}",
        version="v",
        advice=advice,
        idea=idea,
        safety_critical=safety,
        right=0,
        option=option,
    )


def check(wrong: int, *, items: int = 12, safety_wrong: int = 0) -> list[Asked]:
    """Return a check of that many items, eight of them safety-critical, some answered wrong."""
    safety = [asked(f"s{n}", int(n < safety_wrong), safety=True) for n in range(8)]
    return [*safety, *(asked(f"i{n}", int(n < wrong)) for n in range(items - 8))]


@pytest.mark.parametrize(
    ("wrong", "safety_wrong", "items", "passed"),
    [
        (0, 0, 12, True),
        (2, 0, 12, True),
        (3, 0, 12, False),
        (0, 1, 12, False),
        (2, 0, 10, True),
        (2, 0, 11, True),
        (3, 0, 11, False),
    ],
)
def test_80_percent_and_every_safety_critical_one_passes(
    wrong: int, safety_wrong: int, items: int, passed: bool
) -> None:
    marking = training.mark([check(wrong, items=items, safety_wrong=safety_wrong)])

    assert marking.passed is passed
    assert marking.right == items - wrong - safety_wrong
    assert len(marking.missed_safety) == safety_wrong


def test_a_check_that_is_not_finished_is_not_passed_and_goes_on_where_it_was() -> None:
    attempt = [asked("one", 0), asked("two", None), asked("three", None)]

    assert not training.mark([attempt]).passed
    assert not training.mark([]).passed
    assert training.next_place(attempt) == 1
    assert training.next_place([asked("one", 0)]) is None


def test_a_retake_of_what_was_missed_adds_to_what_was_right() -> None:
    first = check(3, safety_wrong=1)
    missed = training.mark([first]).missed
    retake = [asked(idea, 0, safety=idea.startswith("s")) for idea in missed]
    still_wrong = [asked(idea, int(idea == "s0"), safety=idea == "s0") for idea in missed]

    assert set(missed) == {"s0", "i0", "i1", "i2"}
    assert training.mark([first, retake]).passed
    assert training.mark([first, still_wrong]).missed_safety == ("s0",)
    assert training.mark([first, still_wrong, [asked("s0", 0, safety=True)]]).passed


def test_a_retake_belongs_to_the_last_month() -> None:
    failed, passed = training.mark([check(3)]), training.mark([check(0)])
    open_ = training.mark([[asked("one", None)]])

    assert training.may_retake(failed, DAY, DAY + timedelta(days=30))
    assert not training.may_retake(failed, DAY, DAY + timedelta(days=31))
    assert not training.may_retake(passed, DAY, DAY)
    assert not training.may_retake(open_, DAY, DAY)


@pytest.mark.parametrize(
    ("passed_on", "due_on"),
    [(DAY, date(2027, 11, 24)), (date(2028, 2, 29), date(2029, 2, 28))],
)
def test_training_is_due_after_a_year(passed_on: date, due_on: date) -> None:
    due = training.due(passed_on, [], {}, [], DAY)

    assert (due.on, due.reasons) == (due_on, (Reason.YEAR,))


@pytest.mark.parametrize(
    ("changed_on", "due_on", "reasons"),
    [
        (date(2027, 3, 1), date(2027, 3, 1), (Reason.YEAR, Reason.TOOL_CHANGED)),
        (DAY, date(2027, 11, 24), (Reason.YEAR,)),
        (date(2026, 1, 1), date(2027, 11, 24), (Reason.YEAR,)),
        (date(2028, 1, 1), date(2027, 11, 24), (Reason.YEAR,)),
    ],
)
def test_a_changed_tool_makes_due_earlier(
    changed_on: date, due_on: date, reasons: tuple[Reason, ...]
) -> None:
    due = training.due(DAY, [], {}, [ToolChange("Notewell", changed_on)], date(2028, 6, 1))

    assert (due.on, due.reasons) == (due_on, reasons)


@pytest.mark.parametrize(
    ("now", "safety", "changed"),
    [
        ({"about-one": "a"}, True, False),
        ({"about-one": "b"}, True, True),
        ({"about-one": "b"}, False, False),
        ({}, True, True),
    ],
    ids=["same", "other advice", "not safety-critical", "gone"],
)
def test_changed_advice_makes_due_today_where_it_is_safety_critical(
    now: dict[str, str], safety: bool, changed: bool
) -> None:
    today = date(2027, 2, 1)
    due = training.due(DAY, [asked("one", 0, safety=safety)], now, [], today)

    assert (due.on == today) is changed
    assert (Reason.ADVICE_CHANGED in due.reasons) is changed


@pytest.mark.parametrize(
    ("due_on", "state"),
    [
        (None, State.MISSING),
        (DAY, State.DUE),
        (DAY + timedelta(days=1), State.SOON),
        (DAY + timedelta(days=30), State.SOON),
        (DAY + timedelta(days=31), State.CURRENT),
    ],
)
def test_a_state_says_how_someone_stands(due_on: date | None, state: State) -> None:
    assert training.state(due_on, DAY) is state


def test_only_what_staff_notice_about_a_tool_makes_them_due() -> None:
    tool = notices.read(EXAMPLE.read_bytes()).tools[0]

    office = structs.replace(tool, supplier="Another Ltd", in_use_from=date(2027, 1, 1))
    assert training.changed_for_staff(tool, office) == ()
    staff = structs.replace(tool, if_no=IfNo.LIMITED, no_detriment=Answered.NOT_SURE)
    assert training.changed_for_staff(tool, staff) == ("if_no",)


def passed_by(learner: int, on: date, plan: str = "induction") -> Passed:
    return Passed(
        learner_id=learner,
        plan=plan,
        on=on,
        version="12345678",
        identity=Identity.WITNESS,
        witness="A. Senior",
        asked=(asked("one", 0, safety=True),),
    )


def test_the_matrix_says_who_what_when_due_and_in_which_version(knowledge: Knowledge) -> None:
    learners = [
        Learner(id=1, name="Zed Carer", role=Role.CARE_WORKER),
        Learner(id=2, name="amy Senior", role=Role.SENIOR),
        Learner(id=3, name="Gone Carer", role=Role.CARE_WORKER, left_on=DAY),
        Learner(id=4, name="Mo Manager", role=Role.MANAGER),
    ]
    done = Done(
        passed=(
            passed_by(1, date(2025, 1, 1)),
            passed_by(1, date(2026, 1, 10), "refresher"),
            passed_by(3, DAY),
            passed_by(4, DAY, "induction"),
        ),
        took_part=(TookPart(learner_id=2, plan="induction", on=DAY),),
        observed=(
            Observed(learner_id=1, use=Use.SENSORS, tool="Bedwatch", on=DAY, by="A", safely=True),
            Observed(learner_id=2, use=Use.SENSORS, tool="Bedwatch", on=DAY, by="A", safely=False),
        ),
    )
    rows = training.matrix(
        learners, done, knowledge.plans, {"about-one": "a"}, [], date(2026, 12, 1)
    )
    found = [(row.name, row.kind, row.what, row.state, row.due_on) for row in rows]

    assert found == [
        ("amy Senior", Kind.CHECK, "induction", State.MISSING, None),
        ("amy Senior", Kind.SESSION, "induction", State.CURRENT, None),
        ("amy Senior", Kind.OBSERVED, "Bedwatch", State.DUE, DAY),
        ("Mo Manager", Kind.CHECK, "managers", State.MISSING, None),
        ("Zed Carer", Kind.CHECK, "refresher", State.CURRENT, date(2027, 1, 10)),
        ("Zed Carer", Kind.OBSERVED, "Bedwatch", State.CURRENT, date(2027, 11, 24)),
    ]
    assert (rows[4].version, rows[4].confirmed, rows[4].by) == (
        "12345678",
        Identity.WITNESS,
        "A. Senior",
    )


def test_a_changed_tool_re_opens_only_those_seen_with_it(knowledge: Knowledge) -> None:
    learners = [Learner(id=1, name="A", role=Role.CARE_WORKER)]
    observed = tuple(
        Observed(learner_id=1, use=Use.SENSORS, tool=tool, on=DAY, by="B", safely=True)
        for tool in ("Bedwatch", "Notewell")
    )
    changes = [ToolChange("Bedwatch", DAY + timedelta(days=5))]
    rows = training.matrix(
        learners,
        Done(observed=observed),
        knowledge.plans,
        {},
        changes,
        DAY + timedelta(days=6),
    )

    assert [(row.what, row.state) for row in rows[1:]] == [
        ("Bedwatch", State.DUE),
        ("Notewell", State.CURRENT),
    ]
