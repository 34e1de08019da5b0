"""What is different between two versions of a notice, in the sentences that people read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import msgspec
from msgspec import Struct

from assistant.knowledge import Use
from assistant.languages import ENGLISH, Value, ValueKind, shown
from assistant.notices.build import build
from assistant.notices.model import Layer, Notice, NoticeFile, Sentence, read
from assistant.notices.tool_sentences import day_value, period_value
from assistant.notices.transparency import record
from assistant.notices.wording import STEMS, Wording
from assistant.register import NOT_SURE, Change, Hours, Period, Question, Questions, Tool, changes

# What the register keeps for the office: a notice never says it, so a change of it leaves every
# notice as it is.
OFFICE_ONLY = frozenset(
    {
        *("owner", "used_by", "trained", "switched_off_by", "off_how", "risk_check"),
        *("supplier_check", "agreement", "tested_for_groups", "medical_device"),
        *("product_version", "version_on", "last_reviewed_on"),
    }
)


class Version(Struct, frozen=True):
    """A version of a notice: the file it was made from, every sentence, and the open record.

    The sentences are kept with the version, so that words which change later never change what was
    published.
    """

    file: NoticeFile
    notice: Notice
    record: dict[str, Any]


class Overruled(Struct, frozen=True, forbid_unknown_fields=True):
    """Why a version was published in spite of warnings, and what they said."""

    reason: str
    warnings: tuple[str, ...]


def version(file: NoticeFile, notice: Notice, wording: Wording) -> Version:
    """Return *notice*, which *file* makes with *wording*, as it is kept."""
    # Through JSON, so that it is the same before it was stored and after.
    kept = msgspec.json.decode(msgspec.json.encode(record(file, notice, wording)))
    return Version(file, notice, kept)


def reread(content: str, sentences: str | None, kept: str | None, wording: Wording) -> Version:
    """Return a version from what was stored of it: the file, its sentences and its record as JSON.

    A version from before sentences were kept is composed anew. Raises NoticeError for what is no
    notice, or can be composed no more.
    """
    file = read(content)
    if sentences is None or kept is None:
        return version(file, build(file, wording), wording)
    return Version(file, reread_notice(sentences), msgspec.json.decode(kept))


def reread_notice(sentences: str) -> Notice:
    """Return the notice that was stored as JSON with a version."""
    return msgspec.json.decode(sentences, type=Notice)


class ToolChange(Struct, frozen=True):
    """A field of one tool that differs."""

    tool: str
    change: Change


class Behind(Struct, frozen=True, kw_only=True):
    """How far a version lies behind the register.

    ``fields`` have changed since and the notice says them; ``not_in_use`` are the names of its
    tools that are paused, stopped or not allowed.
    """

    fields: tuple[ToolChange, ...] = ()
    not_in_use: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Return whether the version has to be issued again or taken down."""
        return bool(self.fields or self.not_in_use)

    @property
    def tell_again(self) -> tuple[ToolChange, ...]:
        """Return the changes that people must be told of again."""
        return tuple(one for one in self.fields if one.change.matters)


def behind(file: NoticeFile, tools: Iterable[Tool]) -> Behind:
    """Return how far the version made from *file* lies behind *tools*, the register as it is now.

    A tool that the register does not know is left out: nothing is known to have changed.
    """
    now = {tool.id: tool for tool in tools}
    pairs = [(tool, now[tool.id]) for tool in file.tools if tool.id in now]
    return Behind(
        fields=tuple(
            ToolChange(old.id, change)
            for old, new in pairs
            if new.status.in_use
            for change in changes(old, new)
            if change.field not in OFFICE_ONLY
        ),
        not_in_use=tuple(new.name for _old, new in pairs if not new.status.in_use),
    )


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


def what_changed(old: Version, new: Version) -> WhatChanged:
    """Return what differs between two versions of the same notice; dates and numbers are left out.

    It compares what each version said, not what today's wording would make of it.
    """
    before, after = _sentences(old.notice), _sentences(new.notice)
    old_tools = {tool.id: tool for tool in old.file.tools}
    new_tools = {tool.id: tool for tool in new.file.tools}
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
