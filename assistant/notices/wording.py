"""The wording: every sentence a notice may say, the words of the gates, and bodies outside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, TypeVar

from msgspec import Meta, Struct

from assistant.knowledge import KnowledgeError, Problem, Use
from assistant.knowledge.front_matter import Document, read_text
from assistant.languages import Message, Value, placeholders
from assistant.notices.model import Sentence

T = TypeVar("T", bound=Struct)
_Text = Annotated[str, Meta(min_length=1, max_length=400)]


class _Strict(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    pass


class Entry(_Strict, frozen=True):
    """A sentence and a note that tells translators where it stands and what it means."""

    text: _Text
    note: _Text


class GateWords(_Strict, frozen=True):
    """What a gate says: what is missing, why it matters to the reader, and who can supply it."""

    says: _Text
    why: _Text
    ask: _Text
    blocks: bool = True
    office: bool = False


class Body(_Strict, frozen=True):
    """A body outside the provider that people can turn to."""

    name: _Text
    phone: _Text
    checked_on: date


@dataclass(frozen=True)
class Wording:
    """All words that notices and their gates are made of."""

    entries: dict[str, Entry]
    gates: dict[str, GateWords]
    outside: dict[str, Body]

    def knows(self, use: Use) -> bool:
        """Return whether there are sentences for a notice about this *use*."""
        return f"notice.{use}.title" in self.entries

    def say(self, use: Use, name: str, /, **values: Value) -> Sentence:
        """Return the sentence *name* for a *use*: its own, or else the one for any use.

        A name or value that does not fit the files is our mistake, never the provider's: KeyError.
        """
        own = f"notice.{use}.{name}"
        id = own if own in self.entries else f"notice.any.{name}"
        text = self.entries[id].text
        if placeholders(text) - values.keys():
            raise KeyError(f"{id} also needs {sorted(placeholders(text) - values.keys())}")
        return Sentence(id, text, {key: values[key] for key in sorted(placeholders(text))})

    def messages(self) -> Iterator[Message]:
        """Yield every sentence for the translators, in the order of its id."""
        for id, entry in sorted(self.entries.items()):
            yield Message(id, entry.text, entry.note)


def load(folder: Path) -> Wording:
    """Return the wording in *folder* (knowledge/wording).

    Raises KnowledgeError with every problem found: half a wording is never used.
    """
    problems: list[Problem] = []
    entries: dict[str, Entry] = {}
    for path in sorted(folder.glob("*.yaml")):
        if path.name not in ("gates.yaml", "outside.yaml"):
            for id, entry in _read(path, Entry, problems).items():
                if id in entries or not id.startswith("notice."):
                    problems.append(Problem(path.name, 1, f"`{id}` stands twice or is misnamed"))
                entries[id] = entry
    gates = _read(folder / "gates.yaml", GateWords, problems)
    outside = _read(folder / "outside.yaml", Body, problems)
    problems += _missing(outside, ("ico", "cqc"))
    if problems:
        raise KnowledgeError(problems)
    return Wording(entries, gates, outside)


def _read(path: Path, kind: type[T], problems: list[Problem]) -> dict[str, T]:
    text, unreadable = read_text(path, path.name)
    problems += unreadable
    document = Document(path.name, text)
    found: dict[str, T] = {}
    if isinstance(document.data, dict):
        for id, fields in document.data.items():
            entry = document.convert(fields, kind, str(id))
            if entry is not None:
                found[str(id)] = entry
    problems += document.problems
    return found


def _missing(outside: dict[str, Body], wanted: Iterable[str]) -> Iterator[Problem]:
    for id in wanted:
        if id not in outside:
            yield Problem("outside.yaml", 1, f"`{id}` is missing")
