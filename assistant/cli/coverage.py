"""The coverage table: notices by format, urgent answers and pages by language, from the files."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import msgspec

from assistant import knowledge, languages, local, notices, printing
from assistant.cli.main import BAD_INPUT, stop
from assistant.knowledge import KnowledgeError
from assistant.languages import (
    ENGLISH,
    LANGUAGES,
    STAFF_LANGUAGES,
    Catalogue,
    Coverage,
    Language,
    LanguageError,
    Message,
    Review,
)
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
    """What a language is worth: for residents its notices, for staff urgent answers and pages.

    ``notices`` counts all their sentences, ``formats`` those of the worked examples; ``notices``,
    ``answers`` and ``pages`` are None where the language is not offered for them.
    """

    code: str
    name: str
    notices: Coverage | None
    back_translated: int
    has_font: bool
    formats: dict[str, Coverage]
    answers: Coverage | None
    pages: Coverage | None


def table(translations: Path, folder: Path, *, today: date) -> list[Row]:
    """Return what each language is worth, or end the program with what is wrong.

    A format counts the sentences of all worked examples under the knowledge *folder*.
    """
    try:
        wording = notices.load_wording(folder / "wording")
        reviews = languages.read_reviews(translations / "review.csv")
        used = _used(folder / "examples", wording, today)
        every = list(wording.messages())
        urgent = list(local.messages(knowledge.load(folder).answers.values()))
        rows = []
        for code, language in {**LANGUAGES, **STAFF_LANGUAGES}.items():
            if language == ENGLISH:
                continue
            is_offered = code in LANGUAGES
            catalogue = languages.read_catalogue(translations, language, reviews)
            counts = {name: languages.coverage(catalogue, one) for name, one in used.items()}
            rows.append(
                Row(
                    code,
                    language.name,
                    languages.coverage(catalogue, every) if is_offered else None,
                    _back_translated(translations / "back", catalogue),
                    printing.has_font(language),
                    counts if is_offered else {},
                    *_for_staff(translations, language, reviews, urgent),
                )
            )
    except (KnowledgeError, LanguageError, notices.NoticeError) as error:
        stop(str(error), BAD_INPUT)
    return rows


def as_text(rows: Iterable[Row]) -> str:
    """Return *rows* as a table to read."""
    head = ["language", "reviewed", "draft", "missing", "of", "back-translated", "font"]
    cells = [[*head, *(format.value for format in _COLUMNS.values()), "answers", "pages"]]
    for row in rows:
        count = row.notices
        numbers = (count.reviewed, count.draft, count.missing, count.total) if count else ()
        counted = [*map(str, numbers), str(row.back_translated)] if count else ["-"] * 5
        formats = [_worth(one) for one in row.formats.values()] or ["-"] * len(_COLUMNS)
        cells.append(
            [
                f"{row.name} ({row.code})",
                *counted,
                "yes" if row.has_font else "no",
                *formats,
                _counted(row.answers),
                _counted(row.pages),
            ]
        )
    widths = [max(len(line[column]) for line in cells) for column in range(len(cells[0]))]
    lines = ("  ".join(map(str.ljust, line, widths)).rstrip() for line in cells)
    return "\n".join(lines)


def as_json(rows: Iterable[Row]) -> str:
    """Return *rows* as JSON; each count with its total."""
    return msgspec.json.format(msgspec.json.encode(list(rows)), indent=2).decode()


def _for_staff(
    translations: Path, language: Language, reviews: Iterable[Review], urgent: list[Message]
) -> tuple[Coverage | None, Coverage | None]:
    """Return what the urgent answers and the pages are worth in a language of staff."""
    if language.code not in STAFF_LANGUAGES:
        return None, None
    answers = languages.read_catalogue(translations, language, reviews, domain="answers")
    pages = languages.read_page_words(translations, language)
    return languages.coverage(answers, urgent), pages.coverage(reviews)


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


def _counted(count: Coverage | None) -> str:
    """Return how much of a whole is there, and what that is worth."""
    if count is None:
        return "-"
    worth = "reviewed" if count.total == count.reviewed else "draft"
    return f"{count.total - count.missing} of {count.total}, {worth}"


def _worth(count: Coverage) -> str:
    if count.missing:
        return "missing" if count.missing == count.total else f"{count.missing} missing"
    return "draft" if count.draft else "reviewed"
