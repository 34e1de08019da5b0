"""Rules for how answers are found without asking: by need, and by the questions offered first."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import structs

from assistant.knowledge.model import Role
from assistant.knowledge.problem import Problem
from assistant.knowledge.read import AnswerPiece, Pieces

_NEEDS, _FIRST = "needs.yaml", "first-questions.yaml"


def need_problems(pieces: Pieces, by_id: dict[str, AnswerPiece]) -> Iterator[Problem]:
    """Yield what is wrong with needs and first questions; needs, if any, lead to every answer."""
    reached: set[str] = set()
    for name, need in pieces.needs.items():
        listed = [answer for part in need.parts for answer in part.answers]
        reached.update(listed)
        for answer in sorted(set(listed)):
            if answer not in by_id:
                yield Problem(_NEEDS, 1, f"`{name}`: there is no answer `{answer}`")
            if listed.count(answer) > 1:
                yield Problem(_NEEDS, 1, f"`{name}` names `{answer}` twice")
    if pieces.needs:
        for answer in sorted(by_id.keys() - reached):
            yield Problem(_NEEDS, 1, f"no need leads to `{answer}`")
    yield from _first_problems(pieces, by_id)


def _first_problems(pieces: Pieces, by_id: dict[str, AnswerPiece]) -> Iterator[Problem]:
    for role, answers in structs.asdict(pieces.first_questions).items():
        for answer in sorted(set(answers)):
            if answer not in by_id:
                yield Problem(_FIRST, 1, f"`{role}`: there is no answer `{answer}`")
            elif Role(role) not in by_id[answer].fields.roles:
                yield Problem(_FIRST, 1, f"`{answer}` is not written for the role `{role}`")
            if answers.count(answer) > 1:
                yield Problem(_FIRST, 1, f"`{role}` names `{answer}` twice")
