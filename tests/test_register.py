"""What the register knows of a tool, and what it is not sure of."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from assistant import register
from assistant.register import Tool

EXAMPLE = Path(__file__).parents[1] / "knowledge" / "examples" / "scribe.json"


@pytest.fixture
def fields() -> dict[str, object]:
    tool: dict[str, object] = msgspec.json.decode(EXAMPLE.read_bytes())["tools"][0]
    return tool


def test_a_tool_that_is_fully_known_has_nothing_unknown(fields: dict[str, object]) -> None:
    assert register.unknown(msgspec.convert(fields, Tool)) == ()


def test_everything_may_be_not_sure_and_is_then_named(fields: dict[str, object]) -> None:
    may_be_unknown = {
        field.name
        for field in msgspec.structs.fields(Tool)
        if field.name not in {"id", "use", "name", "supplier", "in_use_from", "hours", "instead"}
    }
    for name in may_be_unknown - {"recordings"}:
        fields[name] = "not_sure"
    unsure = {"kept": "not_sure"}
    fields["recordings"] = {"audio": unsure, "video": unsure, "transcript": unsure}
    found = register.unknown(msgspec.convert(fields, Tool))
    assert {path.split(".")[0] for path in found} == may_be_unknown
    assert {"recordings.audio.kept", "recordings.video.kept", "recordings.transcript.kept"} <= {
        *found
    }


def test_unknown_fields_are_refused(fields: dict[str, object]) -> None:
    fields["colour"] = "green"
    with pytest.raises(msgspec.ValidationError, match="colour"):
        msgspec.convert(fields, Tool)
