"""The commands for training: a pack of paper, scenarios out and in."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assistant import knowledge as knowledge_base
from assistant import training
from assistant.cli import main
from tests import small_training

Run = Callable[..., Result]
PACK = ["pack", "--plan", "short", "--setting", "home_care"]


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return small_training.knowledge(tmp_path / "knowledge")


@pytest.fixture
def run(base: Path) -> Run:
    def command(*arguments: str) -> Result:
        runner = CliRunner(env={"PLAINLY_KNOWLEDGE": str(base)})
        return runner.invoke(main, ["training", *arguments])

    return command


def test_the_command_writes_the_same_pack_twice(run: Run, tmp_path: Path) -> None:
    out = [tmp_path / "one.pdf", tmp_path / "two.pdf"]
    for path in out:
        options = ["--use", "sensors", "--printed-on", "2026-11-24", "--out", str(path)]
        done = run(*PACK, *options)
        assert (done.exit_code, done.output) == (0, f"wrote {path}\n")

    assert out[0].read_bytes() == out[1].read_bytes()
    assert out[0].read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--plan", "none"], "there is no plan `none`; known are short"),
        (["--role", "senior"], "`short` is for care_worker"),
        (["--provider", "🎉"], "this page cannot be printed"),
        (["--setting", "hotel"], "'hotel' is not one of"),
        (["--printed-on", "soon"], "'soon' does not match"),
    ],
)
def test_the_command_says_what_is_wrong(
    run: Run, tmp_path: Path, options: list[str], message: str
) -> None:
    done = run(*PACK, *options, "--out", str(tmp_path / "x.pdf"))

    assert done.exit_code == 2
    assert message in done.output
    assert not (tmp_path / "x.pdf").exists()


def test_scenarios_go_out_and_come_back_as_files_like_any_other(
    run: Run, base: Path, tmp_path: Path
) -> None:
    before = training.items(knowledge_base.load(base))
    sheet, folder = tmp_path / "scenarios.csv", base / "scenarios" / "basics"
    assert len(json.loads(run("export").output)) == len(before)
    assert run("export", "--csv", "--out", str(sheet)).exit_code == 0
    taken = run("import", str(sheet), "--out", str(folder))
    assert (taken.exit_code, "has idea-0-1.yaml already, and 19 others" in taken.output) == (
        2,
        True,
    )

    for file in folder.iterdir():
        file.unlink()
    done = run("import", str(sheet), "--out", str(folder))

    assert done.exit_code == 0, done.output
    assert training.items(knowledge_base.load(base)) == before


def test_a_wrong_sheet_is_named_by_file_and_line(run: Run, tmp_path: Path) -> None:
    sheet = tmp_path / "scenarios.csv"
    sheet.write_text("id,answer\nx,y\n", "utf-8")
    done = run("import", str(sheet), "--out", str(tmp_path / "out"))

    assert done.exit_code == 2
    assert f"{sheet}: line 1: there is no column `idea`" in done.output
    missing = run("import", str(tmp_path / "none.csv"), "--out", str(tmp_path / "out"))
    assert (missing.exit_code, "cannot read" in missing.output) == (2, True)
    assert not (tmp_path / "out").exists()
