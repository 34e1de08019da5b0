"""Make a leaflet from a notice file on the command line."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from assistant import config, languages, notices, printing
from assistant.cli.main import BAD_INPUT, BLOCKED, stop, today, write
from assistant.knowledge import KnowledgeError
from assistant.languages import ENGLISH, Catalogue, Language, LanguageError
from assistant.notices import Notice, NoticeError
from assistant.printing import PrintError


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--language", "code", default="en", show_default=True, help="Language code, as ur.")
@click.option("--format", "format_", type=click.Choice(["a4"]), default="a4", show_default=True)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="Where to write it.",
)
def notice(path: Path, code: str, format_: printing.Format, out: Path) -> None:
    """Make a leaflet of the notice file PATH; exit code 3 with the gates when it may not print."""
    try:
        language = languages.language(code)
        catalogue = _catalogue(language)
        pdf = printing.leaflet(
            _compose(path),
            language,
            format_,
            templates=(config.shipped().templates / "print").resolve(),
            catalogue=catalogue,
        )
    except (LanguageError, PrintError) as error:
        stop(str(error), BAD_INPUT)
    write(out, pdf)


def _compose(path: Path) -> Notice:
    """Return the notice of the file, or end the program with what stands in its way."""
    try:
        wording = notices.load_wording(config.knowledge_folder() / "wording")
        return notices.compose(notices.read(path.read_bytes()), wording, today=today())
    except OSError as error:
        stop(f"cannot read {path}: {error.strerror}", BAD_INPUT)
    except KnowledgeError as error:
        stop(str(error), BAD_INPUT)
    except NoticeError as error:
        if not error.gates:
            stop(f"{path}: {error}", BAD_INPUT)
        click.echo(msgspec.json.format(msgspec.json.encode(error.gates), indent=2).decode())
        stop(f"{path}: {len(error.gates)} gates stand in the way", BLOCKED)


def _catalogue(language: Language) -> Catalogue | None:
    if language == ENGLISH:
        return None
    folder = config.shipped().translations
    reviews = languages.read_reviews(folder / "review.csv")
    return languages.read_catalogue(folder, language, reviews)
