"""The wording: every sentence a notice may say, the words of the gates, and bodies outside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, NamedTuple, TypeVar

from msgspec import Meta, Struct

from assistant.knowledge import KnowledgeError, Problem, Setting, Use
from assistant.knowledge.front_matter import Document, read_text
from assistant.languages import Message, Value, placeholders
from assistant.notices.model import Sentence
from assistant.register import ChoiceModel, Office, UseRules

T = TypeVar("T", bound=Struct)
_Text = Annotated[str, Meta(min_length=1, max_length=400)]
# Where the sentences of each field's options stand, by the names that uses.yaml has for them.
STEMS = {
    "purpose": "what.purpose",
    "places": "what.place",
    "never_for": "does.never",
    "promises": "does.promise",
    "data_used": "knows.data",
    "data_from_others": "knows.others",
    "seen_by": "knows.seen_by",
    "limits": "wrong",
    "instead": "choice.instead",
    "stays": "choice.stays",
    "care_route": "route",
}
# What each kind of tool must be able to say, whatever is chosen; ``knows`` and the like may be
# shared, these may not.
_OWN = ("title", "what.job", "does.job")
_TABLES = ("gates.yaml", "outside.yaml", "uses.yaml", "settings.yaml")


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


class Choosable(NamedTuple):
    """An option of a field, and the sentence that people read when it is chosen."""

    value: str
    label: str


@dataclass(frozen=True)
class Wording:
    """All words that notices and their gates are made of."""

    entries: dict[str, Entry]
    gates: dict[str, GateWords]
    outside: dict[str, Body]
    uses: dict[Use, UseRules]
    only_in: dict[str, dict[str, tuple[Setting, ...]]]

    def knows(self, use: Use) -> bool:
        """Return whether there are sentences for a notice about this *use*."""
        return use in self.uses

    def id(self, use: Use | None, name: str) -> str | None:
        """Return the id of the sentence *name* for a *use*: its own, of a like use, or for any."""
        like = (use, *self.uses[use].like) if use in self.uses else ()
        for owner in (*like, "any"):
            if (id := f"notice.{owner}.{name}") in self.entries:
                return id
        return None

    def say(self, use: Use | None, name: str, /, **values: Value) -> Sentence:
        """Return the sentence *name* for a *use*, or the one for any.

        A name or value that does not fit the files is our mistake, never the provider's: KeyError.
        """
        id = self.id(use, name)
        if id is None:
            raise KeyError(f"there is no sentence `{name}` for {use}")
        text = self.entries[id].text
        if placeholders(text) - values.keys():
            raise KeyError(f"{id} also needs {sorted(placeholders(text) - values.keys())}")
        return Sentence(id, text, {key: values[key] for key in sorted(placeholders(text))})

    def options(
        self, use: Use, field: str, setting: Setting | None = None
    ) -> tuple[Choosable, ...]:
        """Return what can be chosen for *field* of a tool, with the sentence that each stands for.

        A field is named as in ``uses.yaml``; with a *setting*, options of other settings are left
        out.
        """
        found = []
        for value in self.uses[use].options.get(field, ()):
            if self.fits(field, value, setting):
                id = self._option_id(use, f"{STEMS[field]}.{value}")
                found.append(Choosable(value, self.entries[id].text if id else value))
        return tuple(found)

    def _option_id(self, use: Use, name: str) -> str | None:
        """Return the id of an option's sentence; where each role has one, that of the first."""
        roles = self.uses[use].options.get("staff", ())
        ids = (self.id(use, one) for one in (name, *(f"{name}.{role}" for role in roles)))
        return next(filter(None, ids), None)

    def fits(self, field: str, value: str, setting: Setting | None) -> bool:
        """Return whether the option *value* of *field* holds in *setting*; None is any."""
        places = self.only_in.get(field, {}).get(value)
        return places is None or setting is None or setting in places

    def says(self, message: Message) -> bool:
        """Return whether a sentence of a notice still stands here, word for word."""
        entry = self.entries.get(message.id)
        return entry is not None and entry.text == message.text

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
        if path.name not in _TABLES:
            for id, entry in _read(path, Entry, problems).items():
                if id in entries or not id.startswith("notice."):
                    problems.append(Problem(path.name, 1, f"`{id}` stands twice or is misnamed"))
                entries[id] = entry
    gates = _read(folder / "gates.yaml", GateWords, problems)
    outside = _read(folder / "outside.yaml", Body, problems)
    problems += _missing(outside, ("ico", "cqc"))
    uses = _read_uses(folder / "uses.yaml", problems)
    only_in = _read_settings(folder / "settings.yaml", problems)
    wording = Wording(entries, gates, outside, uses, only_in)
    problems += [Problem("uses.yaml", 1, says) for says in _unsayable(wording)]
    if problems:
        raise KnowledgeError(problems)
    return wording


