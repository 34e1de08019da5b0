"""Who has an account: add, change, give a one-time link, let go."""

from __future__ import annotations

import dataclasses
from functools import partial

from flask import Blueprint, Response, abort, render_template, url_for
from flask_babel import lazy_gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response as BaseResponse

from assistant import accounts, printing
from assistant.accounts import Account, Duty, Role
from assistant.storage import Session, audit, doors, locations
from assistant.storage import accounts as kept
from assistant.storage.accounts import EmailTakenError, LastOwnerError
from assistant.storage.doors import LASTS, Purpose
from assistant.web import forms, handing_over, hx
from assistant.web.doors import Policy, policy
from assistant.web.exports import csv_response
from assistant.web.handing_over import Duties, HandOverForm, successors, visible
from assistant.web.person_records import visible_leavers
from assistant.web.register_reading import name_of
from assistant.web.state import now, state
from assistant.web.visitor import actor, signed_in
from assistant.web.words import ACCOUNT_ROLES, DUTIES

bp = Blueprint("people", __name__, url_prefix="/manage/people")
Shown = str | BaseResponse | tuple[str, int]


class PersonForm(forms.Form):
    """Who a person is and what they may."""

    name = forms.line(_("Name"), forms.MAX_NAME)
    role = forms.one_of(_("Role"), ACCOUNT_ROLES.items())
    email = forms.email(_("E-mail address"), hint=_("Owners and managers sign in with it."))
    locations = forms.some_of(_("Locations"), coerce=int)
    duties = forms.some_of(_("May also"), DUTIES.items())

    def prepare(self, by: Account, names: dict[int, str]) -> None:
        """Offer what *by* may give."""
        own = (item for item in names.items() if by.belongs_to(item[0]))
        self.locations.choices = forms.offered(own)
        if by.role is not Role.OWNER:
            self.role.choices = forms.offered([(Role.STAFF.value, ACCOUNT_ROLES[Role.STAFF])])

    def is_whole(self) -> bool:
        """Return whether the form makes a person, and say in it what is missing."""
        is_staff = self.role.data == Role.STAFF.value
        if is_staff:
            # Staff sign in by name and PIN: they need no address here, and none is kept.
            self.email.validators = ()
            self.email.data = ""
        if not self.validate():
            return False
        if self.role.data != Role.OWNER.value and not self.locations.data:
            self.refuse("locations", _("Please choose at least one location."))
        return not self.errors

    def fields(self) -> dict[str, object]:
        """Return what the store keeps of a person."""
        return {
            "name": self.name.data,
            "role": Role(self.role.data),
            "email": self.email.data or None,
            "duties": [Duty(duty) for duty in self.duties.data],
            "locations": self.locations.data,
        }


class LinkForm(forms.Form):
    """What a new one-time link is for."""

    purpose = forms.one_of(_("What is the link for?"), ())


@bp.get("/")
@policy(Policy.MANAGER)
def show_all() -> str:
    """Show who has access, and when they last signed in."""
    with state().storage.read() as db:
        people = visible(kept.everyone(db))
        seen, names = kept.last_sign_ins(db), locations.names(db)
        leavers = visible_leavers(db)
    return render_template(
        "people/index.html",
        people=people,
        leavers=leavers,
        seen=seen,
        names=names,
        may_manage=partial(accounts.may_manage, signed_in()),
    )


@bp.get("/people.csv")
@policy(Policy.MANAGER)
def export() -> Response:
    """Return who has access as a table, for the quarterly check of access."""
    with state().storage.read() as db:
        people = visible(kept.everyone(db))
        seen, names = kept.last_sign_ins(db), locations.names(db)
    rows = [
        (
            one.name,
            one.role.value,
            " ".join(sorted(one.duties)),
            "; ".join(names[number] for number in sorted(one.locations)),
            seen[one.id].isoformat(timespec="minutes") if one.id in seen else "",
        )
        for one in people
    ]
    return csv_response("people", ("name", "role", "duties", "locations", "last_sign_in"), rows)


@bp.get("/new")
@policy(Policy.MANAGER)
def show_new() -> str:
    """Show the form for a new person."""
    form = _form(PersonForm(formdata=None, data={"role": Role.STAFF.value}))
    return render_template("people/new.html", form=form)


@bp.post("/new")
@policy(Policy.MANAGER)
def add() -> Shown:
    """Add a person, and show the link with which they start."""
    form = _form(PersonForm())
    if not form.is_whole():
        return render_template("people/new.html", form=form), 422
    try:
        with state().storage.write() as db:
            person = kept.add(db, now=now(), **form.fields())  # type: ignore[arg-type]
            token = doors.make_account_link(db, _first_link(person), person.id, now())
            _record(db, "person_added", person)
    except EmailTakenError:
        form.refuse("email", _("Someone else has this e-mail address."))
        return render_template("people/new.html", form=form), 422
    return _link_page(person, _first_link(person), token)


@bp.get("/<int(max=2147483647):number>")
@policy(Policy.MANAGER)
def show(number: int) -> str:
    """Show one person, to change them or give them a link."""
    return _page(_person(number))


