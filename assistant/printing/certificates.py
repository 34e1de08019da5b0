"""A certificate for a passed check."""

from __future__ import annotations

from pathlib import Path

import msgspec

from assistant.languages import ENGLISH, LANGUAGES
from assistant.printing.dates import day, typst_date
from assistant.printing.press import press, refuse_unprintable
from assistant.training import Certificate, codes
from assistant.training.words import IDENTITIES, SUPPORT


def certificate(shown: Certificate, *, templates: Path, check_address: str | None = None) -> bytes:
    """Return *shown* as PDF: the same bytes for the same certificate.

    *check_address* is where anyone may type the check code, if the provider has a public address.
    Raises PrintError.
    """
    language = LANGUAGES.get(shown.language)
    data = {
        "name": shown.name,
        "title": shown.title,
        "provider": shown.provider,
        "location": shown.location,
        "passed_on": day(shown.passed_on),
        "due_on": day(shown.due_on),
        "date": typst_date(shown.passed_on),
        "version": shown.version,
        "identity": IDENTITIES[shown.identity],
        "witness": shown.witness,
        "support": [SUPPORT[support] for support in shown.support],
        "language": language.name if language and language != ENGLISH else "",
        "code": codes.shown(shown.code),
        "check_address": check_address or "",
    }
    refuse_unprintable((name, value) for name, value in data.items() if isinstance(value, str))
    return press(templates / "certificate.typ", certificate=msgspec.json.encode(data).decode())
