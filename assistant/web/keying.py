"""Results on paper, keyed in: checks of one person each, and what a room voted with cards.

Who keys in sees first what it comes to. The audit keeps who it was; a result is never changed.
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
from assistant.storage.training import certificates, checks, learners
from assistant.storage.training.checks import Conditions
from assistant.storage.training.packs import PaperPack
from assistant.training import LETTERS, Identity, Item, Learner, codes
from assistant.training.codes import Length
from assistant.web import forms, hx, training_words
from assistant.web.check_start import HelpForm
from assistant.web.doors import Policy, policy
from assistant.web.learners import is_here
from assistant.web.paper import pack_of_here, plan_of
from assistant.web.place import here_id
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

    def counted(self, pack: PaperPack) -> int:
        """Return how many are right by the key of the pack."""
        pairs = zip(self.options(), pack.printed.check, strict=True)
        return sum(option == item.right for option, item in pairs)


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
                f"learner {learner.id}",
                now(),
                location_id=place,
                **detail,
            )
            kept = "passed" if code else "open"
            return hx.go(url_for("paper.show_one", number=pack.id, kept=kept))
    return _page(pack, form), 422


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
    is_witnessed = form.identity.data == Identity.WITNESS
    conditions = Conditions(
        identity=Identity(form.identity.data),
        witness=form.witness.data if is_witnessed else "",
        support=form.chosen(),
        language=form.chosen_language(),
    )
    begun = checks.begin(
        db, place, learner.id, pack.plan, pack.printed.check, conditions, day
    ) or abort(404)
    if not checks.key_in(db, place, begun[0], form.options(), day):
        abort(404)
    return certificates.issue(db, place, begun[0])


def _is_kept(db: Session, pack: PaperPack, learner: Learner, day: date) -> bool:
    same = [item.id for item in pack.printed.check]
    return any(
        one.begun_on == day and [asked.scenario for asked in one.asked] == same
        for one in checks.of_learner(db, here_id(), learner.id)
    )


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


def _page(pack: PaperPack, form: SheetForm) -> str:
    return render_template(
        "paper/sheet.html", pack=pack, form=form, code=codes.shown(pack.code), plan=plan_of(pack)
    )
