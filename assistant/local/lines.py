"""The location's own lines over an answer, and the answers that it hides."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import date

from assistant import text
from assistant.knowledge import Answer, GuidedQuestion, Knowledge
from assistant.local.floor import (
    Refusal,
    RefusalKind,
    refusals,
    refusals_of_name,
    refusals_of_reason,
    refusals_to_hide,
)

MAX_LINES = 5
MAX_TEXT, MAX_NAME, MAX_PHONE = 240, 120, 30
_PHONE = re.compile(r"\+?[\d ()–-]{3,}")


class RefusedError(Exception):
    """A text of the location is not taken; ``refusals`` says why."""

    def __init__(self, refusals: tuple[Refusal, ...]) -> None:
        self.refusals = refusals
        super().__init__(", ".join(refusal.kind.value for refusal in refusals))


@dataclass(frozen=True)
class LocalLine:
    """A line of the location over an answer: a text, a person to ask, or both.

    ``written_over`` is the ``shared_hash`` of the answer as the writer saw it; ``written_by`` is
    the name or role of a member of staff.
    """

    answer: str
    text: str
    name: str
    phone: str
    written_over: str
    written_by: str
    written_on: date


@dataclass(frozen=True)
class HiddenAnswer:
    """That a location hides an answer, and the reason that askers are told."""

    answer: str
    reason: str
    written_over: str
    written_by: str
    written_on: date


@dataclass(frozen=True)
class LocalWords:
    """All that a location says over one answer, in the order it was written."""

    lines: tuple[LocalLine, ...] = ()
    hidden: HiddenAnswer | None = None


def write(
    answer: Answer,
    written: str,
    knowledge: Knowledge,
    *,
    by: str,
    today: date,
    name: str = "",
    phone: str = "",
) -> LocalLine:
    """Return a line of the location over *answer*: *written*, or someone to ask, or both.

    Raises RefusedError when the line may not stand over this answer.
    """
    line, name, phone = (text.visible(part) for part in (written, name, phone))
    found: list[Refusal] = []
    if not (line or name or phone):
        found.append(Refusal(RefusalKind.EMPTY))
    if len(line) > MAX_TEXT or len(name) > MAX_NAME or len(phone) > MAX_PHONE:
        found.append(Refusal(RefusalKind.TOO_LONG))
    if phone and not _PHONE.fullmatch(phone):
        found.append(Refusal(RefusalKind.PHONE, phone))
    found += _judged(line, name, answer, knowledge)
    if found:
        raise RefusedError(tuple(dict.fromkeys(found)))
    return LocalLine(answer.id, line, name, phone, shared_hash(answer), by, today)


def hide(
    answer: Answer, reason: str, knowledge: Knowledge, *, by: str, today: date
) -> HiddenAnswer:
    """Return that the location hides *answer* for *reason*, which askers are shown.

    Raises RefusedError when the answer may not be hidden, or the reason claims too much.
    """
    reason = text.visible(reason)
    found = [*refusals_to_hide(answer), *refusals_of_reason(reason, knowledge)]
    if len(reason) > MAX_TEXT:
        found.append(Refusal(RefusalKind.TOO_LONG))
    if found:
        raise RefusedError(tuple(found))
    return HiddenAnswer(answer.id, reason, shared_hash(answer), by, today)


def shared_hash(answer: Answer) -> str:
    """Return the hash of what a reader sees of *answer*; new dates and sources leave it alone."""
    seen = [
        answer.title,
        answer.verdict.value,
        answer.headline,
        answer.short,
        answer.do,
        answer.do_not,
        answer.floor,
        _seen(answer.guided),
        answer.body_html,
    ]
    return hashlib.sha256(json.dumps(seen, ensure_ascii=False).encode()).hexdigest()


def needs_a_look(own: LocalLine | HiddenAnswer, answer: Answer | None) -> bool:
    """Return whether the shared *answer* is gone or another than the one *own* was written over."""
    return answer is None or own.written_over != shared_hash(answer)


def in_force(own: LocalWords, answer: Answer, knowledge: Knowledge) -> LocalWords:
    """Return what of *own* may be shown over *answer* as it is now.

    Local words over an answer that has changed are judged anew: the floor of today holds.
    """
    lines = tuple(
        line
        for line in own.lines
        if not needs_a_look(line, answer) or not _judged(line.text, line.name, answer, knowledge)
    )
    hidden = None if own.hidden and refusals_to_hide(answer) else own.hidden
    return LocalWords(lines, hidden)


def _judged(line: str, name: str, answer: Answer, knowledge: Knowledge) -> tuple[Refusal, ...]:
    """Return why the parts of a local line may not stand over *answer*."""
    of_line = refusals(answer, line, knowledge) if line else ()
    # A name is shown beside the text; it must not say what the text may not.
    return of_line + (refusals_of_name(name, knowledge) if name else ())


def _seen(guided: GuidedQuestion | None) -> object:
    """Return what a reader sees of a guided question, as lists for JSON."""
    if guided is None:
        return None
    choices = [
        (choice.label, choice.verdict, choice.text, choice.answer, _seen(choice.then))
        for choice in guided.choices
    ]
    return [guided.question, choices]
