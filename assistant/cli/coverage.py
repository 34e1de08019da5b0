"""The coverage table: language by format, from the files alone."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import msgspec

from assistant import languages, notices, printing
from assistant.cli.main import BAD_INPUT, stop
from assistant.knowledge import KnowledgeError
from assistant.languages import ENGLISH, LANGUAGES, Catalogue, Coverage, LanguageError, Message
from assistant.notices import Format, Layer

# One format for each layer; the others of a layer hold the same sentences, or one more.
_COLUMNS: Mapping[Layer, Format] = {
    Layer.LEAFLET: Format.A4,
    Layer.EASY: Format.EASY_READ,
    Layer.SIGN: Format.POSTER,
    Layer.CARD: Format.REMINDER,
    Layer.SCRIPT: Format.SCRIPT,
    Layer.DETAILS: Format.DETAILS,
}


# What a published notice gives away as open data.
_NOT_NOTICES = frozenset({"published-record.json"})


class Row(msgspec.Struct, frozen=True):
    """A language: all its sentences, those that were translated back, its font, its formats."""

    code: str
    name: str
    sentences: Coverage
    back_translated: int
    has_font: bool
    formats: dict[str, Coverage]


def table(translations: Path, knowledge: Path, *, today: date) -> list[Row]:
    """Return what each language is worth, or end the program with what is wrong.

    A format counts the sentences of all worked examples under *knowledge*.
    """
    try:
        wording = notices.load_wording(knowledge / "wording")
        reviews = languages.read_reviews(translations / "review.csv")
        used = _used(knowledge / "examples", wording, today)
        every = list(wording.messages())
        rows = []
        for code, language in LANGUAGES.items():
            if language == ENGLISH:
                continue
            catalogue = languages.read_catalogue(translations, language, reviews)
            counts = {name: languages.coverage(catalogue, one) for name, one in used.items()}
            rows.append(
                Row(
                    code,
                    language.name,
                    languages.coverage(catalogue, every),
                    _back_translated(translations / "back", catalogue),
                    printing.has_font(language),
                    counts,
                )
            )
    except (KnowledgeError, LanguageError, notices.NoticeError) as error:
        stop(str(error), BAD_INPUT)
    return rows


def as_text(rows: Iterable[Row]) -> str:
    """Return *rows* as a table to read."""
    head = ["language", "reviewed", "draft", "missing", "of", "back-translated", "font"]
    cells = [[*head, *(format.value for format in _COLUMNS.values())]]
    for row in rows:
        count = row.sentences
        numbers = (count.reviewed, count.draft, count.missing, count.total, row.back_translated)
        cells.append(
            [
                f"{row.name} ({row.code})",
                *(str(number) for number in numbers),
                "yes" if row.has_font else "no",
                *(_worth(one) for one in row.formats.values()),
            ]
        )
    widths = [max(len(line[column]) for line in cells) for column in range(len(cells[0]))]
    lines = ("  ".join(map(str.ljust, line, widths)).rstrip() for line in cells)
    return "\n".join(lines)


def as_json(rows: Iterable[Row]) -> str:
    """Return *rows* as JSON; each count with its total."""
    return msgspec.json.format(msgspec.json.encode(list(rows)), indent=2).decode()


def _used(examples: Path, wording: notices.Wording, today: date) -> dict[str, list[Message]]:
    composed = [
        notices.compose(notices.read(path.read_bytes()), wording, today=today)
        for path in sorted(examples.glob("*.json"))
        if path.name not in _NOT_NOTICES
    ]
    return {
        format.value: list(
            {message.id: message for one in composed for message in one.messages(format)}.values()
        )
        for format in _COLUMNS.values()
    }


def _back_translated(folder: Path, catalogue: Catalogue) -> int:
    """Return of how many sentences the text as it stands was translated back and compared."""
    path = folder / f"{catalogue.language.locale}.tsv"
    if not path.is_file():
        return 0
    with path.open(encoding="utf-8", newline="") as file:
        compared = {
            (row["id"], row["source_sha256"], row["target_sha256"])
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        }
    return sum(
        (id, languages.sha256(one.source), languages.sha256(one.text)) in compared
        for id, one in catalogue.sentences.items()
    )


def _worth(count: Coverage) -> str:
    if count.missing:
        return "missing" if count.missing == count.total else f"{count.missing} missing"
    return "draft" if count.draft else "reviewed"
