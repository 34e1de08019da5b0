"""What someone answers about a tool, field by field: read from it, and put into it.

A field is named as in questions.yaml: ``name``, ``human_check.role``, ``dpia.done_on``. None is an
answer that nobody has; the others are as a register file has them (text, number, list).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_type_hints

import msgspec
from msgspec import Struct, structs

from assistant.register.tool import NOT_SURE, Tool, struct_in


class UnansweredError(Exception):
    """Some answers hold only together with others; ``fields`` are those that are missing."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        self.fields = fields
        super().__init__(", ".join(fields))


def given(tool: Tool, field: str) -> Any:
    """Return what is said about *field* of *tool*, or None."""
    value: Any = msgspec.to_builtins(tool)
    for step in field.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    if isinstance(value, tuple):
        return list(value)
    return None if value in (NOT_SURE, "") else value


def answer(tool: Tool, answers: Mapping[str, Any]) -> Tool:
    """Return *tool* with *answers*; what they do not name stays.

    Raises UnansweredError when a part of a field is answered without what it needs, and
    msgspec.ValidationError for a value that the field cannot have.
    """
    fields: dict[str, Any] = msgspec.to_builtins(tool)
    for field, value in answers.items():
        _put(fields, field.split("."), value)
    missing = tuple(_missing(Tool, fields, ""))
    if missing:
        raise UnansweredError(missing)
    return msgspec.convert(fields, Tool)


def _put(fields: dict[str, Any], way: list[str], value: Any) -> None:
    """Set what stands at the end of *way*; what nobody has said is left out, as in a file."""
    step, *rest = way
    if rest:
        part = fields.get(step)
        part = dict(part) if isinstance(part, dict) else {}
        _put(part, rest, value)
        value = part or None
    if value in (None, ""):
        fields.pop(step, None)
    else:
        fields[step] = value


def _missing(kind: type[Struct], fields: Mapping[str, Any], path: str) -> list[str]:
    """Return what a part of a tool needs and does not have."""
    hints, found = get_type_hints(kind), []
    for field in structs.fields(kind):
        inner, value = struct_in(hints[field.name]), fields.get(field.name)
        if inner is not None and isinstance(value, dict):
            found += _missing(inner, value, f"{path}{field.name}.")
        elif field.required and value is None:
            found.append(path + field.name)
    return found
