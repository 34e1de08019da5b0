"""Read the files of a knowledge folder into pieces, each with its place for later messages."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Generic, TypeVar

import markdown
import msgspec
import nh3
from msgspec import structs

from assistant.knowledge import front_matter
from assistant.knowledge.front_matter import Document
from assistant.knowledge.model import (
    AnswerFields,
    DeclinedKind,
    FirstQuestions,
    Framework,
    Idea,
    Lexicon,
    Need,
    NeverSay,
    Plan,
    Scenario,
    Source,
    UrgentRule,
    UrgentWords,
)
from assistant.knowledge.problem import Problem

T = TypeVar("T", bound=msgspec.Struct)
Named = TypeVar("Named", Scenario, Plan, Framework)
_FILES = (
    "answers/*/*.md",
    "questions/*/*.txt",
    "declined/*.txt",
    "declined/*.yaml",
    "scenarios/*/*.yaml",
    "plans/*.yaml",
    "frameworks/*.yaml",
    "*.yaml",
)
_ALLOWED_TAGS = {"p", "ul", "ol", "li", "strong", "em", "h3", "a", "br"}


@dataclass
class AnswerPiece:
    """One answer file as read: its fields, its place and its text."""

    path: str
    group: str
    fields: AnswerFields
    document: Document
    body: str
    text_hash: str


@dataclass
class Located(Generic[T]):
    """What one file holds, with its place."""

    path: str
    piece: T
    document: Document


@dataclass
class PhrasingPiece:
    """One line of a questions or declined file."""

    path: str
    line: int
    text: str


@dataclass
class Pieces:
    """Everything that was readable, and every problem met on the way."""

    answers: list[AnswerPiece] = field(default_factory=list)
    phrasings: dict[str, list[PhrasingPiece]] = field(default_factory=dict)
    phrasing_paths: dict[str, str] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    declined: dict[str, DeclinedKind] = field(default_factory=dict)
    declined_phrasings: dict[str, list[PhrasingPiece]] = field(default_factory=dict)
    scenarios: dict[str, Located[Scenario]] = field(default_factory=dict)
    ideas: dict[str, Idea] = field(default_factory=dict)
    plans: dict[str, Located[Plan]] = field(default_factory=dict)
    frameworks: dict[str, Located[Framework]] = field(default_factory=dict)
    never_say: dict[str, NeverSay] = field(default_factory=dict)
    needs: dict[str, Need] = field(default_factory=dict)
    first_questions: FirstQuestions = field(default_factory=FirstQuestions)
    urgent_rules: list[UrgentRule] = field(default_factory=list)
    lexicon: Lexicon = field(default_factory=Lexicon)
    problems: list[Problem] = field(default_factory=list)
    content_hash: str = ""


def read(folder: Path) -> Pieces:
    """Return all pieces of the knowledge in *folder*."""
    pieces = Pieces()
    if not folder.is_dir():
        pieces.problems.append(Problem(str(folder), 1, "there is no such knowledge folder"))
        return pieces
    digest = hashlib.sha256()
    for path, text in _texts(folder, pieces):
        digest.update(f"{path}\0{text}\0".encode())
        _read_file(path, text, pieces)
    pieces.content_hash = digest.hexdigest()
    return pieces


def _read_file(path: str, text: str, pieces: Pieces) -> None:
    """Read one file into *pieces*, by the folder it stands in."""
    place, name = PurePosixPath(path).parts[0], PurePosixPath(path).stem
    match place:
        case "answers":
            _read_answer(path, PurePosixPath(path).parts[1], text, pieces)
        case "questions":
            if name in pieces.phrasing_paths:
                other = pieces.phrasing_paths[name]
                pieces.problems.append(Problem(path, 1, f"the same name stands in {other}"))
            pieces.phrasing_paths[name] = path
            pieces.phrasings[name] = list(_lines(path, text))
        case "declined" if path.endswith(".txt"):
            pieces.declined_phrasings[name] = list(_lines(path, text))
        case "scenarios":
            _read_one(path, name, text, Scenario, pieces.scenarios, pieces)
        case "plans":
            _read_one(path, name, text, Plan, pieces.plans, pieces)
        case "frameworks":
            _read_one(path, name, text, Framework, pieces.frameworks, pieces)
        case _:
            _read_table(path, name, text, pieces)


def _read_table(path: str, name: str, text: str, pieces: Pieces) -> None:
    """Read one of the files that hold many entries."""
    match name:
        case "kinds":
            pieces.declined = _read_map(path, text, DeclinedKind, pieces)
        case "sources":
            pieces.sources = _read_map(path, text, Source, pieces)
        case "ideas":
            pieces.ideas = _read_map(path, text, Idea, pieces)
        case "needs":
            pieces.needs = _read_map(path, text, Need, pieces)
        case "never-say":
            pieces.never_say = _read_map(path, text, NeverSay, pieces)
        case "urgent":
            _read_urgent(path, text, pieces)
        case "lexicon":
            pieces.lexicon = _read_whole(path, text, Lexicon, pieces) or Lexicon()
        case "first-questions":
            found = _read_whole(path, text, FirstQuestions, pieces)
            pieces.first_questions = found or FirstQuestions()
        case _:
            pieces.problems.append(Problem(path, 1, "is no file of the knowledge"))


def render(body: str) -> str:
    """Return Markdown *body* as HTML with only plain text tags and https links."""
    html = markdown.markdown(body, output_format="html")
    return nh3.clean(html, tags=_ALLOWED_TAGS, url_schemes={"https"}, link_rel="noopener")


def _texts(folder: Path, pieces: Pieces) -> Iterator[tuple[str, str]]:
    """Yield each text file below *folder* in a fixed order, as relative path and text."""
    root = folder.resolve()
    for path in sorted({path for pattern in _FILES for path in folder.glob(pattern)}):
        shown_as = path.relative_to(folder).as_posix()
        if not path.resolve().is_relative_to(root):
            pieces.problems.append(Problem(shown_as, 1, "leads out of the knowledge folder"))
            continue
        text, problems = front_matter.read_text(path, shown_as)
        pieces.problems += problems
        if not problems:
            yield shown_as, text


def _read_answer(path: str, group: str, text: str, pieces: Pieces) -> None:
    document, body = front_matter.split(path, text)
    if not document.problems:
        fields = document.convert(document.data, AnswerFields)
        if fields:
            text_hash = hashlib.sha256(text.encode()).hexdigest()
            pieces.answers.append(AnswerPiece(path, group, fields, document, body, text_hash))
    pieces.problems += document.problems


def _lines(path: str, text: str) -> Iterator[PhrasingPiece]:
    for number, line in enumerate(text.split("\n"), 1):
        stripped = line.strip()
        if stripped and not stripped.startswith("#"):
            yield PhrasingPiece(path, number, stripped)


def _read_map(path: str, text: str, kind: type[T], pieces: Pieces) -> dict[str, T]:
    document = Document(path, text)
    found: dict[str, T] = {}
    if isinstance(document.data, dict):
        for name, data in document.data.items():
            piece = document.convert(data, kind, str(name))
            if piece is not None:
                found[str(name)] = piece
    elif not document.problems:
        document.problems.append(Problem(path, 1, "a list of `id: fields` is expected here"))
    pieces.problems += document.problems
    return found


def _read_whole(path: str, text: str, kind: type[T], pieces: Pieces) -> T | None:
    """Read a file that holds one piece without an id."""
    document = Document(path, text)
    piece = document.convert(document.data, kind)
    pieces.problems += document.problems
    return piece


def _read_one(
    path: str,
    name: str,
    text: str,
    kind: type[Named],
    found: dict[str, Located[Named]],
    pieces: Pieces,
) -> None:
    """Read a file that holds one piece, whose id is the name of the file."""
    document = Document(path, text)
    piece = document.convert(document.data, kind)
    if piece is not None:
        if piece.id != name:
            document.problems.append(Problem(path, document.line("id"), f"its id must be `{name}`"))
        found[name] = Located(path, piece, document)
    pieces.problems += document.problems


def _read_urgent(path: str, text: str, pieces: Pieces) -> None:
    """Read the urgent rules, each ``@name`` written out."""
    document = Document(path, text)
    urgent = document.convert(document.data, UrgentWords)
    words = urgent.words if urgent else {}
    for number, rule in enumerate(urgent.rules if urgent else ()):
        for group in (*rule.all_of, *rule.none_of):
            if group.startswith("@") and group[1:] not in words:
                line = document.line("rules", str(number))
                document.problems.append(Problem(path, line, f"there are no words `{group[1:]}`"))
        written_out = {
            field: tuple(words.get(group.removeprefix("@"), group) for group in groups)
            for field, groups in (("all_of", rule.all_of), ("none_of", rule.none_of))
        }
        pieces.urgent_rules.append(structs.replace(rule, **written_out))
    pieces.problems += document.problems
