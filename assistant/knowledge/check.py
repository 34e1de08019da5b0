"""Rules that hold between the files: what breaks the knowledge, and what only wants attention."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from assistant import readability, text
from assistant.knowledge.check_needs import need_problems
from assistant.knowledge.check_training import plan_text, scenario_text, training_problems
from assistant.knowledge.model import (
    Answer,
    Choice,
    GuidedQuestion,
    Knowledge,
    Urgent,
    Verdict,
)
from assistant.knowledge.near import NearDuplicates
from assistant.knowledge.problem import Problem
from assistant.knowledge.read import AnswerPiece, PhrasingPiece, Pieces

# What only the provider knows; `assistant.local` fills each in, or uses a general wording.
PLACEHOLDERS = frozenset(
    {
        "provider",
        "manager",
        "person_in_charge",
        "on_call",
        "ai_lead",
        "data_protection_lead",
        "safeguarding_lead",
        "approved_tools",
        "report_to",
    }
)
MAX_SHORT_WORDS = 60
MAX_MEAN_SENTENCE = 20
MAX_GUIDED_STEPS = 3
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
# 999, 111 and 101 are whom to call; the markers of a numbered list are no claim.
_PHONES = frozenset({"999", "111", "101"})
_NUMBER = re.compile(r"(?<![A-Za-z\d])0*(\d[\d,.]*)")
_LIST_MARKER = re.compile(r"^\d+\. ", re.MULTILINE)
_LINK = re.compile(r"\(https?://[^)]*\)")
_SAYS_YES = frozenset({Verdict.YES, Verdict.YES_IF})
_SAYS_NO = frozenset({Verdict.NO})


def opposite(one: Verdict, other: Verdict) -> bool:
    """Return whether one verdict allows what the other forbids."""
    return (one in _SAYS_YES and other in _SAYS_NO) or (one in _SAYS_NO and other in _SAYS_YES)


def broken(pieces: Pieces) -> list[Problem]:
    """Return everything that keeps the knowledge from being served."""
    found = list(pieces.problems)
    by_id = {piece.fields.id: piece for piece in pieces.answers}
    for piece in pieces.answers:
        found += _answer_problems(piece, by_id, pieces)
    for name, path in pieces.phrasing_paths.items():
        if name not in by_id and not pieces.problems:
            found.append(Problem(path, 1, f"there is no answer `{name}`"))
    for kind, lines in pieces.declined_phrasings.items():
        if kind not in pieces.declined:
            found.append(Problem(lines[0].path, 1, f"`{kind}` has no entry in declined/kinds.yaml"))
    for rule in pieces.urgent_rules:
        if rule.answer not in by_id:
            found.append(Problem("urgent.yaml", 1, f"there is no answer `{rule.answer}`"))
    found += training_problems(pieces, by_id)
    found += need_problems(pieces, by_id)
    for framework in pieces.frameworks.values():
        if framework.piece.source not in pieces.sources:
            line = framework.document.line("source")
            message = f"there is no source `{framework.piece.source}`"
            found.append(Problem(framework.path, line, message))
    found += _never_say_problems(pieces)
    found += _phrasing_problems(pieces)
    return sorted(set(found))


def wanting(knowledge: Knowledge, today: date) -> list[Problem]:
    """Return what wants attention and still may be served: overdue reviews, hard reading."""
    found: list[Problem] = []
    for answer in knowledge.answers.values():
        path = f"answers/{answer.group}/{answer.id}.md"
        if answer.review_by < today:
            found.append(Problem(path, 1, f"review was due on {answer.review_by.isoformat()}"))
        spoken = " ".join((answer.short, *answer.do, *answer.do_not))
        if (mean := readability.mean_sentence_length(spoken)) > MAX_MEAN_SENTENCE:
            found.append(Problem(path, 1, f"sentences are {mean:.0f} words long on average"))
    return found


def counts(knowledge: Knowledge, today: date) -> dict[str, int]:
    """Return how much the knowledge holds, by name of what is counted."""
    answers = knowledge.answers.values()
    return {
        "answers": len(answers),
        "phrasings": sum(len(answer.phrasings) for answer in answers),
        "declined questions": sum(len(kind.phrasings) for kind in knowledge.declined.values()),
        "scenarios": len(knowledge.scenarios),
        "session plans": len(knowledge.plans),
        "sources": len(knowledge.sources),
        "urgent rules": len(knowledge.urgent_rules),
        "overdue": sum(answer.review_by < today for answer in answers),
    }


def prose(fields: Answer | AnswerPiece) -> Iterator[tuple[str, str]]:
    """Yield each text a reader sees, with the name of its field."""
    answer = fields.fields if isinstance(fields, AnswerPiece) else fields
    yield "title", answer.title
    yield "headline", answer.headline
    yield "short", answer.short
    for name in ("do", "do_not", "floor"):
        for line in getattr(answer, name):
            yield name, line
    if answer.guided:
        for choice in _choices(answer.guided):
            yield "guided", choice.text or choice.label


def _choices(guided: GuidedQuestion) -> Iterator[Choice]:
    for choice in guided.choices:
        yield choice
        if choice.then:
            yield from _choices(choice.then)


def _answer_problems(
    piece: AnswerPiece, by_id: dict[str, AnswerPiece], pieces: Pieces
) -> Iterator[Problem]:
    yield from _name_problems(piece, by_id, pieces)
    yield from _field_problems(piece, pieces)
    yield from _placeholder_problems(piece)
    yield from _number_problems(piece, pieces)
    yield from _related_problems(piece, by_id)
    if piece.fields.guided:
        yield from _guided_problems(piece, piece.fields.guided, by_id, 1)


def _name_problems(
    piece: AnswerPiece, by_id: dict[str, AnswerPiece], pieces: Pieces
) -> Iterator[Problem]:
    id, line = piece.fields.id, piece.document.line("id")
    name = piece.path.rsplit("/", 1)[-1].removesuffix(".md")
    questions = f"questions/{piece.group}/{id}.txt"
    if name != id:
        yield Problem(piece.path, line, f"the file is called `{name}` but its id is `{id}`")
    if by_id[id] is not piece:
        yield Problem(piece.path, line, f"the id also stands in {by_id[id].path}")
    if id not in pieces.phrasings:
        yield Problem(piece.path, line, f"{questions} is missing")
    elif pieces.phrasing_paths[id] != questions:
        yield Problem(piece.path, line, f"its phrasings stand in {pieces.phrasing_paths[id]}")


def _field_problems(piece: AnswerPiece, pieces: Pieces) -> Iterator[Problem]:
    fields = piece.fields

    def at(message: str, *keys: str) -> Problem:
        return Problem(piece.path, piece.document.line(*keys), message)

    for number, citation in enumerate(fields.sources):
        if citation.id not in pieces.sources:
            yield at(f"there is no source `{citation.id}`", "sources", str(number))
    if fields.review_by <= fields.sources_checked_on:
        yield at("the review is due before the sources were checked", "review_by")
    if (count := readability.word_count(fields.short)) > MAX_SHORT_WORDS:
        yield at(f"the short answer has {count} words; {MAX_SHORT_WORDS} at most", "short")
    if fields.urgent is Urgent.DANGER and not fields.safety_critical:
        yield at("an answer to danger is safety critical", "urgent")


def _placeholder_problems(piece: AnswerPiece) -> Iterator[Problem]:
    for field, line in [*prose(piece), ("body", piece.body)]:
        for placeholder in _PLACEHOLDER.findall(line):
            if placeholder not in PLACEHOLDERS:
                known = ", ".join(sorted(PLACEHOLDERS))
                message = f"`{{{placeholder}}}` is no placeholder; known are {known}"
                yield Problem(piece.path, piece.document.line(field), message)


def _number_problems(piece: AnswerPiece, pieces: Pieces) -> Iterator[Problem]:
    """A number is a claim: a source of the answer must carry it."""
    carried: list[str] = []
    for citation in piece.fields.sources:
        source = pieces.sources.get(citation.id)
        carried.append(citation.supports)
        carried += [source.title, source.published, source.note or ""] if source else []
    known = _PHONES.union(*map(_numbers, carried))
    body = _LIST_MARKER.sub("", _LINK.sub("", piece.body))
    for field, line in [*prose(piece), ("body", body)]:
        for number in sorted(_numbers(line) - known):
            place = piece.document.line(field)
            yield Problem(piece.path, place, f"no source of this answer gives “{number}”")


def _numbers(text: str) -> set[str]:
    return {number.rstrip(".,") for number in _NUMBER.findall(text)}


def _related_problems(piece: AnswerPiece, by_id: dict[str, AnswerPiece]) -> Iterator[Problem]:
    line = piece.document.line("related")
    for other in piece.fields.related:
        if other == piece.fields.id:
            yield Problem(piece.path, line, "an answer is not related to itself")
        elif other in by_id:
            neighbour = by_id[other].fields
            if (
                opposite(piece.fields.verdict, neighbour.verdict)
                and piece.fields.id not in neighbour.related
            ):
                message = (
                    f"`{other}` says the opposite; it must name `{piece.fields.id}` as related"
                )
                yield Problem(piece.path, line, message)
        else:
            yield Problem(piece.path, line, f"there is no answer `{other}`")


def _guided_problems(
    piece: AnswerPiece, guided: GuidedQuestion, by_id: dict[str, AnswerPiece], depth: int
) -> Iterator[Problem]:
    line = piece.document.line("guided")
    if depth > MAX_GUIDED_STEPS:
        yield Problem(piece.path, line, f"asks more than {MAX_GUIDED_STEPS} questions in a row")
    for choice in guided.choices:
        ends = [choice.verdict is not None, choice.answer is not None, choice.then is not None]
        if sum(ends) != 1 or (choice.text is not None) != (choice.verdict is not None):
            message = f"`{choice.label}` needs one of: verdict with text, answer, then"
            yield Problem(piece.path, line, message)
        if choice.answer is not None and choice.answer not in by_id:
            yield Problem(piece.path, line, f"there is no answer `{choice.answer}`")
        if choice.then:
            yield from _guided_problems(piece, choice.then, by_id, depth + 1)


def _never_say_problems(pieces: Pieces) -> Iterator[Problem]:
    """Nothing claims what may not be claimed; the allow-list is itself kept true."""
    passages = list(_passages(pieces))
    for name, rule in pieces.never_say.items():
        try:
            pattern = re.compile(rule.pattern, re.IGNORECASE)
        except re.error as error:
            yield Problem("never-say.yaml", 1, f"the pattern of `{name}` is broken: {error}")
            continue
        needed = set()
        for owner, path, line, passage in passages:
            claim = pattern.search(" ".join(passage.split()))
            if claim and owner in rule.allow:
                needed.add(owner)
            elif claim:
                yield Problem(path, line, f"says “{claim.group()}”: {rule.why}")
        for id in set(rule.allow) - needed:
            yield Problem("never-say.yaml", 1, f"`{name}` allows `{id}`, which does not need it")


def _passages(pieces: Pieces) -> Iterator[tuple[str, str, int, str]]:
    """Yield all that someone reads: the answer it belongs to (if one), path, line and text."""
    for piece in pieces.answers:
        for field, line in [*prose(piece), ("body", piece.body)]:
            yield piece.fields.id, piece.path, piece.document.line(field), line
    for scenario in pieces.scenarios.values():
        yield "", scenario.path, 1, scenario_text(scenario.piece)
    for idea in pieces.ideas.values():
        yield "", "ideas.yaml", 1, idea.text
    for plan in pieces.plans.values():
        yield "", plan.path, 1, plan_text(plan.piece)
    for kind in pieces.declined.values():
        yield "", "declined/kinds.yaml", 1, kind.say
    for need in pieces.needs.values():
        for title in (need.title, *(part.title for part in need.parts)):
            yield "", "needs.yaml", 1, title


def _phrasing_problems(pieces: Pieces) -> Iterator[Problem]:
    seen: dict[str, PhrasingPiece] = {}
    for lines in (*pieces.phrasings.values(), *pieces.declined_phrasings.values()):
        near: NearDuplicates[PhrasingPiece] = NearDuplicates()
        for line in lines:
            tokens = text.words(line.text)
            key = " ".join(tokens)
            if not key:
                yield Problem(line.path, line.line, "has no words")
                continue
            if key in seen:
                first = seen[key]
                yield Problem(line.path, line.line, f"also stands at {first.path}:{first.line}")
                continue
            seen[key] = line
            token_set = frozenset(tokens)
            if (twin := near.find(token_set)) is not None:
                message = f"says almost the same as line {twin.line}"
                yield Problem(line.path, line.line, message)
            near.add(token_set, line)
