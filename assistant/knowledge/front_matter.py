"""YAML as strict data with line numbers: no aliases, no duplicate keys, no surprise booleans.

YAML 1.1 reads ``yes`` and ``no`` as booleans; here they stay words, since they are verdicts.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

from assistant.knowledge.problem import Problem

# A knowledge file is a page or two of text; more is a mistake or an attack.
MAX_BYTES = 200_000
T = TypeVar("T", bound=msgspec.Struct)
_FENCE = re.compile(r"\A---\n(.*?\n)---\n?(.*)\Z", re.DOTALL)


class _Loader(yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader):  # type: ignore[misc]
    """SafeLoader, of libyaml where it is, with only ``true`` and ``false`` as booleans."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


@cache
def _fields(kind: type[msgspec.Struct]) -> dict[str, msgspec.structs.FieldInfo]:
    """Return the fields of *kind* by name; asking msgspec is most of what reading costs."""
    return {field.encode_name: field for field in msgspec.structs.fields(kind)}


class Document:
    """One YAML text: its data, and the line on which each key stands."""

    def __init__(self, path: str, text: str, first_line: int = 1) -> None:
        self.path = path
        self.data: Any = None
        self.problems: list[Problem] = []
        self._lines: dict[tuple[str, ...], int] = {}
        self._first_line = first_line
        try:
            loader = _Loader(text)
            node = loader.get_single_node()
            if node is not None:
                self._record(node, (), set())
                self.data = loader.construct_document(node)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = (mark.line if mark else 0) + first_line
            self.problems.append(Problem(path, line, f"this is not valid YAML: {error.problem}"))
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            self.problems.append(Problem(path, first_line, f"this is not valid YAML: {error}"))

    def line(self, *keys: str) -> int:
        """Return the line of the deepest of *keys* that stands in the text."""
        for length in range(len(keys), 0, -1):
            if keys[:length] in self._lines:
                return self._lines[keys[:length]]
        return self._first_line

    def convert(self, data: Any, kind: type[T], *keys: str) -> T | None:
        """Return *data* as *kind*, or None with every bad field added to ``problems``."""
        if not isinstance(data, dict):
            self._add(keys, "a list of `field: value` lines is expected here")
            return None
        before = len(self.problems)
        fields = _fields(kind)
        for name in data.keys() - fields.keys():
            known = ", ".join(sorted(fields))
            self._add((*keys, str(name)), f"unknown field `{name}`; known are {known}")
        for name, field in fields.items():
            if name not in data:
                if field.required:
                    self._add(keys, f"the field `{name}` is missing")
                continue
            try:
                msgspec.convert(data[name], field.type)
            except msgspec.ValidationError as error:
                self._add((*keys, name), f"`{name}`: {error}")
        if len(self.problems) > before:
            return None
        return msgspec.convert(data, kind)

    def _add(self, keys: tuple[str, ...], message: str) -> None:
        self.problems.append(Problem(self.path, self.line(*keys), message))

    def _record(self, node: yaml.Node, keys: tuple[str, ...], seen: set[int]) -> None:
        """Note the lines of the keys in *node*; *seen* are the nodes that were met before."""
        if id(node) in seen:
            # An alias is the very node it points to; refused before anything is built of it.
            raise yaml.MarkedYAMLError(
                problem="aliases (&name, *name) are not allowed; write the text out",
                problem_mark=node.start_mark,
            )
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            names: set[str] = set()
            for key, value in node.value:
                name = str(key.value)
                line = key.start_mark.line + self._first_line
                if name in names:
                    self.problems.append(Problem(self.path, line, f"`{name}` stands here twice"))
                names.add(name)
                self._lines[(*keys, name)] = line
                self._record(value, (*keys, name), seen)
        elif isinstance(node, yaml.SequenceNode):
            for number, value in enumerate(node.value):
                self._lines[(*keys, str(number))] = value.start_mark.line + self._first_line
                self._record(value, (*keys, str(number)), seen)


def read_text(path: Path, shown_as: str) -> tuple[str, list[Problem]]:
    """Return the text of *path*, or why it cannot be used."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        return "", [Problem(shown_as, 1, f"cannot be read: {error.strerror}")]
    if len(raw) > MAX_BYTES:
        return "", [Problem(shown_as, 1, f"is larger than {MAX_BYTES} bytes")]
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return "", [Problem(shown_as, line, "is not UTF-8 text")]
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    bad = re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]", text)
    if bad:
        line = text[: bad.start()].count("\n") + 1
        return "", [Problem(shown_as, line, f"holds a hidden character (U+{ord(bad.group()):04X})")]
    return text, []


def split(path: str, text: str) -> tuple[Document, str]:
    """Return the front matter of an answer file as a document, and the body behind it."""
    fenced = _FENCE.match(text)
    if not fenced:
        document = Document(path, "")
        document.problems.append(
            Problem(path, 1, "front matter is missing: start with `---`, fields, then `---`")
        )
        return document, ""
    return Document(path, fenced.group(1), first_line=2), fenced.group(2)
