"""Taking a check: one item a page, feedback after each, no clock; what was missed is asked again.

A device knows its check by a token in the visit's session. "Finish" forgets it; the slip code, or
the senior who was the witness, opens the check again where it was left.
"""

from __future__ import annotations

from flask import Blueprint, abort, render_template, session, url_for
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import HiddenField
from wtforms.fields.choices import SelectChoice

from assistant import training
from assistant.storage import Session
from assistant.storage.training import certificates, checks, found, learners, records, versions
from assistant.storage.training.checks import Attempt
from assistant.training import LETTERS, Choice, Item, Support, Sure, Wording
from assistant.web import forms, hx, training_words
from assistant.web.certificates import printed
from assistant.web.check_start import KEPT, HelpForm, marking, to_ask
from assistant.web.doors import Policy, policy
from assistant.web.place import here_id
from assistant.web.scenarios import scenarios
from assistant.web.state import state, today

bp = Blueprint("checks", __name__, url_prefix="/training/checks")
Shown = str | Response | tuple[str, int]


class AnswerForm(forms.Form):
    """The option chosen for an item, and how sure someone is of it."""

    place = HiddenField()
    option = forms.one_of("", (), coerce=int)
    sure = forms.one_of(
        _("How sure are you?"),
        [(one.value, words) for one, words in training_words.SURE.items()],
        int,
    )


@bp.get("/take")
@policy(Policy.DEVICE)
def take() -> Shown:
    """Show the item to answer now; when there is none, how it went."""
    attempt = _attempt()
    if attempt is None:
        return hx.go(url_for("check_start.show"))
    if attempt.next is None:
        return hx.go(url_for(".show_result"))
    return _item_page(attempt, attempt.next, None)


@bp.post("/take")
@policy(Policy.DEVICE)
def answer() -> Shown:
    """Keep the answer to an item and show what it is worth; the first answer stands."""
    attempt, form = _attempt(), AnswerForm()
    if attempt is None:
        return hx.go(url_for("check_start.show"))
    place = _number(form.place.data)
    if place is None or place >= len(attempt.asked):
        abort(404)
    if attempt.next != place:
        # Sent twice, or from a page that the browser kept.
        return hx.go(url_for(".take"))
    form.option.choices = _options(_wording(attempt, place))
    if not form.validate():
        return _item_page(attempt, place, form), 422
    choice = Choice(form.option.data, Sure(form.sure.data))
    with state().storage.write() as db:
        checks.answer(db, session[KEPT], place, choice, today())
        # Does nothing unless this was the last one and the check is passed with it.
        certificates.issue(db, here_id(), attempt.id)
        now_stands = checks.get(db, here_id(), attempt.id) or abort(404)
        found.open_from_check(db, here_id(), now_stands, scenarios().items, today())
    return hx.go(url_for(".show_feedback", place=place + 1))


@bp.get("/take/<int(max=99):place>")
@policy(Policy.DEVICE)
def show_feedback(place: int) -> Shown:
    """Show what the answer to an item is worth, and why."""
    attempt = _attempt()
    if attempt is None:
        return hx.go(url_for("check_start.show"))
    if not 0 < place <= len(attempt.asked) or attempt.asked[place - 1].option is None:
        abort(404)
    asked, shown = attempt.asked[place - 1], _wording(attempt, place - 1)
    return render_template(
        "checks/feedback.html",
        attempt=attempt,
        place=place,
        asked=asked,
        shown=shown,
        letters=LETTERS,
        item=_item(asked.scenario, asked.version),
        reads_aloud=Support.READ_ALOUD in attempt.conditions.support,
    )


@bp.get("/result")
@policy(Policy.DEVICE)
def show_result() -> Shown:
    """Show whether the check is passed, or which ideas to look at again."""
    attempt = _attempt()
    if attempt is None:
        return hx.go(url_for("check_start.show"))
    if attempt.next is not None:
        return hx.go(url_for(".take"))
    with state().storage.read() as db:
        attempts = checks.chain(db, here_id(), attempt.id)
        learner = learners.get(db, here_id(), attempt.learner_id)
        code = _code(db, attempt)
    stands = marking(attempts)
    newest = {asked.idea: asked for one in attempts for asked in one.asked}
    missed = [(newest[idea], state().knowledge.ideas.get(idea)) for idea in stands.missed]
    return render_template(
        "checks/result.html",
        learner=learner,
        stands=stands,
        passed=code is not None,
        missed=[
            (asked, idea, scenarios().items.get(asked.scenario)) for asked, idea in missed if idea
        ],
        may_retake=training.may_retake(stands, attempts[0].begun_on, today()),
        pass_percent=training.PASS_PERCENT,
        not_used_for=training_words.NOT_USED_FOR,
    )


