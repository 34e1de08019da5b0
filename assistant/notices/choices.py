"""A person's choice as a numbered job for staff: what to switch off, by when, done by which role.

Nothing here names a person. Staff write the number of the slip into the care record; only there do
the two meet.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct, structs

from assistant.languages import Message
from assistant.notices.model import NoticeFile, Sentence
from assistant.notices.tool_sentences import ToolSentences, name_value
from assistant.notices.wording import Wording
from assistant.register import ChoiceModel, Slug, Staff, Tool

# A no takes effect the same day; after this it is on the manager's list.
DONE_WITHIN = timedelta(hours=24)
MAX_NUMBER = 999_999


class Answer(StrEnum):
    """What a person ticked, other than yes and "I want to talk first"."""

    NO = "no"
    LESS = "less"
    OBJECT = "object"


# Which answers each choice has a box for; the slip is made of the same.
ANSWERS = {
    ChoiceModel.ASK_FIRST: Answer.NO,
    ChoiceModel.TELL_AND_CAN_SAY_NO: Answer.NO,
    ChoiceModel.CAN_LIMIT: Answer.LESS,
    ChoiceModel.TELL_ONLY_PERSON_CAN_OBJECT: Answer.OBJECT,
}
_TO_DO = {Answer.NO: "switched_off", Answer.LESS: "limited", Answer.OBJECT: "answered_in_writing"}
_GIVEN_BACK = {Answer.NO: "off", Answer.LESS: "less", Answer.OBJECT: "answer"}


class ChoiceError(Exception):
    """A choice cannot be carried out as asked; the message says why."""


class SwitchOffJob(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One slip and one tool: what staff have to do about it.

    ``notice`` and ``version`` say what the person had read. Instants carry a time zone.
    """

    number: Annotated[int, Meta(ge=1, le=MAX_NUMBER)]
    notice: Slug
    version: int
    tool: Slug
    answer: Answer
    asked_at: datetime
    due_at: datetime
    done_by: Staff | None = None
    done_at: datetime | None = None

    @property
    def is_done(self) -> bool:
        """Return whether staff have confirmed that it was carried out."""
        return self.done_at is not None


class JobSheet(Struct, frozen=True):
    """What is printed for a job: the words for staff, and the slip that goes back."""

    job: SwitchOffJob
    tool_name: str
    title: Sentence
    to_do: tuple[Sentence, ...]
    where: str
    back: tuple[Sentence, ...]
    back_title: Sentence
    number: Sentence
    date: Sentence
    time: Sentence
    notice: Sentence
    cut: Sentence

    def sentences(self) -> tuple[Sentence, ...]:
        """Return the sentences that the person gets back, and so need a translation."""
        return (
            self.back_title,
            self.title,
            *self.back,
            self.number,
            self.date,
            self.time,
            self.notice,
        )

    def messages(self) -> tuple[Message, ...]:
        """Return what a translation of the slip must hold, each id once."""
        found = {one.id: one.text for one in self.sentences()}
        return tuple(Message(id, text) for id, text in found.items())


def switch_off(number: int, file: NoticeFile, tool: Tool, *, asked_at: datetime) -> SwitchOffJob:
    """Return the job that the slip *number* gives about *tool*.

    Raises ChoiceError for a tool that cannot be switched off or limited, or an instant without a
    time zone.
    """
    if tool.choice not in ANSWERS:
        raise ChoiceError(f"`{tool.id}` cannot be turned off for one person: talk to them instead")
    if asked_at.tzinfo is None:
        raise ChoiceError("the time of a choice needs a time zone")
    return SwitchOffJob(
        number=number,
        notice=file.id,
        version=file.version,
        tool=tool.id,
        answer=ANSWERS[tool.choice],
        asked_at=asked_at,
        due_at=asked_at + DONE_WITHIN,
    )


def done(job: SwitchOffJob, by: Staff, at: datetime) -> SwitchOffJob:
    """Return *job* as carried out. Raises ChoiceError when it was before, or lies in the past."""
    if job.is_done:
        raise ChoiceError(f"slip {job.number} was carried out before")
    if at < job.asked_at:
        raise ChoiceError("it cannot be done before it was asked")
    return structs.replace(job, done_by=by, done_at=at)


def late(jobs: Iterable[SwitchOffJob], *, now: datetime) -> tuple[SwitchOffJob, ...]:
    """Return the jobs that nobody has confirmed in time, the longest waiting first."""
    waiting = (job for job in jobs if not job.is_done and job.due_at <= now)
    return tuple(sorted(waiting, key=lambda job: (job.asked_at, job.number)))


def sheet(job: SwitchOffJob, file: NoticeFile, wording: Wording) -> JobSheet:
    """Return what is printed for *job*; ChoiceError when the notice is not about its tool."""
    tools = {tool.id: tool for tool in file.tools}
    if job.tool not in tools:
        raise ChoiceError(f"this notice is not about `{job.tool}`")
    tool = tools[job.tool]
    say = ToolSentences(file, tool, wording).say
    version = {"notice": name_value(job.notice), "version": name_value(str(job.version))}
    back = [say(f"back.{_GIVEN_BACK[job.answer]}")]
    if job.answer is Answer.NO:
        back.append(say("back.again"))
    if job.answer is not Answer.OBJECT:
        back.append(say("choice.change_mind"))
    return JobSheet(
        job=job,
        tool_name=tool.name,
        title=say("title"),
        to_do=(say(f"staff.if_no.{_TO_DO[job.answer]}"), say("staff.kind")),
        where=tool.off_how,
        back=tuple(back),
        back_title=say("back.title"),
        number=say("slip.number"),
        date=say("slip.date"),
        time=say("back.time"),
        notice=say("slip.notice", **version),
        cut=say("slip.cut"),
    )
