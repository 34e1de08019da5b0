"""Whose phrasings are whose: a note in a questions file starts the next writer's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

FIRST = "the first writer"


def by_writer(folder: Path) -> dict[str, dict[str, list[str]]]:
    """Return the phrasings below *folder*, a readable knowledge base, by writer and answer id.

    A writer is known by the note that stands above the phrasings; what stands above the first note
    is the first writer's. A note that only one file has is a remark and starts nobody.
    """
    files = {path.stem: _lines(path) for path in sorted(folder.glob("questions/*/*.txt"))}
    notes = Counter(line for lines in files.values() for line in {*lines} if line.startswith("#"))
    found: dict[str, dict[str, list[str]]] = {}
    for answer, lines in files.items():
        for writer, phrasing in _written(lines, notes):
            found.setdefault(writer, {}).setdefault(answer, []).append(phrasing)
    return found


def _lines(path: Path) -> list[str]:
    stripped = (line.strip() for line in path.read_text("utf-8").split("\n"))
    return [line for line in stripped if line]


def _written(lines: list[str], notes: Counter[str]) -> Iterator[tuple[str, str]]:
    writer = FIRST
    for line in lines:
        if not line.startswith("#"):
            yield writer, line
        elif notes[line] > 1:
            writer = line.lstrip("# ")
