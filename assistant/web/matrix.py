"""The training matrix of a location: who did what, when, and when it is due again and why."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, render_template, request
from flask_babel import lazy_gettext as _

from assistant import training
from assistant.accounts import Duty
from assistant.storage.training import learners, records
from assistant.training import MatrixRow, State
from assistant.web import training_words
from assistant.web.doors import Policy, policy
from assistant.web.place import here_id
from assistant.web.scenarios import scenarios, tool_changes
from assistant.web.state import state, today
from assistant.web.words import Words

bp = Blueprint("matrix", __name__, url_prefix="/training/matrix")
_NOW = frozenset({State.MISSING, State.DUE})
FILTERS: Mapping[str, tuple[Words, frozenset[State]]] = {
    "now": (_("Due now"), _NOW),
    "soon": (_("Due within 30 days"), _NOW | {State.SOON}),
    "all": (_("Everyone"), frozenset(State)),
}


@bp.get("/")
@policy(Policy.STAFF, duty=Duty.FACILITATOR)
def show() -> str:
    """Show who is due, or everything that was done."""
    rows = _rows()
    chosen = request.args.get("show", "now")
    chosen = chosen if chosen in FILTERS else "now"
    return render_template(
        "records/matrix.html",
        rows=[row for row in rows if row.state in FILTERS[chosen][1]],
        everyone=len({row.learner_id for row in rows}),
        counts={
            name: sum(row.state in states for row in rows) for name, (_w, states) in FILTERS.items()
        },
        filters=FILTERS,
        chosen=chosen,
        plans=state().knowledge.plans,
        training_words=training_words,
        today=today(),
    )


@bp.get("/matrix.csv")
@policy(Policy.STAFF, duty=Duty.FACILITATOR)
def export() -> Response:
    """Return the whole matrix as a table."""
    titles = {plan.id: plan.title for plan in state().knowledge.plans.values()}
    # The mark at the start tells Excel that this is UTF-8.
    text = "\ufeff" + training.matrix_csv(_rows(), titles)
    response = Response(text, mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="training-matrix.csv"'
    return response


def _rows() -> list[MatrixRow]:
    place = here_id()
    with state().storage.read() as db:
        everyone, done = learners.roster(db, place), records.done(db, place)
        changes = tool_changes(db, place)
    plans, advice = state().knowledge.plans, scenarios().advice
    return training.matrix(everyone, done, plans, advice, changes, today())
