"""The roster of a location: who is trained here; slip codes; one person's data out and away."""

from __future__ import annotations

from flask import Blueprint, Response, abort, render_template, url_for
from flask_babel import force_locale
from flask_babel import lazy_gettext as _
from markupsafe import Markup
from msgspec import structs
from werkzeug.wrappers import Response as BaseResponse
from wtforms import BooleanField, DateField, validators

from assistant.accounts import Duty
from assistant.knowledge import Role
from assistant.languages import ENGLISH
from assistant.storage import Session, audit
from assistant.storage.training import certificates, checks, learners, personal
from assistant.training import Learner, codes
from assistant.training.roster import MAX_NAME
from assistant.web import forms, hx, training_words
from assistant.web.doors import Policy, policy
from assistant.web.exports import csv_response, json_response
from assistant.web.place import here, here_id
from assistant.web.state import now, state, today
from assistant.web.visitor import actor

bp = Blueprint("learners", __name__, url_prefix="/training/people")
Shown = str | BaseResponse | tuple[str, int]
COLUMNS = ("name", "role", "location", "left_on")


class LearnerForm(forms.Form):
    """Who someone on the roster is."""

    name = forms.line(
        _("Name"), MAX_NAME, hint=_("As it stands on the rota, and on the certificate.")
    )
    role = forms.one_of(_("Role"), training_words.ROLES.items())
    left_on = DateField(
        _("First day that they no longer work here"),
        [validators.Optional()],
        description=_("Leave it empty while they work here."),
    )


class SlipsForm(forms.Form):
    """For whom slips are made."""

    learners = forms.some_of(_("For whom?"), coerce=int)


class DeleteForm(forms.Form):
    """That someone's records are to go."""

    sure = BooleanField(
        _("Yes, delete all of this"), [validators.InputRequired(_("Please tick this first."))]
    )


@bp.get("/")
@policy(Policy.STAFF, duty=Duty.FACILITATOR)
def show_all() -> str:
    """Show who is on the roster of this location; leavers stand at the end."""
    with state().storage.read() as db:
        everyone = learners.roster(db, here_id())
    return render_template(
        "learners/index.html",
        staff=[one for one in everyone if is_here(one)],
        leavers=[one for one in everyone if not is_here(one)],
        roles=training_words.ROLES,
    )


@bp.get("/roster.csv")
@policy(Policy.MANAGER)
def export() -> Response:
    """Return the roster as a table that can be taken in again."""
    with state().storage.read() as db:
        everyone = learners.roster(db, here_id())
    place = here().location.name
    rows = [(one.name, one.role.value, place, one.left_on or "") for one in everyone]
    return csv_response("roster", COLUMNS, rows)


@bp.get("/new")
@policy(Policy.MANAGER)
def show_new() -> str:
    """Show the form for someone new."""
    form = LearnerForm(formdata=None, data={"role": Role.CARE_WORKER.value})
    return render_template("learners/new.html", form=form)


@bp.post("/new")
@policy(Policy.MANAGER)
def add() -> Shown:
    """Put someone on the roster."""
    place, form = here_id(), LearnerForm()
    if form.validate():
        with state().storage.write() as db:
            if not _is_taken(db, form.name.data):
                number = learners.add(db, place, form.name.data, Role(form.role.data))
                learners.change(db, place, _filled(form, number))
                record(db, "learner_added", number)
                return hx.go(url_for(".show_all"))
        _refuse_name(form)
    return render_template("learners/new.html", form=form), 422


@bp.get("/<int(max=2147483647):number>")
@policy(Policy.MANAGER)
def show(number: int) -> str:
    """Show one person, what they have done, and what can be done with their records."""
    return _page(_learner(number))


@bp.post("/<int(max=2147483647):number>")
@policy(Policy.MANAGER)
def change(number: int) -> Shown:
    """Change someone's name or role, or say that they have left."""
    learner, form = _learner(number), LearnerForm()
    if form.validate():
        with state().storage.write() as db:
            if not _is_taken(db, form.name.data, except_for=number):
                learners.change(db, here_id(), _filled(form, number))
                record(db, "learner_changed", number)
                return hx.go(url_for(".show_all"))
        _refuse_name(form)
    return _page(learner, form), 422


