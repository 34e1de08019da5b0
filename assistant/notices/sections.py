"""From a notice file to the sections of a notice: which sentence stands where, and nothing else.

Whether a notice may be composed at all is for the gates to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TypeVar

from assistant import readability
from assistant.languages import Value, ValueKind
from assistant.notices.model import Frame, Notice, NoticeError, NoticeFile, Section, Sentence, Slip
from assistant.notices.wording import Wording
from assistant.register import (
    NOT_SURE,
    Answered,
    ChoiceModel,
    IfNo,
    Kept,
    NotSure,
    Period,
    PrivacyCheck,
    Tool,
)

T = TypeVar("T")
HOME_COUNTRY = "GB"
_SLIP_OPTIONS: dict[ChoiceModel, tuple[str, ...]] = {
    ChoiceModel.ASK_FIRST: ("yes", "no"),
    ChoiceModel.TELL_AND_CAN_SAY_NO: ("yes", "no"),
    ChoiceModel.CAN_LIMIT: ("yes", "less"),
    ChoiceModel.TELL_ONLY_PERSON_CAN_OBJECT: ("yes", "object"),
    ChoiceModel.CANNOT_SWITCH_OFF: (),
}


def build(file: NoticeFile, wording: Wording) -> Notice:
    """Return the notice that *file* describes, in English, sentence by sentence.

    NoticeError when a field that a sentence needs is not known.
    """
    return _Builder(file, wording).notice()


def main_words(notice: Notice) -> int:
    """Return the number of English words in the main text: headings and sentences of all sections.

    A placeholder counts as one word. The title, dates, slip and foot are not main text.
    """
    texts = [
        text
        for section in notice.sections
        for text in (section.heading.text, *(sentence.text for sentence in section.sentences))
    ]
    return sum(map(readability.word_count, texts))


def known(value: T | NotSure) -> T:
    """Return *value*, or raise NoticeError when nobody is sure of it."""
    if value == NOT_SURE:
        raise NoticeError("a notice never prints what nobody is sure of")
    return value


def _name(text: str) -> Value:
    return Value(ValueKind.NAME, text)


def _day(day: date) -> Value:
    return Value(ValueKind.DATE, day.isoformat())


def _period(period: Period) -> Value:
    return Value(ValueKind.PERIOD, f"{period.number} {period.unit}")


class _Builder:
    """Says the sentences of one notice file; each method is one section, in leaflet order."""

    def __init__(self, file: NoticeFile, wording: Wording) -> None:
        self.file = file
        self.tool: Tool = file.tools[0]
        self.wording = wording

    def say(self, name: str, /, **values: Value) -> Sentence:
        return self.wording.say(self.tool.use, name, **values)

    def notice(self) -> Notice:
        file = self.file
        parts = {
            "what": self.what(),
            "does": self.does(),
            "check": self.check(),
            "knows": self.knows(),
            "wrong": self.wrong(),
            "choice": self.choice(),
            "route": self.route(),
            "decide": self.decide(),
            "ask": self.ask(),
            "complain": self.complain(),
        }
        return Notice(
            id=file.id,
            version=file.version,
            made_on=file.made_on,
            provider=file.provider,
            location=file.location,
            contact_phone=file.contact.phone,
            early=file.rest_follows_on is not None,
            title=self.say("title"),
            sections=tuple(self.section(id, sentences) for id, sentences in parts.items()),
            dates=self.section("dates", self.dates()),
            slip=self.slip(),
            frame=self.frame(),
        )

    def section(self, id: str, sentences: Iterator[Sentence]) -> Section:
        return Section(id, self.say(f"heading.{id}"), tuple(sentences))

    def what(self) -> Iterator[Sentence]:
        tool = self.tool
        yield self.say("what.tool", tool=_name(tool.name))
        yield self.say("what.ai")
        yield self.say("what.job")
        for place in known(tool.places):
            yield self.say(f"what.place.{place}")
        if tool.hours:
            start, end = (Value(ValueKind.TIME, at) for at in (tool.hours.start, tool.hours.end))
            yield self.say("what.hours", start=start, end=end)
        if tool.in_use_from > self.file.made_on:
            yield self.say("what.starts", date=_day(tool.in_use_from))
        yield self.say(f"what.purpose.{known(tool.purpose)}")

    def does(self) -> Iterator[Sentence]:
        yield self.say("does.job")
        yield self.say(f"does.effect.{known(self.tool.decision_effect)}")
        for occasion in known(self.tool.never_for):
            yield self.say(f"does.never.{occasion}")

    def check(self) -> Iterator[Sentence]:
        check = known(self.tool.human_check)
        yield self.say(f"check.{known(check.timing)}.{known(check.role)}")
        yield self.say("check.can_change")
        yield self.say("check.sorry")

    def knows(self) -> Iterator[Sentence]:
        tool = self.tool
        supplier = _name(tool.supplier)
        for data in known(tool.data_used):
            yield self.say(f"knows.data.{data}")
        for informant in known(tool.data_from_others):
            yield self.say(f"knows.others.{informant}")
        yield self.recording("audio", tool.recordings.audio)
        yield self.recording("video", tool.recordings.video)
        yield self.recording("transcript", tool.recordings.transcript)
        yield self.say("knows.record_kept", period=_period(known(tool.record_kept)))
        for viewer in known(tool.seen_by):
            yield self.say(f"knows.seen_by.{viewer}", supplier=supplier)
        place = known(tool.data_place)
        if place.country == HOME_COUNTRY:
            yield self.say("knows.place.uk")
        else:
            country = Value(ValueKind.COUNTRY, place.country)
            yield self.say(f"knows.place.{place.safeguard}", country=country)
        yield self.say(f"knows.trains_ai.{known(tool.trains_ai)}", supplier=supplier)
        yield self.privacy_check()

    def recording(self, name: str, kept: Kept) -> Sentence:
        if known(kept.kept) == Answered.YES and kept.period:
            return self.say(f"knows.{name}.yes", period=_period(kept.period))
        return self.say(f"knows.{name}.no")

    def privacy_check(self) -> Sentence:
        dpia, follows_on = self.tool.dpia, self.file.rest_follows_on
        if follows_on and not isinstance(dpia, PrivacyCheck):
            return self.say("knows.privacy.follows", date=_day(follows_on))
        return self.say("knows.privacy.done", date=_day(known(dpia).done_on))

    def wrong(self) -> Iterator[Sentence]:
        for limit in known(self.tool.limits):
            yield self.say(f"wrong.{limit}")

    def choice(self) -> Iterator[Sentence]:
        tool = self.tool
        yield self.say(f"choice.{known(tool.choice)}")
        yield self.say(f"choice.if_no.{known(tool.if_no)}")
        for offer in tool.instead:
            yield self.say(f"choice.instead.{offer}")
        if tool.no_detriment == Answered.YES:
            yield self.say("choice.no_detriment")
        if tool.if_no != IfNo.STAYS_ON:
            yield self.say("choice.change_mind")
        yield self.say("choice.rights")

    def route(self) -> Iterator[Sentence]:
        route = known(self.tool.care_route)
        yield self.say(f"route.{route.kind}.{known(route.by)}")
        for way in route.ask_by:
            yield self.say(f"route.ask_by.{way}")

    def decide(self) -> Iterator[Sentence]:
        for step in ("help", "best", "consult", "family"):
            yield self.say(f"decide.{step}")

    def ask(self) -> Iterator[Sentence]:
        contact = self.file.contact
        phone = Value(ValueKind.PHONE, contact.phone)
        yield self.say(f"ask.{contact.role}", name=_name(contact.name), phone=phone)
        yield self.say("ask.formats")

    def complain(self) -> Iterator[Sentence]:
        yield self.say("complain.us")
        yield self.say("complain.data")
        for body in ("ico", "cqc"):
            phone = Value(ValueKind.PHONE, self.wording.outside[body].phone)
            yield self.say(f"complain.{body}", phone=phone)

    def dates(self) -> Iterator[Sentence]:
        file = self.file
        if file.rest_follows_on:
            yield self.say("dates.follows", date=_day(file.rest_follows_on))
        version = Value(ValueKind.NUMBER, str(file.version))
        yield self.say("dates.version", version=version, date=_day(file.made_on))
        yield self.say("dates.review", date=_day(file.review_by))

    def slip(self) -> Slip:
        chosen = _SLIP_OPTIONS[known(self.tool.choice)]
        options = (*(self.say(f"slip.{option}") for option in chosen), self.say("slip.talk"))
        version = Value(ValueKind.NUMBER, str(self.file.version))
        return Slip(
            title=self.say("slip.title"),
            help=self.say("slip.help"),
            options=options,
            no_name=self.say("slip.no_name"),
            number=self.say("slip.number"),
            date=self.say("slip.date"),
            notice=self.say("slip.notice", notice=_name(self.file.id), version=version),
            cut=self.say("slip.cut"),
            questions=self.say("slip.questions"),
        )

    def frame(self) -> Frame:
        version = Value(ValueKind.NUMBER, str(self.file.version))
        counters = {"page": Value(ValueKind.PAGE, ""), "pages": Value(ValueKind.PAGES, "")}
        return Frame(
            band=self.say("band.draft"),
            version=self.say("footer.version", version=version, date=_day(self.file.made_on)),
            page=self.say("footer.page", **counters),
            web_page=self.say("ask.web_page"),
            web_address=self.say("ask.web_address", web=Value(ValueKind.WEB, "")),
            qr=self.say("ask.qr"),
        )
