"""The register of AI tools for managers: the list, a new tool, and each tool with what it needs."""

from __future__ import annotations

import re

from flask import Blueprint, abort, render_template, request, url_for
from flask_babel import lazy_gettext as _
from msgspec import structs
from werkzeug.wrappers import Response

from assistant import notices, register, storage
from assistant.accounts import Account, Role
from assistant.knowledge import Use
from assistant.register import Status, Tool, UseRules
from assistant.storage import Session, audit, locations
from assistant.storage import accounts as kept_accounts
from assistant.storage.register import NotAnIdeaError, RegisteredTool, StaleToolError
from assistant.web import forms, hx, register_words
from assistant.web.doors import Policy, policy
from assistant.web.place import here_id
from assistant.web.register_fields import MAX_NAME, day
from assistant.web.register_reading import (
    Row,
    load,
    name_of,
    notices_about,
    row,
    rows,
    setting,
    sources,
    untold,
    uses_here,
)
from assistant.web.register_words import MEANINGS, STATUS_ORDER, STATUSES
from assistant.web.state import now, state, today
from assistant.web.visitor import actor, signed_in

bp = Blueprint("register", __name__, url_prefix="/tools/register")
bp.record_once(load)
Shown = str | Response | tuple[str, int]
NUMBER = "int(max=2147483647):number"


class NewToolForm(forms.Form):
    """What has to be said of a tool to begin its row."""

    name = forms.line(
        _("What do people here call it?"),
        MAX_NAME,
        hint=_("The name on the screen or on the device. Not sure? Leave it empty."),
        optional=True,
    )
    status = forms.one_of(_("Where does it stand?"), STATUSES.items())
    use = forms.one_of(_("What does it do?"), ())


class StatusForm(forms.Form):
    """Where a tool stands from now on."""

    status = forms.one_of(_("Where does it stand now?"), STATUSES.items())
    in_use_from = day(_("On trial or in use: since when, or from when?"))
    revision = forms.revision()


class ResponsibleForm(forms.Form):
    """Who answers for a tool."""

    account = forms.one_of(_("Who is responsible for it here?"), (), coerce=int)


class CopyForm(forms.Form):
    """Where else a tool is in use."""

    location = forms.one_of(_("Which location?"), (), coerce=int)


@bp.app_context_processor
def words() -> dict[str, object]:
    """Give the templates the words of the register."""
    return {"register_words": register_words}


@bp.get("/")
@policy(Policy.MANAGER)
def show_all() -> str:
    """Show the register of this location, or the tools of one status."""
    chosen = request.args.get("status", "")
    with state().storage.read() as db:
        every = rows(db, here_id())
        people = _names(db)
    shown = [one for one in every if chosen in ("", one.tool.status)]
    shown.sort(key=lambda one: (STATUS_ORDER.index(one.tool.status), one.name.casefold()))
    counts = {one: sum(row.tool.status is one for row in every) for one in STATUS_ORDER}
    return render_template(
        "register/index.html",
        rows=shown,
        all=len(every),
        counts={status: count for status, count in counts.items() if count},
        chosen=chosen,
        people=people,
        open=sum(len(one.open) for one in every),
        due=[one for one in every if one.review and one.review.is_due],
    )


@bp.get("/new")
@policy(Policy.MANAGER)
def show_new() -> str:
    """Show the form that begins a tool."""
    return _new_page(NewToolForm(formdata=None, data={"status": Status.IDEA.value}))


@bp.post("/new")
@policy(Policy.MANAGER)
def add() -> Shown:
    """Begin a tool, and go on to its first questions."""
    place, form = here_id(), NewToolForm()
    offered = _offer_uses(form)
    if not form.validate():
        return _new_page(form), 422
    use = Use(form.use.data)
    with state().storage.write() as db:
        taken = {kept.tool.id for kept in storage.register.tools(db, place)}
        tool = register.start(free_id(form.name.data or use, taken), use, offered[use])
        tool = structs.replace(tool, status=Status(form.status.data))
        if form.name.data:
            tool = structs.replace(tool, name=form.name.data)
        kept = storage.register.add(db, place, tool, now(), actor(), signed_in().id)
        record(db, "tool_added", kept)
    if tool.status is Status.NOT_ALLOWED:
        return hx.go(url_for(".show", number=kept.number))
    first = sources().questions.of(offered[use])[0]
    return hx.go(url_for("register_questions.show", number=kept.number, page=first.id))


