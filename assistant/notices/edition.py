"""One notice in one language: rows that every format shows, so that formats cannot disagree.

A reviewed translation stands alone. A draft stands beside the English, row by row, under a band.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct, structs

from assistant.languages import ENGLISH, Catalogue, Language, LanguageError, Value, ValueKind, shown
from assistant.notices.model import WITH_SLIP, Choices, Format, Notice, Section, Sentence

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


class Status(StrEnum):
    """What a reader may trust: the original, a reviewed translation, or a draft of one."""

    ORIGINAL = "original"
    REVIEWED = "reviewed"
    DRAFT = "draft"


class Part(Struct, frozen=True):
    """A run of text. ``kind`` is None for words, else what fills a placeholder, to be isolated."""

    text: str
    kind: ValueKind | None = None


class Cell(Struct, frozen=True):
    """A sentence in one language, in parts."""

    language: str
    parts: tuple[Part, ...]


class Row(Struct, frozen=True):
    """A sentence in each language of the edition; ``number`` lets two readers point at the same."""

    id: str
    number: int | None
    cells: tuple[Cell, ...]


class Block(Struct, frozen=True):
    """A heading and its rows."""

    id: str
    heading: Row
    rows: tuple[Row, ...]


class Boxes(Struct, frozen=True):
    """Boxes to tick; ``heading`` names the tool where there is more than one."""

    options: tuple[Row, ...]
    heading: Row | None = None


class SlipRows(Struct, frozen=True):
    """The choice slip; beside any other language stands English, since staff must read it."""

    title: Row
    help: Row
    choices: tuple[Boxes, ...]
    no_name: Row
    number: Row
    date: Row
    notice: Row
    cut: Row
    questions: Row


class Edition(Struct, frozen=True, kw_only=True):
    """A notice in one language, ready for one format.

    ``slip`` is there where it is the reader's choice, ``easy`` and ``hello`` in the one format they
    belong to. ``others`` are the languages the notice can also be had in. ``languages`` are what
    each row has a cell for: English and the other one for a draft, else one; ``slip_languages`` the
    same for the slip. ``band`` is set for drafts only, ``web_address`` when there is a public page.
    """

    notice: Notice
    format: Format
    language: Language
    status: Status
    languages: tuple[Language, ...]
    slip_languages: tuple[Language, ...]
    title: Row
    sections: tuple[Block, ...]
    dates: Block
    slip: SlipRows | None
    web: Row
    version: Row
    page: Row
    qr: Row
    band: Row | None = None
    easy: Row | None = None
    hello: Row | None = None
    others: tuple[Language, ...] = ()
    web_address: str | None = None


def edition(
    notice: Notice,
    language: Language,
    catalogue: Catalogue | None = None,
    *,
    format: Format = Format.A4,
    others: tuple[Language, ...] = (),
    web_address: str | None = None,
) -> Edition:
    """Return *notice* in *language* for *format*.

    *others* are languages that it can also be had in. Raises TranslationError naming the sentences
    when the translation is not whole.
    """
    return _Writer(notice, language, catalogue, format).edition(others, web_address)


def status(
    notice: Notice,
    language: Language,
    catalogue: Catalogue | None,
    format: Format = Format.A4,
) -> Status:
    """Return what *language* is for *format* of *notice*: the original, reviewed or a draft."""
    if language == ENGLISH:
        return Status.ORIGINAL
    if catalogue is not None and catalogue.reviewed(notice.messages(format)):
        return Status.REVIEWED
    return Status.DRAFT


def row(sentence: Sentence, languages: tuple[Language, ...], translated: Mapping[str, str]) -> Row:
    """Return *sentence* with a cell for each of *languages*; *translated* holds the other one."""
    return Row(
        sentence.id,
        None,
        tuple(
            Cell(
                language.code,
                _parts(
                    sentence.text if language == ENGLISH else translated[sentence.id],
                    sentence.values,
                    language,
                ),
            )
            for language in languages
        ),
    )


class _Writer:
    """Puts sentences into rows and numbers them as it goes."""

    def __init__(
        self,
        notice: Notice,
        language: Language,
        catalogue: Catalogue | None,
        format: Format,
    ) -> None:
        self.notice = notice
        self.language = language
        self.format = format
        self.status = status(notice, language, catalogue, format)
        self.translated: dict[str, str] = {}
        if language != ENGLISH:
            if catalogue is None or catalogue.language != language:
                raise LanguageError(f"a catalogue of {language.name} is needed")
            self.translated = catalogue.translate(notice.messages(format))
        self.both = (language,) if language == ENGLISH else (ENGLISH, language)
        self.languages = self.both if self.status is Status.DRAFT else (language,)
        self.last_number = 0

    def edition(self, others: tuple[Language, ...], web_address: str | None) -> Edition:
        notice, frame = self.notice, self.notice.frame
        text = notice.layers[self.format.layer]
        web = frame.web_page
        if web_address:
            values = {"web": Value(ValueKind.WEB, web_address)}
            web = structs.replace(frame.web_address, values=values)
        easy = notice.easy if self.format is Format.EASY_READ else None
        hello = notice.hello if self.format is Format.EMAIL else None
        return Edition(
            notice=notice,
            format=self.format,
            language=self.language,
            status=self.status,
            languages=self.languages,
            title=self.row(text.title),
            sections=tuple(self.block(section) for section in text.sections),
            dates=self.block(notice.dates),
            slip_languages=self.both,
            slip=self.slip(),
            web=self.row(web),
            version=self.row(frame.version),
            page=self.row(frame.page),
            qr=self.row(frame.qr),
            band=self.row(frame.band) if self.status is Status.DRAFT else None,
            easy=self.row(easy) if easy else None,
            hello=self.row(hello) if hello else None,
            others=tuple(one for one in others if one != self.language),
            web_address=web_address,
        )

    def slip(self) -> SlipRows | None:
        slip = self.notice.slip
        if slip is None or self.format.layer not in WITH_SLIP:
            return None
        return SlipRows(
            title=self.row(slip.title, self.both),
            help=self.row(slip.help, self.both),
            choices=tuple(self.boxes(choices) for choices in slip.choices),
            no_name=self.row(slip.no_name, self.both),
            number=self.row(slip.number, self.both),
            date=self.row(slip.date, self.both),
            notice=self.row(slip.notice, self.both),
            cut=self.row(slip.cut, self.both),
            questions=self.row(slip.questions, self.both),
        )

    def boxes(self, choices: Choices) -> Boxes:
        options = tuple(self.row(option, self.both) for option in choices.options)
        heading = self.row(choices.heading, self.both) if choices.heading else None
        return Boxes(options, heading)

    def block(self, section: Section) -> Block:
        rows = tuple(self.numbered(sentence) for sentence in section.sentences)
        return Block(section.id, self.row(section.heading), rows)

    def numbered(self, sentence: Sentence) -> Row:
        self.last_number += 1
        return structs.replace(self.row(sentence), number=self.last_number)

    def row(self, sentence: Sentence, languages: tuple[Language, ...] = ()) -> Row:
        return row(sentence, languages or self.languages, self.translated)


def _parts(text: str, values: dict[str, Value], language: Language) -> tuple[Part, ...]:
    """Return *text* cut at its placeholders, each filled as *language* writes it."""
    parts = []
    for index, piece in enumerate(_PLACEHOLDER.split(text)):
        if index % 2:
            value = values[piece]
            parts.append(Part(shown(value, language), value.kind))
        elif piece:
            parts.append(Part(piece))
    return tuple(parts)
