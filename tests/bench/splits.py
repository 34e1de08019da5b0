"""What is asked and what is known: drawn phrasings, labelled questions, typing errors."""

from __future__ import annotations

import json
import random
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant import evaluation
from assistant.evaluation import Labelled

HERE = Path(__file__).resolve().parent
HALVES = ("development", "release")
CHARACTERS_PER_ERROR = 8


@dataclass(frozen=True)
class Split:
    """Phrasings by answer, and the questions asked of them.

    ``right`` holds the answers that count as right for each question. ``outside`` are questions
    that no answer fits.
    """

    phrasings: Mapping[str, Sequence[str]]
    questions: Sequence[str]
    right: Sequence[tuple[str, ...]]
    outside: Sequence[str]

    @property
    def phrasing_count(self) -> int:
        """Return how many phrasings there are over all answers."""
        return sum(len(lines) for lines in self.phrasings.values())


@dataclass(frozen=True)
class Clinc:
    """CLINC150: training phrasings by intent, and the official test questions."""

    train: Mapping[str, Sequence[str]]
    test: Sequence[tuple[str, str]]
    outside: Sequence[str]

    def draw(self, per_answer: int | None, seed: int) -> Split:
        """Return *per_answer* phrasings of each intent drawn with *seed*; all of them for None."""
        rng = random.Random(seed)
        return Split(
            phrasings={
                intent: list(lines) if per_answer is None else rng.sample(list(lines), per_answer)
                for intent, lines in sorted(self.train.items())
            },
            questions=[question for question, _ in self.test],
            right=[(intent,) for _, intent in self.test],
            outside=self.outside,
        )


def read_clinc(path: Path) -> Clinc:
    """Return CLINC150 from the authors' ``data_full.json``, out-of-scope training left out."""
    data = json.loads(path.read_text("utf-8"))
    train: dict[str, list[str]] = {}
    for phrasing, intent in data["train"]:
        train.setdefault(intent, []).append(phrasing)
    return Clinc(
        train,
        [(question, intent) for question, intent in data["test"]],
        [question for question, _ in data["oos_test"]],
    )


@dataclass(frozen=True)
class Own:
    """Our own labelled questions.

    ``asked`` are ours and in English; ``outside`` are not ours; ``hard`` are ours but urgent, in
    another language, full of personal details, or made to look as if they were not ours.
    """

    asked: list[Labelled]
    outside: list[Labelled]
    hard: list[Labelled]


def read_own(half: str = "") -> Own:
    """Return our own labelled questions, or one *half* of them."""
    asked, declined = _rows("questions.tsv", half), _rows("decline.tsv", half)
    return Own(
        asked,
        [question for question in declined if not question.right],
        [question for question in declined if question.right],
    )


def _rows(name: str, half: str) -> list[Labelled]:
    rows = evaluation.read_questions((HERE / name).read_bytes().splitlines())
    return evaluation.labelled([row for row in rows if half in ("", row[3])])


def mistype(question: str, rng: random.Random) -> str:
    """Return *question* with one random edit for each eight characters, and at least one.

    An edit swaps two neighbours, or inserts, deletes or replaces one character.
    """
    letters = list(question)
    for _ in range(max(1, len(letters) // CHARACTERS_PER_ERROR)):
        place = rng.randrange(len(letters))
        edit = rng.choice(("swap", "insert", "delete", "replace"))
        if edit == "swap" and place + 1 < len(letters):
            letters[place : place + 2] = reversed(letters[place : place + 2])
        elif edit == "insert":
            letters.insert(place, rng.choice(string.ascii_lowercase))
        elif edit == "delete" and len(letters) > 1:
            del letters[place]
        elif edit == "replace":
            letters[place] = rng.choice(string.ascii_lowercase)
    return "".join(letters)


def mistyped(questions: Sequence[str], seed: int) -> list[str]:
    """Return *questions* with typing errors; the same *seed* makes the same ones."""
    rng = random.Random(f"typing errors {seed}")
    return [mistype(question, rng) for question in questions]
