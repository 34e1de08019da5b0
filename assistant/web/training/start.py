"""The first page of training: join, begin, go on, look back."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template

from assistant.accounts import Duty
from assistant.knowledge import Plan, Use
from assistant.storage import register
from assistant.storage.training import sessions
from assistant.storage.training.sessions import KeptSession
from assistant.web.doors import Policy, policy
from assistant.web.place import here
from assistant.web.state import state
from assistant.web.training import words
from assistant.web.training.room import CodeForm
from assistant.web.training.shown import plan_title
from assistant.web.visitor import visitor

bp = Blueprint("training", __name__, url_prefix="/training")


@dataclass(frozen=True)
class Offer:
    """Plans by what they are for: everyone, kinds of tool that are live here, other kinds."""

    everyone: list[Plan]
    live: list[Plan]
    others: list[Plan]


@bp.get("")
@policy(Policy.DEVICE)
def show() -> str:
    """Show how to join; and to facilitators the plans and the sessions of their location."""
    form = CodeForm(formdata=None)
    if not visitor().has(Duty.FACILITATOR):
        return render_template("training/index.html", form=form, words_of=words, runs=False)
    number = here().id
    with state().storage.read() as db:
        kept = sessions.newest(db, number) if number is not None else []
        people = sessions.joined(db, number) if number is not None else {}
        uses = register.live_uses(db, number) if number is not None else set()
    return render_template(
        "training/index.html",
        form=form,
        words_of=words,
        runs=True,
        offer=_offer(uses),
        open=[one for one in kept if one.ended_at is None],
        past=[one for one in kept if one.ended_at is not None],
        people=people,
        title=_title,
    )


def _offer(uses: set[Use]) -> Offer:
    plans = list(state().knowledge.plans.values())
    for_tools = [plan for plan in plans if plan.uses]
    live = [plan for plan in for_tools if uses & set(plan.uses)]
    return Offer(
        everyone=sorted(
            (plan for plan in plans if not plan.uses), key=lambda plan: plan.id != "induction"
        ),
        live=live,
        others=[plan for plan in for_tools if plan not in live],
    )


def _title(kept: KeptSession) -> str:
    return plan_title(kept.training.plan)
