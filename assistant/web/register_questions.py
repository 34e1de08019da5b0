"""The questions about a tool, a few a page: each page is saved when one goes on or back."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from msgspec import structs
from werkzeug.wrappers import Response

from assistant import register, storage
from assistant.register import Change, Page, Tool, UnansweredError
from assistant.storage import Session
from assistant.storage.register import RegisteredTool, StaleToolError
from assistant.web import hx
from assistant.web.doors import Policy, policy
from assistant.web.register import NUMBER, save
from assistant.web.register_fields import Paper
from assistant.web.register_reading import Row, row, setting, sources
from assistant.web.state import state

bp = Blueprint("register_questions", __name__, url_prefix="/tools/register")
Shown = str | Response | tuple[str, int]
# Said on a page of its own, with what follows from it.
_ELSEWHERE = frozenset({"status"})


@bp.get(f"/<{NUMBER}>/questions/<page>")
@policy(Policy.MANAGER)
def show(number: int, page: str) -> str:
    """Show a page of questions with what is known."""
    found = row(number)
    return _page(found, page, _paper(found, page, sent=False), found.kept.revision)


@bp.post(f"/<{NUMBER}>/questions/<page>")
@policy(Policy.MANAGER)
def answer(number: int, page: str) -> Shown:
    """Keep the answers of a page, and go where the button says."""
    found = row(number)
    paper = _paper(found, page, sent=True)
    revision = request.form.get("revision", type=int) or found.kept.revision
    answers = paper.read()
    if answers is None:
        return _page(found, page, paper, revision), 422
    try:
        with state().storage.write() as db:
            _keep(db, found.kept, answers, revision)
    except UnansweredError as error:
        paper.refuse(error.fields)
        return _page(found, page, paper, revision), 422
    except StaleToolError:
        # What was typed stays on the page; sending it again puts it over what the other saved.
        newest = row(number)
        theirs = _since(newest.kept, revision, answers)
        return _page(newest, page, paper, newest.kept.revision, theirs), 409
    return hx.go(_next(number, page))


def _keep(db: Session, read: RegisteredTool, answers: dict[str, Any], revision: int) -> None:
    """Keep *answers*; what someone else saved meanwhile of other questions stays beside them.

    Raises StaleToolError when someone else answered one of these questions.
    """
    held = storage.register.by_number(db, read.location_id, read.number) or abort(404)
    if held.revision != revision and _since(held, revision, answers, db):
        raise StaleToolError
    save(db, held, _with_answers(held.tool, answers), held.revision)


def _with_answers(tool: Tool, answers: dict[str, Any]) -> Tool:
    changed = register.answer(tool, answers)
    # How long something is kept has no meaning once it is not kept.
    recordings = structs.asdict(changed.recordings)
    for name, recording in recordings.items():
        if recording.kept == register.Answered.NO:
            recordings[name] = structs.replace(recording, period=None)
    return structs.replace(changed, recordings=register.Recordings(**recordings))


def _since(
    held: RegisteredTool, revision: int, answers: dict[str, Any], db: Session | None = None
) -> tuple[Change, ...]:
    """Return what others have changed since *revision* of what *answers* speak of."""
    if db is None:
        with state().storage.read() as reader:
            return _since(held, revision, answers, reader)
    # A number that no version has is not asked for: it may be larger than a database can read.
    if not 1 <= revision <= held.revision:
        abort(404)
    read = storage.register.version(db, held.location_id, held.number, revision) or abort(404)
    about = {field.partition(".")[0] for field in answers}
    return tuple(change for change in register.changes(read, held.tool) if change.field in about)


def _paper(found: Row, page: str, *, sent: bool) -> Paper:
    asks = [field for field in _the_page(found, page).asks if field not in _ELSEWHERE]
    return Paper(found.tool, asks, sources(), setting(), sent=sent)


def _the_page(found: Row, page: str) -> Page:
    pages = sources().questions.of(found.rules)
    return next((one for one in pages if one.id == page), None) or abort(404)


def _next(number: int, page: str) -> str:
    """Return the address to which the button that was pressed leads."""
    ids = [one.id for one in sources().questions.of(row(number).rules)]
    step = {"back": -1, "next": 1}.get(request.form.get("do", "next"))
    place = ids.index(page) + step if step else -1
    if 0 <= place < len(ids):
        return url_for(".show", number=number, page=ids[place])
    return url_for("register.show", number=number)


def _page(
    found: Row, page: str, paper: Paper, revision: int, theirs: tuple[Change, ...] = ()
) -> str:
    pages = sources().questions.of(found.rules)
    shown = _the_page(found, page)
    open_fields = {task.task.field for task in found.open}
    return render_template(
        "register/questions.html",
        row=found,
        page=shown,
        asked=paper.asked,
        revision=revision,
        place=pages.index(shown) + 1,
        pages=[(one, bool(open_fields & set(one.asks))) for one in pages],
        theirs=theirs,
        has_status="status" in shown.asks,
    )
