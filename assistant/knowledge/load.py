"""The whole knowledge base as one object, or the list of what is wrong with it."""

from __future__ import annotations

from pathlib import Path

from msgspec import structs

from assistant.knowledge import check
from assistant.knowledge.model import Answer, Knowledge
from assistant.knowledge.problem import KnowledgeError
from assistant.knowledge.read import Pieces, read, render


def load(folder: Path) -> Knowledge:
    """Return the knowledge in *folder*.

    Raises KnowledgeError with every problem found: a broken base is never partly served.
    """
    pieces = read(folder)
    problems = check.broken(pieces)
    if problems:
        raise KnowledgeError(problems)
    return _assemble(pieces)


def _assemble(pieces: Pieces) -> Knowledge:
    answers = {
        piece.fields.id: Answer(
            **structs.asdict(piece.fields),
            group=piece.group,
            phrasings=tuple(line.text for line in pieces.phrasings[piece.fields.id]),
            body_html=render(piece.body),
            text_hash=piece.text_hash,
        )
        for piece in sorted(pieces.answers, key=lambda piece: piece.fields.id)
    }
    declined = {
        name: structs.replace(
            kind, phrasings=tuple(line.text for line in pieces.declined_phrasings.get(name, []))
        )
        for name, kind in sorted(pieces.declined.items())
    }
    return Knowledge(
        answers=answers,
        sources=pieces.sources,
        declined=declined,
        urgent_rules=tuple(pieces.urgent_rules),
        lexicon=pieces.lexicon,
        scenarios={name: found.piece for name, found in sorted(pieces.scenarios.items())},
        ideas=pieces.ideas,
        plans={name: found.piece for name, found in sorted(pieces.plans.items())},
        never_say=pieces.never_say,
        needs=pieces.needs,
        first_questions=pieces.first_questions,
        frameworks={name: found.piece for name, found in sorted(pieces.frameworks.items())},
        content_hash=pieces.content_hash,
    )
