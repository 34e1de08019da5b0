"""A session on paper, keyed in: who signed the sheet, and how many held up which card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time

from flask import Blueprint, abort, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import BooleanField, DateField, IntegerField, validators

from assistant.accounts import Duty
from assistant.storage import Session, audit
from assistant.storage.training import found, learners, sessions
from assistant.storage.training.packs import PaperPack
from assistant.training import LETTERS, Item, Move, Naming, Phase, TrainingSession, codes
from assistant.web import forms, hx
from assistant.web.doors import Policy, policy
from assistant.web.learners import is_here
from assistant.web.paper import pack_of_here, plan_of
from assistant.web.place import here_id
from assistant.web.scenarios import scenarios
from assistant.web.state import now, state, today
from assistant.web.visitor import actor, signed_in
from assistant.web.words import Words

bp = Blueprint("keying_sessions", __name__, url_prefix="/training/paper")
Shown = str | Response | tuple[str, int]
MAX_PEOPLE = 200
# Paper says the day and not the hour.
_MIDDAY = time(12, tzinfo=UTC)
# By place of the card and phase: how many held up each letter.
Counts = Mapping[tuple[int, Phase], Sequence[int]]
_PHASES = (Phase.ANSWER, Phase.DISCUSS)


class SessionForm(forms.Form):
    """What stands on the sheets of a session."""

    held_on = DateField(
        _("Date of the session"), [validators.InputRequired(_("Please give the day."))]
    )
    facilitator = forms.line(_("Who ran it?"), 120)
    people = IntegerField(
        _("How many people took part?"),
        [
            validators.InputRequired(_("Please give a number.")),
            validators.NumberRange(1, MAX_PEOPLE, _("Please give a number from 1 to 200.")),
        ],
    )
    learners = forms.some_of(
        _("Who signed the sheet? Leave it empty for an anonymous session."), coerce=int
    )
    not_all = BooleanField(_("These counts are right: not everyone held up a card each time"))


@bp.get("/<int(max=2147483647):number>/session")
@policy(Policy.STAFF, duty=Duty.FACILITATOR)
def show(number: int) -> str:
    """Ask for what stands on the sheets of a session."""
    pack = pack_of_here(number)
    data = {"held_on": today(), "facilitator": signed_in().name}
    return _page(pack, _prepared(SessionForm(formdata=None, data=data)), {}, ())


@bp.post("/<int(max=2147483647):number>/session")
@policy(Policy.STAFF, duty=Duty.FACILITATOR)
def keep(number: int) -> Shown:
    """Keep a session from paper, once its counts add up."""
    pack, form, place = pack_of_here(number), _prepared(SessionForm()), here_id()
    typed, faults = _read(pack.printed.session)
    if form.validate():
        faults += _faults(form, typed, pack, today())
    if form.errors or faults:
        return _page(pack, form, typed, faults), 422
    with state().storage.write() as db:
        _keep(db, pack, form, typed)
        about = f"pack {codes.shown(pack.code)}"
        audit.record(db, actor(), "session_keyed_in", about, now(), location_id=place)
    return hx.go(url_for("paper.show_one", number=pack.id, kept="session"))


def field_name(place: int, phase: Phase, option: int) -> str:
    """Return the name of the field for how many chose an option of a card."""
    return f"{phase.value}-{place}-{option}"


def _read(items: Sequence[Item]) -> tuple[dict[tuple[int, Phase], list[int]], list[Words]]:
    """Return the counts that were typed, an empty field being none, and what is no number."""
    typed: dict[tuple[int, Phase], list[int]] = {}
    faults: list[Words] = []
    for place, item in enumerate(items):
        for phase in _PHASES:
            counts = []
            for option in range(len(item.options)):
                value = request.form.get(field_name(place, phase, option), "").strip()
                is_count = not value or (value.isdecimal() and int(value[:4]) <= MAX_PEOPLE)
                if not is_count:
                    letter = LETTERS[option]
                    faults.append(
                        gettext(
                            "Card %(card)s, %(letter)s: “%(typed)s” is not a number of people.",
                            card=place + 1,
                            letter=letter,
                            typed=value[:10],
                        )
                    )
                counts.append(int(value) if value and is_count else 0)
            typed[place, phase] = counts
    return typed, faults


def _faults(form: SessionForm, typed: Counts, pack: PaperPack, today: date) -> list[Words]:
    """Return what does not fit together."""
    faults: list[Words] = []
    people = form.people.data
    if not pack.made_on <= form.held_on.data <= today:
        words = _("This pack was made on %(day)s.", day=pack.made_on.isoformat())
        form.refuse("held_on", words)
    if len(form.learners.data) > people:
        words = _(
            "%(signed)s signed, which are more than took part.", signed=len(form.learners.data)
        )
        form.refuse("people", words)
    for (place, phase), counts in typed.items():
        fault = _count_fault(place + 1, phase, sum(counts), people, not_all=form.not_all.data)
        faults += [fault] if fault else []
    return faults


def _count_fault(
    card: int, phase: Phase, votes: int, people: int, *, not_all: bool
) -> Words | None:
    """Return how the votes for a card do not fit the people who took part, if they do not."""
    numbers = {"card": card, "votes": votes, "people": people}
    is_first = phase is Phase.ANSWER
    if votes > people:
        if is_first:
            return gettext("Card %(card)s, first: %(votes)s votes of %(people)s people.", **numbers)
        return gettext(
            "Card %(card)s, after talking: %(votes)s votes of %(people)s people.", **numbers
        )
    if votes == people or not_all:
        return None
    if is_first:
        return gettext(
            "Card %(card)s, first: only %(votes)s votes of %(people)s people. "
            "If that is right, tick the last box.",
            **numbers,
        )
    return gettext(
        "Card %(card)s, after talking: only %(votes)s votes of %(people)s people. "
        "If that is right, tick the last box.",
        **numbers,
    )


def _keep(db: Session, pack: PaperPack, form: SessionForm, typed: Counts) -> None:
    place, at = here_id(), datetime.combine(form.held_on.data, _MIDDAY)
    naming = Naming.NAMED if form.learners.data else Naming.ANONYMOUS
    if 0 < len(form.learners.data) < form.people.data:
        naming = Naming.MIXED
    items = {item.id: item for item in pack.printed.session}
    begun = sessions.begin(
        db,
        place,
        TrainingSession(plan=pack.plan, scenarios=tuple(items), naming=naming, one_screen=True),
        items,
        role=pack.audience.role,
        facilitator=form.facilitator.data,
        now=at,
    )
    for learner in form.learners.data:
        sessions.sign_in(db, place, begun.id, learner, at)
    for (item, phase), counts in typed.items():
        sessions.count_cards(db, place, begun.id, item, phase, counts)
    revision = begun.training.revision
    if sessions.move_on(db, place, begun.id, Move.END, revision, at) is None:
        abort(404)
    found.open_gaps(db, place, begun.id, scenarios().items, form.held_on.data)


def _prepared(form: SessionForm) -> SessionForm:
    with state().storage.read() as db:
        everyone = learners.roster(db, here_id())
    form.learners.choices = forms.offered((one.id, one.name) for one in everyone if is_here(one))
    return form


def _page(pack: PaperPack, form: SessionForm, typed: Counts, faults: Sequence[Words]) -> str:
    return render_template(
        "paper/session.html",
        pack=pack,
        form=form,
        plan=plan_of(pack),
        code=codes.shown(pack.code),
        typed=typed,
        faults=faults,
        phases=_PHASES,
        letters=LETTERS,
        field_name=field_name,
    )
