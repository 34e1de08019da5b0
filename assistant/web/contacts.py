"""A location's own words: its name, who to ask there, and where to report."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import FormField, IntegerField, validators

from assistant.local import Hours, Location, Person, dialled
from assistant.storage import audit, locations
from assistant.web import forms, hx
from assistant.web.doors import Policy, policy
from assistant.web.place import here, here_id
from assistant.web.state import now, state
from assistant.web.visitor import actor
from assistant.web.words import CONTACT_ROLES, HOURS_WORDS

bp = Blueprint("contacts", __name__, url_prefix="/manage/location")
bp.add_app_template_filter(dialled)
MAX_PHONE = 30


def _hour() -> validators.NumberRange:
    return validators.NumberRange(0, 24, _("Please give an hour from 0 to 24."))


class PersonForm(forms.Form):
    """Someone to ask; part of the form of a location, whose token guards both."""

    class Meta:
        """No token of its own."""

        csrf = False

    name = forms.line(_("Name"), forms.MAX_NAME, optional=True)
    phone = forms.line(_("Phone number"), MAX_PHONE, optional=True)


class LocationForm(forms.Form):
    """What a location adds to the shared answers."""

    name = forms.line(_("Name of the location"), 120)
    day_from = IntegerField(_("The office day begins at (hour)"), [_hour()])
    day_to = IntegerField(_("The office day ends at (hour)"), [_hour()])
    report_to = forms.line(
        _("Where does staff report when something goes wrong?"), 200, optional=True
    )


# At any hour, and then those whom other hours have instead.
_WHEN = (None, *Hours)


def _field(role: str, hours: Hours | None) -> str:
    return role if hours is None else f"{hours.value}_{role}"


for _role, _label in CONTACT_ROLES.items():
    for _hours in _WHEN:
        setattr(LocationForm, _field(_role, _hours), FormField(PersonForm, _label))


@bp.get("/")
@policy(Policy.MANAGER)
def show() -> str:
    """Show what this location adds to the shared answers."""
    here_id()
    where = here().location
    data: dict[str, object] = {
        "name": where.name,
        "report_to": where.report_to,
        "day_from": where.day_from,
        "day_to": where.day_to,
    }
    for hours in _WHEN:
        people = where.people if hours is None else where.people_by_hours.get(hours, {})
        for role, person in people.items():
            data[_field(role, hours)] = {"name": person.name, "phone": person.phone}
    return _page(LocationForm(formdata=None, data=data))


@bp.post("/")
@policy(Policy.MANAGER)
def change() -> str | Response | tuple[str, int]:
    """Keep what this location adds to the shared answers."""
    number, form = here_id(), LocationForm()
    if not form.validate():
        return _page(form), 422
    location = Location(
        provider=here().location.provider,
        name=form.name.data,
        people=_people(form, None),
        people_by_hours={hours: people for hours in Hours if (people := _people(form, hours))},
        day_from=form.day_from.data,
        day_to=form.day_to.data,
        report_to=form.report_to.data,
    )
    with state().storage.write() as db:
        locations.change_location(db, number, location)
        audit.record(db, actor(), "location_changed", location.name, now(), location_id=number)
    return hx.go(url_for("manage.show"))


def _people(form: LocationForm, hours: Hours | None) -> dict[str, Person]:
    """Return those whom the form names for these hours."""
    fields = {role: form[_field(role, hours)].form for role in CONTACT_ROLES}
    return {
        role: Person(field.name.data, field.phone.data)
        for role, field in fields.items()
        if field.name.data
    }


def _page(form: LocationForm) -> str:
    groups = [
        (hours, HOURS_WORDS.get(hours), [form[_field(role, hours)] for role in CONTACT_ROLES])
        for hours in _WHEN
    ]
    return render_template("manage/location.html", form=form, groups=groups)
