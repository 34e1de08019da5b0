from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest
from msgspec import structs

from assistant import training
from assistant.knowledge import Knowledge, Role
from assistant.training import (
    Kind,
    MatrixRow,
    RosterEntry,
    State,
    TableError,
    codes,
)

ROSTER = b"name,role,location,left_on\r\n"


def test_a_roster_is_read_as_people_write_it() -> None:
    raw = (
        "\ufeffRole,Name,Left on\n"
        'Senior Carer,"  Asha   Patel ",\n'
        "\n"
        "care_worker,Tom O’Neil,2026-12-31\n"
        "Registered manager,Élodie Müller,\n"
    ).encode()

    assert training.read_roster(raw) == (
        RosterEntry("Asha Patel", Role.SENIOR),
        RosterEntry("Tom O’Neil", Role.CARE_WORKER, left_on=date(2026, 12, 31)),
        RosterEntry("Élodie Müller", Role.MANAGER),
    )


@pytest.mark.parametrize(
    ("raw", "problems"),
    [
        (b"name,job\n", ["line 1: there is no column `role`"]),
        (b"", ["line 1: there is no column `name`"]),
        (b"name,role,name\n", ["line 1: the column `name` stands here twice"]),
        (b"name,role,pay\n", ["line 1: there is no column `pay` here"]),
        (ROSTER + b"A,astronaut,,\n", ["line 2: “astronaut” is no role here"]),
        (ROSTER + b",carer,,\nA,carer,,never\n", ["line 2: the name is", "line 3: “never” is no"]),
        (
            ROSTER + b"A,carer,,\nb,carer,,\na ,senior,,\n",
            ["line 4: the same name stands in line 2"],
        ),
        (ROSTER + b"A,carer\n", ["line 2: has 2 cells; the first line has 4"]),
        (ROSTER + b"A\xff,carer,,\n", ["line 2: is not UTF-8 text"]),
        (ROSTER + "A\u202e,carer,,\n".encode(), ["line 2: holds a hidden character (U+202E)"]),
        (ROSTER + b"x" * 121 + b",carer,,\n", ["line 2: a name may have 120 letters"]),
        (ROSTER + b'"A,carer,,\n', ["this is not a CSV line"]),
        (ROSTER + b"x,carer,,\n" * 5_002, ["there are more than 5000 lines"]),
        (b"x" * 2_000_001, ["line 1: the file is larger"]),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_taken_over(raw: bytes, problems: list[str]) -> None:
    with pytest.raises(TableError) as caught:
        training.read_roster(raw)

    shown = [str(problem) for problem in caught.value.problems]
    assert len(shown) >= len(problems)
    for expected in problems:
        assert any(expected in line for line in shown), shown


def test_scenarios_come_back_from_csv_as_they_went_out(knowledge: Knowledge) -> None:
    found = training.items(knowledge)
    scenarios = training.read_scenarios(training.scenarios_csv(found).encode())
    back = structs.replace(knowledge, scenarios={s.id: s for s in scenarios})

    assert training.items(back) == found


def test_scenarios_as_json_carry_what_comes_from_the_answer(knowledge: Knowledge) -> None:
    listed = json.loads(training.scenarios_json(training.items(knowledge)))
    one = next(item for item in listed if item["id"] == "scribe-errors")

    assert len(listed) == len(knowledge.scenarios)
    assert one["answer"] == "scribe-errors"
    assert one["sources"][0]["title"]
    assert one["safety_critical"] is True
    assert set(one) >= {"principles", "uses", "roles", "settings", "version", "review_by"}


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("right", "D", "`right` names no option: D"),
        ("right", "", "it is empty"),
        ("roles", "boss", "Invalid enum value 'boss'"),
        ("situation", "short", "length >= 20"),
        ("option_c", "", "length >= 2"),
        ("id", "Not A Slug", "regex"),
    ],
)
def test_a_wrong_scenario_is_named_by_its_line(
    knowledge: Knowledge, column: str, value: str, message: str
) -> None:
    found = {"scribe-errors": training.items(knowledge)["scribe-errors"]}
    rows = list(csv.DictReader(io.StringIO(training.scenarios_csv(found))))
    rows[0][column] = value
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)

    with pytest.raises(TableError, match="line 2: ") as caught:
        training.read_scenarios(out.getvalue().encode())
    assert message in str(caught.value)


@pytest.mark.parametrize("name", ["=1+1", "+44 Ann", "-Ann", "@Ann", "'=x", "''-x"])
def test_no_cell_is_a_formula_and_the_roster_reads_it_back(name: str) -> None:
    row = MatrixRow(
        learner_id=1,
        name=name,
        role=Role.SENIOR,
        kind=Kind.CHECK,
        what="induction",
        state=State.MISSING,
    )
    cells = list(csv.reader(io.StringIO(training.matrix_csv([row], {"induction": "Starting"}))))

    assert cells[1][0] == f"'{name}"
    assert cells[1][3] == "Starting"
    back = training.read_roster(f"name,role\r\n{cells[1][0]},senior\r\n".encode())
    assert back[0].name == name


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("KF7 3WX", "KF73WX"),
        ("kf73wx", "KF73WX"),
        (" kf7-3wx ", "KF73WX"),
        ("ＫＦ７３ＷＸ", "KF73WX"),
        ("KF73W", None),
        ("KF73WXX", None),
        ("KF73W0", None),
        ("", None),
        ("K" * 10_000, None),
        ("KF73W\u202eX", None),
    ],
)
def test_a_typed_code_is_read_as_it_was_meant(typed: str, code: str | None) -> None:
    assert codes.normalised(typed, codes.Length.JOIN) == code


def test_codes_are_shown_in_groups_and_without_look_alikes() -> None:
    assert codes.shown("KF73WX") == "KF7 3WX"
    assert codes.shown("KF73WXCD49HJ") == "KF73 WXCD 49HJ"
    assert not set("0O1IL2Z5S8BUVAE") & set(codes.ALPHABET)
    assert len(set(codes.ALPHABET)) == len(codes.ALPHABET) == 21
