"""What sessions and checks showed here: what to teach next, and never who chose what."""

from __future__ import annotations

from flask import Blueprint, render_template

from assistant import training
from assistant.accounts import Duty
from assistant.storage.training import records
from assistant.training import LETTERS, MIN_ANONYMOUS
from assistant.web import training_words
from assistant.web.doors import Policy, policy
from assistant.web.place import here_id
from assistant.web.scenarios import scenarios
from assistant.web.state import state

bp = Blueprint("results", __name__, url_prefix="/training/results")


@bp.get("/")
@policy(Policy.STAFF, duty=Duty.FACILITATOR)
def show() -> str:
    """Show where people were sure and wrong, what they chose first, and what that opens."""
    found = scenarios().items
    with state().storage.read() as db:
        votes = [*records.session_votes(db, here_id()), *records.check_votes(db, here_id())]
    of_items = training.results(votes, found)
    return render_template(
        "records/results.html",
        sure=training.sure_and_wrong(votes, found),
        wrong=[one for one in of_items if one.wrong],
        right=[one for one in of_items if not one.wrong],
        gaps={gap.scenario: gap for gap in training.gaps(of_items, found)},
        items=found,
        letters=LETTERS,
        fewest=MIN_ANONYMOUS,
        is_empty=not votes,
        not_used_for=training_words.NOT_USED_FOR,
    )
