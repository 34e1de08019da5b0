"""Commands for those who translate: compile catalogues, and keep their templates true."""

from __future__ import annotations

import io
from pathlib import Path

import click
from babel.messages import Catalog, extract, pofile

from assistant import config, knowledge, languages, local, notices
from assistant.cli.main import BAD_INPUT, stop
from assistant.knowledge import KnowledgeError

_METHODS = [("**.py", "python"), ("**.html", "jinja2.ext:babel_extract")]
_OPTIONS = {"**.html": {"silent": "false"}}
_PACKAGE = Path(__file__).resolve().parent.parent


@click.group("languages")
def languages_group() -> None:
    """Work with the translations."""


@languages_group.command("compile")
def compile_() -> None:
    """Compile the words of the pages in every language."""
    for path in languages.compile_catalogues(config.shipped().translations):
        click.echo(f"wrote {path}")


@languages_group.command("extract")
def extract_() -> None:
    """Write the templates that translators start from: messages.pot, notices.pot, answers.pot."""
    for path, text in _templates().items():
        path.write_text(text, "utf-8")
        click.echo(f"wrote {path}")


@languages_group.command()
def drift() -> None:
    """Fail when a template no longer matches the pages or the wording."""
    stale = [
        path.name
        for path, text in _templates().items()
        if not path.is_file() or path.read_text("utf-8") != text
    ]
    if stale:
        stop(f"out of date: {', '.join(stale)}; renew with: assistant languages extract", BAD_INPUT)


def _templates() -> dict[Path, str]:
    """Return the text that each template file should hold."""
    folder = config.shipped().translations
    try:
        wording = notices.load_wording(config.knowledge_folder() / "wording")
        answers = knowledge.load(config.knowledge_folder()).answers.values()
    except KnowledgeError as error:
        stop(str(error), BAD_INPUT)
    return {
        folder / "messages.pot": _messages(config.shipped().templates),
        folder / "notices.pot": languages.template(wording.messages(), "knowledge/wording/"),
        folder / "answers.pot": languages.template(
            local.messages(answers), "knowledge/answers/ (urgent answers)"
        ),
    }


def _messages(templates: Path) -> str:
    """Return the words of the pages as a template without dates and line numbers."""
    catalogue = Catalog(project="Plainly", charset="utf-8")
    for folder in (_PACKAGE, templates):
        for _file, _line, message, comments, context in extract.extract_from_dir(
            folder, _METHODS, _OPTIONS, comment_tags=("Translators:",), strip_comment_tags=True
        ):
            catalogue.add(message, auto_comments=comments, context=context)
    out = io.BytesIO()
    pofile.write_po(out, catalogue, width=0, no_location=True, omit_header=True, sort_output=True)
    return (
        "# The words of the pages. Made by `assistant languages extract`; do not edit by hand.\n"
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n\n' + out.getvalue().decode("utf-8")
    )
