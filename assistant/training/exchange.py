"""Scenarios out as JSON and CSV and in from CSV, and the training matrix as CSV.

A CSV of scenarios holds every field; what comes from the answer is there to read and is not read
back. The letters A to D name the options.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec
from msgspec import Struct

from assistant.knowledge import Option, Role, Scenario, Setting, Use
from assistant.training.items import LETTERS, Item
from assistant.training.matrix import MatrixRow
from assistant.training.table import LineProblem, TableError, read_table, write_table

_OPTIONS = tuple(f"{field}_{letter.lower()}" for letter in LETTERS for field in ("option", "why"))
_EASIER = (
    "easier_situation",
    "easier_question",
    *(f"easier_option_{letter.lower()}" for letter in LETTERS),
)
_OWN = ("id", "answer", "idea", "roles", "situation", "question", "right", "explanation")
_LISTS = ("settings", "uses")
_FROM_ANSWER = (
    "version",
    "safety_critical",
    "principles",
    "sources",
    "sources_checked_on",
    "review_by",
)
SCENARIO_COLUMNS = (*_OWN[:4], *_LISTS, *_OWN[4:7], *_OPTIONS, _OWN[7], *_EASIER, *_FROM_ANSWER)
MATRIX_COLUMNS = (
    "name",
    "role",
    "kind",
    "what",
    "done_on",
    "due_on",
    "state",
    "reasons",
    "version",
    "confirmed",
    "by",
    "support",
    "language",
)


def scenarios_json(found: Mapping[str, Item]) -> bytes:
    """Return all items as one JSON list, each with what comes from its answer."""
    listed = [found[id] for id in sorted(found)]
    return msgspec.json.format(msgspec.json.encode(listed), indent=2) + b"\n"


def scenarios_csv(found: Mapping[str, Item]) -> str:
    """Return all items as CSV, one a line."""
    return write_table(SCENARIO_COLUMNS, (_row(found[id]) for id in sorted(found)))


def read_scenarios(raw: bytes) -> tuple[Scenario, ...]:
    """Return the scenarios in a CSV file, as the knowledge folder would hold them.

    Raises TableError with every line that is wrong. Whether answers and ideas exist is for
    ``assistant check`` to say.
    """
    required = (*_OWN, *_OPTIONS[:6])
    optional = (*_LISTS, *_OPTIONS[6:], *_EASIER, *_FROM_ANSWER)
    scenarios: list[Scenario] = []
    problems: list[LineProblem] = []
    for line, cells in read_table(raw, required, optional):
        try:
            scenarios.append(_scenario(cells))
        except (msgspec.ValidationError, _CellError) as error:
            problems.append(LineProblem(line, str(error)))
        if cells["id"] in {scenario.id for scenario in scenarios[:-1]}:
            problems.append(LineProblem(line, f"`{cells['id']}` stands here twice"))
    if problems:
        raise TableError(problems)
    return tuple(scenarios)


def matrix_csv(rows: Iterable[MatrixRow], names: Mapping[str, str]) -> str:
    """Return the matrix as CSV; *names* gives the title of a plan by its id."""
    return write_table(MATRIX_COLUMNS, (_matrix_cells(row, names) for row in rows))


class _CellError(Exception):
    """A cell does not hold what its column needs."""


class _Fields(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The list fields of a scenario, for one strict conversion."""

    roles: tuple[Role, ...]
    settings: tuple[Setting, ...] = tuple(Setting)
    uses: tuple[Use, ...] = ()


def _row(item: Item) -> list[object]:
    texts = [text for option in item.options for text in (option.text, option.feedback)]
    return [
        item.id,
        item.answer,
        item.idea,
        _joined(item.roles),
        _joined(item.settings),
        _joined(item.uses),
        item.situation,
        item.question,
        LETTERS[item.right],
        *texts,
        *[None] * (len(_OPTIONS) - len(texts)),
        item.explanation,
        *_easier_cells(item),
        item.version,
        "yes" if item.safety_critical else "no",
        _joined(item.principles),
        "; ".join(source.title for source in item.sources),
        item.checked_on.isoformat(),
        item.review_by.isoformat(),
    ]


def _easier_cells(item: Item) -> list[str | None]:
    easier = item.easier
    texts = [easier.situation, easier.question, *easier.options] if easier else []
    return [*texts, *[None] * (len(_EASIER) - len(texts))]


def _scenario(cells: Mapping[str, str]) -> Scenario:
    lists = {name: _parts(cells.get(name, "")) for name in ("roles", *_LISTS)}
    fields = msgspec.convert({name: parts for name, parts in lists.items() if parts}, _Fields)
    right = LETTERS.find(cells["right"].upper()) if len(cells["right"]) == 1 else -1
    options = []
    for place, letter in enumerate(LETTERS.lower()):
        text, why = cells.get(f"option_{letter}", ""), cells.get(f"why_{letter}", "")
        if text or why:
            options.append(Option(text=text, right=place == right, feedback=why))
    if sum(option.right for option in options) != 1:
        raise _CellError(f"`right` names no option: {cells['right'][:20] or 'it is empty'}")
    data = {
        "id": cells["id"],
        "answer": cells["answer"],
        "idea": cells["idea"],
        "situation": cells["situation"],
        "question": cells["question"],
        "explanation": cells["explanation"],
        "options": msgspec.to_builtins(options),
        **msgspec.to_builtins(fields),
    }
    easier = [text for name in _EASIER if (text := cells.get(name, ""))]
    if easier:
        data["easier"] = dict(
            zip(("situation", "question"), easier[:2], strict=False), options=easier[2:]
        )
    return msgspec.convert(data, Scenario)


def _matrix_cells(row: MatrixRow, names: Mapping[str, str]) -> list[object]:
    return [
        row.name,
        row.role,
        row.kind,
        names.get(row.what, row.what),
        row.done_on,
        row.due_on,
        row.state,
        _joined(row.reasons),
        row.version,
        row.confirmed,
        row.by,
        _joined(row.support),
        row.language,
    ]


def _joined(parts: Iterable[str]) -> str:
    return " ".join(parts)


def _parts(cell: str) -> list[str]:
    return cell.replace(",", " ").split()
