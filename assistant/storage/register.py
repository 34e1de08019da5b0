"""The register of a location: its AI tools, every version of each, and dates for what is open.

A tool belongs to one location; the same product at another location is a row there. Each save adds
a version with who and when, so that what was once said of a tool can be read again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import msgspec
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from assistant import register
from assistant.knowledge import Use
from assistant.register import Status, Tool
from assistant.storage.audit import Actor
from assistant.storage.tables import ToolRow, ToolTaskRow, ToolVersionRow


class StaleToolError(Exception):
    """Someone else has saved the tool since it was read; nothing was written."""


class ToolTakenError(Exception):
    """The location has a tool with this id already."""


class NotAnIdeaError(Exception):
    """The tool is, or was, more than an idea: what was said about it is kept."""


@dataclass(frozen=True)
class RegisteredTool:
    """A row of the register as it holds now; ``responsible`` is the number of an account."""

    number: int
    location_id: int
    tool: Tool
    responsible: int | None
    changed_at: datetime
    revision: int


@dataclass(frozen=True)
class ToolVersion:
    """A tool as someone saved it; ``before`` is what it was until then, None for the first."""

    number: int
    revision: int
    before: Tool | None
    after: Tool
    responsible_before: int | None
    responsible: int | None
    saved_at: datetime
    who: str
    role: str


@dataclass(frozen=True)
class TaskState:
    """By when a task is to be done, or when and by whom a duty was done."""

    due_on: date | None = None
    done_on: date | None = None
    done_by: str = ""


def tools(session: Session, location_id: int) -> list[RegisteredTool]:
    """Return the tools of a location as they hold now, the one that was added first in front."""
    return _read(session, ToolRow.location_id == location_id)


def by_number(session: Session, location_id: int, number: int) -> RegisteredTool | None:
    """Return the tool with that number, or None; another location's is None too."""
    found = _read(session, ToolRow.location_id == location_id, ToolRow.id == number)
    return found[0] if found else None


def answered_for_by(session: Session, account_id: int) -> list[RegisteredTool]:
    """Return the tools, of every location, for which that person is responsible."""
    return _read(session, ToolVersionRow.responsible_id == account_id)


def names_in_use(session: Session, location_id: int) -> tuple[str, ...]:
    """Return the names of the tools that staff of a location may use, each once."""
    return register.names_in_use(kept.tool for kept in tools(session, location_id))


def live_uses(session: Session, location_id: int) -> set[Use]:
    """Return the uses that AI is in at a location, on trial or live."""
    return {kept.tool.use for kept in tools(session, location_id) if kept.tool.status.in_use}


def add(
    session: Session,
    location_id: int,
    tool: Tool,
    now: datetime,
    by: Actor,
    responsible: int | None = None,
) -> RegisteredTool:
    """Keep a new tool of a location; raises ToolTakenError when its id is in use there."""
    own = (ToolRow.location_id == location_id) & (ToolRow.slug == tool.id)
    if session.scalars(select(ToolRow.id).where(own)).first() is not None:
        raise ToolTakenError
    row = ToolRow(location_id=location_id, slug=tool.id, revision=0)
    session.add(row)
    return _append(session, row, tool, responsible, now, by)


def save(
    session: Session,
    location_id: int,
    number: int,
    tool: Tool,
    now: datetime,
    by: Actor,
    revision: int,
) -> RegisteredTool:
    """Keep *tool* as the next version; saving what is there already adds none.

    *revision* is the version that was read. Raises StaleToolError when another holds by now, and
    NoResultFound when the location has no such tool. The id and the use of a tool never change.
    """
    row, held = _locked(session, location_id, number)
    if row.revision != revision:
        raise StaleToolError
    before = _tool(held.content)
    if (tool.id, tool.use) != (before.id, before.use):
        raise ValueError("the id and the use of a tool never change")
    if tool == before:
        return _registered(row, held)
    return _append(session, row, tool, held.responsible_id, now, by)


def make_responsible(
    session: Session,
    location_id: int,
    number: int,
    account_id: int | None,
    now: datetime,
    by: Actor,
) -> RegisteredTool:
    """Make a person responsible for a tool, or nobody; raises NoResultFound."""
    row, held = _locked(session, location_id, number)
    if held.responsible_id == account_id:
        return _registered(row, held)
    return _append(session, row, _tool(held.content), account_id, now, by)


def remove(session: Session, location_id: int, number: int) -> None:
    """Delete a tool that has never been more than an idea.

    Raises NotAnIdeaError, and NoResultFound when the location has no such tool.
    """
    row, _held = _locked(session, location_id, number)
    if any(_tool(version.content).status is not Status.IDEA for version in row.versions):
        raise NotAnIdeaError
    session.delete(row)
    session.flush()