@bp.post("/<int(max=2147483647):number>")
@policy(Policy.MANAGER)
def change(number: int) -> Shown:
    """Change a person."""
    person = _person(number)
    form = _form(PersonForm())
    if not form.is_whole():
        return _page(person, form=form), 422
    hand_over, duties = HandOverForm(), _lost(person, form)
    hand_over.successor.choices = forms.offered(successors(person, duties.places))
    if duties and not hand_over.validate():
        return _page(person, form=form, hand_over=hand_over, duties=duties), 422
    try:
        with state().storage.write() as db:
            changed = kept.change(db, number, **form.fields())  # type: ignore[arg-type]
            _record(db, "person_changed", changed)
            if duties:
                handing_over.give(db, person, duties, hand_over.successor.data)
    except EmailTakenError:
        form.refuse("email", _("Someone else has this e-mail address."))
        return _page(person, form=form), 422
    except LastOwnerError:
        form.refuse("role", _("This is the only owner. Make someone else an owner first."))
        return _page(person, form=form), 422
    return hx.go(url_for(".show_all"))


@bp.post("/<int(max=2147483647):number>/link")
@policy(Policy.MANAGER)
def make_link(number: int) -> Shown:
    """Make a one-time link for a person and show it this once."""
    person = _person(number)
    form = LinkForm()
    form.purpose.choices = forms.offered(_purposes(person))
    if not form.validate():
        return _page(person, link_form=form), 422
    purpose = Purpose(form.purpose.data)
    with state().storage.write() as db:
        token = doors.make_account_link(db, purpose, person.id, now())
        _record(db, f"link_made_{purpose}", person)
    return _link_page(person, purpose, token)


@bp.post("/<int(max=2147483647):number>/leave")
@policy(Policy.MANAGER)
def let_go(number: int) -> Shown:
    """End every way in of someone who leaves, and hand over what they answer for."""
    person = _person(number)
    form = HandOverForm()
    with state().storage.read() as db:
        duties = handing_over.everything(db, person)
    form.successor.choices = forms.offered(successors(person, duties.places))
    if not form.validate():
        return _page(person, leave_form=form), 422
    try:
        with state().storage.write() as db:
            kept.let_go(db, person.id, now())
            handing_over.give(db, person, duties, form.successor.data)
            _record(db, "person_left", person)
    except LastOwnerError:
        form.refuse("successor", _("This is the only owner. Make someone else an owner first."))
        return _page(person, leave_form=form), 422
    return hx.go(url_for(".show_all"))


def _person(number: int) -> Account:
    with state().storage.read() as db:
        person = kept.get(db, number)
    if person is None or person.left_at or not accounts.may_manage(signed_in(), person):
        abort(404)
    return person


def _form(form: PersonForm) -> PersonForm:
    with state().storage.read() as db:
        form.prepare(signed_in(), locations.names(db))
    return form


def _page(
    person: Account,
    *,
    form: PersonForm | None = None,
    link_form: LinkForm | None = None,
    leave_form: HandOverForm | None = None,
    hand_over: HandOverForm | None = None,
    duties: Duties | None = None,
) -> str:
    if form is None:
        data = {
            "name": person.name,
            "role": person.role.value,
            "email": person.email,
            "locations": sorted(person.locations),
            "duties": sorted(person.duties),
        }
        form = _form(PersonForm(formdata=None, data=data))
    if link_form is None:
        link_form = LinkForm(formdata=None)
        link_form.purpose.choices = forms.offered(_purposes(person))
    with state().storage.read() as db:
        everything, names = handing_over.everything(db, person), locations.names(db)
    if leave_form is None:
        leave_form = HandOverForm(formdata=None)
        leave_form.successor.choices = forms.offered(successors(person, everything.places))

    def named(given: Duties) -> list[tuple[str, str]]:
        return [(name_of(tool.tool), names[tool.location_id]) for tool in given.tools]

    return render_template(
        "people/show.html",
        person=person,
        form=form,
        link_form=link_form,
        leave_form=leave_form,
        tools=named(everything),
        hand_over=hand_over,
        lost_tools=named(duties) if duties else [],
        lost_texts=duties.texts if duties else 0,
    )


def _lost(person: Account, form: PersonForm) -> Duties:
    """Return what *person* answers for and may not any more, once *form* holds."""
    role, places = Role(form.role.data), frozenset(form.locations.data)
    after = dataclasses.replace(person, role=role, locations=places)
    with state().storage.read() as db:
        return handing_over.lost(db, person, after)


def _first_link(person: Account) -> Purpose:
    return Purpose.START if person.signs_in_by_password else Purpose.PIN


def _purposes(person: Account) -> list[tuple[str, object]]:
    if not person.signs_in_by_password:
        return [(Purpose.PIN.value, _("A new PIN, or the first one"))]
    return [
        (Purpose.PASSWORD.value, _("They forgot their password, and still have their phone")),
        (Purpose.CODE_APP.value, _("They lost their phone, and know their password")),
        (Purpose.START.value, _("They have neither: start from the beginning")),
    ]


def _link_page(person: Account, purpose: Purpose, token: str) -> str:
    address = link_address(token)
    return render_template(
        "people/link.html",
        person=person,
        purpose=purpose,
        address=address,
        picture=Markup(printing.qr_svg(address)),  # noqa: S704 drawn from an address that we made
        hours=LASTS[purpose].total_seconds() / 3600,
    )


def link_address(token: str) -> str:
    """Return the full address of a one-time link."""
    path = url_for("links.show", token=token)
    public_url = state().settings.public_url
    return public_url + path if public_url else url_for("links.show", token=token, _external=True)


def _record(db: Session, action: str, person: Account) -> None:
    place = next(iter(sorted(person.locations)), None)
    role = person.role.value
    audit.record(db, actor(), action, person.name, now(), location_id=place, role=role)
