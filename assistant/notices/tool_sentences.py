"""What is said about one tool: which sentence stands where, and nothing else.

Each function yields the sentences of one section, in the order of the leaflet. Whether they may be
printed at all is for the gates to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TypeVar

from assistant.languages import Value, ValueKind
from assistant.notices.model import NoticeError, NoticeFile, Sentence
from assistant.notices.wording import Wording
from assistant.register import (
    HOME_COUNTRY,
    NOT_SURE,
    NOTHING,
    SOUNDS,
    VOICE,
    Answered,
    ChoiceModel,
    IfNo,
    Kept,
    NotSure,
    Period,
    PrivacyCheck,
    Status,
    Tool,
)

T = TypeVar("T")
# A choice under which a person can have the tool switched off for themselves.
SWITCHABLE = frozenset({ChoiceModel.ASK_FIRST, ChoiceModel.TELL_AND_CAN_SAY_NO})


def known(value: T | NotSure | None) -> T:
    """Return *value*, or raise NoticeError when nobody is sure of it."""
    if value is None or value == NOT_SURE:
        raise NoticeError("a notice never prints what nobody is sure of")
    return value


def name_value(text: str) -> Value:
    """Return *text* as a name, which no language translates."""
    return Value(ValueKind.NAME, text)


def day_value(day: date) -> Value:
    """Return *day* as a date that each language writes its own way."""
    return Value(ValueKind.DATE, day.isoformat())


def clock_value(at: str) -> Value:
    """Return the clock time *at* (``09:00``)."""
    return Value(ValueKind.TIME, at)


def phone_value(phone: str) -> Value:
    """Return *phone* as a number to dial."""
    return Value(ValueKind.PHONE, phone)


def period_value(period: Period) -> Value:
    """Return *period* as a length of time."""
    return Value(ValueKind.PERIOD, f"{period.number} {period.unit}")


class ToolSentences:
    """The sentences about one tool of a notice file."""

    def __init__(self, file: NoticeFile, tool: Tool, wording: Wording) -> None:
        self.file = file
        self.tool = tool
        self.wording = wording

    def say(self, name: str, /, **values: Value) -> Sentence:
        """Return the sentence *name* as this kind of tool says it."""
        return self.wording.say(self.tool.use, name, **values)

    def chosen(self, field: str) -> tuple[str, ...]:
        """Return what was chosen for *field*; nothing where this kind of tool is not asked."""
        if field not in self.wording.uses[self.tool.use].options:
            return ()
        values: tuple[str, ...] = known(getattr(self.tool, field))
        return values

    def title(self) -> Sentence:
        """Return what the tool helps with, as a title."""
        return self.say("title")

    def what(self) -> Iterator[Sentence]:
        """Yield what it is, where, since when and why."""
        tool = self.tool
        yield self.say("what.tool", tool=name_value(known(tool.name)))
        yield self.say("what.ai")
        yield self.say("what.job")
        yield from self.where()
        yield self.say(f"what.purpose.{known(tool.purpose)}")

    def where(self) -> Iterator[Sentence]:
        """Yield where it is used, at which hours, and since when if that is news."""
        tool = self.tool
        for place in known(tool.places):
            yield self.say(f"what.place.{place}")
        if tool.hours:
            start, end = clock_value(tool.hours.start), clock_value(tool.hours.end)
            yield self.say("what.hours", start=start, end=end)
        if known(tool.in_use_from) > self.file.made_on:
            yield self.say("what.starts", date=day_value(known(tool.in_use_from)))
        elif tool.status is Status.TRIAL:
            yield self.say("what.trial")

    def does(self) -> Iterator[Sentence]:
        """Yield what it does, what it does not decide, when it is off, and what is promised."""
        yield self.say("does.job")
        yield self.say(f"does.effect.{known(self.tool.decision_effect)}")
        yield from self.promises()
        yield from self.never()

    def promises(self) -> Iterator[Sentence]:
        """Yield what the provider promises about it."""
        for promise in self.tool.promises:
            yield self.say(f"does.promise.{promise}")

    def never(self) -> Iterator[Sentence]:
        """Yield when it is off for everyone."""
        for occasion in self.chosen("never_for"):
            yield self.say(f"does.never.{occasion}")

    def check(self) -> Iterator[Sentence]:
        """Yield who checks it and can change it."""
        check = known(self.tool.human_check)
        yield self.say(f"check.{known(check.timing)}.{known(check.role)}")
        yield self.say("check.can_change")

    def knows(self) -> Iterator[Sentence]:
        """Yield what goes in, what is kept and how long, and who sees it."""
        tool = self.tool
        data_used = known(tool.data_used)
        for data in data_used:
            yield self.say(f"knows.data.{data}")
        if NOTHING not in data_used:
            for informant in self.chosen("data_from_others"):
                yield self.say(f"knows.others.{informant}")
        yield from self.recordings()
        if NOTHING not in data_used:
            yield self.say("knows.record_kept", period=period_value(known(tool.record_kept)))
            yield from self.seen_by()
            yield from self.data_place()
            yield from self.trains_ai()
        if NOTHING not in data_used or tool.dpia != NOT_SURE:
            yield self.privacy_check()

    def recordings(self) -> Iterator[Sentence]:
        """Yield what is recorded and what is not, of the kinds that make sense for this use."""
        recordings, rules = self.tool.recordings, self.wording.uses[self.tool.use]
        data = known(self.tool.data_used)
        hears_only_sounds = SOUNDS in data and VOICE not in data
        for name in ("audio", "video", "pictures", "transcript"):
            kept: Kept = getattr(recordings, name)
            if f"recordings.{name}" in rules.leaves_out:
                continue
            if known(kept.kept) == Answered.YES and kept.period:
                yield self.say(f"knows.{name}.yes", period=period_value(kept.period))
            else:
                said = "sounds" if name == "audio" and hears_only_sounds else name
                yield self.say(f"knows.{said}.no")

    def seen_by(self) -> Iterator[Sentence]:
        """Yield who can see what it keeps."""
        for viewer in known(self.tool.seen_by):
            yield self.say(
                f"knows.seen_by.{viewer}", supplier=name_value(known(self.tool.supplier))
            )

    def data_place(self) -> Iterator[Sentence]:
        """Yield where the data goes."""
        place = known(self.tool.data_place)
        if place.country == HOME_COUNTRY:
            yield self.say("knows.place.uk")
        else:
            country = Value(ValueKind.COUNTRY, place.country)
            yield self.say(f"knows.place.{place.safeguard}", country=country)

    def trains_ai(self) -> Iterator[Sentence]:
        """Yield whether the supplier teaches its AI with people's data."""
        supplier = name_value(known(self.tool.supplier))
        yield self.say(f"knows.trains_ai.{known(self.tool.trains_ai)}", supplier=supplier)

    def privacy_check(self) -> Sentence:
        """Return when the privacy risks were checked, or by when they will be."""
        dpia, follows_on = self.tool.dpia, self.file.rest_follows_on
        if follows_on and not isinstance(dpia, PrivacyCheck):
            return self.say("knows.privacy.follows", date=day_value(follows_on))
        return self.say("knows.privacy.done", date=day_value(known(dpia).done_on))

    def wrong(self) -> Iterator[Sentence]:
        """Yield what it is known to get wrong."""
        for limit in known(self.tool.limits):
            yield self.say(f"wrong.{limit}")

    def choice(self) -> Iterator[Sentence]:
        """Yield what a person can choose, and what happens after a no."""
        tool = self.tool
        yield self.say(f"choice.{known(tool.choice)}")
        yield self.say(f"choice.if_no.{known(tool.if_no)}")
        for offer in tool.instead:
            yield self.say(f"choice.instead.{offer}")
        for left in tool.stays:
            yield self.say(f"choice.stays.{left}")

    def pledges(self) -> Iterator[Sentence]:
        """Yield what holds for anyone who says no, if it is promised."""
        tool = self.tool
        if tool.no_detriment == Answered.YES:
            yield self.say("choice.no_detriment")
        if tool.if_no != IfNo.STAYS_ON:
            yield self.say("choice.change_mind")

    def route(self) -> Iterator[Sentence]:
        """Yield how the same care is given without it, by whom, and how to ask for that."""
        route = known(self.tool.care_route)
        named = f"route.{route.kind}.{known(route.by)}"
        if self.wording.id(self.tool.use, named):
            yield self.say(named)
        else:
            yield self.say(f"route.{route.kind}")
            yield self.say(f"route.by.{route.by}")
        for way in route.ask_by:
            yield self.say(f"route.ask_by.{way}")

    def choice_in_short(self) -> Iterator[Sentence]:
        """Yield what a person can choose, where no heading asks the question."""
        model = known(self.tool.choice)
        short = f"choice.short.{model}"
        yield self.say(short if self.wording.id(self.tool.use, short) else f"choice.{model}")
        yield self.say(f"choice.if_no.{known(self.tool.if_no)}")
        for offer in self.tool.instead:
            yield self.say(f"choice.instead.{offer}")

    def short_choice(self) -> Sentence:
        """Return in one short sentence whether a person can say no."""
        can_say_no = self.tool.choice in SWITCHABLE
        return self.say("reminder.say_no" if can_say_no else "reminder.talk")
