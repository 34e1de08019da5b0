"""Add suggested phrasings to the knowledge files, after checking them against all others."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import msgspec

from assistant import privacy, text
from assistant.knowledge.check import broken
from assistant.knowledge.model import Slug
from assistant.knowledge.near import NearDuplicates
from assistant.knowledge.problem import KnowledgeError, Problem
from assistant.knowledge.read import PhrasingPiece, Pieces, read
from assistant.knowledge.words import products
from assistant.wordlist import british, given_names

MAX_PHRASING = 200
MAX_SUGGESTIONS = 1000
# Suggestions are writers of their own: what is held out for calibration is cut by such notes.
NOTE = "# suggested by staff"


class SuggestionLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of a suggestion file: phrasings for an answer, or for a kind that is not ours."""

    phrasings: Annotated[tuple[str, ...], msgspec.Meta(min_length=1, max_length=MAX_SUGGESTIONS)]
    answer: Slug | None = None
    declined: Slug | None = None


@dataclass
class Merge:
    """What a suggestion file would add, by file; what stands there already; and what is wrong."""

    added: dict[str, list[str]] = field(default_factory=dict)
    known: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def plan(folder: Path, suggestions: bytes, shown_as: str) -> Merge:
    """Return what *suggestions*, the lines of a suggestion file, would add to *folder*.

    Problems name the line of the file, which messages call *shown_as*. Raises KnowledgeError when
    the knowledge itself is broken.
    """
    pieces = read(folder)
    if problems := broken(pieces):
        raise KnowledgeError(problems)
    merge = Merge()
    others = _Others(pieces)
    for number, line in enumerate(suggestions.split(b"\n"), 1):
        if line.strip():
            for problem in _take(line, pieces, others, merge):
                merge.problems.append(Problem(shown_as, number, problem))
    if not merge.problems:
        # What passed one by one must pass the whole check as well.
        merge.problems += broken(pieces)
    return merge


def apply(folder: Path, merge: Merge) -> None:
    """Write what *merge* adds behind the phrasings that each file has.

    Raises KnowledgeError when it has problems: then nothing is written.
    """
    if merge.problems:
        raise KnowledgeError(merge.problems)
    for name, phrasings in merge.added.items():
        path = folder / name
        content = path.read_text("utf-8")
        notes = [line for line in content.splitlines() if line.startswith("#")]
        note = "" if notes[-1:] == [NOTE] else f"{NOTE}\n"
        unfinished = path.with_suffix(".unfinished")
        joined = "\n".join(phrasings)
        unfinished.write_text(f"{content.rstrip()}\n{note}{joined}\n", "utf-8")
        unfinished.replace(path)


class _Others:
    """All phrasings that stand somewhere, and what each is for."""

    def __init__(self, pieces: Pieces) -> None:
        self._owners: dict[str, str] = {}
        self._near: NearDuplicates[tuple[str, str]] = NearDuplicates()
        for lines_of in (pieces.phrasings, pieces.declined_phrasings):
            for owner, lines in lines_of.items():
                for line in lines:
                    self.add(owner, line.text)

    def add(self, owner: str, phrasing: str) -> None:
        """Take *phrasing* among those that stand already."""
        words = text.words(phrasing)
        self._owners.setdefault(" ".join(words), owner)
        self._near.add(frozenset(words), (owner, phrasing))

    def owner(self, phrasing: str) -> str | None:
        """Return what the same phrasing already stands for, or None."""
        return self._owners.get(" ".join(text.words(phrasing)))

    def nearest(self, phrasing: str) -> tuple[str, str] | None:
        """Return the owner and text of one that says almost the same, or None."""
        return self._near.find(frozenset(text.words(phrasing)))


def _take(line: bytes, pieces: Pieces, others: _Others, merge: Merge) -> list[str]:
    """Add the phrasings of one line to *merge*, and return what is wrong with them."""
    try:
        entry = msgspec.json.decode(line, type=SuggestionLine)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return [str(error)]
    if (entry.answer is None) == (entry.declined is None):
        return ["give one of answer and declined"]
    owner = str(entry.answer or entry.declined)
    found = _file_of(entry, pieces)
    if found is None:
        return [f"there is no {'answer' if entry.answer else 'declined kind'} `{owner}`"]
    path, lines = found
    problems: list[str] = []
    for phrasing in map(text.visible, entry.phrasings):
        if others.owner(phrasing) == owner:
            merge.known.append(phrasing)
        elif problem := _problem(phrasing, owner, pieces, others):
            problems.append(f"“{phrasing[:MAX_PHRASING]}” {problem}")
        else:
            others.add(owner, phrasing)
            lines.append(PhrasingPiece(path, 0, phrasing))
            merge.added.setdefault(path, []).append(phrasing)
    return problems


def _file_of(entry: SuggestionLine, pieces: Pieces) -> tuple[str, list[PhrasingPiece]] | None:
    if entry.answer:
        path = pieces.phrasing_paths.get(entry.answer)
        return (path, pieces.phrasings[entry.answer]) if path else None
    name = str(entry.declined)
    if name not in pieces.declined_phrasings:
        return None
    return f"declined/{name}.txt", pieces.declined_phrasings[name]


def _problem(phrasing: str, owner: str, pieces: Pieces, others: _Others) -> str | None:
    """Return what is wrong with adding *phrasing* to *owner*, or None."""
    if not text.words(phrasing):
        return "has no words"
    if len(phrasing) > MAX_PHRASING:
        return f"is longer than {MAX_PHRASING} characters"
    if phrasing.startswith("#"):
        return "starts with #, which marks a note"
    if found := _details(phrasing, pieces):
        return f"holds a personal detail: {', '.join(found)}"
    if (other := others.owner(phrasing)) is not None:
        return f"already stands for `{other}`"
    if (near := others.nearest(phrasing)) is not None:
        return f"says almost the same as “{near[1]}” of `{near[0]}`"
    if text.words(phrasing) in _never_for(owner, pieces):
        return f"is one that `{owner}` must not match"
    return None


def _details(phrasing: str, pieces: Pieces) -> tuple[str, ...]:
    ours = {word for product in products(pieces.lexicon) for word in product.split()}
    return privacy.mask(phrasing, british() | ours, given_names() - ours).found


def _never_for(owner: str, pieces: Pieces) -> list[list[str]]:
    return [
        text.words(line)
        for answer in pieces.answers
        if answer.fields.id == owner
        for line in answer.fields.must_not_match
    ]
