"""The demonstration's own door: try the program as a carer, a senior, a manager or an owner."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, url_for
from werkzeug.wrappers import Response

from assistant.accounts import Account, Role
from assistant.storage import accounts
from assistant.web.doors import Policy, policy
from assistant.web.sign_in import begin_visit
from assistant.web.state import state

# Registered by the demonstration alone: nobody proves here who they are.
bp = Blueprint("try_out", __name__, url_prefix="/try")


@bp.get("/")
@policy(Policy.DEVICE)
def show() -> str:
    """Show as whom the demonstration can be tried."""
    return render_template("pages/try_out.html", people=_people())


@bp.post("/<int(max=2147483647):number>")
@policy(Policy.DEVICE)
def enter(number: int) -> Response:
    """Begin a visit as one of the made-up people."""
    person = next((one for one in _people() if one.id == number), None) or abort(404)
    where = "ask.show" if person.role is Role.STAFF else "manage.show"
    return begin_visit(person, url_for(where))


def _people() -> list[Account]:
    with state().storage.read() as db:
        return accounts.everyone(db)