@bp.get(f"/<{NUMBER}>")
@policy(Policy.MANAGER)
def show(number: int) -> str:
    """Show a tool: where it stands, what is not known, who answers for it."""
    return _page(row(number))


@bp.get(f"/<{NUMBER}>/status")
@policy(Policy.MANAGER)
def show_status(number: int) -> str:
    """Show what each status would mean for this tool."""
    found = row(number)
    data = {
        "status": found.tool.status.value,
        "in_use_from": found.tool.in_use_from,
        "revision": found.kept.revision,
    }
    return _status_page(found, StatusForm(formdata=None, data=data))


@bp.post(f"/<{NUMBER}>/status")
@policy(Policy.MANAGER)
def change_status(number: int) -> Shown:
    """Keep where a tool stands from now on."""
    found, form = row(number), StatusForm()
    if not form.validate():
        return _status_page(found, form), 422
    changed = structs.replace(
        found.tool,
        status=Status(form.status.data),
        in_use_from=form.in_use_from.data or found.tool.in_use_from,
    )
    try:
        with state().storage.write() as db:
            save(db, found.kept, changed, form.revision.data, "tool_status_changed")
    except StaleToolError:
        form.refuse("status", _("Someone else has changed this tool since. Please look again."))
        newest = row(number)
        form.revision.data, form.revision.raw_data = newest.kept.revision, None
        return _status_page(newest, form), 422
    return hx.go(url_for(".show", number=number))


@bp.post(f"/<{NUMBER}>/reviewed")
@policy(Policy.MANAGER)
def review(number: int) -> Shown:
    """Keep that a tool was reviewed today, and stays as it is."""
    found = row(number)
    with state().storage.write() as db:
        changed = structs.replace(found.tool, last_reviewed_on=today())
        save(db, found.kept, changed, found.kept.revision, "tool_reviewed")
    return hx.go(url_for(".show", number=number))


@bp.post(f"/<{NUMBER}>/responsible")
@policy(Policy.MANAGER)
def make_responsible(number: int) -> Shown:
    """Keep who answers for a tool."""
    found, form = row(number), ResponsibleForm()
    form.account.choices = forms.offered(_people())
    if not form.validate():
        return _page(found, responsible_form=form), 422
    with state().storage.write() as db:
        kept = storage.register.make_responsible(
            db, here_id(), number, form.account.data, now(), actor()
        )
        person = kept_accounts.get(db, form.account.data)
        record(db, "tool_given_to", kept, responsible=person.name if person else "")
    return hx.go(url_for(".show", number=number))


@bp.post(f"/<{NUMBER}>/copy")
@policy(Policy.MANAGER)
def copy(number: int) -> Shown:
    """Begin the same tool at another location, as an idea there; work goes on here."""
    found, form = row(number), CopyForm()
    form.location.choices = forms.offered(_other_places())
    if not form.validate():
        return _page(found, copy_form=form), 422
    place = form.location.data
    with state().storage.write() as db:
        taken = {kept.tool.id for kept in storage.register.tools(db, place)}
        setting = storage.locations.setting_of(db, place)
        fitted = notices.fitted(found.tool, sources().wording, setting)
        # What is in use here has been decided for here alone.
        tool = structs.replace(
            fitted.tool,
            id=free_id(found.tool.id, taken),
            status=Status.IDEA,
            in_use_from=None,
            last_reviewed_on=None,
        )
        record(db, "tool_copied", storage.register.add(db, place, tool, now(), actor()))
    return render_template(
        "register/copied.html", row=found, place=_place_names()[place], left_out=fitted.left_out
    )


