"""The leaflet of each audience: which sections it has, and what of each tool they say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from assistant import readability
from assistant.languages import Value, ValueKind
from assistant.notices.model import NoticeFile, Section, Sentence, Text
from assistant.notices.tool_sentences import (
    ToolSentences,
    known,
    name_value,
    phone_value,
)
from assistant.notices.wording import Wording
from assistant.register import NOTHING, PICTURE, SOUNDS, VOICE, Audience, Kept, Timing

MAX_MAIN_WORDS = 350
# What moves to the full details when a leaflet gets too long, in this order. Never what a person
# has to know before they choose: what is recorded, who sees it, what goes wrong, what a no does.
_SPARE = (
    "knows.privacy.done",
    "knows.place.uk",
    "what.tool",
    "what.place.office",
    "knows.record_kept",
    "knows.others.",
    "knows.trains_ai.no",
    "choice.rights",
    "route.ask_by.",
    "decide.consult",
    "knows.data.name",
)
# With several tools more has to move, or nobody reads about any of them.
_SPARE_OF_SEVERAL = (
    *_SPARE,
    "route.by.",
    "knows.transcript.no",
    "knows.video.no",
    "knows.pictures.no",
    "check.can_change",
    "choice.instead.person_decides",
    "check.sorry",
    "knows.seen_by.supplier",
    "ask.hours",
    "choice.if_no.stays_on",
    "rostering.what.job",
    "what.trial",
    "decide.family",
)
# Easy Read leaves out more: one idea a row, and few rows.
MAX_EASY_ROWS = 30
_SPARE_IN_EASY_READ = (
    *_SPARE_OF_SEVERAL,
    "check.sorry",
    "complain.data",
    "knows.seen_by.council",
    "knows.seen_by.health_professionals",
    "complain.ico",
    "does.effect.",
    "knows.seen_by.care_staff",
    "choice.stays.",
    "knows.transcript.no",
    "what.purpose.",
)


class Leaflets:
    """Says the leaflet of a notice file."""

    def __init__(self, file: NoticeFile, wording: Wording) -> None:
        self.file = file
        self.wording = wording
        self.tools = [ToolSentences(file, tool, wording) for tool in file.tools]

    def say(self, name: str, /, **values: Value) -> Sentence:
        """Return the sentence *name*; of the tool's own kind where there is only one tool."""
        use = self.file.tools[0].use if len(self.tools) == 1 else None
        return self.wording.say(use, name, **values)

    def section(
        self, id: str, sentences: Iterable[Sentence], heading: str | None = None
    ) -> Section:
        """Return the section *id* with its *heading* (by default the one of that id)."""
        return Section(id, self.say(f"heading.{heading or id}"), once(sentences))

    def leaflet(self) -> Text:
        """Return the leaflet of the audience, cut to what one can read in a few minutes."""
        match self.file.audience:
            case Audience.VISITORS:
                return self.for_visitors()
            case Audience.STAFF if not self.speaks_to_applicants:
                return self.for_staff()
        title = "families.title" if self.file.audience is Audience.FAMILIES else None
        if len(self.tools) == 1:
            text = Text(self.say(title or "title"), tuple(self.one_tool()))
        else:
            text = Text(self.say(title or "title.several"), tuple(self.several_tools()))
        return self.cut(text)

    @property
    def speaks_to_applicants(self) -> bool:
        """Return whether the notice is for people who ask for a job."""
        rules = self.wording.uses[self.file.tools[0].use]
        return self.file.audience is Audience.STAFF and Audience.RESIDENTS not in rules.audiences

    # One tool

    def one_tool(self) -> Iterator[Section]:
        """Yield the sections of a leaflet about one tool."""
        (tool,) = self.tools
        yield self.section("what", (*self.to_families(), *tool.what()))
        yield self.section("does", tool.does())
        yield self.section("check", (*tool.check(), self.say("check.sorry")))
        yield self.section("knows", tool.knows())
        yield self.section("wrong", tool.wrong())
        yield self.section("choice", (*tool.choice(), *tool.pledges(), self.say("choice.rights")))
        yield self.section("route", tool.route())
        yield from self.decide()
        yield self.section("ask", self.ask())
        yield self.section("complain", self.complain())

    # Several tools

    def several_tools(self) -> Iterator[Section]:
        """Yield the sections of a leaflet about several tools: each, then what holds for all."""
        yield self.section("what", (*self.to_families(), self.say("what.ai")))
        for tool in self.tools:
            yield Section(tool.tool.use, tool.title(), tuple(self.in_short(tool)))
        yield self.section("choice", (*self.pledges(), self.say("choice.rights")))
        yield from self.decide()
        yield self.section("ask", (*self.ask(), self.say("ask.details")))
        yield self.section("complain", (self.say("check.sorry"), *self.complain()))

    def in_short(self, tool: ToolSentences) -> Iterator[Sentence]:
        """Yield what a person has to know of *tool* before they choose."""
        yield tool.say("what.job")
        yield from tool.where()
        yield tool.say("does.job")
        yield from tool.check()
        if NOTHING in known(tool.tool.data_used):
            yield tool.say("knows.data.nothing")
        yield from tool.recordings()
        yield from (one for one in tool.seen_by() if one.id.endswith(".supplier"))
        yield next(tool.wrong())
        yield from tool.choice_in_short()
        yield from (one for one in tool.route() if ".ask_by." not in one.id)

    def pledges(self) -> Iterator[Sentence]:
        """Yield what holds after a no: for some tools is enough to change one's mind."""
        by_tool = [tuple(tool.pledges()) for tool in self.tools]
        for sentence in once(one for pledges in by_tool for one in pledges):
            if all(sentence in pledges for pledges in by_tool) or "change_mind" in sentence.id:
                yield sentence

    # What holds for all

    def to_families(self) -> Iterator[Sentence]:
        """Yield who is meant by "you", where the reader is not."""
        if self.file.audience is Audience.FAMILIES:
            yield self.say("families.you")

    def decide(self) -> Iterator[Section]:
        """Yield who decides; applicants decide for themselves."""
        if self.file.audience is Audience.FAMILIES:
            names = ("families.decides", "families.views", "families.power", "families.papers")
            others = (one for tool in self.tools for one in to_others(tool, "families"))
            sentences = (*(self.say(name) for name in names), *others)
            yield self.section("decide", sentences, "families")
        elif not self.speaks_to_applicants:
            steps = ("help", "best", "consult", "family")
            yield self.section("decide", (self.say(f"decide.{step}") for step in steps))

    def ask(self) -> Iterator[Sentence]:
        """Yield whom to ask."""
        yield from self.contact()
        yield self.say("ask.formats")

    def contact(self) -> Iterator[Sentence]:
        """Yield the person to ask, by name and phone, and when."""
        contact = self.file.contact
        who = {"name": name_value(contact.name), "phone": phone_value(contact.phone)}
        yield self.say(f"ask.{contact.role}", **who)
        if contact.hours:
            hours = {"start": contact.hours.start, "end": contact.hours.end}
            yield self.say(
                "ask.hours", **{key: Value(ValueKind.TIME, clock) for key, clock in hours.items()}
            )

    def complain(self) -> Iterator[Sentence]:
        """Yield how to complain, here and outside."""
        yield self.say("complain.us")
        yield self.say("complain.data")
        for body in ("ico",) if self.speaks_to_applicants else ("ico", "cqc"):
            yield self.say(f"complain.{body}", phone=phone_value(self.wording.outside[body].phone))

    # Other audiences

    def for_visitors(self) -> Text:
        """Return what a visitor has to know: what listens or looks, and whom to ask."""
        sections = [
            Section(
                tool.tool.use,
                tool.say("visitors.job"),
                (*to_others(tool), *tool.recordings()),
            )
            for tool in self.tools
        ]
        charge = self.say("sign.charge", provider=name_value(self.file.provider))
        ask = (*self.contact(), self.say("sign.private"), charge)
        return Text(self.say("sign.title"), (*sections, self.section("ask", ask)))

    def for_staff(self) -> Text:
        """Return what staff have to do with each tool, and what people are told of it."""
        contact = self.file.contact
        who = {"name": name_value(contact.name), "phone": phone_value(contact.phone)}
        own = [self.say("staff.own"), self.say("staff.login")]
        no = [self.say("staff.slip"), self.say("staff.kind")]
        wrong = [self.say("staff.danger"), self.say("staff.stop"), self.say("staff.tell", **who)]
        sections = [
            Section(tool.tool.use, tool.title(), tuple(staff_do(tool))) for tool in self.tools
        ]
        sections += [
            self.section("check", own, "staff_do"),
            self.section("choice", no, "staff_no"),
            self.section("wrong", wrong, "staff_wrong"),
        ]
        if len(self.tools) == 1:
            sections.append(self.section("knows", staff_tell(self.tools[0]), "staff_told"))
        return Text(self.say("staff.title"), tuple(sections))

    # Length

    def cut(self, text: Text) -> Text:
        """Return *text* with what is spare left to the full details while it is too long."""
        spare = _SPARE if len(self.tools) == 1 else _SPARE_OF_SEVERAL
        return self.without(text, spare, lambda one: words_of(one) <= MAX_MAIN_WORDS)

    def without(self, text: Text, spare: Iterable[str], fits: Callable[[Text], bool]) -> Text:
        """Return *text* with sentences left out, in the order of *spare*, until it *fits*."""
        for name in spare:
            if fits(text):
                break
            shorter = (
                Section(one.id, one.heading, tuple(_without(name, one.sentences)))
                for one in text.sections
            )
            sections = [section for section in shorter if section.sentences]
            text = Text(text.title, tuple(self.pointing_on(section) for section in sections))
        return text

    def easy(self, leaflet: Text) -> Text:
        """Return the *leaflet* with what is left out in Easy Read."""
        return self.without(
            leaflet,
            _SPARE_IN_EASY_READ,
            lambda text: sum(len(one.sentences) for one in text.sections) <= MAX_EASY_ROWS,
        )

    def pointing_on(self, section: Section) -> Section:
        """Return *section* with the way to the full details, if it says whom to ask."""
        more = self.say("ask.details")
        if section.id != "ask" or more in section.sentences:
            return section
        return Section(section.id, section.heading, (*section.sentences, more))


