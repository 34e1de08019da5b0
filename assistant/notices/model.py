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

from assistant.knowledge import Setting, Use
from assistant.languages import Message, Value
from assistant.register import Audience, Hours, NotSure, Office, Slug, Tool

# More tools than this in one leaflet, and nobody reads it.
MAX_TOOLS = 6


class _Strict(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    pass


class Layer(StrEnum):
    """How much of a notice is said: at a door, on a card, in a leaflet, aloud, or in full."""

    LEAFLET = "leaflet"
    EASY = "easy"
    SIGN = "sign"
    CARD = "card"
    SCRIPT = "script"
    DETAILS = "details"


class Format(StrEnum):
    """What a notice can be made as; each shows one layer of it."""

    A4 = "a4"
    LARGE = "large"
    A5 = "a5"
    EASY_READ = "easy-read"
    POSTER = "poster"
    DOOR_SIGN = "door-sign"
    REMINDER = "reminder"
    DETAILS = "details"
    WEB = "web"
    TEXT = "text"
    EMAIL = "email"
    SMS = "sms"
    SCRIPT = "script"
    JSON = "json"

    @property
    def layer(self) -> Layer:
        """Return the layer of the notice that this format shows."""
        return _LAYERS.get(self, Layer.LEAFLET)


_LAYERS = {
    Format.EASY_READ: Layer.EASY,
    Format.POSTER: Layer.SIGN,
    Format.DOOR_SIGN: Layer.SIGN,
    Format.REMINDER: Layer.CARD,
    Format.SMS: Layer.CARD,
    Format.SCRIPT: Layer.SCRIPT,
    Format.DETAILS: Layer.DETAILS,
    Format.JSON: Layer.DETAILS,
}


# A slip hangs on what a person keeps and reads at rest.
WITH_SLIP = frozenset({Layer.LEAFLET, Layer.EASY})


class Person(_Strict, frozen=True):
    """Somebody to ask: the role, the name, a phone number, and when it is answered."""

    role: Office
    name: str
    phone: str
    hours: Hours | None = None


class Approval(_Strict, frozen=True):
    """Who signed the notice off, and when."""

    role: Office
    on: date


class NoticeFile(_Strict, frozen=True):
    """What a provider says about its tools for one notice.

    ``rest_follows_on`` lets a notice go out early when only the office lacks something: it is the
    day by which the full notice comes. ``easy_read_checked_on`` is when people with learning
    disabilities checked the Easy Read version.
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
    tools: Annotated[tuple[Tool, ...], Meta(min_length=1, max_length=MAX_TOOLS)]
    setting: Setting | None = None
    approved_by: Approval | None = None
    rest_follows_on: date | None = None
    easy_read_checked_on: date | None = None


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


class Text(Struct, frozen=True):
    """One layer of a notice: its title and its sections."""

    title: Sentence
    sections: tuple[Section, ...]


class Choices(Struct, frozen=True):
    """Boxes to tick on a slip; with a heading where there is more than one tool."""

    options: tuple[Sentence, ...]
    heading: Sentence | None = None


class Slip(Struct, frozen=True):
    """The tear-off slip for a person's choice; carries a number and never a name."""

    title: Sentence
    help: Sentence
    choices: tuple[Choices, ...]
    no_name: Sentence
    number: Sentence
    date: Sentence
    notice: Sentence
    cut: Sentence
    questions: Sentence

    @property
    def options(self) -> tuple[Sentence, ...]:
        """Return every box to tick."""
        return tuple(option for choices in self.choices for option in choices.options)


class Frame(Struct, frozen=True):
    """What stands around the text of every format: the draft band, the foot, the way to the web."""

    band: Sentence
    version: Sentence
    page: Sentence
    web_page: Sentence
    web_address: Sentence
    qr: Sentence


class Notice(Struct, frozen=True, kw_only=True):
    """The content about tools for one audience, composed and ready for every language and format.

    ``early`` notices say what is known and by when the rest follows. ``easy`` and ``hello`` belong
    to one format each.
    """

    id: str
    version: int
    made_on: date
    audience: Audience
    provider: str
    location: str
    contact_phone: str
    uses: tuple[Use, ...]
    early: bool
    layers: dict[Layer, Text]
    dates: Section
    slip: Slip | None
    frame: Frame
    easy: Sentence
    hello: Sentence

    @property
    def title(self) -> Sentence:
        """Return the title of the leaflet."""
        return self.layers[Layer.LEAFLET].title

    @property
    def sections(self) -> tuple[Section, ...]:
        """Return the sections of the leaflet."""
        return self.layers[Layer.LEAFLET].sections

    def sentences(self, format: Format = Format.A4) -> Iterator[Sentence]:
        """Yield every sentence that *format* may show."""
        text = self.layers[format.layer]
        yield text.title
        for section in (*text.sections, self.dates):
            yield section.heading
            yield from section.sentences
        parts: tuple[Struct | None, ...] = (self.frame,)
        if format.layer in WITH_SLIP:
            parts = (self.slip, self.frame)
        for part in parts:
            yield from _sentences(part)
        if format is Format.EASY_READ:
            yield self.easy
        if format is Format.EMAIL:
            yield self.hello

    def messages(self, format: Format = Format.A4) -> tuple[Message, ...]:
        """Return what a translation must hold for *format* of this notice, each id once."""
        found = {sentence.id: sentence.text for sentence in self.sentences(format)}
        return tuple(Message(id, text) for id, text in found.items())

    def every_message(self) -> tuple[Message, ...]:
        """Return what a translation must hold for every format of this notice, each id once."""
        found = dict.fromkeys(message for one in Format for message in self.messages(one))
        return tuple(found)


def _sentences(part: object) -> Iterator[Sentence]:
    """Yield the sentences in *part*, however deep, in order."""
    if isinstance(part, Sentence):
        yield part
    elif isinstance(part, Struct):
        for value in msgspec.structs.astuple(part):
            yield from _sentences(value)
    elif isinstance(part, tuple):
        for value in part:
            yield from _sentences(value)


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
