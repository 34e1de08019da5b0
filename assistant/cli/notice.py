"""Make a notice in any of its formats from a notice file on the command line."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from assistant import config, languages, notices, printing
from assistant.cli.main import BAD_INPUT, BLOCKED, stop, today, write
from assistant.knowledge import KnowledgeError
from assistant.languages import ENGLISH, LANGUAGES, Catalogue, Language, LanguageError
from assistant.notices import Edition, Format, Notice, NoticeError, NoticeFile, Wording
from assistant.printing import PrintError


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--language", "code", default="en", show_default=True, help="Language code, as ur.")
@click.option(
    "--format",
    "format_",
    type=click.Choice([format.value for format in Format]),
    default="a4",
    show_default=True,
    help="What to make; SMS and the script for staff are plain text, `json` is open data.",
)
@click.option(
    "--public-url",
    help="https address of the public page, printed with a QR code; none by default.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="Where to write it.",
)
def notice(path: Path, code: str, format_: str, public_url: str | None, out: Path) -> None:
    """Make the notice file PATH; exit code 3 with the gates when it may not be published."""
    try:
        language = languages.language(code)
        file, wording = _read(path)
        composed = _compose(path, file, wording)
        format = Format(format_)
        if format is Format.JSON:
            record = notices.record(file, composed, wording)
            made = notices.to_json(record).encode()
        else:
            made = _make(composed, language, format, public_url)
    except (LanguageError, PrintError) as error:
        stop(str(error), BAD_INPUT)
    write(out, made)


def _make(composed: Notice, language: Language, format: Format, public_url: str | None) -> bytes:
    catalogues = _catalogues()
    others = tuple(
        LANGUAGES[code]
        for code, catalogue in catalogues.items()
        if not catalogue.faults(composed.messages(format))
    )
    templates = config.shipped().templates.resolve()
    catalogue = catalogues.get(language.code)
    if format in printing.PAPER:
        return printing.leaflet(
            composed,
            language,
            format,
            templates=templates / "print",
            catalogue=catalogue,
            others=(ENGLISH, *others),
            public_url=public_url,
        )
    shown = notices.edition(
        composed,
        language,
        catalogue,
        format=format,
        others=(ENGLISH, *others),
        web_address=public_url,
    )
    if format is Format.WEB:
        return printing.web_page(shown, templates).encode()
    return _plain(shown, format).encode()


def _plain(shown: Edition, format: Format) -> str:
    match format:
        case Format.EMAIL:
            mail = notices.email(shown)
            return f"Subject: {mail.subject}\n\n{mail.body}"
        case Format.SMS:
            messages = notices.sms(shown)
            return "\n".join(f"{one.text}\n[{one.parts} parts]\n" for one in messages)
        case Format.SCRIPT:
            return notices.script(shown)
    return notices.text(shown)


def _read(path: Path) -> tuple[NoticeFile, Wording]:
    """Return the notice file and the wording, or end the program with what is wrong."""
    try:
        wording = notices.load_wording(config.knowledge_folder() / "wording")
        return notices.read(path.read_bytes()), wording
    except OSError as error:
        stop(f"cannot read {path}: {error.strerror}", BAD_INPUT)
    except KnowledgeError as error:
        stop(str(error), BAD_INPUT)
    except NoticeError as error:
        stop(f"{path}: {error}", BAD_INPUT)


def _compose(path: Path, file: NoticeFile, wording: Wording) -> Notice:
    """Return the notice, or end the program with what stands in its way."""
    try:
        return notices.compose(file, wording, today=today())
    except NoticeError as error:
        click.echo(msgspec.json.format(msgspec.json.encode(error.gates), indent=2).decode())
        stop(f"{path}: {len(error.gates)} gates stand in the way", BLOCKED)


def _catalogues() -> dict[str, Catalogue]:
    folder = config.shipped().translations
    reviews = languages.read_reviews(folder / "review.csv")
    return {
        code: languages.read_catalogue(folder, language, reviews)
        for code, language in LANGUAGES.items()
        if language != ENGLISH
    }
