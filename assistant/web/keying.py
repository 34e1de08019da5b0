"""Results on paper, keyed in: checks of one person each, and what a room voted with cards.

Who keys in sees first what it comes to. The audit keeps who it was. A result is never changed: a
correction takes its place, and the one before stays without counting.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import Blueprint, abort, render_template, url_for
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import DateField, IntegerField, SelectField, validators

from assistant import training
from assistant.accounts import Duty
from assistant.storage import Session, audit
from assistant.storage.training import certificates, checks, corrections, found, learners, personal
from assistant.storage.training.checks import Attempt, Conditions
from assistant.storage.training.corrections import RetakenError
from assistant.storage.training.packs import PaperPack
from assistant.training import LETTERS, Identity, Item, Learner, codes
from assistant.training.codes import Length
from assistant.web import forms, hx, training_words
from assistant.web.check_start import HelpForm
from assistant.web.doors import Policy, policy
from assistant.web.learners import is_here
from assistant.web.paper import pack_of_here, plan_of
from assistant.web.place import here_id
from assistant.web.scenarios import scenarios
from assistant.web.state import now, state, today
from assistant.web.visitor import actor
from assistant.web.words import Words

bp = Blueprint("keying", __name__, url_prefix="/training/paper")
Shown = str | Response | tuple[str, int]


class SheetForm(HelpForm):
    """The check of one person, as it stands on their sheet."""

    learner = SelectField(_("Whose sheet is it?"), coerce=int)
    support = forms.some_of(_("Which help is ticked?"), training_words.SUPPORT.items())
    taken_on = DateField(
        _("Date on the sheet"), [validators.InputRequired(_("Please give the day."))]
    )
    letters = forms.line(
        _("The letters that are ticked, in order"), 60, hint=_("For example: B A C C A B D A C B")
    )
    right = IntegerField(
        _("How many did you count right?"),
        [validators.Optional(), validators.NumberRange(0, 12)],
        description=_("To compare. You may leave it out."),
    )
    identity = forms.one_of(_("Who was it?"), training_words.IDENTITIES.items())
    witness = forms.line(_("Name of the senior who was there"), 120, optional=True)
    slip = forms.line(_("Slip code on the sheet"), 40, optional=True)

    def is_whole(self, pack: PaperPack, today: date) -> bool:
        """Return whether the sheet can be kept, and say in the form what is wrong."""
        if not self.validate():
            return False
        if not pack.made_on <= self.taken_on.data <= today:
            words = _("This pack was made on %(day)s.", day=pack.made_on.isoformat())
            self.refuse("taken_on", words)
        for fault in letter_faults(self.options(), pack.printed.check, self.letters.data):
            self.refuse("letters", fault)
        if not self.letters.errors and self.right.data not in (None, self.counted(pack)):
            words = _("By the key it is %(right)s.", right=self.counted(pack))
            self.refuse("right", words)
        if self.identity.data == Identity.WITNESS and not self.witness.data:
            self.refuse("witness", _("Please give the name."))
        return not self.errors

    def options(self) -> tuple[int, ...]:
        """Return the options that were ticked, from 0; -1 stands for what is no letter."""
        typed = "".join((self.letters.data or "").replace(",", " ").split()).upper()
        return tuple(LETTERS.find(letter) for letter in typed)

    def conditions(self) -> Conditions:
        """Return how the check was taken."""
        is_witnessed = self.identity.data == Identity.WITNESS
        return Conditions(
            identity=Identity(self.identity.data),
            witness=self.witness.data if is_witnessed else "",
            support=self.chosen(),
            language=self.chosen_language(),
        )

    def counted(self, pack: PaperPack) -> int:
        """Return how many are right by the key of the pack."""
        pairs = zip(self.options(), pack.printed.check, strict=True)
        return sum(option == item.right for option, item in pairs)


class CorrectionForm(SheetForm):
    """A sheet as it should have been keyed in, and what was wrong."""

    why = forms.line(_("What was keyed in wrongly?"), 200)


@bp.get("/<int(max=2147483647):number>/checks")
@policy(Policy.STAFF, duty=Duty.FACILITATOR)
def show_sheet(number: int) -> str:
    """Ask for what stands on the sheet of one person."""
    pack = _with_check(number)
    data = {"taken_on": today(), "identity": Identity.WITNESS.value}
    return _page(pack, _prepared(SheetForm(formdata=None, data=data)))


@bp.post("/<int(max=2147483647):number>/checks")
@policy(Policy.STAFF, duty=Duty.FACILITATOR)
def look_at_sheet(number: int) -> Shown:
    """Show what the sheet comes to, before it is kept."""
    pack, form = _with_check(number), _prepared(SheetForm())
    if not form.is_whole(pack, today()):
        return _page(pack, form), 422
    learner = _learner(form.learner.data)
    stands = training.mark([_asked(pack.printed.check, form.options())])
    return render_template(
        "paper/look.html",
        pack=pack,
        form=form,
        learner=learner,
        stands=stands,
        lines=list(zip(pack.printed.check, form.options(), strict=True)),
        letters=LETTERS,
    )


@bp.post("/<int(max=2147483647):number>/checks/keep")
@policy(Policy.STAFF, duty=Duty.FACILITATOR)
def keep_sheet(number: int) -> Shown:
    """Keep the check of one person from paper; the next sheet follows."""
    pack, form, place = _with_check(number), _prepared(SheetForm()), here_id()
    if not form.is_whole(pack, today()):
        return _page(pack, form), 422
    learner = _learner(form.learner.data)
    with state().storage.write() as db:
        if _is_kept(db, pack, learner, form.taken_on.data):
            form.refuse("learner", _("A sheet of this pack and day was keyed in for them already."))
        elif form.identity.data == Identity.SLIP and not _uses_slip(db, form, learner):
            form.refuse("slip", _("This is not the slip of this person, or it was used before."))
        else:
            code = _keep(db, pack, form, learner)
            detail = {"pack": codes.shown(pack.code)}
            audit.record(
                db,
                actor(),
                "check_keyed_in",
                personal.known_as(learner.id),
                now(),
                location_id=place,
                **detail,
            )
            kept = "passed" if code else "open"
            return hx.go(url_for("paper.show_one", number=pack.id, kept=kept))
    return _page(pack, form), 422


@bp.get("/<int(max=2147483647):number>/checks/<int(max=2147483647):attempt>")
@policy(Policy.STAFF, duty=Duty.FACILITATOR)
def show_kept(number: int, attempt: int) -> str:
    """Show a sheet as it was keyed in, to correct it."""
    pack = _with_check(number)
    kept = _kept_sheet(pack, attempt)
    conditions = kept.conditions
    data = {
        "learner": kept.learner_id,
        "taken_on": kept.begun_on,
        "letters": " ".join(LETTERS[one.option or 0] for one in kept.asked),
        "identity": conditions.identity.value,
        "witness": conditions.witness,
        "support": [one.value for one in conditions.support],
        "language": conditions.language,
    }
    return _page(pack, _prepared(CorrectionForm(formdata=None, data=data)), kept)


@bp.post("/<int(max=2147483647):number>/checks/<int(max=2147483647):attempt>")
@policy(Policy.STAFF, duty=Duty.FACILITATOR)
def correct(number: int, attempt: int) -> Shown:
    """Keep a sheet as it should have been keyed in; the one before stays and counts no more."""
    pack, form = _with_check(number), _prepared(CorrectionForm())
    kept = _kept_sheet(pack, attempt)
    if not form.is_whole(pack, today()):
        return _page(pack, form, kept), 422
    learner = _learner(form.learner.data)
    same = learner.id == kept.learner_id
    try:
        with state().storage.write() as db:
            if not same and _is_kept(db, pack, learner, form.taken_on.data):
                form.refuse(
                    "learner", _("A sheet of this pack and day was keyed in for them already.")
                )
            elif _needs_slip(form, kept) and not _uses_slip(db, form, learner):
                form.refuse(
                    "slip", _("This is not the slip of this person, or it was used before.")
                )
            else:
                code = _correct(db, pack, form, kept)
                return hx.go(
                    url_for("paper.show_one", number=pack.id, kept="passed" if code else "open")
                )
    except RetakenError:
        form.refuse("learner", _("What they missed was asked again since. It stays theirs."))
    return _page(pack, form, kept), 422


def letter_faults(options: Sequence[int], items: Sequence[Item], typed: str) -> list[Words]:
    """Return what is wrong with the letters that were typed for *items*, item by item."""
    letters = "".join((typed or "").replace(",", " ").split()).upper()
    if len(options) != len(items):
        return [
            ngettext(
                "There is %(num)s letter, and the check has %(items)s items.",
                "There are %(num)s letters, and the check has %(items)s items.",
                len(options),
                items=len(items),
            )
        ]
    return [
        gettext(
            "Item %(number)s has the letters A to %(last)s, and not %(typed)s.",
            number=place + 1,
            last=LETTERS[len(item.options) - 1],
            typed=letters[place],
        )
        for place, (option, item) in enumerate(zip(options, items, strict=True))
        if not 0 <= option < len(item.options)
    ]


def _keep(db: Session, pack: PaperPack, form: SheetForm, learner: Learner) -> str | None:
    """Keep a sheet, and return the code of its certificate if it is passed."""
    place, day = here_id(), form.taken_on.data
    begun = checks.begin(
        db,
        place,
        learner.id,
        pack.plan,
        pack.printed.check,
        form.conditions(),
        day,
        pack_id=pack.id,
    ) or abort(404)
    if not checks.key_in(db, place, begun[0], form.options(), day):
        abort(404)
    code = certificates.issue(db, place, begun[0])
    _look_for_gaps(db, begun[0])
    return code


def _look_for_gaps(db: Session, number: int) -> None:
    """Open and close gaps as a sheet shows."""
    attempt = checks.get(db, here_id(), number) or abort(404)
    found.open_from_check(db, here_id(), attempt, scenarios().items, today())


def _is_kept(db: Session, pack: PaperPack, learner: Learner, day: date) -> bool:
    same = [item.id for item in pack.printed.check]
    return any(
        one.begun_on == day and [asked.scenario for asked in one.asked] == same
        for one in checks.of_learner(db, here_id(), learner.id)
    )


def _needs_slip(form: SheetForm, kept: Attempt) -> bool:
    """Return whether a slip has to confirm who it was; one that did is used up and still holds."""
    held = kept.conditions.identity == Identity.SLIP and form.learner.data == kept.learner_id
    return form.identity.data == Identity.SLIP and not held


def _correct(db: Session, pack: PaperPack, form: CorrectionForm, kept: Attempt) -> str | None:
    """Keep a corrected sheet, and return the code of its certificate if it is passed."""
    place, learner = here_id(), form.learner.data
    number = corrections.correct(
        db,
        place,
        kept.id,
        learner,
        pack.printed.check,
        form.options(),
        form.conditions(),
        form.taken_on.data,
        today(),
    ) or abort(404)
    _look_for_gaps(db, number)
    audit.record(
        db,
        actor(),
        "check_corrected",
        personal.known_as(learner),
        now(),
        location_id=place,
        pack=codes.shown(pack.code),
        before=personal.known_as(kept.learner_id),
        why=form.why.data,
    )
    return certificates.issue(db, place, number)


def _kept_sheet(pack: PaperPack, number: int) -> Attempt:
    """Return a sheet of *pack* that was keyed in and holds; any other is not there."""
    with state().storage.read() as db:
        sheets = (one for one, _name in checks.of_pack(db, here_id(), pack.id))
        return next((one for one in sheets if one.id == number), None) or abort(404)


def _uses_slip(db: Session, form: SheetForm, learner: Learner) -> bool:
    """Return whether the slip code on the sheet is that person's, and use it up."""
    code = codes.normalised(form.slip.data or "", Length.SLIP)
    owner = learners.by_slip(db, here_id(), code, today()) if code else None
    if code is None or owner is None or owner.id != learner.id:
        return False
    return learners.use_slip(db, here_id(), code, today()) is not None


def _asked(items: Sequence[Item], options: Sequence[int]) -> list[training.Asked]:
    return [
        training.Asked(
            scenario=item.id,
            version=item.version,
            advice=item.advice,
            idea=item.idea,
            safety_critical=item.safety_critical,
            right=item.right,
            option=option,
        )
        for item, option in zip(items, options, strict=True)
    ]


def _with_check(number: int) -> PaperPack:
    pack = pack_of_here(number)
    if not pack.printed.check:
        abort(404)
    return pack


def _learner(number: int) -> Learner:
    with state().storage.read() as db:
        return learners.get(db, here_id(), number) or abort(404)


def _prepared(form: SheetForm) -> SheetForm:
    form.prepare()
    with state().storage.read() as db:
        everyone = learners.roster(db, here_id())
    form.learner.choices = [(one.id, one.name) for one in everyone if is_here(one)]
    return form


def _page(pack: PaperPack, form: SheetForm, kept: Attempt | None = None) -> str:
    return render_template(
        "paper/sheet.html",
        pack=pack,
        form=form,
        kept=kept,
        code=codes.shown(pack.code),
        plan=plan_of(pack),
    )
