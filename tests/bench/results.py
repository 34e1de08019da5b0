"""RESULTS.md: each command writes its own sections and leaves the others as they are."""

from __future__ import annotations

import os
import platform
import re
import shlex
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

HEAD = """\
# Results

Written by the commands named in each section; nothing here is typed by hand. See
[README.md](README.md) for what is measured.
"""
# Sections stand in this order, whichever command ran first.
ORDER = (
    "clinc-10",
    "clinc-5",
    "clinc-all",
    "own",
    "own-ours",
    "builds",
    "latency",
    "room",
    "ask-route",
    "sign-in",
    "paper",
    "ablation-clinc",
    "ablation-own",
)
DEFAULT = Path(__file__).resolve().parent / "RESULTS.md"


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table; the first column is text, the others are figures."""
    lines = [header, ["---", *["---:"] * (len(header) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def command(module: str, hidden: Sequence[Path | None] = ()) -> str:
    """Return the command as it was typed, with the paths in *hidden* written as ``PATH``."""
    secret = {str(path) for path in hidden}
    words = ["PATH" if word in secret else word for word in sys.argv[1:]]
    return " ".join(["python", "-m", module, *map(shlex.quote, words)])


def machine() -> str:
    """Return processor, cores, how busy they were, Python and system in one line."""
    processor = "unknown processor"
    try:
        found = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text("utf-8"))
        processor = found.group(1).strip() if found else processor
    except OSError:
        processor = platform.processor() or processor
    load = os.getloadavg()[1]
    return (
        f"{processor}, {os.cpu_count()} cores (load {load:.1f} from all programs), "
        f"Python {platform.python_version()}, {platform.system()}"
    )


@dataclass(frozen=True)
class Compared:
    """A table of methods: what it rests on, its columns, and a row and perhaps a note a method."""

    about: str
    header: Sequence[str]
    rows: Mapping[str, Sequence[str]]
    notes: Mapping[str, str]


def write_compared(path: Path, key: str, title: str, by: str, new: Compared) -> None:
    """Write a table of methods; rows of other methods stay when they rest on the same."""
    old = _sections(path).get(key, "")
    rows: dict[str, list[str]] = {}
    notes: dict[str, str] = {}
    commands: list[str] = []
    if f"\n{new.about}\n" in old:
        rows = {row[0]: row for row in _rows(old)[2:]}
        notes = {name: line for name in rows for line in old.split("\n") if _about(line, name)}
        commands = [
            line for line in re.findall(r"^- `.+", old, re.MULTILINE) if f"`{by}`" not in line
        ]
    commands.append(f"- `{by}`, {_where()}: {', '.join(new.rows)}")
    rows |= {name: [name, *cells] for name, cells in new.rows.items()}
    notes |= new.notes
    written = [*commands, "", new.about, "", table(new.header, list(rows.values()))]
    _replace(path, key, f"## {title}\n\n" + "\n".join([*written, *notes.values()]).strip() + "\n")


def _about(line: str, name: str) -> bool:
    return line.startswith(f"{name}, ")


def _rows(section: str) -> list[list[str]]:
    lines = re.findall(r"^\| (.+) \|$", section, re.MULTILINE)
    return [line.split(" | ") for line in lines]


def write(path: Path, key: str, title: str, by: str, body: str) -> None:
    """Put a section into the file at *path*, in the place of an older one of the same *key*."""
    _replace(path, key, f"## {title}\n\n- `{by}`, {_where()}\n\n{body.strip()}\n")


def _where() -> str:
    return f"{datetime.now(UTC).date()}, {machine()}"


def _replace(path: Path, key: str, section: str) -> None:
    sections = _sections(path) | {key: section}
    parts = [HEAD]
    for name in sorted(sections, key=lambda name: ORDER.index(name)):
        parts.append(f"<!-- section {name} -->\n{sections[name]}<!-- end {name} -->\n")
    path.write_text("\n".join(parts), "utf-8")


def _sections(path: Path) -> dict[str, str]:
    written = path.read_text("utf-8") if path.exists() else ""
    return dict(re.findall(r"<!-- section (\S+) -->\n(.*?)<!-- end \1 -->\n", written, re.DOTALL))
