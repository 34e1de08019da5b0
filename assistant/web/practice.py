"""Observed practice: a senior signs that someone was seen using a tool safely, or not yet."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, abort, render_template, request, url_for
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import DateField, HiddenField, SelectField, validators

from assistant import training
from assistant.accounts import Duty
from assistant.register import NOT_SURE, Tool
from assistant.storage import Session, audit, register
from assistant.storage.training import learners, personal, practice
from assistant.storage.training.practice import Signed
from assistant.training import Learner, Observed
from assistant.web import forms, hx
from assistant.web.doors import Policy, policy
from assistant.web.learners import is_here
from assistant.web.place import here_id
from assistant.web.state import now, state, today
from assistant.web.visitor import actor, signed_in

bp = Blueprint("practice", __name__, url_prefix="/training/practice")
Shown = str | Response | tuple[str, int]
MAX_NOTE = 300


class WhoForm(forms.Form):
    """Who was watched, with which tool."""

    class Meta:
        """Nothing is written by it, so it needs no token."""

        csrf = False

    learner = SelectField(_("Who did you watch?"), coerce=int)
    tool = SelectField(_("With which tool?"), coerce=int)


class SignForm(forms.Form):
    """What a senior saw."""

    learner = HiddenField()
    tool = HiddenField()
    observed_on = DateField(
        _("On which day?"), [validators.InputRequired(_("Please give the day."))]
    )
    safely = forms.one_of(
        _("In all"),
        [("yes", _("Used the tool safely")), ("not_yet", _("Not yet"))],
    )
    note = forms.line(
        _("What comes next?"),
        MAX_NOTE,
        hint=_("For “not yet”: what you show again, and when you watch again. No resident’s name."),
        optional=True,
    )

    def is_whole(self, today: date) -> bool:
        """Return whether the form can be signed, and say in it what is missing."""
        if not self.validate():
            return False
        if self.observed_on.data > today:
            self.refuse("observed_on", _("This day has not come yet."))
        if self.safely.data == "not_yet" and not self.note.data:
            self.refuse("note", _("Please say what comes next."))
        return not self.errors


class TakeBackForm(forms.Form):
    """Why a line is taken back."""

    why = forms.line(_("Why is it taken back?"), MAX_NOTE)


@bp.get("/")
@policy(Policy.STAFF, duty=Duty.SENIOR)
def show_all() -> str:
    """Show what was signed here, and ask who was watched now."""
    with state().storage.read() as db:
        signed = practice.newest(db, here_id())
    return render_template(
        "practice/index.html", signed=signed, form=_who_form(WhoForm(formdata=None))
    )


@bp.get("/new")
@policy(Policy.STAFF, duty=Duty.SENIOR)
def show_new() -> Shown:
    """Show what to look for, and ask what was seen."""
    learner, number, tool = _watched(request.args.get("learner"), request.args.get("tool"))
    data = {"learner": learner.id, "tool": number, "observed_on": today()}
    return _sign_page(learner, tool, SignForm(formdata=None, data=data))


@bp.post("/new")
@policy(Policy.STAFF, duty=Duty.SENIOR)
def sign() -> Shown:
    """Keep what a senior saw, under their name."""
    form = SignForm()
    learner, _number, tool = _watched(form.learner.data, form.tool.data)
    if not form.is_whole(today()):
        return _sign_page(learner, tool, form), 422
    seen = Observed(
        learner_id=learner.id,
        use=tool.use,
        tool=tool.name,
        on=form.observed_on.data,
        by=signed_in().name,
        safely=form.safely.data == "yes",
    )
    with state().storage.write() as db:
        practice.sign(db, here_id(), seen, form.note.data)
        _record(db, "practice_signed", learner.id, tool.name)
    return hx.go(url_for(".show_all"))


@bp.get("/<int(max=2147483647):number>/take-back")
@policy(Policy.STAFF, duty=Duty.SENIOR)
def ask_take_back(number: int) -> str:
    """Ask why a line is taken back."""
    signed, form = _signed(number), TakeBackForm(formdata=None)
    return render_template("practice/take_back.html", signed=signed, form=form)


@bp.post("/<int(max=2147483647):number>/take-back")
@policy(Policy.STAFF, duty=Duty.SENIOR)
def take_back(number: int) -> Shown:
    """Take a line back by another one; the first stays to be read."""
    signed, form = _signed(number), TakeBackForm()
    if not form.validate():
        return render_template("practice/take_back.html", signed=signed, form=form), 422
    with state().storage.write() as db:
        practice.take_back(
            db, here_id(), number, by=signed_in().name, why=form.why.data, today=today()
        )
        _record(db, "practice_taken_back", signed.observed.learner_id, signed.observed.tool)
    return hx.go(url_for(".show_all"))


def _record(db: Session, action: str, learner: int, tool: str) -> None:
    about, place = personal.known_as(learner), here_id()
    audit.record(db, actor(), action, about, now(), location_id=place, tool=tool)


def _signed(number: int) -> Signed:
    """Return a line that still holds."""
    with state().storage.read() as db:
        signed = practice.get(db, here_id(), number)
    if signed is None or signed.taken_back_by is not None:
        abort(404)
    return signed


def _watched(learner: str | None, tool: str | None) -> tuple[Learner, int, Tool]:
    """Return who was watched, and with which tool of this location that is in use."""
    if not (learner or "").isdecimal() or not (tool or "").isdecimal():
        abort(404)
    numbers = min(int(learner or 0), 2**31 - 1), min(int(tool or 0), 2**31 - 1)
    with state().storage.read() as db:
        found = learners.get(db, here_id(), numbers[0])
        kept = register.by_number(db, here_id(), numbers[1])
    if found is None or not is_here(found) or kept is None or not kept.tool.status.in_use:
        abort(404)
    return found, kept.number, kept.tool


def _who_form(form: WhoForm) -> WhoForm:
    with state().storage.read() as db:
        everyone = learners.roster(db, here_id())
        tools = register.tools(db, here_id())
    form.learner.choices = [(one.id, one.name) for one in everyone if is_here(one)]
    form.tool.choices = [
        (one.number, one.tool.name)
        for one in tools
        if one.tool.status.in_use and one.tool.name != NOT_SURE
    ]
    return form


def _sign_page(learner: Learner, tool: Tool, form: SignForm) -> str:
    plan = training.practice_plan(state().knowledge.plans.values(), tool.use)
    return render_template(
        "practice/sign.html",
        learner=learner,
        tool=tool,
        form=form,
        look_for=plan.observe if plan else (),
        by=signed_in().name,
        today=today(),
    )
