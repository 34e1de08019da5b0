"""A notice file as written by the provider, and the notice composed from it.

The classes are the only description of the format of a notice file; knowledge/examples/scribe.json
is the frozen example. Lengths and characters of names are left to the gates, which can say why.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from assistant.languages import Message, Value
from assistant.register import NotSure, Office, Slug, Tool


class _Strict(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    pass


class Audience(StrEnum):
    """Whom a notice speaks to."""

    RESIDENTS = "residents"


class Person(_Strict, frozen=True):
    """Somebody to ask: the role, the name and a phone number."""

    role: Office
    name: str
    phone: str


class Approval(_Strict, frozen=True):
    """Who signed the notice off, and when."""

    role: Office
    on: date


class NoticeFile(_Strict, frozen=True):
    """What a provider says about its tools for one notice.

    ``rest_follows_on`` lets a notice go out early when only the office lacks something: it is the
    day by which the full notice comes.
    """

    format: Literal[1]
    id: Slug
    version: Annotated[int, Meta(ge=1, le=9999)]
    audience: Audience
    made_on: date
    review_by: date
    provider: str
    location: str
    contact: Person
    data_contact: Person | Literal["not_needed"] | NotSure
    tools: Annotated[tuple[Tool, ...], Meta(min_length=1, max_length=1)]
    approved_by: Approval | None = None
    rest_follows_on: date | None = None


class Sentence(Struct, frozen=True):
    """One whole sentence of a notice: its id, its English text, and what fills its placeholders."""

    id: str
    text: str
    values: dict[str, Value] = {}


class Section(Struct, frozen=True):
    """A heading and the sentences under it; ``id`` is also the name of its picture."""

    id: str
    heading: Sentence
    sentences: tuple[Sentence, ...]


class Slip(Struct, frozen=True):
    """The tear-off slip for a person's choice; carries a number and never a name."""

    title: Sentence
    help: Sentence
    options: tuple[Sentence, ...]
    no_name: Sentence
    number: Sentence
    date: Sentence
    notice: Sentence
    cut: Sentence
    questions: Sentence


class Frame(Struct, frozen=True):
    """What stands around the text of every format: the draft band, the foot, the way to the web."""

    band: Sentence
    version: Sentence
    page: Sentence
    web_page: Sentence
    web_address: Sentence
    qr: Sentence


class Notice(Struct, frozen=True, kw_only=True):
    """The content about a tool for one audience, composed and ready for every language and format.

    ``early`` notices say what is known and by when the rest follows. ``sections`` are the main
    text; ``dates`` stands after them.
    """

    id: str
    version: int
    made_on: date
    provider: str
    location: str
    contact_phone: str
    early: bool
    title: Sentence
    sections: tuple[Section, ...]
    dates: Section
    slip: Slip
    frame: Frame

    def sentences(self) -> Iterator[Sentence]:
        """Yield every sentence that any format of this notice may show."""
        yield self.title
        for section in (*self.sections, self.dates):
            yield section.heading
            yield from section.sentences
        for part in (self.slip, self.frame):
            for value in msgspec.structs.astuple(part):
                yield from (value,) if isinstance(value, Sentence) else value

    def messages(self) -> tuple[Message, ...]:
        """Return what a translation must hold for this notice, each id once."""
        found = {sentence.id: sentence.text for sentence in self.sentences()}
        return tuple(Message(id, text) for id, text in found.items())


class Gate(Struct, frozen=True):
    """One reason why a notice does not publish (``blocks``), or should be looked at.

    ``field`` is a path in the notice file. ``office`` gates lack something only the office needs:
    an early notice may go out without it.
    """

    id: str
    field: str
    blocks: bool
    office: bool
    says: str
    why: str
    ask: str


class NoticeError(Exception):
    """A notice cannot be read or composed; ``gates`` lists what stands in the way of one read."""

    def __init__(self, reason: str, gates: tuple[Gate, ...] = ()) -> None:
        self.reason = reason
        self.gates = gates
        super().__init__(reason)


def read(data: bytes | str) -> NoticeFile:
    """Return the notice file that the JSON *data* holds; NoticeError when it does not fit."""
    try:
        return msgspec.json.decode(data, type=NoticeFile)
    except (msgspec.DecodeError, UnicodeError) as error:
        raise NoticeError(f"this is not a notice file: {error}") from error
