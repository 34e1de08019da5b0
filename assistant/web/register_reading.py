"""What the pages of the register read: its rows with their open tasks, and who does them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import cast

from flask import abort, current_app
from flask.blueprints import BlueprintSetupState

from assistant import config, notices, register, storage
from assistant.knowledge import Setting, Use
from assistant.notices import Wording
from assistant.register import NOT_SURE, Matter, Office, Questions, Review, Task, Tool, UseRules
from assistant.storage import Session
from assistant.storage.notices import PublishedNotice
from assistant.storage.register import RegisteredTool, TaskState
from assistant.web.place import here_id
from assistant.web.state import state, today


@dataclass(frozen=True)
class Sources:
    """What the register asks, and the sentences that its options stand for."""

    wording: Wording
    questions: Questions

    def rules(self, tool: Tool) -> UseRules:
        """Return what the knowledge says about this kind of tool."""
        return self.wording.uses[tool.use]


@dataclass(frozen=True)
class OpenTask:
    """Something to find out or do about a tool; ``page`` asks for it, None for a duty."""

    kept: RegisteredTool
    task: Task
    state: TaskState
    page: str | None

    @property
    def is_late(self) -> bool:
        """Return whether its day has passed."""
        return self.state.due_on is not None and self.state.due_on < today()


@dataclass(frozen=True)
class Row:
    """A tool of the register as its pages show it."""

    kept: RegisteredTool
    rules: UseRules
    open: tuple[OpenTask, ...]
    done: tuple[OpenTask, ...]
    review: Review | None

    @property
    def tool(self) -> Tool:
        """Return the tool as it holds now."""
        return self.kept.tool

    @property
    def name(self) -> str:
        """Return what people call the tool, or what it does while it has no name."""
        return name_of(self.tool, self.rules)


def load(setup: BlueprintSetupState) -> None:
    """Read what the register asks; a broken file keeps the application from starting."""
    folder = config.knowledge_folder()
    wording = notices.load_wording(folder / "wording")
    questions = register.load_questions(folder / "register" / "questions.yaml", wording.uses)
    setup.app.extensions["register"] = Sources(wording, questions)


def sources() -> Sources:
    """Return what the register asks."""
    return cast(Sources, current_app.extensions["register"])


def name_of(tool: Tool, rules: UseRules | None = None) -> str:
    """Return what people call *tool*, or what it does while it has no name."""
    return tool.name if tool.name != NOT_SURE else (rules or sources().rules(tool)).title


def setting() -> Setting:
    """Return what kind of location this request is for."""
    with state().storage.read() as db:
        return storage.locations.setting_of(db, here_id())


def uses_here(kind: Setting) -> dict[Use, UseRules]:
    """Return the kinds of tool that occur in such a location."""
    return {use: rules for use, rules in sources().wording.uses.items() if kind in rules.settings}


def rows(db: Session, location_id: int) -> list[Row]:
    """Return the register of a location."""
    states = storage.register.task_states(db, location_id)
    return [_row(kept, states) for kept in storage.register.tools(db, location_id)]


def row(number: int) -> Row:
    """Return a tool of this location; another's is as if it were not there."""
    place = here_id()
    with state().storage.read() as db:
        kept = storage.register.by_number(db, place, number) or abort(404)
        return _row(kept, storage.register.task_states(db, place))


def notices_about(db: Session, kept: RegisteredTool) -> list[PublishedNotice]:
    """Return the published notices of the location that speak of a tool."""
    return [
        published
        for published in storage.notices.published(db, kept.location_id)
        if kept.tool.id in {tool.id for tool in notices.read(published.content).tools}
    ]


def untold(published: Iterable[PublishedNotice], tool: Tool) -> tuple[Matter, ...]:
    """Return why people must be told again: what matters and has changed since these notices."""
    told = (
        one
        for notice in published
        for one in notices.read(notice.content).tools
        if one.id == tool.id
    )
    found = (change.matters for one in told for change in register.changes(one, tool))
    return tuple(dict.fromkeys(matter for matter in found if matter))


def by_owner(found: Iterable[Row]) -> dict[Office, list[OpenTask]]:
    """Return the open tasks of *found* by the role that does them; the first due in front."""
    grouped: dict[Office, list[OpenTask]] = {owner: [] for owner in Office}
    for one in found:
        for task in one.open:
            grouped[task.task.owner].append(task)
    last = date.max
    for tasks in grouped.values():
        tasks.sort(key=lambda task: task.state.due_on or last)
    return {owner: tasks for owner, tasks in grouped.items() if tasks}


def _row(kept: RegisteredTool, states: dict[tuple[int, str], TaskState]) -> Row:
    rules, questions = sources().rules(kept.tool), sources().questions
    pages = {field: page.id for page in questions.of(rules) for field in page.asks}
    found = [
        OpenTask(
            kept, task, states.get((kept.number, task.field), TaskState()), pages.get(task.field)
        )
        for task in register.tasks(kept.tool, rules, questions)
    ]
    # What is to be found out is done when it is known; a duty, when someone says so.
    done = tuple(task for task in found if task.page is None and task.state.done_on)
    return Row(
        kept,
        rules,
        tuple(task for task in found if task not in done),
        done,
        register.review_due(kept.tool, rules, today=today()),
    )