@bp.post(f"/<{NUMBER}>/delete")
@policy(Policy.MANAGER)
def delete(number: int) -> Shown:
    """Delete a tool that has never been more than an idea."""
    found = row(number)
    try:
        with state().storage.write() as db:
            storage.register.remove(db, here_id(), number)
            record(db, "tool_deleted", found.kept)
    except NotAnIdeaError:
        abort(404)
    return hx.go(url_for(".show_all"))


def save(
    db: Session, kept: RegisteredTool, tool: Tool, revision: int, action: str = "tool_changed"
) -> RegisteredTool:
    """Keep *tool* as the next version and say so in the audit; raises StaleToolError."""
    saved = storage.register.save(db, kept.location_id, kept.number, tool, now(), actor(), revision)
    if saved.revision != kept.revision:
        fields = ", ".join(change.field for change in register.changes(kept.tool, tool))
        record(db, action, saved, status=tool.status.value, fields=fields)
    return saved


def record(db: Session, action: str, kept: RegisteredTool, **detail: str) -> None:
    """Keep a line of the audit about a tool."""
    name = name_of(kept.tool)
    audit.record(
        db, actor(), action, name, now(), location_id=kept.location_id, tool=kept.tool.id, **detail
    )


def free_id(name: str, taken: set[str]) -> str:
    """Return an id made of *name* that is not among *taken*."""
    slug = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:56].strip("-") or "tool"
    numbered = (slug, *(f"{slug}-{number}" for number in range(2, len(taken) + 3)))
    return next(one for one in numbered if one not in taken)


def _offer_uses(form: NewToolForm) -> dict[Use, UseRules]:
    offered = uses_here(setting())
    form.use.choices = forms.offered((use.value, rules.title) for use, rules in offered.items())
    return offered


def _new_page(form: NewToolForm) -> str:
    offered = _offer_uses(form)
    return render_template("register/new.html", form=form, uses=offered)


def _status_page(found: Row, form: StatusForm) -> str:
    with state().storage.read() as db:
        published = notices_about(db, found.kept)
    return render_template(
        "register/status.html", row=found, form=form, meanings=MEANINGS, published=published
    )


def _page(
    found: Row,
    *,
    responsible_form: ResponsibleForm | None = None,
    copy_form: CopyForm | None = None,
) -> str:
    if responsible_form is None:
        data = {"account": found.kept.responsible}
        responsible_form = ResponsibleForm(formdata=None, data=data)
        responsible_form.account.choices = forms.offered(_people())
    places = _other_places()
    if copy_form is None:
        copy_form = CopyForm(formdata=None)
        copy_form.location.choices = forms.offered(places)
    with state().storage.read() as db:
        names, published = _names(db), notices_about(db, found.kept)
        versions = storage.register.changes(db, found.kept.location_id, number=found.kept.number)
    return render_template(
        "register/show.html",
        row=found,
        pages=_progress(found),
        people=names,
        published=published,
        untold=untold(published, found.tool),
        responsible_form=responsible_form,
        copy_form=copy_form,
        may_copy=bool(places),
        may_delete=all(one.after.status is Status.IDEA for one in versions),
    )


def _progress(found: Row) -> list[tuple[register.Page, int]]:
    """Return each page of questions with how much of it is not known."""
    pages = sources().questions.of(found.rules)
    return [(page, sum(task.page == page.id for task in found.open)) for page in pages]


def _people() -> list[tuple[int, str]]:
    """Return who can answer for a tool of this location: managers and owners first."""
    with state().storage.read() as db:
        found = kept_accounts.everyone(db, here_id())
    found.sort(key=lambda one: one.role is Role.STAFF)
    return [(one.id, one.name) for one in found]


def _names(db: Session) -> dict[int, str]:
    return {one.id: one.name for one in kept_accounts.everyone(db)}


def _place_names() -> dict[int, str]:
    with state().storage.read() as db:
        return locations.names(db)


def _other_places() -> list[tuple[int, str]]:
    """Return the other locations of the person at the screen."""
    me: Account = signed_in()
    names = _place_names().items()
    return [(one, name) for one, name in names if one != here_id() and me.belongs_to(one)]