def once(sentences: Iterable[Sentence]) -> tuple[Sentence, ...]:
    """Return *sentences* in order, each once."""
    said: list[Sentence] = []
    for sentence in sentences:
        if sentence not in said:
            said.append(sentence)
    return tuple(said)


def to_others(tool: ToolSentences, whom: str = "others") -> Iterator[Sentence]:
    """Yield what the tool may catch of visitors, said to them or to families."""
    data = known(tool.tool.data_used)
    kept: Kept = tool.tool.recordings.video
    if {VOICE, SOUNDS} & set(data):
        yield tool.say(f"{whom}.heard")
    if PICTURE in data and (kept.period or tool.wording.uses[tool.tool.use].sees):
        yield tool.say(f"{whom}.filmed")


def staff_do(tool: ToolSentences) -> Iterator[Sentence]:
    """Yield what a member of staff does with *tool*."""
    yield tool.say("what.tool", tool=name_value(known(tool.tool.name)))
    yield tool.say("does.job")
    if tool.wording.id(tool.tool.use, "staff.about_you"):
        yield tool.say("staff.about_you")
    yield tool.say(f"staff.choice.{known(tool.tool.choice)}")
    yield tool.say(f"staff.if_no.{known(tool.tool.if_no)}")
    timing = known(known(tool.tool.human_check).timing)
    yield tool.say("staff.check.before" if timing is Timing.BEFORE else "staff.check.after")
    yield from tool.wrong()
    yield from tool.promises()
    yield from tool.never()


def staff_tell(tool: ToolSentences) -> Iterator[Sentence]:
    """Yield what people are told of *tool*, beside what staff have to keep to."""
    yield tool.say(f"does.effect.{known(tool.tool.decision_effect)}")
    yield from tool.recordings()
    yield from tool.choice()
    yield from tool.pledges()
    yield from tool.route()


def words_of(text: Text) -> int:
    """Return the number of English words in the headings and sentences of *text*.

    A placeholder counts as one word. The title, dates, slip and foot are not main text.
    """
    texts = [
        said
        for section in text.sections
        for said in (section.heading.text, *(sentence.text for sentence in section.sentences))
    ]
    return sum(map(readability.word_count, texts))


def _without(spare: str, sentences: tuple[Sentence, ...]) -> Iterator[Sentence]:
    """Yield *sentences* without the spare ones; the first way to ask always stays."""
    seen_one = False
    for sentence in sentences:
        use_and_name = sentence.id.removeprefix("notice.")
        is_spare = use_and_name.startswith(spare) or use_and_name.split(".", 1)[1].startswith(spare)
        keep_first = spare == "route.ask_by." and not seen_one
        if not is_spare or keep_first:
            yield sentence
        seen_one = seen_one or is_spare
