"""What the register asks about a tool, page by page, and what is still to be found out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct, structs

from assistant.knowledge import KnowledgeError, Problem, Use
from assistant.knowledge.front_matter import Document, read_text
from assistant.register.exchange import COLUMNS
from assistant.register.tool import (
    HOME_COUNTRY,
    NOT_ABOUT_PEOPLE,
    NOT_SURE,
    NOTHING,
    Answered,
    DataPlace,
    Kept,
    Office,
    PrivacyCheck,
    Recordings,
    Slug,
    Status,
    Tool,
    unknown,
)
from assistant.register.uses import UseRules

_Line = Annotated[str, Meta(min_length=2, max_length=200)]
# Chosen when the row is begun, and never again.
_GIVEN = frozenset({"id", "use"})


class _Strict(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    pass


class Kind(StrEnum):
    """How a question is answered."""

    TEXT = "text"
    ONE = "one"
    SEVERAL = "several"
    DATE = "date"
    PERIOD = "period"
    HOURS = "hours"
    COUNTRY = "country"


# The fields below one that a question of this kind asks for in one go.
_PARTS = {Kind.PERIOD: (".number", ".unit"), Kind.HOURS: (".start", ".end")}


class Question(_Strict, frozen=True):
    """One question; the fields are explained at the head of questions.yaml."""

    asks: _Line
    kind: Kind
    owner: Office
    help: _Line | None = None
    from_use: str | None = None
    none: _Line | None = None
    options: dict[str, _Line] = {}


class Page(_Strict, frozen=True):
    """A few questions that belong together; ``asks`` are fields of a tool."""

    id: str
    title: _Line
    asks: Annotated[tuple[str, ...], Meta(min_length=1, max_length=8)]


class Duty(_Strict, frozen=True):
    """Something that has to be done about a tool found in use without leave."""

    id: Slug
    asks: _Line
    owner: Office


class _File(_Strict, frozen=True):
    pages: Annotated[tuple[Page, ...], Meta(min_length=1)]
    not_allowed: Annotated[tuple[Duty, ...], Meta(min_length=1)]
    questions: dict[str, Question]


@dataclass(frozen=True)
class Questions:
    """Everything the register asks, in the order it asks it."""

    pages: tuple[Page, ...]
    by_field: Mapping[str, Question]
    not_allowed: tuple[Duty, ...]

    def of(self, rules: UseRules) -> tuple[Page, ...]:
        """Return the pages for one kind of tool, without what makes no sense for it."""
        kept = []
        for page in self.pages:
            asks = tuple(field for field in page.asks if self._fits(field, rules))
            if asks:
                kept.append(Page(id=page.id, title=page.title, asks=asks))
        return tuple(kept)

    def values(self, field: str, rules: UseRules) -> tuple[str, ...]:
        """Return the values that can be chosen for *field*; none where it is no choice."""
        question = self.by_field[field]
        if question.from_use:
            return rules.options.get(question.from_use, ())
        return tuple(question.options)

    def may_be_unknown(self, field: str, tool: Tool) -> bool:
        """Return whether "not sure" is an answer to *field* that becomes a task."""
        blank = Tool(tool.id, tool.use)
        return any(_within(field, path) for path in unknown(blank))

    def _fits(self, field: str, rules: UseRules) -> bool:
        if any(field.startswith(f"{left_out}.") for left_out in rules.leaves_out):
            return False
        from_use = self.by_field[field].from_use
        return from_use is None or from_use in rules.options


class Task(Struct, frozen=True):
    """Something to find out or do about a tool, and the role that does it.

    ``field`` is what to find out, or the id of a duty.
    """

    tool: str
    field: str
    asks: str
    owner: Office


def tasks(tool: Tool, rules: UseRules, questions: Questions) -> tuple[Task, ...]:
    """Return what is still to be found out about *tool*, in the order of the pages.

    A tool that is not allowed is not asked about: what has to be done about it comes instead. Of
    one that has stopped nothing more is asked.
    """
    if tool.status is Status.STOPPED:
        return ()
    if tool.status is Status.NOT_ALLOWED:
        return tuple(
            Task(tool.id, duty.id, duty.asks, duty.owner) for duty in questions.not_allowed
        )
    missing = {*unknown(tool, rules.leaves_out), *_to_follow_up(tool)}
    if tool.data_used != NOT_SURE and NOTHING in tool.data_used:
        missing = {path for path in missing if path.split(".")[0] not in NOT_ABOUT_PEOPLE}
    asked = (field for page in questions.of(rules) for field in page.asks)
    return tuple(
        Task(tool.id, field, questions.by_field[field].asks, questions.by_field[field].owner)
        for field in asked
        if any(_within(field, path) for path in missing)
    )


def _to_follow_up(tool: Tool) -> Iterator[str]:
    """Yield what has to be said only because of another answer, and is not."""
    for name in structs.fields(Recordings):
        recording: Kept = getattr(tool.recordings, name.name)
        if recording.kept == Answered.YES and recording.period is None:
            yield f"recordings.{name.name}.period"
    place, dpia = tool.data_place, tool.dpia
    if isinstance(place, DataPlace) and place.country != HOME_COUNTRY and place.safeguard is None:
        yield "data_place.safeguard"
    if isinstance(dpia, PrivacyCheck) and dpia.review_on is None:
        yield "dpia.review_on"


def _within(field: str, path: str) -> bool:
    return field == path or field.startswith(f"{path}.")


def load_questions(path: Path, uses: Mapping[Use, UseRules]) -> Questions:
    """Return the questions in the file *path* (knowledge/register/questions.yaml).

    Raises KnowledgeError with every problem: a field that no page asks for, options that no kind of
    tool has, words that are missing.
    """
    text, problems = read_text(path, path.name)
    document = Document(path.name, text)
    file = document.convert(document.data, _File) if not problems else None
    problems += document.problems
    if file is not None:
        problems += [Problem(path.name, document.line(*keys), says) for keys, says in _faults(file)]
        problems += [Problem(path.name, 1, says) for says in _faults_of_uses(file, uses)]
    if problems or file is None:
        raise KnowledgeError(problems)
    return Questions(file.pages, file.questions, file.not_allowed)


def _faults(file: _File) -> Iterator[tuple[tuple[str, ...], str]]:
    on_pages = [field for page in file.pages for field in page.asks]
    for field in set(on_pages) - file.questions.keys():
        yield ("pages",), f"there is no question `{field}`"
    for field, question in file.questions.items():
        if on_pages.count(field) != 1:
            yield ("questions", field), f"`{field}` must stand on exactly one page"
        chosen = question.kind in (Kind.ONE, Kind.SEVERAL)
        if chosen != bool(question.options or question.from_use):
            yield ("questions", field), f"`{field}` needs options, and only a choice has them"
    asked = {
        field + part
        for field, question in file.questions.items()
        for part in _PARTS.get(question.kind, ("",))
    }
    for field in sorted(asked ^ (set(COLUMNS) - _GIVEN)):
        says = "is no field of a tool" if field in asked else "is asked on no page"
        yield ("questions", field), f"`{field}` {says}"


def _faults_of_uses(file: _File, uses: Mapping[Use, UseRules]) -> Iterator[str]:
    named = {question.from_use for question in file.questions.values() if question.from_use}
    for use, rules in uses.items():
        for name in rules.options.keys() - named:
            yield f"no question asks for `{name}`, which uses.yaml gives `{use}`"
        for field, question in file.questions.items():
            for value in rules.options.get(question.from_use or "", ()):
                if question.options and value not in question.options:
                    yield f"`{field}` has no words for `{value}` of `{use}`"
