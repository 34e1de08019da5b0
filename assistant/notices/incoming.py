"""What a register file would add to a register or change in it, tool by tool, before it is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

from msgspec import Struct, structs

from assistant import languages, register
from assistant.knowledge import Setting
from assistant.notices.versions import Worded, in_words
from assistant.notices.wording import Wording
from assistant.register import NOT_SURE, DataPlace, Questions, Tool

# Where nothing chosen is an answer, and not a question that is still open.
_MAY_BE_EMPTY = frozenset({"promises"})


class Fate(StrEnum):
    """What would become of a tool of a file."""

    ADDED = "added"
    CHANGED = "changed"
    SAME = "same"


class Incoming(Struct, frozen=True):
    """A tool of a file beside the register.

    ``worded`` is what it changes; ``problems`` say, in the words of the file, why it cannot be
    taken as it is.
    """

    tool: Tool
    fate: Fate
    worded: tuple[Worded, ...] = ()
    problems: tuple[str, ...] = ()


def incoming(
    tools: tuple[Tool, ...],
    held: Mapping[str, Tool],
    setting: Setting,
    questions: Questions,
    wording: Wording,
) -> tuple[Incoming, ...]:
    """Return what each of *tools* would do to the register *held*, by id, of a location."""
    return tuple(_one(tool, held.get(tool.id), setting, questions, wording) for tool in tools)


def _one(
    tool: Tool, held: Tool | None, setting: Setting, questions: Questions, wording: Wording
) -> Incoming:
    problems = tuple(_problems(tool, setting, questions, wording))
    if held is None:
        return Incoming(tool, Fate.ADDED, (), problems)
    if held == tool:
        return Incoming(tool, Fate.SAME, (), problems)
    if held.use is not tool.use:
        says = f"id: `{tool.id}` is {held.use} in the register, and a tool never changes its use"
        return Incoming(tool, Fate.CHANGED, (), (says, *problems))
    worded = (
        one
        for change in register.changes(held, tool)
        for one in in_words(change, tool.use, questions, wording)
    )
    return Incoming(tool, Fate.CHANGED, tuple(worded), problems)


def _problems(
    tool: Tool, setting: Setting, questions: Questions, wording: Wording
) -> Iterator[str]:
    """Yield each value that this kind of tool cannot have in such a location."""
    rules = wording.uses[tool.use]
    if setting not in rules.settings:
        yield f"use: {tool.use} does not occur in a location of the kind {setting}"
    for field, question in questions.by_field.items():
        value = register.given(tool, field)
        if question.from_use is None or value is None:
            continue
        allowed = questions.values(field, rules)
        for one in value if isinstance(value, list) else [value]:
            if one not in allowed or not wording.fits(question.from_use, one, setting):
                yield f"{field}: `{one}` is no choice for {tool.use} here"
    place = tool.data_place
    if isinstance(place, DataPlace) and not languages.is_country(place.country):
        yield f"data_place.country: `{place.country}` is no country"


class Fitted(Struct, frozen=True):
    """A tool as it fits another setting, and the sentences of what was left out."""

    tool: Tool
    left_out: tuple[str, ...]


def fitted(tool: Tool, wording: Wording, setting: Setting) -> Fitted:
    """Return *tool* without the options that do not hold in *setting*.

    What then has no answer is not known, and so becomes a task there.
    """
    changed: dict[str, Any] = {}
    left_out: list[str] = []
    for field in wording.only_in:
        value = getattr(tool, field)
        chosen = value if isinstance(value, tuple) else (value,)
        wrong = [one for one in chosen if not wording.fits(field, one, setting)]
        if wrong:
            labels = dict(wording.options(tool.use, field))
            left_out += [labels.get(one, one) for one in wrong]
            right = tuple(one for one in chosen if one not in wrong)
            nothing = () if field in _MAY_BE_EMPTY else NOT_SURE
            changed[field] = right or nothing
    return Fitted(structs.replace(tool, **changed), tuple(left_out))
