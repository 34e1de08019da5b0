"""Measure the knowledge and the matching on labelled questions."""

from __future__ import annotations

import os
from pathlib import Path

import click
import msgspec

from assistant import config, evaluation
from assistant.cli.ask import DEFAULT_RATES, RATE, make_answerer, read_rows
from assistant.cli.main import BAD_INPUT, UNSAFE, load_index, load_knowledge, stop
from assistant.evaluation import Figures, LabelError, Report
from assistant.knowledge import by_writer
from assistant.matching import HeldOut, Rates
from assistant.wordlist import british


@click.command()
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.option("--held-out", is_flag=True, help="How each answer's own phrasings find it instead.")
@click.option("--left-out", is_flag=True, help="How each writer's phrasings do without them.")
@click.option("--phrasings", type=click.Path(path_type=Path), help="JSONL to use as the knowledge.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.option("--confused", type=int, default=15, show_default=True, help="How many pairs to list.")
@click.option("--false-answers", type=RATE, default=DEFAULT_RATES.false_answers, show_default=True)
@click.option("--wrong-answers", type=RATE, default=DEFAULT_RATES.wrong_answers, show_default=True)
def evaluate(
    path: Path | None,
    phrasings: Path | None,
    *,
    held_out: bool,
    left_out: bool,
    as_json: bool,
    confused: int,
    false_answers: float,
    wrong_answers: float,
) -> None:
    """Measure on PATH: a TSV of question, acceptable answer ids (best first) or NONE, and style."""
    if held_out + left_out + (path is not None) != 1:
        stop("give a file of labelled questions, --held-out or --left-out", BAD_INPUT)
    if path is None:
        click.echo(_left_out_text(as_json=as_json) if left_out else _held_out_text())
        return
    try:
        questions = evaluation.labelled(read_rows(path))
    except LabelError as error:
        stop(f"{path}: {error}", BAD_INPUT)
    answerer, knowledge = make_answerer(phrasings, Rates(false_answers, wrong_answers))
    report = evaluation.evaluate(questions, answerer, knowledge.answers)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(report)))
    else:
        click.echo(_as_text(report, confused))


def _held_out_text() -> str:
    found = load_index(load_knowledge()).held_out()
    total = sum(held.phrasings for held in found)
    first = sum(held.first * held.phrasings for held in found) / max(total, 1)
    lines = [f"{100 * first:.1f} % of {total} held-out phrasings find their answer first"]
    return "\n".join([*lines, *map(_held_out_line, found)])


def _held_out_line(held: HeldOut) -> str:
    confused = ", ".join(f"{answer} {count}" for answer, count in held.confused[:4])
    return f"{100 * held.first:5.0f} % {held.answer:32}{confused}"


def _left_out_text(*, as_json: bool) -> str:
    try:
        from assistant.matching import left_out
    except ModuleNotFoundError as error:
        stop(f"training needs the extra [curate]: {error.name} is not installed", UNSAFE)
    knowledge = load_knowledge()
    found = left_out.by_writer(
        by_writer(config.knowledge_folder()),
        {answer.id: answer.title for answer in knowledge.answers.values()},
        left_out.Lexical(knowledge.lexicon.replace, knowledge.lexicon.add, british()),
        os.cpu_count() or 1,
    )
    if as_json:
        return msgspec.json.format(msgspec.json.encode(found)).decode()
    lines = []
    for writer in found:
        lines.append(
            f"{100 * writer.first:.1f} % first, {100 * writer.among_three:.1f} % among three, of "
            f"{writer.phrasings} phrasings by {writer.writer}"
        )
        lines += map(_held_out_line, writer.answers)
    return "\n".join(lines)


def _as_text(report: Report, confused: int) -> str:
    lines = [f"{'':22}{'n':>5} first three  best right wrong offered declined"]
    parts = {"all of ours": report.ours, "everyday answers": report.everyday}
    for name, figures in (*parts.items(), *report.by_style.items()):
        if figures.questions:
            lines.append(f"{name:22}{_row(figures)}")
    low, high = report.ours.first_interval
    lines.append(f"95 % interval of first: {low:.1f} to {high:.1f}")
    critical = sum(wrong.safety_critical for wrong in report.opposites)
    lines.append(
        f"answered with the opposite verdict: {len(report.opposites)}, "
        f"{critical} of them safety-critical"
    )
    lines += [f"  {wrong.wanted} -> {wrong.got}: {wrong.question}" for wrong in report.opposites]
    if report.others:
        lines.append(
            f"not ours: {report.others}, answered {report.false_answers:.1f} %, "
            f"offered {report.false_offers:.1f} %"
        )
    lines += [f"  answered though not ours: {question}" for question in report.false_ones]
    lines += [f"  {n} x {wanted} -> {got}" for wanted, got, n in report.confused[:confused]]
    return "\n".join(lines)


def _row(figures: Figures) -> str:
    return (
        f"{figures.questions:5}{figures.first:6.1f}{figures.among_three:6.1f}"
        f"{figures.best_first:6.1f}{figures.answered_right:6.1f}{figures.answered_wrong:6.1f}"
        f"{figures.offered_right:8.1f}{figures.declined:9.1f}"
    )
