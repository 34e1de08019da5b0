"""The answers as pages: all of them, each one, and the guided questions step by step."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assistant import local, text
from assistant.knowledge import Answer, Principle
from assistant.web import browse, hx
from assistant.web.browse import Order
from assistant.web.cards import Card, ask_here, card
from assistant.web.doors import Policy, policy
from assistant.web.guided import NoSuchStepError, walk
from assistant.web.place import location, own_words
from assistant.web.state import now, state, today
from assistant.web.visit import note_opened
from assistant.web.words import PRINCIPLES

bp = Blueprint("answers", __name__, url_prefix="/answers")
MAX_STEPS = 3
MAX_TYPED = 200


@bp.get("/")
@policy(Policy.DEVICE)
def show_all() -> str:
    """Show the titles of all answers in an order, or of those for one need or principle."""
    if "need" in request.args:
        return _show_need(request.args["need"])
    if "principle" in request.args:
        return _show_principle(request.args["principle"])
    by = request.args.get("by", Order.TOPIC)
    if by not in set(Order):
        abort(404)
    knowledge = state().knowledge
    return render_template(
        "pages/answers.html",
        order=Order(by),
        sections=browse.in_order(Order(by), knowledge),
        needs=knowledge.needs,
        principles=browse.principles(knowledge),
    )


@bp.post("/")
@policy(Policy.DEVICE)
def find() -> str | Response:
    """Show the answers with the form's words in their title; a script does so in the page."""
    typed = text.visible(request.form.get("words", ""))[:MAX_TYPED]
    if not typed:
        return hx.go(url_for("answers.show_all"))
    found = browse.titled(typed, state().knowledge)
    return render_template("pages/found.html", typed=typed, answers=found)


@bp.get("/<name>")
@policy(Policy.DEVICE)
def show(name: str) -> str:
    """Show one answer on a page of its own."""
    answer = _answer(name)
    note_opened(answer)
    return render_template("pages/answer.html", card=_card(answer), guided=answer.guided)


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
    shown = _card(answer)
    if shown.is_folded or shown.own.hidden:
        # The answer says whom to ask first; its steps do not lead past that.
        return redirect(url_for("answers.show", name=name), code=303)
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


def _show_need(name: str) -> str:
    knowledge = state().knowledge
    if name not in knowledge.needs:
        abort(404)
    return render_template(
        "pages/need.html",
        name=name,
        needs=knowledge.needs,
        sections=browse.of_need(knowledge.needs[name], knowledge),
    )


def _show_principle(name: str) -> str:
    if name not in set(Principle):
        abort(404)
    return render_template(
        "pages/principle.html",
        principle=Principle(name),
        principles=PRINCIPLES,
        sections=browse.of_principle(Principle(name), state().knowledge),
    )


def _card(answer: Answer) -> Card:
    return card(answer, state().knowledge, location(), today(), now(), own_words(answer.id))


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
