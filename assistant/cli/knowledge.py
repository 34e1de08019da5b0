"""Commands for those who write the knowledge: check it, and train its index."""

from __future__ import annotations

import json
import os
import re
from datetime import UTC, datetime
from pathlib import Path

import click

from assistant import config, matching, notices, register
from assistant import knowledge as knowledge_base
from assistant.cli import deployment
from assistant.cli.main import BAD_INPUT, UNSAFE, load_knowledge, stop, today
from assistant.knowledge import Knowledge, KnowledgeError, Problem, merge
from assistant.matching import Index
from assistant.wordlist import british


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.option("--deploy", is_flag=True, help="Check this deployment instead: what is unsafe in it.")
def check(*, as_json: bool, deploy: bool) -> None:
    """Check the knowledge files and count what they hold, or check a deployment."""
    if deploy:
        _check_deployment(as_json=as_json)
        return
    problems: list[Problem] = []
    warnings: list[Problem] = []
    counts: dict[str, int] = {}
    try:
        knowledge = knowledge_base.load(config.knowledge_folder())
    except KnowledgeError as error:
        problems = error.problems
    else:
        warnings = knowledge_base.wanting(knowledge, today())
        counts = knowledge_base.counts(knowledge, today())
        problems = _wording_problems(knowledge)
    if as_json:
        report = {
            "problems": [problem._asdict() for problem in problems],
            "warnings": [warning._asdict() for warning in warnings],
            "counts": counts,
        }
        click.echo(json.dumps(report, indent=2))
    else:
        for problem in problems:
            click.echo(problem)
        for warning in warnings:
            click.echo(f"{warning} (warning)")
        if counts:
            click.echo(", ".join(f"{number} {name}" for name, number in counts.items()))
    if problems:
        stop(f"{len(problems)} problems", BAD_INPUT)


def _check_deployment(*, as_json: bool) -> None:
    """Print what is unsafe; ends the program with exit code 78 when anything is."""
    found = deployment.unsafe(datetime.now(UTC))
    if as_json:
        click.echo(json.dumps({"unsafe": [each._asdict() for each in found]}, indent=2))
    else:
        for each in found:
            click.echo(f"{each.about}: {each.says}")
    if found:
        stop(f"{len(found)} unsafe", UNSAFE)
    if not as_json:
        click.echo("nothing unsafe was found")


def _wording_problems(knowledge: Knowledge) -> list[Problem]:
    """Return what is wrong with notices and the register: forbidden claims, missing questions."""
    folder = config.knowledge_folder()
    if not (folder / "wording").is_dir():
        return []
    try:
        wording = notices.load_wording(folder / "wording")
        register.load_questions(folder / "register" / "questions.yaml", wording.uses)
    except KnowledgeError as error:
        return error.problems
    return [
        Problem(f"wording: {message.id}", 1, f"says “{claim.group()}”: {rule.why}")
        for message in wording.messages()
        for rule in knowledge.never_say.values()
        if (claim := re.search(rule.pattern, message.text, re.IGNORECASE))
    ]


@click.group("knowledge")
def knowledge_group() -> None:
    """Work on the knowledge files."""


@knowledge_group.command("merge")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would be added, and change nothing.")
def merge_(path: Path, *, dry_run: bool) -> None:
    """Add the phrasings of a suggestion FILE to the knowledge: all of them, or none.

    Each is checked against all others: none is for two answers, and none says almost the same as
    another. What an answer has already is left out.
    """
    folder = config.knowledge_folder()
    try:
        found = merge.plan(folder, path.read_bytes(), str(path))
    except OSError as error:
        stop(f"cannot read {path}: {error.strerror}", BAD_INPUT)
    except KnowledgeError as error:
        stop(f"{error}\n{len(error.problems)} problems in the knowledge", BAD_INPUT)
    for phrasing in found.known:
        click.echo(f"already there: {phrasing}")
    for problem in found.problems:
        click.echo(problem)
    if found.problems:
        stop(f"{len(found.problems)} problems; nothing was added", BAD_INPUT)
    for name, phrasings in found.added.items():
        for phrasing in phrasings:
            click.echo(f"{name}: {phrasing}")
    count = sum(map(len, found.added.values()))
    if dry_run:
        click.echo(f"would add {count} phrasings; nothing was changed")
        return
    try:
        merge.apply(folder, found)
    except OSError as error:
        stop(f"cannot write {error.filename}: {error.strerror}", UNSAFE)
    click.echo(f"added {count} phrasings; now run: assistant check, then assistant index")


@click.command()
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Where to write it.")
def index(out: Path | None) -> None:
    """Train the index of the knowledge and write it to its file."""
    trained = _train()
    path = out or config.index_files()[0]
    unfinished = path.with_suffix(".unfinished")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_bytes(matching.to_bytes(trained))
        unfinished.replace(path)
    except OSError as error:
        stop(f"cannot write {path}: {error.strerror}", UNSAFE)
    click.echo(f"wrote {path}")


def _train() -> Index:
    knowledge = load_knowledge()
    try:
        from assistant.matching import training
    except ModuleNotFoundError as error:
        stop(f"training needs the extra [curate]: {error.name} is not installed", UNSAFE)
    try:
        return training.train(
            knowledge,
            british(),
            processes=os.cpu_count() or 1,
            progress=lambda line: click.echo(line, err=True),
        )
    except training.TrainingError as error:
        stop(str(error), BAD_INPUT)