@bp.get("/slips")
@policy(Policy.STAFF, duty=Duty.FACILITATOR)
def show_slips() -> str:
    """Ask for whom slip codes are made."""
    return render_template("learners/slips.html", form=_slips_form(SlipsForm(formdata=None)))


@bp.post("/slips")
@policy(Policy.STAFF, duty=Duty.FACILITATOR)
def make_slips() -> Shown:
    """Make slip codes and show them this once, to print and hand out."""
    place, form = here_id(), _slips_form(SlipsForm())
    if not form.validate() or not form.learners.data:
        form.refuse("learners", _("Please choose at least one person."))
        return render_template("learners/slips.html", form=form), 422
    made = []
    with state().storage.write() as db:
        for number in form.learners.data:
            learner, code = learners.get(db, place, number), learners.issue_slip(db, place, number)
            if learner and code:
                made.append((learner, codes.shown(code)))
                record(db, "slip_made", number)
    # They are handed to people who may read another language than who prints them.
    with force_locale(ENGLISH.locale):
        return render_template("learners/printed_slips.html", made=made, roles=training_words.ROLES)


@bp.post("/<int(max=2147483647):number>/records.json")
@policy(Policy.MANAGER)
def export_one(number: int) -> Response:
    """Return all that is kept about someone in training, for them to have."""
    place = here_id()
    with state().storage.write() as db:
        found = personal.export(db, place, number) or abort(404)
        record(db, "learner_exported", number)
    return json_response(f"learner-{number}", found)


@bp.get("/<int(max=2147483647):number>/delete")
@policy(Policy.MANAGER)
def ask_delete(number: int) -> str:
    """Ask whether someone's records are to go, and say what goes with them."""
    return _delete_page(_learner(number), DeleteForm(formdata=None))


@bp.post("/<int(max=2147483647):number>/delete")
@policy(Policy.MANAGER)
def delete(number: int) -> Shown:
    """Delete all records of someone; the list of changes knows them by their number."""
    learner, form = _learner(number), DeleteForm()
    if not form.validate():
        return _delete_page(learner, form), 422
    with state().storage.write() as db:
        personal.delete(db, here_id(), number)
        record(db, "learner_deleted", number)
    return hx.go(url_for(".show_all"))


def is_here(learner: Learner) -> bool:
    """Return whether someone works here today."""
    return learner.left_on is None or learner.left_on > today()


def record(db: Session, action: str, number: int, **detail: str) -> None:
    """Keep a change about someone on the roster; by number, so that no name outlives them."""
    about = personal.known_as(number)
    audit.record(db, actor(), action, about, now(), location_id=here_id(), **detail)


def _learner(number: int) -> Learner:
    with state().storage.read() as db:
        return learners.get(db, here_id(), number) or abort(404)


def _is_taken(db: Session, name: str, except_for: int | None = None) -> bool:
    same = name.casefold()
    everyone = learners.roster(db, here_id())
    return any(one.name.casefold() == same and one.id != except_for for one in everyone)


def _refuse_name(form: LearnerForm) -> None:
    if not form.errors:
        form.refuse("name", _("This name is on the roster. Add an initial to tell them apart."))


def _filled(form: LearnerForm, number: int) -> Learner:
    left_on = form.left_on.data
    return Learner(id=number, name=form.name.data, role=Role(form.role.data), left_on=left_on)


def _page(learner: Learner, form: LearnerForm | None = None) -> str:
    with state().storage.read() as db:
        proofs = [one for one in certificates.at(db, here_id()) if one.learner_id == learner.id]
    data = {**structs.asdict(learner), "role": learner.role.value}
    return render_template(
        "learners/show.html",
        learner=learner,
        form=form or LearnerForm(formdata=None, data=data),
        proofs=proofs,
        plans=state().knowledge.plans,
    )


def _delete_page(learner: Learner, form: DeleteForm) -> str:
    with state().storage.read() as db:
        attempts = checks.of_learner(db, here_id(), learner.id)
    return render_template("learners/delete.html", learner=learner, form=form, checks=len(attempts))


def _slips_form(form: SlipsForm) -> SlipsForm:
    with state().storage.read() as db:
        everyone = learners.roster(db, here_id())
    form.learners.choices = forms.offered(
        (one.id, Markup("<bdi>{}</bdi>").format(one.name)) for one in everyone if is_here(one)
    )
    return form
