"""How far translations are, as the command line tells it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assistant.cli import main

EXAMPLE = Path(__file__).resolve().parent.parent / "knowledge" / "examples" / "scribe.json"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_the_coverage_of_languages_is_printed_and_adds_up() -> None:
    table = run("languages")
    assert table.exit_code == 0
    head, *lines = table.output.splitlines()
    assert head.split()[:2] == ["language", "reviewed"]
    assert len(lines) == 20
    rows = json.loads(run("languages", "--json").output)
    assert [f"{row['name']} ({row['code']})" for row in rows] == [
        line.partition("  ")[0] for line in lines
    ]
    offered = [row for row in rows if row["notices"]]
    totals = {sum(row["notices"].values()) for row in offered}
    assert (len(offered), len(totals)) == (18, 1)
    for row in offered:
        translated = row["notices"]["reviewed"] + row["notices"]["draft"]
        assert row["back_translated"] <= translated
        assert row["notices"]["reviewed"] == 0, "the ledger ships empty"
        for count in row["formats"].values():
            assert sum(count.values()) <= sum(row["notices"].values())


def test_what_would_finish_a_notice_is_named() -> None:
    done = run("languages", "missing", "ur", "--format", "poster", "--notice", str(EXAMPLE))
    assert done.exit_code == 0
    *lines, last = done.output.splitlines()
    assert f"of {len(lines)}" in last
    assert all(line.split("\t")[1] in {"is not reviewed", "is missing"} for line in lines)
    assert any(line.startswith("notice.any.band.draft\t") for line in lines)


@pytest.mark.parametrize(
    "arguments",
    [("xx", "--notice", str(EXAMPLE)), ("ur", "--notice", "/nothing.json")],
    ids=["language", "file"],
)
def test_what_cannot_be_counted_is_bad_input(arguments: tuple[str, ...]) -> None:
    done = run("languages", "missing", *arguments)
    assert done.exit_code == 2
    assert "Traceback" not in done.output
