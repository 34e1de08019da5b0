"""The switch-off job on paper: for staff, for the care record, and back to the person."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import msgspec

from assistant.languages import (
    ENGLISH,
    Catalogue,
    Language,
    LanguageError,
    Value,
    ValueKind,
    shown,
)
from assistant.notices import JobSheet, Row, Sentence, row
from assistant.printing.press import press, refuse_unprintable


def job_sheet(
    sheet: JobSheet,
    location: str,
    language: Language,
    *,
    templates: Path,
    catalogue: Catalogue | None = None,
) -> bytes:
    """Return *sheet* as PDF on one A4 page; the slip for the person in their *language* too.

    Raises PrintError, and TranslationError when the slip is not whole in that language.
    """
    translated: dict[str, str] = {}
    if language != ENGLISH:
        if catalogue is None or catalogue.language != language:
            raise LanguageError(f"a catalogue of {language.name} is needed")
        translated = catalogue.translate(sheet.messages())
    languages = (ENGLISH,) if language == ENGLISH else (ENGLISH, language)

    def rows(*sentences: Sentence) -> list[Row]:
        return [row(one, languages, translated) for one in sentences]

    asked, due = sheet.job.asked_at, sheet.job.due_at
    data = {
        "languages": languages,
        "location": location,
        "number": str(sheet.job.number),
        "tool": sheet.tool_name,
        "where": sheet.where,
        "asked": _when(asked),
        "due": _when(due),
        "made_on": {"year": asked.year, "month": asked.month, "day": asked.day},
        "to_do": [sentence.text for sentence in sheet.to_do],
        "title": rows(sheet.title)[0],
        "back_title": rows(sheet.back_title)[0],
        "back": rows(*sheet.back),
        "labels": rows(sheet.number, sheet.date, sheet.time),
        "notice": rows(sheet.notice)[0],
    }
    refuse_unprintable(
        (("tool", sheet.tool_name), ("off_how", sheet.where), ("location", location))
    )
    return press(templates / "job.typ", job=msgspec.json.encode(data).decode())


def _when(instant: datetime) -> str:
    day = shown(Value(ValueKind.DATE, instant.date().isoformat()), ENGLISH)
    return f"{day}, {instant:%H:%M}"
