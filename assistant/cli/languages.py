"""Commands for those who translate: what is there, catalogues compiled, and templates kept true."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import click
from babel.messages import Catalog, extract, pofile

from assistant import config, knowledge, languages, local, notices
from assistant.cli import coverage
from assistant.cli.main import BAD_INPUT, stop, today
from assistant.knowledge import KnowledgeError
from assistant.languages import STAFF_LANGUAGES, LanguageError
from assistant.notices import Format, NoticeError

_METHODS = [("**.py", "python"), ("**.html", "jinja2.ext:babel_extract")]
_KEYWORDS = {**extract.DEFAULT_KEYWORDS, "lazy_gettext": None}
_OPTIONS = {"**.html": {"silent": "false"}}
_PACKAGE = Path(__file__).resolve().parent.parent


@click.group("languages", invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Print the numbers as JSON.")
@click.pass_context
def languages_group(context: click.Context, *, as_json: bool) -> None:
    """Show how far the translations that come with the program are, or work with them.

    The table counts the sentences of all notices, those of urgent answers, and the messages of the
    pages, and says for each format what the worked examples can be had as. What a provider's own
    people reviewed stands on its page of languages.
    """
    if context.invoked_subcommand is None:
        rows = coverage.table(
            config.shipped().translations, config.knowledge_folder(), today=today()
        )
        click.echo(coverage.as_json(rows) if as_json else coverage.as_text(rows))


@languages_group.command()
@click.argument("code")
@click.option("--notice", "path", type=click.Path(path_type=Path), required=True)
@click.option(
    "--format",
    "format_",
    type=click.Choice([format.value for format in Format]),
    default="a4",
    show_default=True,
)
def missing(code: str, path: Path, format_: str) -> None:
    """Name the sentences that would finish a notice in the language CODE, and what each lacks."""
    try:
        wanted = languages.language(code)
        file = notices.read(path.read_bytes())
        composed = notices.compose(
            file, notices.load_wording(config.knowledge_folder() / "wording"), today=today()
        )
    except (LanguageError, KnowledgeError, NoticeError) as error:
        stop(str(error), BAD_INPUT)
    except OSError as error:
        stop(f"cannot read {path}: {error.strerror}", BAD_INPUT)
    folder = config.shipped().translations
    catalogue = languages.read_catalogue(
        folder, wanted, languages.read_reviews(folder / "review.csv")
    )
    messages = composed.messages(Format(format_))
    for message in messages:
        lacks = languages.fault(message, catalogue.sentences.get(message.id))
        if lacks is None and not catalogue.reviewed([message]):
            lacks = "is not reviewed"
        if lacks:
            click.echo(f"{message.id}\t{lacks}\t{message.text}")
    count = languages.coverage(catalogue, messages)
    click.echo(
        f"{wanted.name}, {format_}: {count.reviewed} reviewed, {count.draft} draft, "
        f"{count.missing} missing, of {count.total}"
    )


@languages_group.command("compile")
def compile_() -> None:
    """Compile the words of the pages in every language."""
    for path in languages.compile_catalogues(config.shipped().translations):
        click.echo(f"wrote {path}")


@languages_group.command("extract")
def extract_() -> None:
    """Write the templates that translators start from: messages.pot, notices.pot, answers.pot.

    Translated messages that the pages no longer have are commented out.
    """
    for path, text in _templates().items():
        path.write_text(text, "utf-8")
        click.echo(f"wrote {path}")
    for path in languages.set_aside(config.shipped().translations):
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


@languages_group.command()
def check() -> None:
    """Fail when a text of the pages would break a page, or cannot say what the English says.

    Wrong are other placeholders, numbers or tags, too few or too many plural forms, and messages
    that the pages do not have. What is missing is shown in English and counted, not refused.
    """
    folder = config.shipped().translations
    faults = []
    for language in STAFF_LANGUAGES.values():
        try:
            words = languages.read_page_words(folder, language)
        except LanguageError as error:
            stop(str(error), BAD_INPUT)
        click.echo(f"{language.name}: {words.translated} of {words.total} messages")
        faults += [f"{language.name}: “{one.id}” {one.reason}" for one in words.faults]
    if faults:
        stop("\n".join(faults), BAD_INPUT)


@languages_group.command()
@click.argument("code", type=click.Choice(list(STAFF_LANGUAGES)))
@click.option("--name", required=True, help="Who read all texts.")
@click.option("--role", required=True, help="What they are, such as translator.")
@click.option("--qualification", required=True, help="How they know the language.")
@click.option("--method", required=True, help="How they checked.")
def sign(code: str, name: str, role: str, qualification: str, method: str) -> None:
    """Print the line for review.csv by which a person signs the words of all pages in CODE.

    It holds for the texts as they stand now. What is missing or wrong has to be mended first.
    """
    words = languages.read_page_words(config.shipped().translations, STAFF_LANGUAGES[code])
    if words.faults or words.translated < words.total:
        stop(f"not all there: {words.translated} of {words.total}, see: check", BAD_INPUT)
    hashes = (words.source_sha256, words.translation_sha256)
    line = [code, languages.PAGES_ID, *hashes, name, role, qualification, method, today()]
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(line)
    click.echo(out.getvalue())


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
        folder / "answers.pot": languages.template(local.messages(answers), "knowledge/answers/"),
    }


def _messages(templates: Path) -> str:
    """Return the words of the pages as a template without dates and line numbers."""
    catalogue = Catalog(project="Plainly", charset="utf-8")
    for folder in (_PACKAGE, templates):
        for _file, _line, message, comments, context in extract.extract_from_dir(
            folder,
            _METHODS,
            _OPTIONS,
            comment_tags=("Translators:",),
            strip_comment_tags=True,
            keywords=_KEYWORDS,
        ):
            catalogue.add(message, auto_comments=comments, context=context)
    out = io.BytesIO()
    pofile.write_po(out, catalogue, width=0, no_location=True, omit_header=True, sort_output=True)
    return (
        "# The words of the pages. Made by `assistant languages extract`; do not edit by hand.\n"
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n\n' + out.getvalue().decode("utf-8")
    )
