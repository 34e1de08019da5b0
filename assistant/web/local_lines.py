"""The location's own words over answers: its lines, and the answers that it hides."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from assistant import local
from assistant.knowledge import Answer
from assistant.local import HiddenAnswer, LocalLine, LocalWords, Refusal, RefusalKind, RefusedError
from assistant.storage import Session, audit, local_words
from assistant.storage.local_words import KeptLine
from assistant.web import forms, gap_words, gaps, hx
from assistant.web.cards import card
from assistant.web.doors import Policy, policy
from assistant.web.place import here_id, location
from assistant.web.state import now, state, today
from assistant.web.visitor import actor, signed_in

bp = Blueprint("local_words", __name__, url_prefix="/manage/words")

Shown = str | Response | tuple[str, int]


class LineForm(forms.Form):
    """A line of the location over an answer."""

    text = forms.line(
        _("Your line"),
        local.MAX_TEXT,
        hint=_(
            "Something stricter, whom to ask, or where something is. Never about someone you care"
            " for."
        ),
        optional=True,
        tall=True,
    )
    name = forms.line(
        _("Someone to ask"),
        local.MAX_NAME,
        hint=_("A member of staff, for example “Priya, night senior”."),
        optional=True,
    )
    phone = forms.line(_("Their phone number"), local.MAX_PHONE, optional=True)


class HideForm(forms.Form):
    """Why an answer is not shown here."""

    reason = forms.line(
        _("Why it is not shown here"),
        local.MAX_TEXT,
        hint=_("Staff read this in place of the answer, with your name and whom to ask."),
        tall=True,
    )


@dataclass(frozen=True)
class OverAnswer:
    """What a location says over one answer, and whether that needs a look."""

    id: str
    answer: Answer | None
    own: LocalWords
    needs_a_look: bool


@bp.get("/")
@policy(Policy.MANAGER)
def show_all() -> str:
    """Show all lines and hidden answers, first those over an answer that has changed."""
    answers = state().knowledge.answers
    with state().storage.read() as db:
        every = local_words.all_words(db, here_id())
    found = [
        OverAnswer(name, answers.get(name), own, _needs_a_look(own, answers.get(name)))
        for name, own in every.items()
    ]
    return render_template(
        "local_words/index.html",
        found=sorted(found, key=lambda over: (not over.needs_a_look, over.id)),
        answers=sorted(answers.values(), key=lambda answer: answer.title.casefold()),
    )


@bp.get("/write")
@policy(Policy.MANAGER)
def choose() -> Response:
    """Lead from the list of answers to the page of the one that was chosen."""
    name = request.args.get("answer", "")
    if name not in state().knowledge.answers:
        abort(404)
    return redirect(url_for(".show", name=name, gap=request.args.get("gap")), code=303)


@bp.get("/<name>")
@policy(Policy.MANAGER)
def show(name: str) -> str:
    """Show an answer with what the location says over it, to change that."""
    _answer(name)
    return _page(name)


@bp.post("/<name>")
@policy(Policy.MANAGER)
def add(name: str) -> Shown:
    """Add a line, unless it could loosen the answer."""
    answer, form = _answer(name), LineForm()
    if not form.validate():
        return _page(name, line_form=form), 422
    try:
        line = _written(answer, form.text.data, form.name.data, form.phone.data)
        with state().storage.write() as db:
            local_words.add_line(db, here_id(), line)
            _record(db, "local_line_added", name)
            gap = request.form.get("gap", "")
            made = gaps.decide_by_line(db, int(gap), name) if gap.isdecimal() else None
    except RefusedError as error:
        return _page(name, line_form=form, refused=error.refusals), 422
    if made is not None:
        return hx.go(url_for("gaps.show_all", decided=made.id))
    return hx.go(url_for(".show", name=name, saved=1))


@bp.post("/<name>/lines/<int(max=2147483647):number>/remove")
@policy(Policy.MANAGER)
def remove(name: str, number: int) -> Response:
    """Take a line away; it can be put back."""
    with state().storage.write() as db:
        found = local_words.remove_line(db, here_id(), _own(db, name, number), today())
        if found is None:
            abort(404)
        _record(db, "local_line_removed", name)
    return _back(name, removed=number)


@bp.post("/<name>/lines/<int(max=2147483647):number>/put-back")
@policy(Policy.MANAGER)
def put_back(name: str, number: int) -> Shown:
    """Show a line again that was taken away, if it may stand over the answer as it is now."""
    return _again(name, number, "local_line_put_back")


@bp.post("/<name>/lines/<int(max=2147483647):number>/still-holds")
@policy(Policy.MANAGER)
def still_holds(name: str, number: int) -> Shown:
    """Keep that a line was looked at after the answer changed, and holds."""
    return _again(name, number, "local_line_looked_at")


@bp.post("/<name>/hide")
@policy(Policy.MANAGER)
def hide(name: str) -> Shown:
    """Hide an answer for a reason that staff are told."""
    answer, form = _answer(name), HideForm()
    if not form.validate():
        return _page(name, hide_form=form), 422
    parts = state()
    try:
        hidden = local.hide(
            answer, form.reason.data, parts.knowledge, by=signed_in().name, today=today()
        )
    except RefusedError as error:
        return _page(name, hide_form=form, not_hidden=error.refusals), 422
    with parts.storage.write() as db:
        local_words.hide(db, here_id(), hidden)
        _record(db, "answer_hidden", name)
    return hx.go(url_for(".show", name=name))


@bp.post("/<name>/show")
@policy(Policy.MANAGER)
def show_again(name: str) -> Response:
    """Show an answer again."""
    with state().storage.write() as db:
        local_words.show(db, here_id(), name)
        _record(db, "answer_shown", name)
    return _back(name)


def _back(name: str, removed: int | None = None) -> Response:
    """Lead back to the page of an answer, or to the list when the knowledge has it no more."""
    if name not in state().knowledge.answers:
        return hx.go(url_for(".show_all"))
    return hx.go(url_for(".show", name=name, removed=removed))


def _written(answer: Answer, written: str, name: str, phone: str) -> LocalLine:
    return local.write(
        answer,
        written,
        state().knowledge,
        by=signed_in().name,
        today=today(),
        name=name,
        phone=phone,
    )


def _again(name: str, number: int, action: str) -> Shown:
    """Judge a line anew, over the answer as it is now, and show it."""
    answer = _answer(name)
    try:
        with state().storage.write() as db:
            found = local_words.put_back(db, here_id(), _own(db, name, number))
            if found is None:
                abort(404)
            line = found.line
            local_words.rewrite(
                db, here_id(), number, _written(answer, line.text, line.name, line.phone)
            )
            _record(db, action, name)
    except RefusedError as error:
        return _page(name, refused=error.refusals), 422
    return hx.go(url_for(".show", name=name, saved=1))


def _own(db: Session, name: str, number: int) -> int:
    """Return the *number* of a line, if it is one over the answer *name*."""
    place = here_id()
    lines = [
        *local_words.kept_lines(db, place, name),
        *local_words.removed_lines(db, place, name),
    ]
    return number if any(kept.id == number for kept in lines) else abort(404)


def _record(db: Session, action: str, name: str) -> None:
    audit.record(db, actor(), action, name, now(), location_id=here_id())


def _needs_a_look(own: LocalWords, answer: Answer | None) -> bool:
    said: list[LocalLine | HiddenAnswer] = [*own.lines, *([own.hidden] if own.hidden else [])]
    return any(local.needs_a_look(one, answer) for one in said)


def _by_kind(refusals: tuple[Refusal, ...]) -> dict[RefusalKind, list[Refusal]]:
    """Return *refusals* by kind, so that each reason is read once."""
    found: dict[RefusalKind, list[Refusal]] = {}
    for refusal in refusals:
        found.setdefault(refusal.kind, []).append(refusal)
    return found


def _answer(name: str) -> Answer:
    return state().knowledge.answers.get(name) or abort(404)


def _page(
    name: str,
    *,
    line_form: LineForm | None = None,
    hide_form: HideForm | None = None,
    refused: tuple[Refusal, ...] = (),
    not_hidden: tuple[Refusal, ...] = (),
) -> str:
    answer, parts = _answer(name), state()
    with parts.storage.read() as db:
        lines = local_words.kept_lines(db, here_id(), name)
        removed = local_words.removed_lines(db, here_id(), name)
        own = local_words.over(db, here_id(), name)
    in_force = local.in_force(own, answer, parts.knowledge)
    return render_template(
        "local_words/show.html",
        answer=answer,
        card=card(answer, parts.knowledge, location(), today(), own=own),
        lines=[_Line(kept, answer, kept.line in in_force.lines) for kept in lines],
        removed=removed,
        just_removed=request.args.get("removed", type=int),
        is_saved="saved" in request.args,
        hidden=own.hidden,
        is_hidden=in_force.hidden is not None,
        hidden_changed=bool(own.hidden and local.needs_a_look(own.hidden, answer)),
        cannot_hide=local.refusals_to_hide(answer),
        line_form=line_form or LineForm(formdata=None),
        hide_form=hide_form or HideForm(formdata=None),
        refused=_by_kind(refused or not_hidden),
        refusal_words=gap_words.REFUSALS,
        details_kind=RefusalKind.DETAILS,
        gap=request.values.get("gap", type=int),
        most=local.MAX_LINES,
    )


@dataclass(frozen=True)
class _Line:
    """A line on its page: whether the answer changed under it, and whether it is shown."""

    kept: KeptLine
    answer: Answer
    is_shown: bool

    @property
    def needs_a_look(self) -> bool:
        """Return whether the shared answer is another than the one it was written over."""
        return local.needs_a_look(self.kept.line, self.answer)
