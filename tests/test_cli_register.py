"""The register as a file on the command line: out, looked at, and in."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec import structs

from assistant import register, storage
from assistant.knowledge import Setting
from assistant.local import Location
from assistant.register import Tool
from tests import tools
from tests.test_cli_people import SET_UP, data, run

__all__ = ["data"]
EXAMPLE = tools.FILE.tools[0]


@pytest.fixture
def folder(data: Path, tmp_path: Path) -> Path:
    assert run(*SET_UP, "--contact", "manager=Kim Sample").exit_code == 0
    return tmp_path


def held(folder: Path) -> list[Tool]:
    store = storage.connect(f"sqlite:///{folder / 'data' / 'plainly.db'}")
    with store.read() as session:
        (place, *_others) = storage.locations.location_ids(session)
        found = [kept.tool for kept in storage.register.tools(session, place)]
    store.close()
    return found


@pytest.mark.parametrize("name", ["register.json", "register.csv"])
def test_a_register_goes_out_as_it_came_in(folder: Path, name: str) -> None:
    file, out = folder / "in.json", folder / name
    file.write_text(register.to_json((EXAMPLE,)), "utf-8")
    looked_at = run("register", "import", str(file))
    assert looked_at.exit_code == 0, looked_at.output
    assert "added    notewell" in looked_at.output
    assert held(folder) == [], "nothing is kept before --apply"
    assert run("register", "import", str(file), "--apply").exit_code == 0
    assert held(folder) == [EXAMPLE]
    assert run("register", "export", str(out)).exit_code == 0
    assert register.from_text(out.read_text("utf-8-sig")) == (EXAMPLE,)


def test_what_would_change_is_shown_in_words(folder: Path) -> None:
    file = folder / "in.json"
    file.write_text(register.to_json((EXAMPLE,)), "utf-8")
    run("register", "import", str(file), "--apply")
    changed = structs.replace(EXAMPLE, supplier="Another Ltd")
    file.write_text(register.to_json((changed,)), "utf-8")
    result = run("register", "import", str(file), "--apply")
    assert "Which company makes it? Notewell Software (demonstration) -> Another Ltd" in (
        result.output
    )
    assert held(folder) == [changed]


def test_one_bad_tool_keeps_the_whole_file_out(folder: Path) -> None:
    file = folder / "in.json"
    bad = structs.replace(EXAMPLE, id="bad", purpose="sleep")
    file.write_text(register.to_json((EXAMPLE, bad)), "utf-8")
    result = run("register", "import", str(file), "--apply")
    assert result.exit_code == 2
    assert "cannot be taken: purpose: `sleep` is no choice" in result.output
    assert held(folder) == []


def test_a_file_that_cannot_be_read_is_said(folder: Path) -> None:
    (folder / "bad.csv").write_text("id,use,colour\nx,sensors,red\n", "utf-8")
    for name, says in (("bad.csv", "unknown columns: colour"), ("none.csv", "cannot read")):
        result = run("register", "import", str(folder / name))
        assert result.exit_code == 2
        assert says in result.output


def test_of_several_locations_one_is_named(folder: Path) -> None:
    store = storage.connect(f"sqlite:///{folder / 'data' / 'plainly.db'}")
    with store.write() as session:
        storage.locations.add_location(session, Location("P", "South House"), Setting.HOME_CARE)
    store.close()
    out = str(folder / "out.json")
    result = run("register", "export", out)
    assert result.exit_code == 2
    assert "North House; South House" in result.output
    assert run("register", "export", out, "--location", "South House").exit_code == 0