def version(session: Session, location_id: int, number: int, revision: int) -> Tool | None:
    """Return a tool as it was in that revision, or None."""
    query = (
        select(ToolVersionRow.content)
        .join(ToolRow, ToolRow.id == ToolVersionRow.tool_id)
        .where(ToolRow.location_id == location_id, ToolRow.id == number)
        .where(ToolVersionRow.revision == revision)
    )
    content = session.scalars(query).first()
    return _tool(content) if content is not None else None


def changes(
    session: Session,
    location_id: int,
    since: datetime | None = None,
    *,
    number: int | None = None,
) -> list[ToolVersion]:
    """Return every version that was saved, oldest first, each with the one before it.

    *since* leaves out what was saved before it; *number* keeps to one tool.
    """
    query = (
        select(ToolVersionRow)
        .join(ToolRow, ToolRow.id == ToolVersionRow.tool_id)
        .where(ToolRow.location_id == location_id)
        .order_by(ToolVersionRow.tool_id, ToolVersionRow.revision)
    )
    if number is not None:
        query = query.where(ToolRow.id == number)
    found: list[ToolVersion] = []
    last: ToolVersionRow | None = None
    for row in session.scalars(query):
        before = last if last is not None and last.tool_id == row.tool_id else None
        found.append(_version(row, before))
        last = row
    recent = (one for one in found if since is None or one.saved_at >= since)
    return sorted(recent, key=lambda one: (one.saved_at, one.number, one.revision))


def task_states(session: Session, location_id: int) -> dict[tuple[int, str], TaskState]:
    """Return what is kept of tasks, by the number of the tool and the task."""
    query = (
        select(ToolTaskRow)
        .join(ToolRow, ToolRow.id == ToolTaskRow.tool_id)
        .where(ToolRow.location_id == location_id)
    )
    return {
        (row.tool_id, row.task): TaskState(row.due_on, row.done_on, row.done_by)
        for row in session.scalars(query)
    }


def keep_task(session: Session, location_id: int, number: int, task: str, kept: TaskState) -> None:
    """Keep by when a task is due, or that it was done; raises NoResultFound."""
    row, _held = _locked(session, location_id, number)
    own = (ToolTaskRow.tool_id == row.id) & (ToolTaskRow.task == task)
    session.execute(delete(ToolTaskRow).where(own))
    if kept != TaskState():
        session.add(
            ToolTaskRow(
                tool_id=row.id,
                task=task,
                due_on=kept.due_on,
                done_on=kept.done_on,
                done_by=kept.done_by,
            )
        )
    session.flush()


def _read(session: Session, *where: object) -> list[RegisteredTool]:
    query = (
        select(ToolRow, ToolVersionRow)
        .join(
            ToolVersionRow,
            (ToolVersionRow.tool_id == ToolRow.id) & (ToolVersionRow.revision == ToolRow.revision),
        )
        .where(*where)  # type: ignore[arg-type]
        .order_by(ToolRow.id)
    )
    return [_registered(row, held) for row, held in session.execute(query)]


def _locked(session: Session, location_id: int, number: int) -> tuple[ToolRow, ToolVersionRow]:
    """Return a tool of that location and the version that holds, kept from other writers."""
    own = (ToolRow.id == number) & (ToolRow.location_id == location_id)
    query = select(ToolRow).where(own).with_for_update()
    row = session.scalars(query.execution_options(populate_existing=True)).one()
    current = (ToolVersionRow.tool_id == row.id) & (ToolVersionRow.revision == row.revision)
    return row, session.scalars(select(ToolVersionRow).where(current)).one()


def _append(
    session: Session,
    row: ToolRow,
    tool: Tool,
    responsible: int | None,
    now: datetime,
    by: Actor,
) -> RegisteredTool:
    row.revision += 1
    held = ToolVersionRow(
        revision=row.revision,
        content=msgspec.json.encode(tool).decode(),
        responsible_id=responsible,
        saved_at=now,
        who=by.who,
        role=by.role,
    )
    row.versions.append(held)
    session.flush()
    return _registered(row, held)


def _registered(row: ToolRow, held: ToolVersionRow) -> RegisteredTool:
    return RegisteredTool(
        row.id,
        row.location_id,
        _tool(held.content),
        held.responsible_id,
        held.saved_at,
        row.revision,
    )


def _version(row: ToolVersionRow, before: ToolVersionRow | None) -> ToolVersion:
    return ToolVersion(
        row.tool_id,
        row.revision,
        _tool(before.content) if before else None,
        _tool(row.content),
        before.responsible_id if before else None,
        row.responsible_id,
        row.saved_at,
        row.who,
        row.role,
    )


def _tool(content: str) -> Tool:
    return msgspec.json.decode(content, type=Tool)
