"""A roster from a spreadsheet: looked through line by line first, then taken over whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import Blueprint, render_template, url_for
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from werkzeug.wrappers import Response
from wtforms import HiddenField

from assistant.storage import audit, locations
from assistant.storage.training import learners
from assistant.training import Learner, LineProblem, RosterEntry, TableError, read_roster
from assistant.web import forms, hx, training_words
from assistant.web.doors import Policy, policy
from assistant.web.place import here_id
from assistant.web.state import now, state
from assistant.web.visitor import actor, signed_in

bp = Blueprint("roster_file", __name__, url_prefix="/training/people/file")
Shown = str | Response | tuple[str, int]


class FileForm(forms.Form):
    """A CSV file with a roster."""

    file = FileField(
        _("CSV file"),
        [FileRequired(_("Please choose a file."))],
        description=_("In a spreadsheet: Save as, CSV UTF-8."),
    )


class KeepForm(forms.Form):
    """The roster that was looked through."""

    table = HiddenField()


@dataclass(frozen=True)
class Preview:
    """What taking a roster over would do at one location."""

    location: str
    new: tuple[RosterEntry, ...]
    changed: tuple[tuple[Learner, RosterEntry], ...]
    same: int


@bp.get("/")
@policy(Policy.MANAGER)
def show() -> str:
    """Show what such a file looks like, and ask for it."""
    return _page(FileForm(formdata=None))


@bp.post("/")
@policy(Policy.MANAGER)
def look_through() -> Shown:
    """Show what the file would change, or each line that is wrong. Nothing is kept yet."""
    form = FileForm()
    if not form.validate():
        return _page(form), 422
    raw = form.file.data.read()
    try:
        grouped = _by_location(read_roster(raw))
    except TableError as error:
        return _page(form, error.problems), 422
    keep = KeepForm(formdata=None, data={"table": raw.decode("utf-8-sig")})
    return render_template(
        "learners/preview.html",
        previews=_previews(grouped),
        form=keep,
        roles=training_words.ROLES,
    )


@bp.post("/keep")
@policy(Policy.MANAGER)
def keep() -> Shown:
    """Take the roster over."""
    form = KeepForm()
    if not form.validate():
        return _page(FileForm(formdata=None)), 422
    try:
        grouped = _by_location(read_roster((form.table.data or "").encode()))
    except TableError as error:
        return _page(FileForm(formdata=None), error.problems), 422
    with state().storage.write() as db:
        for place, entries in grouped.items():
            added = learners.take_over(db, place, entries)
            detail = {"lines": str(len(entries)), "new": str(added)}
            audit.record(
                db, actor(), "roster_taken_over", "roster", now(), location_id=place, **detail
            )
    return hx.go(url_for("learners.show_all"))


def _by_location(entries: Iterable[RosterEntry]) -> dict[int, list[RosterEntry]]:
    """Return the entries by the location that they are for; raises TableError."""
    me, own = signed_in(), here_id()
    with state().storage.read() as db:
        names = locations.names(db)
    known = {name.casefold(): place for place, name in names.items() if me.belongs_to(place)}
    grouped: dict[int, list[RosterEntry]] = {}
    problems = []
    # The first line names the columns. Empty lines are rare; the name says which one it is.
    for line, entry in enumerate(entries, 2):
        place = known.get(entry.location.casefold()) if entry.location else own
        if place is None:
            message = f"{entry.name}: “{entry.location[:40]}” is not one of your locations"
            problems.append(LineProblem(line, message))
            continue
        grouped.setdefault(place, []).append(entry)
    if problems:
        raise TableError(problems)
    return grouped


def _previews(grouped: Mapping[int, list[RosterEntry]]) -> list[Preview]:
    with state().storage.read() as db:
        names = locations.names(db)
        rosters = {place: learners.roster(db, place) for place in grouped}
    previews = []
    for place, entries in grouped.items():
        known = {one.name.casefold(): one for one in rosters[place]}
        new, changed = [], []
        for entry in entries:
            before = known.get(entry.name.casefold())
            if before is None:
                new.append(entry)
            elif (before.role, before.left_on) != (entry.role, entry.left_on):
                changed.append((before, entry))
        same = len(entries) - len(new) - len(changed)
        previews.append(Preview(names[place], tuple(new), tuple(changed), same))
    return previews


def _page(form: FileForm, problems: Iterable[LineProblem] = ()) -> str:
    return render_template("learners/file.html", form=form, problems=tuple(problems))
