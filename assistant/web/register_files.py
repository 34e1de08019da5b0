"""The register as a file: out as CSV and JSON, and in after a look at what would change."""

from __future__ import annotations

import json

from flask import Blueprint, Response, render_template, url_for
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from werkzeug.wrappers import Response as BaseResponse
from wtforms import HiddenField

from assistant import notices, register, storage
from assistant.notices import Fate, Incoming
from assistant.register import ExchangeError, Tool
from assistant.storage import Session
from assistant.storage.register import RegisteredTool
from assistant.web import forms, hx
from assistant.web.doors import Policy, policy
from assistant.web.place import here_id
from assistant.web.register import record, save
from assistant.web.register_reading import setting, sources
from assistant.web.state import now, state
from assistant.web.visitor import actor, signed_in

bp = Blueprint("register_files", __name__, url_prefix="/tools/register")
Shown = str | BaseResponse | tuple[str, int]


class UploadForm(forms.Form):
    """A register file."""

    file = FileField(_("A register file (CSV or JSON)"))


class ApplyForm(forms.Form):
    """The text of a file that was looked at, and the state of the register at that time."""

    text = HiddenField()
    seen = HiddenField()


@bp.get("/register.csv")
@policy(Policy.MANAGER)
def export_csv() -> Response:
    """Return the register of this location as a table."""
    # The mark at the start tells Excel that this is UTF-8.
    return _download("\ufeff" + register.to_csv(_tools()), "register.csv", "text/csv")


@bp.get("/register.json")
@policy(Policy.MANAGER)
def export_json() -> Response:
    """Return the register of this location as a register file."""
    return _download(register.to_json(_tools()), "register.json", "application/json")


@bp.get("/import")
@policy(Policy.MANAGER)
def show_import() -> str:
    """Show where a register file is chosen."""
    return render_template("register/import.html", form=UploadForm(formdata=None), problems=())


@bp.post("/import")
@policy(Policy.MANAGER)
def preview() -> Shown:
    """Show line by line what a file would add or change; nothing is kept."""
    form = UploadForm()
    file = form.file.data
    if not form.validate() or not file:
        form.refuse("file", _("Please choose a file."))
        return render_template("register/import.html", form=form, problems=()), 422
    try:
        text = file.stream.read().decode("utf-8-sig")
    except UnicodeError:
        form.refuse("file", _("This file is not text in UTF-8. Save it as CSV UTF-8 or JSON."))
        return render_template("register/import.html", form=form, problems=()), 422
    return _preview(text)


@bp.post("/import/apply")
@policy(Policy.MANAGER)
def apply() -> Shown:
    """Keep a file that was looked at: all of it, or nothing when the register has changed since."""
    place, form = here_id(), ApplyForm()
    if not form.validate() or not form.text.data:
        return hx.go(url_for(".show_import"))
    try:
        tools = register.from_text(form.text.data)
    except ExchangeError:
        return _preview(form.text.data)
    with state().storage.write() as db:
        held = storage.register.tools(db, place)
        lines = _look(tools, held)
        is_as_seen = form.seen.data == _digest(held) and not any(one.problems for one in lines)
        if is_as_seen:
            for line in lines:
                _keep(db, place, line, held)
    return hx.go(url_for("register.show_all")) if is_as_seen else _preview(form.text.data)


def _preview(text: str) -> Shown:
    try:
        tools = register.from_text(text)
    except ExchangeError as error:
        page = render_template(
            "register/import.html", form=UploadForm(formdata=None), problems=error.problems
        )
        return page, 422
    with state().storage.read() as db:
        held = storage.register.tools(db, here_id())
    lines = _look(tools, held)
    counts = {fate: sum(line.fate is fate for line in lines) for fate in Fate}
    is_free = not any(line.problems for line in lines)
    return render_template(
        "register/preview.html",
        lines=lines,
        counts=counts,
        may_apply=is_free and counts[Fate.SAME] < len(lines),
        form=ApplyForm(formdata=None, data={"text": text, "seen": _digest(held)}),
    )


def _look(tools: tuple[Tool, ...], held: list[RegisteredTool]) -> tuple[Incoming, ...]:
    known = sources()
    by_id = {kept.tool.id: kept.tool for kept in held}
    return notices.incoming(tools, by_id, setting(), known.questions, known.wording)


def _keep(db: Session, place: int, line: Incoming, held: list[RegisteredTool]) -> None:
    before = next((kept for kept in held if kept.tool.id == line.tool.id), None)
    if before is not None:
        save(db, before, line.tool, before.revision)
    else:
        kept = storage.register.add(db, place, line.tool, now(), actor(), signed_in().id)
        record(db, "tool_added", kept)


def _digest(held: list[RegisteredTool]) -> str:
    """Return which versions the register had, to see that nobody has changed it since."""
    return json.dumps([[kept.number, kept.revision] for kept in held])


def _tools() -> tuple[Tool, ...]:
    with state().storage.read() as db:
        return tuple(kept.tool for kept in storage.register.tools(db, here_id()))


def _download(text: str, name: str, kind: str) -> Response:
    response = Response(text, mimetype=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
