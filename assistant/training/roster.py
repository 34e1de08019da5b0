"""The roster of staff from a spreadsheet: name, role, and location where there are several."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from assistant.knowledge import Role
from assistant.training.table import LineProblem, TableError, read_table

MAX_NAME = 120
# What people write in a rota, beside the words that we use.
_ROLES = {
    "care worker": Role.CARE_WORKER,
    "carer": Role.CARE_WORKER,
    "care assistant": Role.CARE_WORKER,
    "support worker": Role.CARE_WORKER,
    "hca": Role.CARE_WORKER,
    "agency": Role.CARE_WORKER,
    "senior": Role.SENIOR,
    "senior carer": Role.SENIOR,
    "nurse": Role.SENIOR,
    "team leader": Role.SENIOR,
    "deputy": Role.SENIOR,
    "deputy manager": Role.SENIOR,
    "manager": Role.MANAGER,
    "registered manager": Role.MANAGER,
}


class RosterEntry(Struct, frozen=True):
    """One line of a roster; an empty ``location`` means the one that it is taken over for."""

    name: str
    role: Role
    location: str = ""
    left_on: date | None = None


def read_roster(raw: bytes) -> tuple[RosterEntry, ...]:
    """Return the roster in a CSV file with the columns name, role, and if wanted location, left_on.

    Raises TableError with every line that is wrong: a roster is taken over whole or not at all.
    """
    entries: list[RosterEntry] = []
    problems: list[LineProblem] = []
    seen: dict[tuple[str, str], int] = {}
    for line, cells in read_table(raw, ("name", "role"), ("location", "left_on")):
        found, entry = _entry(cells)
        problems += [LineProblem(line, message) for message in found]
        key = (" ".join(cells["name"].casefold().split()), cells.get("location", "").casefold())
        if key in seen and cells["name"]:
            message = f"the same name stands in line {seen[key]}; add an initial to tell them apart"
            problems.append(LineProblem(line, message))
        seen.setdefault(key, line)
        if entry:
            entries.append(entry)
    if problems:
        raise TableError(problems)
    return tuple(entries)


def _entry(cells: dict[str, str]) -> tuple[list[str], RosterEntry | None]:
    """Return what is wrong with the cells, and the entry when nothing is."""
    problems = []
    name, location = " ".join(cells["name"].split()), " ".join(cells.get("location", "").split())
    if not name:
        problems.append("the name is missing")
    if max(len(name), len(location)) > MAX_NAME:
        problems.append(f"a name may have {MAX_NAME} letters at most")
    role = _ROLES.get(cells["role"].casefold().replace("_", " ").strip())
    if role is None:
        known = "care worker, senior, manager"
        problems.append(f"“{cells['role'][:40]}” is no role here; use one of {known}")
    left_on = None
    if written := cells.get("left_on", ""):
        try:
            left_on = date.fromisoformat(written)
        except ValueError:
            problems.append(f"“{written[:20]}” is no date; write it as 2026-11-23")
    if problems or role is None:
        return problems, None
    return [], RosterEntry(name, role, location, left_on)
