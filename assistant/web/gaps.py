"""What people ask that has no good answer: a manager reads it and decides what comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, Response, abort, render_template, request, url_for
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response as BaseResponse
from wtforms import SelectField, validators
from wtforms.fields.choices import SelectChoice

from assistant import answering
from assistant import gaps as core
from assistant.answering import Outcome
from assistant.gaps import DecisionKind, Gap, Group, PhrasingError, Suggestion
from assistant.knowledge import Answer
from assistant.knowledge.merge import MAX_PHRASING
from assistant.storage import Session, audit, helped
from assistant.storage import gaps as kept
from assistant.storage.gaps import Decision, NoSuchGapError
from assistant.storage.training import found as trained
from assistant.storage.training.found import KeptGap
from assistant.web import forms, gap_words, hx
from assistant.web.doors import Policy, policy
from assistant.web.exports import csv_response
from assistant.web.place import here, here_id
from assistant.web.state import now, state, today
from assistant.web.visitor import actor, signed_in
from assistant.web.words import CONTACT_ROLES

bp = Blueprint("gaps", __name__, url_prefix="/manage/gaps")
_HELPED_WITHIN = timedelta(weeks=4)

Shown = str | BaseResponse | tuple[str, int]


class PhrasingForm(forms.Form):
    """A phrasing that a manager thinks belongs to an answer."""

    answer = SelectField(_("Answer that it belongs to"), [validators.InputRequired()])
    phrasing = forms.line(
        _("How people ask for it"),
        MAX_PHRASING,
        hint=_("In ordinary words, without names, rooms or dates."),
    )


class ReferForm(forms.Form):
    """Whom a question is passed on to."""

    role = SelectField(_("Pass it on to"), choices=forms.offered(CONTACT_ROLES.items()))


class CloseForm(forms.Form):
    """That there is nothing more to do."""

    kind = SelectField(
        choices=forms.offered(
            (kind.value, gap_words.DECISIONS[kind])
            for kind in (DecisionKind.OUT_OF_SCOPE, DecisionKind.DONE)
        )
    )


@dataclass(frozen=True)
class Helped:
    """An answer and how often it helped lately; None is fewer than five times."""

    answer: Answer
    count: int | None


@bp.get("/")
@policy(Policy.MANAGER)
def show_all() -> str:
    """Show what is open, what training showed, what was decided, and the counts of older weeks."""
    number = here_id()
    with state().storage.read() as db:
        groups = _groups(db, number)
        decisions = kept.decisions(db, number)
        counts = kept.counts(db, number)
        shown_by_training = _not_understood(db, number)
        helped_by = helped.since(db, number, today() - _HELPED_WITHIN)
    just_decided = request.args.get("decided", "")
    return render_template(
        "gaps/index.html",
        asked=[group for group in groups if group.open and group.answer is None],
        not_helpful=[group for group in groups if group.open and group.answer is not None],
        settled=[group for group in groups if not group.open],
        trained=shown_by_training,
        decisions=decisions,
        decided=next((one for one in decisions if str(one.id) == just_decided), None),
        counts=counts,
        helped=_helped(helped_by),
        **_words(),
    )


@bp.get("/<int(max=2147483647):number>")
@policy(Policy.MANAGER)
def show(number: int) -> str:
    """Show gaps that are alike, what would happen now, and what can be done."""
    return _page(_group(number))


@bp.post("/<int(max=2147483647):number>/phrasing")
@policy(Policy.MANAGER)
def add_phrasing(number: int) -> Shown:
    """Suggest a phrasing for an answer; those who keep the knowledge merge it."""
    group = _group(number)
    form = _phrasing_form(group)
    if not form.validate():
        return _page(group, phrasing_form=form), 422
    parts = state()
    try:
        suggestion = core.suggest(
            form.answer.data, form.phrasing.data, known=parts.words.known, names=parts.words.names
        )
    except PhrasingError as error:
        wrong = (
            _("This looks like a personal detail. Please leave names, rooms and dates out.")
            if error.details
            else _("Please use ordinary words.")
        )
        form.refuse("phrasing", wrong)
        return _page(group, phrasing_form=form), 422
    return _decide(group, DecisionKind.ADD_PHRASING, suggestion=suggestion)


@bp.post("/<int(max=2147483647):number>/refer")
@policy(Policy.MANAGER)
def refer(number: int) -> Shown:
    """Keep that the question was passed on to someone."""
    group, form = _group(number), ReferForm()
    if not form.validate():
        return _page(group), 422
    return _decide(group, DecisionKind.REFER, role=form.role.data)


@bp.post("/<int(max=2147483647):number>/close")
@policy(Policy.MANAGER)
def close(number: int) -> Shown:
    """Keep that it is not for Plainly, or done."""
    group, form = _group(number), CloseForm()
    if not form.validate():
        return _page(group), 422
    return _decide(group, DecisionKind(form.kind.data))


@bp.post("/decisions/<int(max=2147483647):number>/undo")
@policy(Policy.MANAGER)
def undo(number: int) -> BaseResponse:
    """Take a decision back: its gaps are open again."""
    place = here_id()
    try:
        with state().storage.write() as db:
            found = kept.undo(db, place, number)
            _record(db, "gap_opened_again", found.kind.value)
    except NoSuchGapError:
        abort(404)
    return hx.go(url_for(".show_all"))


@bp.get("/phrasings.jsonl")
@policy(Policy.MANAGER)
def save_phrasings() -> Response:
    """Return the suggested phrasings as a file for ``assistant knowledge merge``."""
    with state().storage.read() as db:
        found = kept.suggestions(db, here_id())
    response = Response(core.suggestion_file(found), mimetype="application/x-ndjson")
    response.headers["Content-Disposition"] = 'attachment; filename="phrasings.jsonl"'
    return response


@bp.get("/gaps.csv")
@policy(Policy.MANAGER)
def export() -> Response:
    """Return counts by week and reason as a table.

    No words: those are deleted after 30 days, and a file on somebody's disk is not.
    """
    place = here_id()
    with state().storage.read() as db:
        rows = kept.all_counts(db, place)
    few = str(_("fewer than 5"))
    return csv_response(
        "gaps",
        [str(_("Location")), str(_("Week from")), str(_("Reason")), str(_("How many"))],
        [
            (
                here().location.name,
                row.week_starts_on,
                gap_words.REASONS[row.reason],
                few if row.count is None else row.count,
            )
            for row in rows
        ],
    )


def decide_by_line(db: Session, number: int, answer: str) -> Decision | None:
    """Keep that a local line over *answer* came of the group of gap *number*, if it is there."""
    group = _find(db, here_id(), number)
    if group is None or not group.open:
        return None
    return _keep(db, group, DecisionKind.LOCAL_ANSWER, answer=answer)


def _decide(
    group: Group, kind: DecisionKind, suggestion: Suggestion | None = None, role: str | None = None
) -> BaseResponse:
    if not group.open:
        return hx.go(url_for(".show_all"))
    try:
        with state().storage.write() as db:
            made = _keep(db, group, kind, suggestion=suggestion, role=role)
    except NoSuchGapError:
        # Its asker took one back while the page was open: look at what is left.
        return hx.go(url_for(".show_all"))
    return hx.go(url_for(".show_all", decided=made.id))


def _keep(
    db: Session,
    group: Group,
    kind: DecisionKind,
    *,
    suggestion: Suggestion | None = None,
    answer: str | None = None,
    role: str | None = None,
) -> Decision:
    made = kept.decide(
        db,
        here_id(),
        [gap.id for gap in group.open],
        kind,
        by=signed_in().name,
        today=today(),
        suggestion=suggestion,
        answer=answer,
        role=role,
    )
    _record(db, "gap_decided", kind.value)
    return made


def _record(db: Session, action: str, about: str) -> None:
    """Keep a line of the audit; it holds no word that anybody asked."""
    audit.record(db, actor(), action, about, now(), location_id=here_id())


def _groups(db: Session, place: int) -> list[Group]:
    found = kept.recent(db, place, today())
    asked: list[Gap] = [gap for gap in found if gap.answer is None]
    return [*core.grouped(asked), *core.by_answer(found)]


def _not_understood(db: Session, place: int) -> list[KeptGap]:
    """Return what training showed to be not understood, the newest of each scenario."""
    still = (one for one in trained.of_location(db, place) if one.closed_on is None)
    newest = {one.gap.scenario: one for one in still}
    return sorted(newest.values(), key=lambda one: (-one.opened_on.toordinal(), one.gap.scenario))


def _find(db: Session, place: int, number: int) -> Group | None:
    return next(
        (group for group in _groups(db, place) if any(gap.id == number for gap in group.gaps)), None
    )


def _group(number: int) -> Group:
    with state().storage.read() as db:
        return _find(db, here_id(), number) or abort(404)


def _page(group: Group, phrasing_form: PhrasingForm | None = None) -> str:
    return render_template(
        "gaps/show.html",
        group=group,
        number=group.gaps[0].id,
        outcome=_now(group),
        answer=_answer(group.answer),
        said=[
            gap_words.REASONS[reason]
            for reason in sorted({gap.reason for gap in group.open or group.gaps})
        ],
        phrasing_form=phrasing_form or _phrasing_form(group, fresh=True),
        refer_form=ReferForm(formdata=None),
        **_words(),
    )


def _now(group: Group) -> Outcome | None:
    """Return what would happen now to the words of *group*; None where no words were kept."""
    parts = state()
    line = next(iter(group.wordings), "")
    return answering.answer(line, parts.knowledge, parts.index) if line else None


def _phrasing_form(group: Group, *, fresh: bool = False) -> PhrasingForm:
    """Return the form of a phrasing, with the answers that are close to *group* first."""
    form = PhrasingForm(formdata=None) if fresh else PhrasingForm()
    form.answer.choices = _choices(group)
    if fresh:
        form.phrasing.data = next(iter(group.wordings), "")
    return form


def _choices(group: Group) -> list[SelectChoice]:
    """Return the answers to choose from: those that are close, then all others by title."""
    outcome, answers = _now(group), state().knowledge.answers
    near = [match.answer for match in outcome.matches[:4]] if outcome else []
    near = [name for name in dict.fromkeys([group.answer, *near]) if name in answers]
    every = sorted(answers.values(), key=lambda answer: answer.title.casefold())
    rest = [answer.id for answer in every if answer.id not in near]
    return [
        SelectChoice(name, answers[name].title, optgroup=str(label))
        for label, names in ((_("Close to it"), near), (_("All other answers"), rest))
        for name in names
    ]


def _answer(name: str | None) -> Answer | None:
    return state().knowledge.answers.get(name or "")


def _helped(found: Mapping[str, int]) -> list[Helped]:
    answers = state().knowledge.answers
    counts = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return [
        Helped(answers[name], core.shown_count(count)) for name, count in counts if name in answers
    ]


def _words() -> dict[str, object]:
    """Return what the pages of gaps put things into words with."""
    return {
        "reasons": gap_words.REASONS,
        "training_reasons": gap_words.TRAINING_REASONS,
        "kinds": gap_words.DECISIONS,
        "roles": CONTACT_ROLES,
        "answers": state().knowledge.answers,
        "scenarios": state().knowledge.scenarios,
        "shown_count": core.shown_count,
        "keep_days": core.KEEP_DAYS,
    }
