"""Ask one question, or a file of them, on the command line."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import click
import msgspec

from assistant import answering, evaluation, local, privacy
from assistant.answering import Outcome
from assistant.cli.main import BAD_INPUT, UNSAFE, load_index, load_knowledge, stop
from assistant.evaluation import LabelError
from assistant.knowledge import Knowledge
from assistant.local import Location
from assistant.matching import Rates
from assistant.wordlist import british

DEFAULT_RATES = Rates()
_VERDICTS = {
    "yes": "Yes.",
    "yes_if": "Yes, if:",
    "check_first": "Check first:",
    "no": "No.",
    "do_now": "Do this now:",
    "information": "Good to know:",
}


class Rate(click.FloatRange):
    """A number from 0 to 1; "nan" is none."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Return *value* as a number from 0 to 1."""
        number = float(super().convert(value, param, ctx))
        if math.isnan(number):
            self.fail("nan is not a number from 0 to 1", param, ctx)
        return number


RATE = Rate(0, 1)


class PhrasingLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of a ``--phrasings`` file: an answer, or a kind of question to decline."""

    phrasings: list[str]
    answer: Annotated[str, msgspec.Meta(min_length=1)] | None = None
    declined: Annotated[str, msgspec.Meta(min_length=1)] | None = None


@click.command()
@click.argument("question", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as one JSON object.")
@click.option("--why", is_flag=True, help="Say why this answer was chosen.")
@click.option(
    "--file", "path", type=click.Path(path_type=Path), help="Questions, one a line (TSV)."
)
@click.option("--jsonl", is_flag=True, help="One JSON object a question; goes with --file.")
@click.option("--phrasings", type=click.Path(path_type=Path), help="JSONL to use as the knowledge.")
@click.option("--false-answers", type=RATE, default=DEFAULT_RATES.false_answers, show_default=True)
@click.option("--wrong-answers", type=RATE, default=DEFAULT_RATES.wrong_answers, show_default=True)
def ask(
    question: str | None,
    path: Path | None,
    phrasings: Path | None,
    *,
    as_json: bool,
    why: bool,
    jsonl: bool,
    false_answers: float,
    wrong_answers: float,
) -> None:
    """Answer QUESTION, or every question in the first column of a file."""
    questions = read_questions(question, path)
    answerer, _ = make_answerer(phrasings, Rates(false_answers, wrong_answers))
    outcomes = [answerer(line) for line in questions]
    if path is not None or as_json or jsonl:
        lines = [as_json_line(q, outcome) for q, outcome in zip(questions, outcomes, strict=True)]
        click.echo("".join(f"{line}\n" for line in lines), nl=False)
    else:
        click.echo(_as_text(outcomes[0], why=why))


def read_questions(question: str | None, path: Path | None) -> list[str]:
    """Return the one question, or those of the file; ends the program when neither is there."""
    if (question is None) == (path is None):
        stop("give one question, or --file with questions", BAD_INPUT)
    if question is not None:
        if not question.strip():
            stop("the question is empty", BAD_INPUT)
        return [question]
    rows = read_rows(path) if path else []
    return [row[0] for row in rows]


def read_rows(path: Path) -> list[list[str]]:
    """Return the columns of a TSV file, or end the program naming the line that is unreadable."""
    try:
        return evaluation.read_questions(path.read_bytes().splitlines())
    except OSError as error:
        stop(f"cannot read {path}: {error.strerror}", BAD_INPUT)
    except LabelError as error:
        stop(f"{path}: {error}", BAD_INPUT)


def make_answerer(
    phrasings: Path | None, rates: Rates
) -> tuple[Callable[[str], Outcome], Knowledge]:
    """Return what answers a question, and the knowledge it answers from.

    That is the knowledge of this installation, or a file of phrasings alone.
    """
    if phrasings is None:
        knowledge = load_knowledge()
        index = load_index(knowledge)
        words = answering.masking_words(knowledge, index)

        def ask_knowledge(question: str) -> Outcome:
            masked = privacy.mask(question, words.known, words.names).text
            return answering.answer(masked, knowledge, index, rates, typed=question)

        return ask_knowledge, knowledge
    answers, declined = _read_phrasings(phrasings)
    try:
        from assistant.matching import training
    except ModuleNotFoundError as error:
        stop(f"training needs the extra [curate]: {error.name} is not installed", UNSAFE)
    try:
        bare_index = training.build(
            answers, declined, key="", replace={}, add={}, english=british()
        )
    except training.TrainingError as error:
        stop(f"{phrasings}: {error}", BAD_INPUT)
    bare = evaluation.bare_knowledge(answers, declined)
    thresholds = bare_index.thresholds(rates)

    def ask_phrasings(question: str) -> Outcome:
        return answering.decide(question, bare_index.rank(question), thresholds, bare)

    return ask_phrasings, bare


def as_json_line(question: str, outcome: Outcome) -> str:
    """Return *outcome* as the one-line JSON object that ``docs/formats.md`` describes."""
    return json.dumps(
        {
            "question": question,
            "outcome": outcome.kind.value,
            "answer": outcome.answer.id if outcome.answer else None,
            "suggestions": [answer.id for answer in outcome.suggestions],
            "urgent": outcome.urgent.value if outcome.urgent else None,
            "language": outcome.language,
            "scope": round(outcome.reasons.scope, 6),
            "matches": [{"answer": m.answer, "score": m.score} for m in outcome.matches],
        },
        ensure_ascii=False,
    )


def _read_phrasings(path: Path) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    answers: dict[str, list[str]] = {}
    declined: dict[str, list[str]] = {}
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        stop(f"cannot read {path}: {error.strerror}", BAD_INPUT)
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            entry = msgspec.json.decode(line, type=PhrasingLine)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            stop(f"{path}: line {number}: {error}", BAD_INPUT)
        if (entry.answer is None) == (entry.declined is None):
            stop(f"{path}: line {number}: give one of answer and declined", BAD_INPUT)
        table, name = (answers, entry.answer) if entry.answer else (declined, entry.declined)
        table.setdefault(str(name), []).extend(entry.phrasings)
    return answers, declined


def _as_text(outcome: Outcome, *, why: bool) -> str:
    nowhere = Location()
    lines: list[str] = []
    if outcome.emergency:
        lines += [outcome.emergency.headline, local.fill(outcome.emergency.short, nowhere), ""]
    if outcome.answer:
        answer = outcome.answer
        lines += [answer.title, f"{_VERDICTS[answer.verdict]} {answer.headline}", ""]
        lines += [local.fill(answer.short, nowhere), ""]
        steps = enumerate(answer.do, 1)
        lines += [f"{number}. {local.fill(step, nowhere)}" for number, step in steps]
        lines += [f"- {local.fill(line, nowhere)}" for line in (*answer.do_not, *answer.floor)]
        lines += ["", f"Not yet approved here. Sources checked on {answer.sources_checked_on}."]
    elif outcome.suggestions:
        lines += ["Did you mean one of these?"]
        lines += [f"- {answer.title}  ({answer.id})" for answer in outcome.suggestions]
    else:
        lines += ["I have no approved answer to that. I will not guess."]
        lines += [outcome.declined.say] if outcome.declined else []
        lines += [
            local.fill("Keep giving care as planned. Ask {ai_lead} before using AI.", nowhere)
        ]
    return "\n".join(lines + (_reasons(outcome) if why else []))


def _reasons(outcome: Outcome) -> list[str]:
    reasons = outcome.reasons
    lines = ["", "Why:"]
    lines += [f"  read '{typed}' as '{word}'" for typed, word in reasons.repairs]
    if reasons.urgent_words:
        lines += [f"  urgent, since it says: {', '.join(reasons.urgent_words)}"]
    lines += [f"  words that counted most: {', '.join(reasons.counted_words) or 'none'}"]
    lines += [f"  '{word}' is close in meaning to '{other}'" for word, other in reasons.near_words]
    lines += [
        (
            f"  scope {reasons.scope:.2f}, certainty {reasons.certainty:.2f}, "
            f"lead over the next {reasons.margin:.2f}"
        )
    ]
    lines += [
        f"  {match.score:.2f} {match.answer}, closest phrasing: {match.phrasing}"
        for match in outcome.matches
    ]
    return lines
