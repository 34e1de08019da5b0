"""What is kept about a person with an account: a file for them, and their name away later."""

from __future__ import annotations

from flask import Blueprint, Response, abort, render_template, url_for
from flask_babel import lazy_gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response as BaseResponse
from wtforms import BooleanField, validators

from assistant import accounts
from assistant.accounts import Account
from assistant.storage import Session, audit, locations, personal
from assistant.storage import accounts as kept
from assistant.storage.training import personal as learner_records
from assistant.web import forms, hx
from assistant.web.doors import Policy, policy
from assistant.web.exports import json_response
from assistant.web.state import now, state
from assistant.web.visitor import actor, signed_in

bp = Blueprint("person_records", __name__, url_prefix="/manage/people")
Shown = str | BaseResponse | tuple[str, int]


class ForgetForm(forms.Form):
    """That someone's name is to go, and which training records with it."""

    training = forms.some_of(_("Delete these training records as well"), coerce=int)
    sure = BooleanField(
        _("Yes, delete this person"), [validators.InputRequired(_("Please tick this first."))]
    )


@bp.get("/<int(max=2147483647):number>/records")
@policy(Policy.MANAGER)
def show(number: int) -> str:
    """Show how much is kept about a person, and what can be done with it."""
    person = _person(number)
    return _page(person, _form(person, ForgetForm(formdata=None)))


@bp.post("/<int(max=2147483647):number>/records.json")
@policy(Policy.MANAGER)
def export(number: int) -> Response:
    """Return all that is kept about a person, for them to have."""
    person = _person(number)
    with state().storage.write() as db:
        found = personal.export(db, person)
        _record(db, "person_exported", person, person.name)
    return json_response(f"person-{number}", found)


@bp.post("/<int(max=2147483647):number>/forget")
@policy(Policy.MANAGER)
def forget(number: int) -> Shown:
    """Take a person who has left out of what is kept; a number stays where they signed."""
    person = _person(number)
    form = _form(person, ForgetForm())
    if person.left_at is None or not form.validate():
        return _page(person, form), 422
    with state().storage.write() as db:
        for place, learner in personal.training_records(db, person):
            if learner.id in form.training.data:
                learner_records.delete(db, place, learner.id)
                about = learner_records.known_as(learner.id)
                audit.record(db, actor(), "learner_deleted", about, now(), location_id=place)
        _record(db, "person_forgotten", person, personal.forget(db, person))
    return hx.go(url_for("people.show_all"))


def visible_leavers(db: Session) -> list[Account]:
    """Return those who have left and whose records the person at the screen looks after."""
    return [one for one in personal.leavers(db) if accounts.may_manage(signed_in(), one)]


def _person(number: int) -> Account:
    with state().storage.read() as db:
        person = kept.get(db, number)
    if person is None or not accounts.may_manage(signed_in(), person):
        abort(404)
    if person.name == accounts.former_name(person.id):
        abort(404)
    return person


def _form(person: Account, form: ForgetForm) -> ForgetForm:
    with state().storage.read() as db:
        names, found = locations.names(db), personal.training_records(db, person)
    form.training.choices = forms.offered(
        (learner.id, Markup("<bdi>{}</bdi>, <bdi>{}</bdi>").format(learner.name, names[place]))
        for place, learner in found
    )
    return form


def _page(person: Account, form: ForgetForm) -> str:
    with state().storage.read() as db:
        names = locations.names(db)
        return render_template(
            "people/records.html",
            person=person,
            form=form,
            signed=sum(personal.signatures(db, person).values()),
            name_is_shared=personal.is_name_shared(db, person),
            contact_at=[names[place] for place in personal.contact_for(db, person)],
        )


def _record(db: Session, action: str, person: Account, name: str) -> None:
    place = next(iter(sorted(person.locations)), None)
    audit.record(db, actor(), action, name, now(), location_id=place)
