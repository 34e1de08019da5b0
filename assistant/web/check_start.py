"""How a check begins: with a personal slip code on a device, or with a senior as the witness."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, abort, render_template, request, session, url_for
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import HiddenField, SelectField

from assistant import accounts, training
from assistant.accounts import Duty
from assistant.knowledge import Plan
from assistant.languages import ENGLISH, LANGUAGES
from assistant.storage import Session, audit, doors
from assistant.storage.training import checks, learners, personal, records
from assistant.storage.training.checks import Attempt, Conditions
from assistant.training import Identity, Item, Learner, Support, codes
from assistant.training.check import RETAKE_WITHIN
from assistant.training.codes import Length
from assistant.web import forms, hx, training_words
from assistant.web.doors import Policy, policy
from assistant.web.learners import is_here
from assistant.web.place import here_id
from assistant.web.scenarios import audience, scenarios
from assistant.web.state import now, state, today
from assistant.web.visitor import actor, forget_visit, signed_in, visit_token, visitor

bp = Blueprint("check_start", __name__, url_prefix="/training/checks")
Shown = str | Response | tuple[str, int]
KEPT = "check"
WRONG = _("This is not one of our codes, or it was used before. Ask for a new slip.")


class SlipForm(forms.Form):
    """The code on a personal slip."""

    code = forms.code(_("Code on your slip"), hint=_("Eight letters and numbers."))


class HelpForm(forms.Form):
    """Which help someone takes a check with."""

    support = forms.some_of(_("Do you want help?"), training_words.HELP.items())
    language = SelectField(_("Which language?"), default=ENGLISH.code)

    def prepare(self) -> None:
        """Offer the languages."""
        self.language.choices = [(code, one.own_name) for code, one in LANGUAGES.items()]

    def chosen(self) -> tuple[Support, ...]:
        """Return the help that was chosen."""
        return tuple(map(Support, self.support.data or ()))

    def chosen_language(self) -> str:
        """Return the language beside English, or English."""
        is_other = Support.OTHER_LANGUAGE in self.chosen()
        return str(self.language.data) if is_other else ENGLISH.code


class BeginForm(HelpForm):
    """The slip again, and the help."""

    code = HiddenField()


class WitnessForm(HelpForm):
    """Whom a senior is the witness of, and the help."""

    learner = SelectField(_("Who takes the check?"), coerce=int)


@dataclass(frozen=True)
class ToAsk:
    """What someone is asked next; ``first`` is the check that a retake belongs to."""

    plan: Plan
    items: tuple[Item, ...]
    first: Attempt | None


@bp.get("/")
@policy(Policy.DEVICE)
def show() -> str:
    """Ask for the slip code."""
    return _start_page(SlipForm(formdata=None))


@bp.post("/")
@policy(Policy.DEVICE)
def read_slip() -> Shown:
    """Say whose slip it is and offer help, or go on with the check that it began."""
    place, form = here_id(), SlipForm()
    if not form.validate():
        return _start_page(form), 422
    key, code = _throttle_key(), codes.normalised(form.code.data, Length.SLIP)
    with state().storage.write() as db:
        is_throttled = doors.is_throttled(db, key, accounts.PLACE_THROTTLE, now())
        learner, begun = _of_slip(db, place, None if is_throttled else code)
        if begun is not None:
            return _go_on(db, begun)
        ask = to_ask(db, learner, today()) if learner else None
        if ask is None and not is_throttled:
            doors.note_failure(db, key, now())
    if is_throttled:
        form.refuse("code", _("Too many tries. Please wait five minutes, then try again."))
        return _start_page(form), 429
    if ask is None:
        form.refuse("code", WRONG)
        return _start_page(form), 422
    help_form = _prepared(BeginForm(formdata=None, data={"code": code}))
    return render_template("checks/begin.html", form=help_form, learner=learner, ask=ask)


@bp.post("/begin")
@policy(Policy.DEVICE)
def begin() -> Shown:
    """Use the slip up and begin the check."""
    place, form = here_id(), _prepared(BeginForm())
    code = codes.normalised(form.code.data or "", Length.SLIP)
    if not form.validate() or code is None:
        return _refused()
    with state().storage.write() as db:
        learner = learners.use_slip(db, place, code, today())
        if learner is None:
            return _refused()
        conditions = Conditions(
            identity=Identity.SLIP, support=form.chosen(), language=form.chosen_language()
        )
        return _begin(db, learner, conditions, slip=code)


@bp.get("/witness")
@policy(Policy.STAFF, duty=Duty.SENIOR)
def show_witness() -> str:
    """Ask a senior with whom they are."""
    return _witness_page(_witness_form(WitnessForm(formdata=None)))


@bp.post("/witness")
@policy(Policy.STAFF, duty=Duty.SENIOR)
def begin_with_witness() -> Shown:
    """Begin or go on with a check that a senior is the witness of.

    On a shared tablet the senior is signed out: it goes into the learner's hands.
    """
    place, form = here_id(), _witness_form(WitnessForm())
    if not form.validate():
        return _witness_page(form), 422
    with state().storage.write() as db:
        learner = learners.get(db, place, form.learner.data) or abort(404)
        conditions = Conditions(
            identity=Identity.WITNESS,
            witness=signed_in().name,
            support=form.chosen(),
            language=form.chosen_language(),
        )
        audit.record(
            db, actor(), "check_witnessed", personal.known_as(learner.id), now(), location_id=place
        )
        token = visit_token()
        hands_over = visitor().device is not None and token is not None
        if hands_over and token:
            doors.end_visit(db, token)
        response = _begin(db, learner, conditions)
    if hands_over:
        forget_visit(response)
    return response


def to_ask(db: Session, learner: Learner, today: date) -> ToAsk | None:
    """Return what someone is asked next: the ideas they missed last time, or a whole check."""
    place, knowledge, found = here_id(), state().knowledge, scenarios().items
    whom = audience(db, place, learner.role)
    before = checks.of_learner(db, place, learner.id)
    seen = checks.seen(db, place, learner.id)
    seed = f"{place} {learner.id} {len(before)}"
    last = before[-1] if before else None
    if last is not None and last.plan in knowledge.plans:
        belonging = tuple(one for one in before if one.first_id == last.first_id)
        stands = marking(belonging)
        if training.may_retake(stands, belonging[0].begun_on, today):
            ids = training.ask_ideas(stands.missed, found, whom, seed, seen)
            items = tuple(found[id] for id in ids)
            if items:
                return ToAsk(knowledge.plans[last.plan], items, belonging[0])
    passed_before = any(True for _one in records.passed(before))
    plan = training.check_plan(knowledge.plans.values(), learner.role, passed_before=passed_before)
    if plan is None:
        return None
    ids = training.check_scenarios(plan, found, knowledge.ideas, whom, seed, seen)
    return ToAsk(plan, tuple(found[id] for id in ids), None)


def marking(attempts: Sequence[Attempt]) -> training.Marking:
    """Return how a check stands; an attempt that was left open does not count yet."""
    return training.mark([one.asked for one in attempts if one.finished_on])


def _of_slip(db: Session, place: int, code: str | None) -> tuple[Learner | None, Attempt | None]:
    """Return whose unused slip that is, and the open check that it began."""
    if code is None:
        return None, None
    begun = checks.by_slip(db, place, code)
    owner = learners.get(db, place, begun.learner_id) if begun else None
    return learners.by_slip(db, place, code, today()), begun if owner and is_here(owner) else None


def _begin(
    db: Session, learner: Learner, conditions: Conditions, slip: str | None = None
) -> Response:
    """Begin what someone is asked next, or go on with what they left under the same conditions."""
    left = next(reversed(checks.of_learner(db, here_id(), learner.id)), None)
    if left and not left.finished_on and _may_go_on(left, conditions):
        return _go_on(db, left, slip)
    ask = to_ask(db, learner, today()) or abort(404)
    first_id = ask.first.id if ask.first else None
    begun = checks.begin(
        db, here_id(), learner.id, ask.plan.id, ask.items, conditions, today(), first_id, slip
    )
    if begun is None:
        abort(404)
    session[KEPT] = begun[1]
    return hx.go(url_for("checks.take"))


def _may_go_on(left: Attempt, conditions: Conditions) -> bool:
    before = left.conditions
    is_same = (before.identity, before.witness) == (conditions.identity, conditions.witness)
    return is_same and today() - left.begun_on <= RETAKE_WITHIN


def _go_on(db: Session, attempt: Attempt, slip: str | None = None) -> Response:
    session[KEPT] = checks.take_up(db, here_id(), attempt.id, slip)
    return hx.go(url_for("checks.take"))


def _refused() -> Shown:
    form = SlipForm(formdata=None)
    form.refuse("code", WRONG)
    return _start_page(form), 422


def _start_page(form: SlipForm) -> str:
    token = session.get(KEPT)
    with state().storage.read() as db:
        begun = checks.by_token(db, token) if token else None
    return render_template(
        "checks/start.html",
        form=form,
        is_begun=begun is not None,
        may_witness=visitor().has(Duty.SENIOR),
    )


def _prepared(form: BeginForm) -> BeginForm:
    form.prepare()
    return form


def _witness_form(form: WitnessForm) -> WitnessForm:
    form.prepare()
    with state().storage.read() as db:
        everyone = learners.roster(db, here_id())
    form.learner.choices = [(one.id, one.name) for one in everyone if is_here(one)]
    return form


def _witness_page(form: WitnessForm) -> str:
    return render_template(
        "checks/witness.html", form=form, hands_over=visitor().device is not None
    )


def _throttle_key() -> str:
    device = visitor().device
    return f"slips {device.id}" if device else f"slips from {request.remote_addr}"
