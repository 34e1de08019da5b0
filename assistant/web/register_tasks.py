"""What is still to be found out or done about the tools of a location: by whom, and by when."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request, url_for
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from assistant import storage
from assistant.register import Office
from assistant.storage import Session
from assistant.storage.register import TaskState
from assistant.web import forms, hx
from assistant.web.doors import Policy, policy
from assistant.web.place import here, here_id
from assistant.web.register import NUMBER, record
from assistant.web.register_fields import day
from assistant.web.register_reading import OpenTask, by_owner, row, rows
from assistant.web.register_words import OFFICE
from assistant.web.state import state, today
from assistant.web.visitor import signed_in

bp = Blueprint("register_tasks", __name__, url_prefix="/tools/register")
Shown = str | Response | tuple[str, int]


class DatesForm(forms.Form):
    """By when all tasks of a role are to be done that have no date yet."""

    owner = forms.one_of(_("Whose tasks?"), OFFICE.items())
    due_on = day(_("By which day?"), needed=True)


class DateForm(forms.Form):
    """By when a task is to be done; without a day, it has none."""

    due_on = day(_("By which day?"))


@bp.get("/tasks")
@policy(Policy.MANAGER)
def show_all() -> str:
    """Show every open task of this location by the role that does it."""
    return _page()


@bp.post("/tasks")
@policy(Policy.MANAGER)
def set_dates() -> Shown:
    """Give all tasks of a role a date that have none."""
    form = DatesForm()
    if not form.validate():
        return _page(form), 422
    with state().storage.write() as db:
        for task in by_owner(rows(db, here_id())).get(Office(form.owner.data), []):
            if task.state.due_on is None:
                _keep(db, task, TaskState(due_on=form.due_on.data))
    return hx.go(url_for(".show_all"))


@bp.post(f"/<{NUMBER}>/tasks/<task>")
@policy(Policy.MANAGER)
def change(number: int, task: str) -> Shown:
    """Give a task another date, or say that a duty is done or not done after all."""
    found = row(number)
    known = (*found.open, *found.done)
    one = next((each for each in known if each.task.field == task), None) or abort(404)
    do, form = request.form.get("do"), DateForm()
    if do == "done" and one.page is None:
        kept = TaskState(one.state.due_on, today(), signed_in().name)
    elif do == "undo":
        kept = TaskState(one.state.due_on)
    elif form.validate():
        kept = TaskState(form.due_on.data)
    else:
        return _page(refused=form), 422
    with state().storage.write() as db:
        _keep(db, one, kept)
    is_from_tool = request.form.get("back") == "tool"
    return hx.go(url_for("register.show", number=number) if is_from_tool else url_for(".show_all"))


def _keep(db: Session, one: OpenTask, kept: TaskState) -> None:
    storage.register.keep_task(db, here_id(), one.kept.number, one.task.field, kept)
    detail = {
        "task": one.task.field,
        "due_on": kept.due_on.isoformat() if kept.due_on else "",
        "done_on": kept.done_on.isoformat() if kept.done_on else "",
    }
    record(db, "tool_task_changed", one.kept, **detail)


def _page(form: DatesForm | None = None, refused: DateForm | None = None) -> str:
    with state().storage.read() as db:
        every = rows(db, here_id())
    return render_template(
        "register/tasks.html",
        owners=by_owner(every),
        names={one.kept.number: one.name for one in every},
        people=here().location.people,
        form=form or DatesForm(formdata=None),
        refused=refused,
    )
