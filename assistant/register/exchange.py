"""The register as a file: JSON and CSV, out and in.

A cell never starts a formula: spreadsheets would run it. A file that does not fit is refused as a
whole, with every line named.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Struct, structs

from assistant.register.tool import Tool, struct_in

MAX_TOOLS = 500
# What an empty choice is written as, apart from one that nobody has made yet.
NONE = "none"
_BETWEEN = ";"
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class ExchangeError(Exception):
    """A register file cannot be read; ``problems`` says where and why, a line each."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


class RegisterFile(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A register as JSON."""

    format: Literal[1]
    tools: tuple[Tool, ...]


def to_json(tools: tuple[Tool, ...]) -> str:
    """Return *tools* as the text of a register file."""
    encoded = msgspec.json.encode(RegisterFile(format=1, tools=tools))
    return msgspec.json.format(encoded, indent=2).decode() + "\n"


def from_json(data: bytes | str) -> tuple[Tool, ...]:
    """Return the tools of a register file; ExchangeError when it does not fit."""
    try:
        tools = msgspec.json.decode(data, type=RegisterFile).tools
    except (msgspec.DecodeError, UnicodeError) as error:
        raise ExchangeError([f"this is not a register file: {error}"]) from error
    _refuse_doubles([(f"tool {place}", tool) for place, tool in enumerate(tools, 1)])
    return tools


def from_text(text: str) -> tuple[Tool, ...]:
    """Return the tools of a register file of either kind; raises ExchangeError."""
    return from_json(text) if text.lstrip().startswith("{") else from_csv(text)


def to_csv(tools: tuple[Tool, ...]) -> str:
    """Return *tools* as CSV, one a line; fields inside fields are columns with a dot."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for tool in tools:
        writer.writerow([_safe(_cell(tool, column)) for column in COLUMNS])
    return out.getvalue()


def from_csv(text: str) -> tuple[Tool, ...]:
    """Return the tools of a CSV text; an empty cell is not known yet. Raises ExchangeError."""
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    numbered: list[tuple[str, Tool]] = []
    problems: list[str] = []
    try:
        columns = list(rows.fieldnames or ())
        if unknown := [str(name) for name in columns if name not in COLUMNS]:
            raise ExchangeError([f"line 1: unknown columns: {', '.join(unknown)}"])
        for row in rows:
            line = f"line {rows.line_num}"
            if None in row:
                problems.append(f"{line}: more cells than columns")
                continue
            try:
                numbered.append((line, msgspec.convert(_nested(row), Tool, strict=False)))
            except msgspec.ValidationError as error:
                problems.append(f"{line}: {error}")
    except csv.Error as error:
        raise ExchangeError([f"line {rows.line_num}: {error}"]) from error
    if problems:
        raise ExchangeError(problems)
    _refuse_doubles(numbered)
    return tuple(tool for _, tool in numbered)


def _refuse_doubles(numbered: list[tuple[str, Tool]]) -> None:
    if len(numbered) > MAX_TOOLS:
        raise ExchangeError([f"more than {MAX_TOOLS} tools"])
    seen: dict[str, str] = {}
    problems = []
    for place, tool in numbered:
        if tool.id in seen:
            problems.append(f"{place}: the id `{tool.id}` also stands at {seen[tool.id]}")
        seen.setdefault(tool.id, place)
    if problems:
        raise ExchangeError(problems)


def _columns(kind: type[Struct], path: str) -> Iterator[tuple[str, bool]]:
    """Yield each column below *kind*, and whether its cells hold a list."""
    hints = get_type_hints(kind)
    for field in structs.fields(kind):
        inner = struct_in(hints[field.name])
        if inner is None:
            yield path + field.name, _holds_list(hints[field.name])
        else:
            yield from _columns(inner, f"{path}{field.name}.")


def _holds_list(hint: Any) -> bool:
    return any(get_origin(kind) is tuple for kind in (hint, *get_args(hint)))


_HOLDS_LIST = dict(_columns(Tool, ""))
COLUMNS = tuple(_HOLDS_LIST)


def _cell(tool: Tool, column: str) -> str:
    value: Any = tool
    for step in column.split("."):
        value = getattr(value, step, None)
    if isinstance(value, tuple):
        return _BETWEEN.join(value) if value else NONE
    return "" if value in (None, "not_sure") else str(value)


def _safe(cell: str) -> str:
    """Return *cell* so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if cell.startswith((*_STARTS_FORMULA, "'")) else cell


def _nested(row: dict[str, str | None]) -> dict[str, Any]:
    """Return the filled cells of *row* as the fields of a tool."""
    fields: dict[str, Any] = {}
    for column, written in row.items():
        cell = (written or "").strip()
        if not cell:
            continue
        *way, last = column.split(".")
        part = fields
        for step in way:
            part = part.setdefault(step, {})
        part[last] = _value(column, cell.removeprefix("'"))
    return fields


def _value(column: str, cell: str) -> Any:
    if not _HOLDS_LIST[column]:
        return cell
    return [] if cell == NONE else [one.strip() for one in cell.split(_BETWEEN)]
