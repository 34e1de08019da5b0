"""What is different between two versions of a notice, in the sentences that people read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from msgspec import Struct

from assistant.knowledge import Use
from assistant.languages import ENGLISH, Value, ValueKind, shown
from assistant.notices.build import build
from assistant.notices.model import Layer, Notice, NoticeFile, Sentence
from assistant.notices.tool_sentences import day_value, period_value
from assistant.notices.wording import STEMS, Wording
from assistant.register import NOT_SURE, Change, Hours, Period, Question, Questions, changes


class ToolChange(Struct, frozen=True):
    """A field of one tool that differs."""

    tool: str
    change: Change


class WhatChanged(Struct, frozen=True, kw_only=True):
    """What is new in a version, and what no longer holds.

    Every reader gets ``said`` and ``unsaid`` in their own language, since they are sentences of the
    wording. ``tell_again`` are the changes for which people have to be spoken to, not only given
    paper; ``tools_added`` and ``tools_gone`` are ids.
    """

    said: tuple[Sentence, ...]
    unsaid: tuple[Sentence, ...]
    fields: tuple[ToolChange, ...]
    tools_added: tuple[str, ...]
    tools_gone: tuple[str, ...]

    @property
    def tell_again(self) -> tuple[ToolChange, ...]:
        """Return the changes that people must be told of again."""
        return tuple(one for one in self.fields if one.change.matters)

    @property
    def reopens_choice(self) -> bool:
        """Return whether people who have chosen should be asked again."""
        return bool(self.tell_again or self.tools_added)


def what_changed(old: NoticeFile, new: NoticeFile, wording: Wording) -> WhatChanged:
    """Return what differs between two versions of the same notice; dates and numbers are left out.

    Raises NoticeError when one of them cannot be composed.
    """
    before, after = _sentences(build(old, wording)), _sentences(build(new, wording))
    old_tools = {tool.id: tool for tool in old.tools}
    new_tools = {tool.id: tool for tool in new.tools}
    return WhatChanged(
        said=tuple(one for one in after if one not in before),
        unsaid=tuple(one for one in before if one not in after),
        fields=tuple(
            ToolChange(id, change)
            for id, tool in new_tools.items()
            if id in old_tools
            for change in changes(old_tools[id], tool)
        ),
        tools_added=tuple(id for id in new_tools if id not in old_tools),
        tools_gone=tuple(id for id in old_tools if id not in new_tools),
    )


class Worded(Struct, frozen=True):
    """A change for the office: what was asked, and what was and is now the answer, in words."""

    asks: str
    before: str
    after: str


def in_words(
    change: Change, use: Use, questions: Questions, wording: Wording
) -> tuple[Worded, ...]:
    """Return *change* of a tool of that *use* as questions with the answers of then and now."""
    found = []
    for field, question in questions.by_field.items():
        if field == change.field or field.startswith(f"{change.field}."):
            steps = field.split(".")[1:]
            labels = dict(_labels(field, question, use, wording))
            before, after = (
                _answer(field, _reach(value, steps), labels)
                for value in (change.before, change.after)
            )
            if before != after:
                found.append(Worded(question.asks, before, after))
    return tuple(found)


def _labels(
    field: str, question: Question, use: Use, wording: Wording
) -> Iterator[tuple[str, str]]:
    if question.from_use in STEMS:
        for option in wording.options(use, question.from_use):
            yield option.value, option.label
    yield from question.options.items()


def _reach(value: Any, steps: list[str]) -> Any:
    for step in steps:
        value = getattr(value, step, None)
    return value


def _answer(field: str, value: Any, labels: dict[str, str]) -> str:
    match value:
        case None | "":
            return "not known"
        case tuple():
            return "; ".join(_answer(field, one, labels).rstrip(".") for one in value) or "none"
        case date():
            return shown(day_value(value), ENGLISH)
        case Period():
            return shown(period_value(value), ENGLISH)
        case Hours():
            return f"{value.start} to {value.end}"
    if value == NOT_SURE:
        return "not known"
    if field == "data_place.country":
        return shown(Value(ValueKind.COUNTRY, value), ENGLISH)
    return labels.get(value, str(value))


def _sentences(notice: Notice) -> list[Sentence]:
    """Return what the full details say, once each, without headings."""
    found: list[Sentence] = []
    for section in notice.layers[Layer.DETAILS].sections:
        found += [sentence for sentence in section.sentences if sentence not in found]
    return found
