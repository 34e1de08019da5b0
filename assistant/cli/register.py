"""The register of a location as a file on the server: out, and in after a look."""

from __future__ import annotations

from pathlib import Path

import click

from assistant import config, notices, register, storage
from assistant.cli.main import BAD_INPUT, now, stop, write
from assistant.cli.people import opened
from assistant.knowledge import KnowledgeError
from assistant.notices import Fate, Incoming
from assistant.register import ExchangeError, Tool
from assistant.storage import Session
from assistant.storage.audit import ON_SERVER

_LOCATION = click.option(
    "--location", "name", help="Name of the location; not needed where there is only one."
)


@click.group("register")
def register_group() -> None:
    """Take the register of a location out as a file, or bring one in."""


@register_group.command("export")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@_LOCATION
def export(out: Path, name: str | None) -> None:
    """Write the register to OUT, as JSON when it ends in .json, else as CSV."""
    with opened() as (_settings, store), store.read() as session:
        place = _place(session, name)
        tools = tuple(kept.tool for kept in storage.register.tools(session, place))
    as_json = out.suffix == ".json"
    text = register.to_json(tools) if as_json else "\ufeff" + register.to_csv(tools)
    write(out, text.encode())


@register_group.command("import")
@click.argument("path", type=click.Path(path_type=Path))
@_LOCATION
@click.option("--apply", "applies", is_flag=True, help="Keep it; without this, only show it.")
def import_(path: Path, name: str | None, applies: bool) -> None:
    """Show what the register file PATH would add and change; with --apply, keep all of it.

    Exit code 2, and nothing kept, when anything in the file cannot be taken as it is.
    """
    tools = _read(path)
    with opened() as (_settings, store), store.write() as session:
        place = _place(session, name)
        held = {kept.tool.id: kept for kept in storage.register.tools(session, place)}
        lines = _look(session, place, tools)
        for line in lines:
            _show(line)
        if any(line.problems for line in lines):
            stop("nothing was kept: mend the file first", BAD_INPUT)
        if not applies:
            click.echo("nothing was kept yet; keep it with --apply")
            return
        for line in lines:
            if line.fate is Fate.ADDED:
                storage.register.add(session, place, line.tool, now(), ON_SERVER)
            elif line.fate is Fate.CHANGED:
                kept = held[line.tool.id]
                storage.register.save(
                    session, place, kept.number, line.tool, now(), ON_SERVER, kept.revision
                )
            if line.fate is not Fate.SAME:
                action = "tool_added" if line.fate is Fate.ADDED else "tool_changed"
                storage.audit.record(
                    session, ON_SERVER, action, line.tool.id, now(), location_id=place
                )


def _look(session: Session, place: int, tools: tuple[Tool, ...]) -> tuple[Incoming, ...]:
    folder = config.knowledge_folder()
    try:
        wording = notices.load_wording(folder / "wording")
        questions = register.load_questions(folder / "register" / "questions.yaml", wording.uses)
    except KnowledgeError as error:
        stop(str(error), BAD_INPUT)
    held = {kept.tool.id: kept.tool for kept in storage.register.tools(session, place)}
    setting = storage.locations.setting_of(session, place)
    return notices.incoming(tools, held, setting, questions, wording)


def _show(line: Incoming) -> None:
    click.echo(f"{line.fate.value:8} {line.tool.id}")
    for one in line.worded:
        click.echo(f"         {one.asks} {one.before} -> {one.after}")
    for problem in line.problems:
        click.echo(f"         cannot be taken: {problem}")


def _read(path: Path) -> tuple[Tool, ...]:
    try:
        text = path.read_text("utf-8-sig")
        return register.from_text(text)
    except (OSError, UnicodeError) as error:
        stop(f"cannot read {path}: {error}", BAD_INPUT)
    except ExchangeError as error:
        stop(str(error), BAD_INPUT)


def _place(session: Session, name: str | None) -> int:
    names = storage.locations.names(session)
    found = [number for number, one in names.items() if name in (None, one)]
    if len(found) != 1:
        known = "; ".join(names.values()) or "none was set up yet"
        stop(f"say which location with --location: {known}", BAD_INPUT)
    return found[0]
