"""The answers as pages: all of them, each one, and the guided questions step by step."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assistant import local
from assistant.knowledge import Answer, Principle
from assistant.knowledge.words import by_group
from assistant.web.cards import ask_here, card
from assistant.web.doors import Policy, policy
from assistant.web.guided import NoSuchStepError, walk
from assistant.web.place import location, own_words
from assistant.web.state import now, state, today
from assistant.web.words import PRINCIPLES, group_words

bp = Blueprint("answers", __name__, url_prefix="/answers")
MAX_STEPS = 3


@bp.get("/")
@policy(Policy.DEVICE)
def show_all() -> str:
    """Show the titles of all answers by group, or of those about one principle."""
    wanted = request.args.get("principle")
    if wanted is not None and wanted not in set(Principle):
        abort(404)
    principle = Principle(wanted) if wanted else None
    answers = [
        answer
        for answer in state().knowledge.answers.values()
        if principle is None or principle in answer.principles
    ]
    groups = [(name, group_words(name), found) for name, found in by_group(answers)]
    return render_template(
        "pages/answers.html", groups=groups, principles=PRINCIPLES, principle=principle
    )


@bp.get("/<name>")
@policy(Policy.DEVICE)
def show(name: str) -> str:
    """Show one answer on a page of its own."""
    answer = _answer(name)
    parts = state()
    shown = card(answer, parts.knowledge, location(), today(), now(), own_words(name))
    return render_template("pages/answer.html", card=shown, guided=answer.guided)


@bp.get("/<name>/<path:steps>")
@policy(Policy.DEVICE)
def show_step(name: str, steps: str) -> str | Response:
    """Show where the choices made so far lead: the next question, a verdict, another answer."""
    answer = _answer(name)
    if answer.guided is None:
        abort(404)
    try:
        way = walk(answer.guided, _numbers(steps))
    except NoSuchStepError:
        abort(404)
    if way.end and way.end.answer:
        return redirect(url_for("answers.show", name=way.end.answer), code=303)
    where = location()
    shown = card(answer, state().knowledge, where, today(), now(), own_words(name))
    if shown.is_folded or shown.own.hidden:
        # The answer says whom to ask first; its steps do not lead past that.
        return redirect(url_for("answers.show", name=name), code=303)
    return render_template(
        "pages/guided.html",
        answer=answer,
        card=shown,
        walk=way,
        steps=steps,
        verdict_text=local.fill(way.end.text or "", where) if way.end else "",
        ask=ask_here(
            answer.ask, where, now(), safety=answer.safety_critical or answer.urgent is not None
        ),
    )


def _answer(name: str) -> Answer:
    answer = state().knowledge.answers.get(name)
    if answer is None:
        abort(404)
    return answer


def _numbers(steps: str) -> list[int]:
    """Return the choice numbers of the path *steps*; each page has one address only."""
    parts = steps.split("/")
    if len(parts) > MAX_STEPS or not all(part in {"1", "2", "3"} for part in parts):
        abort(404)
    return [int(part) for part in parts]
