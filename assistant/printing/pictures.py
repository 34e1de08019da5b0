"""Which picture stands beside which sentence, and what a screen reader says of it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from msgspec import Struct, structs

from assistant.knowledge import KnowledgeError, Problem, Use
from assistant.knowledge.front_matter import Document, read_text

_USE = "{use}"


class Picture(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A drawing by the name of its file, and its alternative text."""

    picture: str
    alt: str


@cache
def load(icons: Path) -> dict[str, Picture]:
    """Return the pictures of the folder *icons* by the beginning of a sentence's name.

    Raises KnowledgeError when the list does not fit the files.
    """
    path = icons / "pictures.yaml"
    text, problems = read_text(path, path.name)
    document = Document(path.name, text)
    found = {}
    for name, fields in (document.data or {}).items():
        picture = document.convert(fields, Picture, name)
        if picture is not None:
            found[name] = picture
            wanted = Use if picture.picture == _USE else (picture.picture,)
            problems += [
                Problem(path.name, document.line(name), f"there is no drawing `{one}`")
                for one in wanted
                if not (icons / f"{one}.svg").is_file()
            ]
    problems += document.problems
    if problems:
        raise KnowledgeError(problems)
    return found


def picture(icons: Path, sentence_id: str, use: Use) -> Picture | None:
    """Return the picture for a sentence about a tool of that *use*; None where there is none."""
    known = load(icons)
    steps = sentence_id.split(".")[2:]
    for length in range(len(steps), 0, -1):
        found = known.get(".".join(steps[:length]))
        if found is not None:
            return structs.replace(found, picture=found.picture.replace(_USE, use))
    return None