@bp.post("/retake")
@policy(Policy.DEVICE)
def retake() -> Response:
    """Ask the missed ideas again in the same sitting, confirmed and helped as before."""
    attempt = _attempt()
    if attempt is None:
        return hx.go(url_for("check_start.show"))
    with state().storage.write() as db:
        learner = learners.get(db, here_id(), attempt.learner_id) or abort(404)
        ask = to_ask(db, learner, today()) if attempt.finished_on == today() else None
        if ask is None or ask.first is None or ask.first.first_id != attempt.first_id:
            # A new day is a new sitting: who it is has to be confirmed again.
            return hx.go(url_for("check_start.show"))
        begun = checks.begin(
            db,
            here_id(),
            learner.id,
            ask.plan.id,
            ask.items,
            attempt.conditions,
            today(),
            ask.first.id,
        )
        session[KEPT] = begun[1] if begun else session[KEPT]
    return hx.go(url_for(".take"))


@bp.get("/help")
@policy(Policy.DEVICE)
def show_help() -> Shown:
    """Offer help with the check that is open on this device."""
    attempt = _attempt()
    if attempt is None or attempt.finished_on:
        return hx.go(url_for("check_start.show"))
    support = [one.value for one in attempt.conditions.support]
    data = {"support": support, "language": attempt.conditions.language}
    form = HelpForm(formdata=None, data=data)
    form.prepare()
    return render_template("checks/help.html", form=form)


@bp.post("/help")
@policy(Policy.DEVICE)
def add_help() -> Shown:
    """Note the help from now on; what was noted before stays."""
    attempt, form = _attempt(), HelpForm()
    if attempt is None:
        return hx.go(url_for("check_start.show"))
    form.prepare()
    if not form.validate():
        return render_template("checks/help.html", form=form), 422
    with state().storage.write() as db:
        checks.add_help(db, session[KEPT], form.chosen(), form.chosen_language())
    return hx.go(url_for(".take"))


@bp.get("/certificate.pdf")
@policy(Policy.DEVICE)
def print_certificate() -> Response:
    """Return the certificate of the check that was passed on this device."""
    attempt = _attempt() or abort(404)
    with state().storage.read() as db:
        code = _code(db, attempt) or abort(404)
        shown = certificates.get(db, here_id(), code, state().knowledge.plans) or abort(404)
    return printed(shown)


def _attempt() -> Attempt | None:
    """Return the check that this device holds; one of another location is none."""
    token = session.get(KEPT)
    if not token:
        return None
    with state().storage.read() as db:
        attempt = checks.by_token(db, token)
    return attempt if attempt and attempt.location_id == here_id() else None


def _code(db: Session, attempt: Attempt) -> str | None:
    """Return the code of the certificate of a check, or None while it is not passed."""
    completing = records.completing(checks.chain(db, here_id(), attempt.id))
    return certificates.of_attempt(db, completing[-1].id) if completing else None


def _wording(attempt: Attempt, place: int) -> Wording:
    """Return an item as the learner reads it: in easier English where they asked for that."""
    with state().storage.read() as db:
        shown = versions.kept(db, attempt.versions[place]) or abort(404)
    return shown.in_easier_english() if _is_easier(attempt) else shown


def _is_easier(attempt: Attempt) -> bool:
    return Support.EASIER_ENGLISH in attempt.conditions.support


def _item(scenario: str, version: str) -> Item | None:
    """Return the item as it reads now, if it reads as it was asked."""
    item = scenarios().items.get(scenario)
    return item if item and item.version == version else None


def _options(shown: Wording) -> list[SelectChoice]:
    return forms.offered((place, option.text) for place, option in enumerate(shown.options))


def _item_page(attempt: Attempt, place: int, form: AnswerForm | None) -> str:
    shown = _wording(attempt, place)
    if form is None:
        form = AnswerForm(formdata=None, data={"place": place})
        form.option.choices = _options(shown)
    form.option.label.text = shown.question
    return render_template(
        "checks/item.html",
        attempt=attempt,
        place=place + 1,
        shown=shown,
        form=form,
        asks_easier=_is_easier(attempt),
        reads_aloud=Support.READ_ALOUD in attempt.conditions.support,
    )


def _number(typed: str | None) -> int | None:
    return int(typed) if typed and typed.isdecimal() and len(typed) < 3 else None
