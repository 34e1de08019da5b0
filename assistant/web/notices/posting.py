"""Where copies of notices hang, and the round that collects those that no longer hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import DateField, IntegerField, validators

from assistant import notices, storage
from assistant.accounts import Duty
from assistant.languages import LANGUAGES
from assistant.notices import Format
from assistant.storage import audit
from assistant.storage.posting import MAX_COPIES, MAX_PLACE, PostedCopy
from assistant.web import forms, hx
from assistant.web.doors import Policy, policy
from assistant.web.notices import sources
from assistant.web.notices.reading import NUMBER
from assistant.web.notices.sources import Listed, of_this_location
from assistant.web.notices.words import FORMATS
from assistant.web.place import here_id
from assistant.web.state import now, state, today
from assistant.web.visitor import actor

bp = Blueprint("posting", __name__, url_prefix="/notices")
# What can be put up somewhere or given out; door signs come first in a round.
POSTED = (
    Format.DOOR_SIGN,
    Format.POSTER,
    Format.A4,
    Format.LARGE,
    Format.EASY_READ,
    Format.A5,
    Format.REMINDER,
    Format.DETAILS,
)


class CopyForm(forms.Form):
    """Copies that were put up."""

    place = forms.line(
        _("Where?"),
        MAX_PLACE,
        hint=_("Such as: front hall, or for bedrooms: upstairs corridor. Never a person."),
    )
    format = forms.one_of(_("What?"), [(one.value, FORMATS[one]) for one in POSTED])
    language = forms.one_of(_("In which language?"), ())
    copies = IntegerField(
        _("How many?"),
        [
            validators.InputRequired(_("Please fill this in.")),
            validators.NumberRange(1, MAX_COPIES, _("Please give a number from 1 to 500.")),
        ],
    )
    put_up_on = DateField(_("Put up on"), [validators.InputRequired(_("Please fill this in."))])

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether it can be kept: a place, without anything about a person."""
        if not super().validate(extra_validators):
            return False
        if not notices.is_place(self.place.data):
            self.refuse("place", _("Please name a place only: no person, no number of a room."))
        if self.put_up_on.data > today():
            self.refuse("put_up_on", _("That day is still to come."))
        return not self.errors


@dataclass(frozen=True)
class Stop:
    """A stop of the round: what to take down, and what to put in its place, if anything."""

    copy: PostedCopy
    listed: Listed
    replace_with: int | None


@bp.get(f"/<{NUMBER}:number>/posted")
@policy(Policy.STAFF, duty=Duty.SENIOR)
def show(number: int) -> str:
    """Show where copies of a notice hang, and ask for new ones."""
    found = of_this_location(number)
    return _page(found, _form(found, is_sent=False))


@bp.post(f"/<{NUMBER}:number>/posted")
@policy(Policy.STAFF, duty=Duty.SENIOR)
def put_up(number: int) -> str | Response | tuple[str, int]:
    """Keep that copies were put up."""
    found = of_this_location(number)
    form = _form(found)
    if not form.validate():
        return _page(found, form), 422
    with state().storage.write() as db:
        storage.posting.put_up(
            db,
            here_id(),
            number,
            version=found.published.number,
            format=Format(form.format.data),
            language=form.language.data,
            place=form.place.data,
            copies=form.copies.data,
            on=form.put_up_on.data,
        )
        audit.record(
            db,
            actor(),
            "copy_put_up",
            found.notice.id,
            now(),
            location_id=here_id(),
            place=form.place.data,
        )
    return hx.go(url_for(".show", number=number))


@bp.get("/round")
@policy(Policy.STAFF, duty=Duty.SENIOR)
def show_round() -> str:
    """Show which copies to collect, door signs first, and what to put in their place."""
    return render_template("notices/round.html", stops=stops())


@bp.post("/round")
@policy(Policy.STAFF, duty=Duty.SENIOR)
def take_down() -> Response:
    """Keep that the ticked copies were taken down."""
    numbers = {int(one) for one in request.form.getlist("copy") if one.isdecimal()}
    numbers = {number for number in numbers if number < 2**31}
    with state().storage.write() as db:
        taken = storage.posting.take_down(db, here_id(), numbers, today())
        if taken:
            about = str(taken)
            audit.record(db, actor(), "copies_taken_down", about, now(), location_id=here_id())
    return hx.go(_back())


def stops() -> list[Stop]:
    """Return what has to be collected at this location: old versions, and notices out of use."""
    every = {one.published.id: one for one in sources.all_listed()}
    with state().storage.read() as db:
        copies = storage.posting.copies(db, here_id())
    found = []
    for copy in copies:
        listed = every[copy.notice_id]
        if copy.taken_down_on or (copy.version == listed.published.number and not listed.behind):
            continue
        holds = not listed.behind
        found.append(Stop(copy, listed, listed.published.number if holds else None))
    return sorted(found, key=lambda stop: (POSTED.index(stop.copy.format), stop.copy.place))


def _back() -> str:
    """Return where the form was: the list of one notice, or the round."""
    number = request.form.get("notice", "")
    if number.isdecimal() and int(number) < 2**31:
        return url_for(".show", number=int(number))
    return url_for(".show_round")


def _form(found: Listed, *, is_sent: bool = True) -> CopyForm:
    first = {"copies": 1, "put_up_on": today(), "format": Format.A4, "language": "en"}
    form = CopyForm(data=first) if is_sent else CopyForm(formdata=None, data=first)
    form.language.choices = forms.offered(
        (offer.language.code, offer.language.name) for offer in found.offers
    )
    return form


def _page(found: Listed, form: CopyForm) -> str:
    with state().storage.read() as db:
        copies = storage.posting.copies(db, here_id(), found.published.id)
    return render_template(
        "notices/posted.html", item=found, form=form, copies=copies, languages=LANGUAGES
    )
