"""Make a notice in any of its formats from a notice file on the command line."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from assistant import config, languages, notices, printing
from assistant.cli.main import BAD_INPUT, BLOCKED, stop, today, write
from assistant.knowledge import KnowledgeError
from assistant.languages import ENGLISH, LANGUAGES, Catalogue, Language, LanguageError
from assistant.notices import Format, NoticeError, NoticeFile, Version, Wording
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
        made = _make(_issue(path, file, wording), language, Format(format_), public_url)
    except (LanguageError, PrintError) as error:
        stop(str(error), BAD_INPUT)
    write(out, made)


def _make(version: Version, language: Language, format: Format, public_url: str | None) -> bytes:
    catalogues = _catalogues()
    others = tuple(
        LANGUAGES[code]
        for code, catalogue in catalogues.items()
        if not catalogue.faults(version.notice.messages(format))
    )
    return printing.make(
        version,
        language,
        format,
        templates=config.shipped().templates.resolve(),
        catalogue=catalogues.get(language.code),
        others=(ENGLISH, *others),
        public_url=public_url,
    )


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


def _issue(path: Path, file: NoticeFile, wording: Wording) -> Version:
    """Return the version, or end the program with what stands in its way."""
    try:
        return notices.issue(file, wording, today=today())
    except NoticeError as error:
        click.echo(msgspec.json.format(msgspec.json.encode(error.gates), indent=2).decode())
        stop(f"{path}: {len(error.gates)} gates stand in the way", BLOCKED)


def _catalogues() -> dict[str, Catalogue]:
    folder = config.shipped().translations
    return languages.read_catalogues(folder, languages.read_reviews(folder / "review.csv"))
