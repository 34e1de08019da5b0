"""A version of a notice in any of its formats, as the bytes of a file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from assistant import notices
from assistant.languages import Catalogue, Language
from assistant.notices import Edition, Format, Version
from assistant.printing.leaflets import PAPER, leaflet
from assistant.printing.web_page import web_page

# How the name of a file in each format ends.
ENDINGS = {format: "pdf" if format in PAPER else "txt" for format in Format} | {
    Format.WEB: "html",
    Format.JSON: "json",
}


def make(
    version: Version,
    language: Language,
    format: Format,
    *,
    templates: Path,
    catalogue: Catalogue | None = None,
    others: tuple[Language, ...] = (),
    public_url: str | None = None,
) -> bytes:
    """Return *version* in *language* and *format*; *templates* is the folder of all templates.

    Open data has one language. Raises PrintError, and TranslationError when the translation is not
    whole.
    """
    if format is Format.JSON:
        return notices.to_json(version.record).encode()
    if format in PAPER:
        return leaflet(
            version.notice,
            language,
            format,
            templates=templates / "print",
            catalogue=catalogue,
            others=others,
            public_url=public_url,
        )
    shown = notices.edition(
        version.notice,
        language,
        catalogue,
        format=format,
        others=others,
        web_address=public_url,
    )
    if format is Format.WEB:
        return web_page(shown, templates).encode()
    return plain(shown).encode()


def plain(shown: Edition) -> str:
    """Return an edition without layout as the text of a file."""
    match shown.format:
        case Format.EMAIL:
            mail = notices.email(shown)
            return f"Subject: {mail.subject}\n\n{mail.body}"
        case Format.SMS:
            messages = notices.sms(shown)
            return "\n".join(f"{one.text}\n[{one.parts} parts]\n" for one in messages)
        case Format.SCRIPT:
            return notices.script(shown)
    return notices.text(shown)


def bundle(files: Iterable[tuple[str, bytes]], made_on: date) -> bytes:
    """Return named files in one ZIP: the same bytes for the same files.

    Each PDF stays whole in it, since one that is joined from several loses what a screen reader
    needs.
    """
    packed = io.BytesIO()
    when = (made_on.year, made_on.month, made_on.day, 12, 0, 0)
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(zipfile.ZipInfo(name, when), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
