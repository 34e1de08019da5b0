"""One session plan: what it is for, its parts, and the form that begins a session of it."""

from __future__ import annotations

import secrets

from flask import Blueprint, abort, render_template, url_for
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from assistant import training
from assistant.accounts import Duty
from assistant.knowledge import Plan, Role
from assistant.storage import locations, register
from assistant.storage.training import sessions
from assistant.training import Audience, Naming, TrainingSession
from assistant.web import forms, hx
from assistant.web.doors import Policy, policy
from assistant.web.place import here_id
from assistant.web.state import now, state
from assistant.web.training import words
from assistant.web.training.shown import items, note
from assistant.web.visitor import signed_in

bp = Blueprint("plans", __name__, url_prefix="/training/plans")


class BeginForm(forms.Form):
    """For whom a session is, and how people take part."""

    role = forms.one_of(_("Who is in the room?"), ())
    naming = forms.one_of(_("Do people give their names?"), words.NAMING.items())
    way = forms.one_of(_("How do they answer?"), words.WAYS.items())


@bp.get("/<name>")
@policy(Policy.STAFF, duty=Duty.FACILITATOR)
def show(name: str) -> str:
    """Show a plan, and how a session of it begins."""
    plan = _plan(name)
    data = {"role": plan.roles[0].value, "naming": Naming.NAMED.value, "way": "phones"}
    return _page(plan, _offered(BeginForm(formdata=None, data=data), plan))


@bp.post("/<name>")
@policy(Policy.STAFF, duty=Duty.FACILITATOR)
def begin(name: str) -> Response | tuple[str, int]:
    """Begin a session and show its screen."""
    plan, number = _plan(name), here_id()
    form = _offered(BeginForm(), plan)
    if not form.validate():
        return _page(plan, form), 422
    role = Role(form.role.data)
    with state().storage.write() as db:
        audience = Audience(
            role=role,
            setting=locations.setting_of(db, number),
            uses=frozenset(register.live_uses(db, number)),
        )
        picked = training.session_scenarios(plan, items(), audience, secrets.token_hex(8))
        if not picked:
            form.refuse("role", _("This plan has no situations for them."))
            return _page(plan, form), 422
        begun = TrainingSession(
            plan=plan.id,
            scenarios=picked,
            naming=Naming(form.naming.data),
            one_screen=form.way.data == "cards",
        )
        kept = sessions.begin(
            db, number, begun, items(), role=role, facilitator=signed_in().name, now=now()
        )
        note(db, "session_begun", kept, naming=begun.naming.value)
    return hx.go(url_for("running.show", number=kept.id))


def _plan(name: str) -> Plan:
    return state().knowledge.plans.get(name) or abort(404)


def _offered(form: BeginForm, plan: Plan) -> BeginForm:
    form.role.choices = forms.offered((role.value, words.ROLES[role]) for role in plan.roles)
    return form


def _page(plan: Plan, form: BeginForm) -> str:
    here_id()
    return render_template("training/plan.html", plan=plan, form=form, words_of=words)
