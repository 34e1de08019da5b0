"""The command group, its exit codes, and the parts that commands start from."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NoReturn

import click

from assistant import __version__, config, matching
from assistant import knowledge as knowledge_base
from assistant.knowledge import Knowledge, KnowledgeError
from assistant.matching import Index
from assistant.wordlist import british

BAD_INPUT, BLOCKED, UNSAFE = 2, 3, 78


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="Plainly")
def main() -> None:
    """Plain answers for care staff about AI, and open notices for the people they care for."""


def stop(message: str, code: int) -> NoReturn:
    """End the program with *message* on standard error."""
    click.echo(message, err=True)
    sys.exit(code)


def now() -> datetime:
    """Return the time it is; only the web and the command line look at the clock."""
    return datetime.now(UTC)


def today() -> date:
    """Return the day it is."""
    return now().date()


def write(out: Path, data: bytes) -> None:
    """Write *data* to *out* whole or not at all, or end the program saying why it cannot be."""
    unfinished = out.with_name(f".{out.name}.unfinished")
    try:
        unfinished.write_bytes(data)
        unfinished.replace(out)
    except OSError as error:
        stop(f"cannot write {out}: {error.strerror}", UNSAFE)
    click.echo(f"wrote {out}")


def load_knowledge() -> Knowledge:
    """Return the knowledge, or end the program with everything that is wrong with it."""
    try:
        return knowledge_base.load(config.knowledge_folder())
    except KnowledgeError as error:
        stop(f"{error}\n{len(error.problems)} problems; nothing was loaded", BAD_INPUT)


def load_index(knowledge: Knowledge) -> Index:
    """Return the index of *knowledge*, or end the program saying how to make one."""
    lexicon = knowledge.lexicon
    for path in config.index_files():
        try:
            data = path.read_bytes()
        except OSError:
            continue
        try:
            index = matching.from_bytes(data, lexicon.replace, lexicon.add, british())
        except matching.UnusableIndexError:
            continue
        if index.key == matching.key_of(knowledge):
            return index
    stop("there is no index for this knowledge; make one with: assistant index", UNSAFE)
