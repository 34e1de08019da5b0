"""Answers without a connection: a page with all of them in short, and the worker that keeps it.

The page is English whatever language somebody reads in: a device keeps one copy for everyone.
"""

from __future__ import annotations

import hashlib
import json

from flask import Blueprint, Response, current_app, render_template, url_for

from assistant.knowledge import Answer, Urgent
from assistant.local import LocalWords
from assistant.web.assets import FONT, SHEETS, STATIC, Assets
from assistant.web.cards import card
from assistant.web.doors import Policy, policy
from assistant.web.place import all_own_words, location
from assistant.web.staff_language import in_english
from assistant.web.state import state, today
from assistant.web.words import CONTACT_ROLES

bp = Blueprint("offline", __name__)
_URGENCY = {Urgent.DANGER: 0, Urgent.ACT_NOW: 1, None: 2}
_SCRIPTS = ("js/app.js", "js/find.js")


@bp.get("/offline")
@policy(Policy.DEVICE)
@in_english
def show() -> str:
    """Show every answer in short, the most urgent first; nothing here is about a person."""
    parts = state()
    where, own = location(), all_own_words()
    cards = [
        card(answer, parts.knowledge, where, today(), own=own.get(answer.id, LocalWords()))
        for answer in sorted(parts.knowledge.answers.values(), key=_most_urgent_first)
    ]
    # At what hour the copy is read is not known, so that it names everyone.
    people = [(role, where.people[role]) for role in CONTACT_ROLES if role in where.people]
    return render_template("pages/offline.html", cards=cards, people=people, saved_on=today())


@bp.get("/service-worker.js")
@policy(Policy.PUBLIC)
def worker() -> Response:
    """Return the worker, headed by what to keep; a change of content makes it a new worker."""
    assets: Assets = current_app.extensions["assets"]
    script = (STATIC / "js" / "service-worker.js").read_text("utf-8")
    everything = json.dumps(assets.versions, sort_keys=True) + state().knowledge.content_hash
    about = {
        "version": hashlib.sha256(everything.encode()).hexdigest()[:16],
        "page": url_for("offline.show"),
        "kept": [*map(assets.address, (*SHEETS, *_SCRIPTS)), url_for("static", filename=FONT)],
        "static": url_for("static", filename=""),
    }
    response = Response(f"const ABOUT = {json.dumps(about)};\n{script}", mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response


def _most_urgent_first(answer: Answer) -> tuple[int, str]:
    return _URGENCY[answer.urgent], answer.title.casefold()
