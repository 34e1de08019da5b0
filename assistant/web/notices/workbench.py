"""A notice in the making with everything its pages show: the file, its gates, the notice so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import msgspec
from flask import abort, request, url_for

from assistant import languages, notices, printing, readability, storage
from assistant.knowledge import Setting
from assistant.languages import LANGUAGES, Language
from assistant.local import Location
from assistant.notices import (
    Edition,
    Format,
    Gate,
    Making,
    Notice,
    NoticeFile,
    Version,
    WhatChanged,
    making,
)
from assistant.register import NOT_SURE, Office, Tool, UseRules
from assistant.storage.makings import KeptMaking
from assistant.storage.notices import PublishedNotice
from assistant.storage.register import RegisteredTool
from assistant.web.notices import sources
from assistant.web.notices.sources import Approved, Offer
from assistant.web.place import here, here_id
from assistant.web.state import state, today

STEPS = ("people", "tools", "languages", "check")


@dataclass(frozen=True)
class Missing:
    """Something that a gate asks for, and the page that mends it; None where no page can."""

    gate: Gate
    address: str | None
    tool: str | None


@dataclass(frozen=True)
class Measures:
    """How plain the words of a leaflet are; a guide and never a mark."""

    words: int
    mean_sentence: float
    longest_sentence: int
    reading_age: float


@dataclass(frozen=True)
class Workbench:
    """A notice in the making; ``before`` is the version that it will follow, if any."""

    kept: KeptMaking
    location: Location
    setting: Setting
    register: Sequence[RegisteredTool]
    before: PublishedNotice | None
    taken: frozenset[str]

    @property
    def making(self) -> Making:
        """Return what has been chosen."""
        return self.kept.making

    @cached_property
    def touching(self) -> tuple[Tool, ...]:
        """Return the tools that the notice can be about."""
        rows = [kept.tool for kept in self.register]
        return making.touching(rows, self.making.audience, sources.sources().wording)

    @property
    def ticked(self) -> tuple[str, ...]:
        """Return the tools to begin with: those chosen, or all that are used at one place.

        ``?place=`` names the place, as a link of the page does.
        """
        place = request.args.get("place")
        if place is None:
            return self.making.tools
        return tuple(tool.id for tool in self.touching if place in _places(tool))

    @cached_property
    def places(self) -> dict[str, str]:
        """Return the places at which the tools are used, each with its sentence."""
        wording = sources.sources().wording
        return {
            one.value: one.label
            for tool in self.touching
            for one in wording.options(tool.use, "places", self.setting)
            if one.value in _places(tool)
        }

    def name(self, tool: Tool) -> str:
        """Return what people call a tool, or what it does while it has no name."""
        if tool.name != NOT_SURE:
            return tool.name
        return sources.sources().wording.uses[tool.use].title

    @property
    def register_page(self) -> str:
        """Return where the register is."""
        return url_for("register.show_all")

    @property
    def names(self) -> dict[str, str]:
        """Return what each of its tools is called."""
        return {tool.id: self.name(tool) for tool in self.tools}

    def use(self, tool: Tool) -> str:
        """Return what kind of tool it is."""
        return sources.sources().wording.uses[tool.use].title

    @property
    def steps(self) -> tuple[str, ...]:
        """Return its steps; whom a published notice is for never changes."""
        return STEPS if self.kept.notice_id is None else STEPS[1:]

    @cached_property
    def tools(self) -> tuple[Tool, ...]:
        """Return the tools that it is about."""
        rows = {kept.tool.id: kept.tool for kept in self.register}
        return tuple(rows[id] for id in self.making.tools if id in rows)

    def file(self, approved_by: Office | None = None) -> NoticeFile | None:
        """Return the notice file that it would be today, or None while it is about no tool."""
        before = notices.read(self.before.content) if self.before else None
        return making.file(
            self.making,
            [kept.tool for kept in self.register],
            self.location,
            self.setting,
            id=before.id if before else making.new_id(self.making, self.taken),
            version=self.before.number + 1 if self.before else 1,
            today=today(),
            approved_by=approved_by,
        )

    @cached_property
    def gates(self) -> tuple[Gate, ...]:
        """Return every gate that it does not pass; that nobody has approved it yet is left out."""
        file = self.file(approved_by=Office.MANAGER)
        if file is None:
            return ()
        return tuple(notices.gates(file, sources.sources().wording, today=today()))

    @cached_property
    def in_the_way(self) -> tuple[Missing, ...]:
        """Return what keeps it from being published."""
        file = self.file()
        if file is None:
            return ()
        return tuple(self._missing(gate) for gate in notices.in_the_way(file, list(self.gates)))

    @cached_property
    def follows(self) -> tuple[Missing, ...]:
        """Return what only the office lacks: an early notice may go out without it."""
        return tuple(self._missing(gate) for gate in self.gates if gate.blocks and gate.office)

    @property
    def warnings(self) -> tuple[Missing, ...]:
        """Return what only wants a look."""
        return tuple(self._missing(gate) for gate in self.gates if not gate.blocks)

    @property
    def is_ready(self) -> bool:
        """Return whether it can be published once somebody approves it."""
        return bool(self.tools) and not self.in_the_way

    @property
    def may_be_early(self) -> bool:
        """Return whether only the office lacks something, so that a holding notice could go out."""
        lacking = [gate for gate in self.gates if gate.blocks and gate.field != "rest_follows_on"]
        return bool(lacking) and all(gate.office for gate in lacking)

    @property
    def facts(self) -> str:
        """Return the hash of what the page says of tools and people, for whoever approves it."""
        file = self.file()
        said = (file.tools, file.contact, file.data_contact) if file else ()
        return languages.sha256(msgspec.json.encode(said).decode())

    @cached_property
    def notice(self) -> Notice | None:
        """Return the notice as far as it can be shown, or None while a tool lacks too much."""
        file = self.file(approved_by=Office.MANAGER)
        return making.preview(file, self.gates, sources.sources().wording) if file else None

    @cached_property
    def offers(self) -> tuple[Offer, ...]:
        """Return the languages that it can be had in."""
        if self.notice is None:
            return ()
        return sources.offers(self.notice, sources.sources().catalogues)

    def has(self, code: str, format: Format) -> bool:
        """Return whether it can be shown in that language and format."""
        if self.notice is None:
            return False
        catalogues = sources.sources().catalogues
        return sources.is_whole(self.notice, catalogues, LANGUAGES[code], format)

    def edition(self, language: Language, format: Format) -> Edition:
        """Return it in one language and format; 404 while it cannot be shown."""
        catalogues = sources.sources().catalogues
        return sources.edition(self.notice or abort(404), catalogues, language, format)

    def text(self, code: str, format: Format) -> str:
        """Return it in a format without layout, or nothing while it cannot be shown."""
        if not self.has(code, format):
            return ""
        return printing.plain(self.edition(LANGUAGES[code], format))

    @cached_property
    def changed(self) -> WhatChanged | None:
        """Return what would be new since the version before, or None for a first one."""
        file, notice = self.file(), self.notice
        if self.before is None or file is None or notice is None:
            return None
        return notices.what_changed(sources.reread(self.before), Version(file, notice, {}))

    @cached_property
    def approved(self) -> Approved | None:
        """Return how many of its English sentences are approved here."""
        if self.notice is None:
            return None
        with state().storage.read() as db:
            return sources.approved(db, self.notice)

    @cached_property
    def measures(self) -> Measures | None:
        """Return how plain the English of the leaflet is."""
        if self.notice is None:
            return None
        said = [one.text for section in self.notice.sections for one in section.sentences]
        text = "\n".join(said)
        return Measures(
            words=notices.main_words(self.notice),
            mean_sentence=readability.mean_sentence_length(text),
            longest_sentence=max(map(readability.word_count, readability.sentences(text))),
            reading_age=readability.reading_age(text),
        )

    def _missing(self, gate: Gate) -> Missing:
        parts = gate.field.split(".")
        if parts[0] != "tools" or len(parts) < 3:
            return Missing(gate, self._own_page(parts[0]), None)
        tool = self.tools[int(parts[1])]
        kept = next(one for one in self.register if one.tool.id == tool.id)
        rules = sources.sources().wording.uses.get(tool.use)
        page = _page_of(".".join(parts[2:]), rules) if rules else None
        if parts[2] == "status":
            address = url_for("register.show_status", number=kept.number)
        elif page is None:
            address = url_for("register.show", number=kept.number)
        else:
            address = url_for("register_questions.show", number=kept.number, page=page)
        return Missing(gate, address, self.name(tool))

    def _own_page(self, field: str) -> str | None:
        match field:
            case "provider" | "location" | "contact" | "data_contact":
                step = self.making.data_contact == "not_sure" and field == "data_contact"
                if step:
                    return url_for("maker.show", number=self.kept.number, step="tools")
                return url_for("contacts.show")
            case "review_by" | "rest_follows_on":
                return url_for("maker.show", number=self.kept.number, step="check")
            case "tools":
                return url_for("maker.show", number=self.kept.number, step="tools")
            case "easy_read_checked_on":
                return url_for("maker.show", number=self.kept.number, step="languages")
        return None


def workbench(number: int) -> Workbench:
    """Return a notice in the making of this location; another's is as if it were not there."""
    place = here_id()
    with state().storage.read() as db:
        kept = storage.makings.by_number(db, place, number) or abort(404)
        published = storage.notices.published(db, place)
        return Workbench(
            kept=kept,
            location=here().location,
            setting=storage.locations.setting_of(db, place),
            register=storage.register.tools(db, place),
            before=next((one for one in published if one.id == kept.notice_id), None),
            taken=frozenset(notices.read(one.content).id for one in published),
        )


def _places(tool: Tool) -> tuple[str, ...]:
    return tool.places if isinstance(tool.places, tuple) else ()


def _page_of(field: str, rules: UseRules) -> str | None:
    """Return the page of the register that asks for *field*, or for a part of it."""
    for page in sources.sources().questions.of(rules):
        for asked in page.asks:
            if asked == field or asked.startswith(f"{field}.") or field.startswith(f"{asked}."):
                return page.id
    return None
