"""The manager's start page, where one works, the provider's settings, and who changed what."""

from __future__ import annotations

from flask import Blueprint, Response, abort, render_template, request, url_for
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response as BaseResponse
from wtforms import BooleanField, IntegerField, validators

from assistant.accounts import Role
from assistant.knowledge import Setting
from assistant.local import Location
from assistant.notices import late
from assistant.storage import accounts as kept
from assistant.storage import approvals, audit, backup, doors, locations, provider, switch_off
from assistant.storage.approvals import TextKind
from assistant.storage.audit import AuditLine
from assistant.storage.provider import (
    MAX_AUDIT_YEARS,
    MAX_LEAVER_YEARS,
    MIN_AUDIT_YEARS,
    MIN_LEAVER_YEARS,
    Provider,
)
from assistant.web import forms, hx
from assistant.web.doors import Policy, policy
from assistant.web.exports import csv_response
from assistant.web.notices import sources
from assistant.web.place import here
from assistant.web.register_reading import rows
from assistant.web.state import now, state
from assistant.web.visitor import actor, signed_in, visitor
from assistant.web.words import SETTINGS

bp = Blueprint("manage", __name__, url_prefix="/manage")
LINES_A_PAGE = 100
Shown = str | BaseResponse | tuple[str, int]


class LocationForm(forms.Form):
    """A new location."""

    name = forms.line(_("Name of the location"), 120)
    setting = forms.one_of(_("What kind of location is it?"), SETTINGS.items())


class SettingsForm(forms.Form):
    """What the provider chooses for all its locations."""

    name = forms.line(_("Name of the provider"), 120)
    open_asking = BooleanField(_("Anyone who reaches this address may ask, on any device"))
    audit_years = IntegerField(
        _("Keep the list of changes for how many years?"),
        [
            validators.InputRequired(_("Please fill this in.")),
            validators.NumberRange(
                MIN_AUDIT_YEARS, MAX_AUDIT_YEARS, _("Please give a number from 1 to 20.")
            ),
        ],
    )
    leaver_years = IntegerField(
        _("Keep the training records of people who have left for how many years?"),
        [
            validators.Optional(),
            validators.NumberRange(
                MIN_LEAVER_YEARS, MAX_LEAVER_YEARS, _("Please give a number from 1 to 20.")
            ),
        ],
        description=_("You decide. While this is empty, nothing of theirs is deleted."),
    )


@bp.get("/")
@policy(Policy.MANAGER)
def show() -> str:
    """Show what there is to manage, and how it stands."""
    knowledge, place = state().knowledge, here().id
    with state().storage.read() as db:
        known = approvals.current(db, TextKind.ANSWER)
        devices = doors.devices(db, place) if place is not None else []
        people = kept.everyone(db, place)
        last_backup = backup.last_backup(db)
        jobs = switch_off.jobs(db, place) if place is not None else []
        tools = rows(db, place) if place is not None else []
    behind = [one for one in sources.all_listed() if one.behind or one.is_overdue]
    approved = [
        name
        for name, answer in knowledge.answers.items()
        if name in known and known[name].holds_for(answer.text_hash)
    ]
    return render_template(
        "manage/index.html",
        behind=behind,
        late_jobs=late([kept.job for kept in jobs], now=now()),
        devices=devices,
        people=people,
        approved=len(approved),
        answers=len(knowledge.answers),
        last_backup=last_backup,
        tools=tools,
        open_tasks=sum(len(one.open) for one in tools),
        late_tasks=sum(task.is_late for one in tools for task in one.open),
    )


@bp.post("/here")
@policy(Policy.STAFF)
def choose_location() -> Shown:
    """Work at another of one's locations from now on."""
    visit, account = visitor().visit, signed_in()
    number = request.form.get("location", type=int)
    with state().storage.write() as db:
        if visit is None or number not in locations.location_ids(db):
            abort(404)
        if not account.belongs_to(number):
            abort(404)
        doors.move_visit(db, visit, number)
    return hx.go(url_for("ask.show") if account.role is Role.STAFF else url_for(".show"))


@bp.get("/locations/new")
@policy(Policy.OWNER)
def show_new_location() -> str:
    """Show the form for a new location."""
    return render_template("manage/new_location.html", form=LocationForm(formdata=None))


@bp.post("/locations/new")
@policy(Policy.OWNER)
def add_location() -> Shown:
    """Add a location and go on to its contacts."""
    form = LocationForm()
    if not form.validate():
        return render_template("manage/new_location.html", form=form), 422
    with state().storage.write() as db:
        chosen = provider.get(db)
        location = Location(provider=chosen.name if chosen else "", name=form.name.data)
        number = locations.add_location(db, location, Setting(form.setting.data))
        visit = visitor().visit
        if visit is not None:
            doors.move_visit(db, visit, number)
        audit.record(db, actor(), "location_added", location.name, now(), location_id=number)
    return hx.go(url_for("contacts.show"))


@bp.get("/settings")
@policy(Policy.OWNER)
def show_settings() -> str:
    """Show what the provider chooses for all its locations."""
    with state().storage.read() as db:
        chosen = provider.get(db) or Provider("")
    return render_template("manage/settings.html", form=SettingsForm(formdata=None, obj=chosen))


@bp.post("/settings")
@policy(Policy.OWNER)
def change_settings() -> Shown:
    """Keep what the provider chooses."""
    form = SettingsForm()
    if not form.validate():
        return render_template("manage/settings.html", form=form), 422
    chosen = Provider(
        form.name.data, form.open_asking.data, form.audit_years.data, form.leaver_years.data
    )
    with state().storage.write() as db:
        provider.keep(db, chosen)
        audit.record(
            db,
            actor(),
            "settings_changed",
            chosen.name,
            now(),
            open_asking=str(chosen.open_asking),
            audit_years=str(chosen.audit_years),
            leaver_years=str(chosen.leaver_years or ""),
        )
    return hx.go(url_for(".show"))


@bp.get("/changes")
@policy(Policy.MANAGER)
def show_changes() -> str:
    """Show who changed what, newest first."""
    before = request.args.get("before", type=int)
    found = _changes(before, LINES_A_PAGE + 1)
    with state().storage.read() as db:
        names = locations.names(db)
    rest = found[LINES_A_PAGE - 1].id if len(found) > LINES_A_PAGE else None
    return render_template(
        "manage/changes.html", lines=found[:LINES_A_PAGE], names=names, rest=rest
    )


@bp.get("/changes.csv")
@policy(Policy.MANAGER)
def export_changes() -> Response:
    """Return who changed what as a table."""
    with state().storage.read() as db:
        names = locations.names(db)
    rows = [
        (
            line.at.isoformat(timespec="seconds"),
            line.who,
            line.role,
            names.get(line.location_id or 0, ""),
            line.action,
            line.about,
            "; ".join(f"{name}: {value}" for name, value in line.detail.items()),
        )
        for line in _changes(None, None)
    ]
    header = ("at", "who", "role", "location", "action", "about", "detail")
    return csv_response("changes", header, rows)


def _changes(before: int | None, limit: int | None) -> list[AuditLine]:
    """Return the lines that the person at the screen may see: all for owners, else their own."""
    account = signed_in()
    shown = None if account.role is Role.OWNER else account.locations
    with state().storage.read() as db:
        return audit.lines(db, shown, before=before, limit=limit)