def _read(path: Path, kind: type[T], problems: list[Problem]) -> dict[str, T]:
    document = _document(path, problems)
    found: dict[str, T] = {}
    if isinstance(document.data, dict):
        for id, fields in document.data.items():
            entry = document.convert(fields, kind, str(id))
            if entry is not None:
                found[str(id)] = entry
    problems += document.problems
    return found


def _document(path: Path, problems: list[Problem]) -> Document:
    text, unreadable = read_text(path, path.name)
    problems += unreadable
    return Document(path.name, text)


def _read_uses(path: Path, problems: list[Problem]) -> dict[Use, UseRules]:
    rules = _read(path, UseRules, problems)
    for name in rules.keys() - set(Use):
        problems.append(Problem(path.name, 1, f"there is no use `{name}`"))
    return {use: rules[use] for use in Use if use in rules}


def _read_settings(
    path: Path, problems: list[Problem]
) -> dict[str, dict[str, tuple[Setting, ...]]]:
    document = _document(path, problems)
    problems += document.problems
    found: dict[str, dict[str, tuple[Setting, ...]]] = {}
    for field, options in (document.data or {}).items():
        for value, settings in options.items():
            if field not in STEMS or set(settings) - set(Setting):
                line = document.line(field, value)
                problems.append(Problem(path.name, line, f"`{field}`: `{value}` is not understood"))
                continue
            found.setdefault(field, {})[value] = tuple(Setting(one) for one in settings)
    return found


def _missing(outside: dict[str, Body], wanted: Iterable[str]) -> Iterator[Problem]:
    for id in wanted:
        if id not in outside:
            yield Problem("outside.yaml", 1, f"`{id}` is missing")


def _unsayable(wording: Wording) -> Iterator[str]:
    """Yield what uses.yaml allows and no sentence says, and what nothing ever says."""
    said: set[str] = set()
    for use, rules in wording.uses.items():
        yield from _own_faults(wording, use, rules)
        for name in _names(wording, use, rules):
            id = wording.id(use, name)
            if id is None:
                yield f"`{use}` has no sentence for `{name}`"
            else:
                said.add(id)
    for id in wording.entries:
        owner, name = id.split(".", 2)[1:]
        chosen = any(name.startswith(f"{stem}.") for stem in STEMS.values())
        if chosen and id not in said and not name.startswith("route.ask_by"):
            yield f"no kind of tool can say `{id}`"
        if owner != "any" and owner not in wording.uses:
            yield f"`{id}` belongs to no kind of tool in uses.yaml"


def _own_faults(wording: Wording, use: Use, rules: UseRules) -> Iterator[str]:
    for name in _OWN:
        if f"notice.{use}.{name}" not in wording.entries:
            yield f"`{use}` needs its own sentence `notice.{use}.{name}`"
    for field in rules.options.keys() - STEMS.keys() - {"staff", "timing"}:
        yield f"`{use}` has options for `{field}`, which has no sentences"
    for field, values in rules.must.items():
        for value in set(values) - set(rules.options.get(field, ())):
            yield f"`{use}` must say `{value}` and has no such option of `{field}`"


def _names(wording: Wording, use: Use, rules: UseRules) -> Iterator[str]:
    """Yield the name of every sentence that a choice of options can call for."""
    staff = rules.options.get("staff", ())
    for field, stem in STEMS.items():
        for value in rules.options.get(field, ()):
            if field == "care_route" and wording.id(use, f"route.{value}") is None:
                yield from (f"route.{value}.{role}" for role in staff)
            else:
                yield f"{stem}.{value}"
    for timing in rules.options.get("timing", ()):
        yield from (f"check.{timing}.{role}" for role in staff)
    for role in staff:
        yield f"route.by.{role}"
    if "visitors" in rules.audiences:
        yield "visitors.job"
    yield from (f"choice.{model}" for model in ChoiceModel if model != ChoiceModel.NOT_SURE)
    yield from (f"ask.{role}" for role in Office)
