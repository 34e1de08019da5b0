"""What there is of training beside sessions, on one page; each link shows to whom it is open."""

from __future__ import annotations

from flask import Blueprint, render_template

from assistant.accounts import Duty, Role
from assistant.web.doors import Policy, policy
from assistant.web.visitor import signed_in, visitor

bp = Blueprint("training_records", __name__, url_prefix="/training/records")


@bp.get("/")
@policy(Policy.STAFF)
def show() -> str:
    """Show what the person at the screen may do."""
    return render_template(
        "records/index.html",
        is_manager=signed_in().role is not Role.STAFF,
        is_facilitator=visitor().has(Duty.FACILITATOR),
        is_senior=visitor().has(Duty.SENIOR),
    )
