"""The words that pages use for gaps, for what is decided about them, and for refused lines."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _

from assistant.gaps import DecisionKind, GapReason
from assistant.local import RefusalKind
from assistant.training import GapReason as TrainingReason
from assistant.web.words import Words

REASONS: Mapping[GapReason, Words] = {
    GapReason.DECLINED: _("there was no answer"),
    GapReason.NOT_TAKEN: _("none of the questions offered was meant"),
    GapReason.WRONG: _("it is wrong"),
    GapReason.OUT_OF_DATE: _("it is out of date"),
    GapReason.NOT_MY_QUESTION: _("it does not answer the question"),
    GapReason.HARD_TO_UNDERSTAND: _("it is hard to understand"),
}
# What the buttons say under "not helpful".
NOT_HELPFUL: Mapping[GapReason, Words] = {
    GapReason.WRONG: _("It is wrong"),
    GapReason.OUT_OF_DATE: _("It is out of date"),
    GapReason.NOT_MY_QUESTION: _("It is not my question"),
    GapReason.HARD_TO_UNDERSTAND: _("It is hard to understand"),
}
TRAINING_REASONS: Mapping[TrainingReason, Words] = {
    TrainingReason.MANY_WRONG: _("many people chose a wrong option"),
    TrainingReason.SAFETY_MISSED: _("someone chose a wrong option in a safety matter"),
}
DECISIONS: Mapping[DecisionKind, Words] = {
    DecisionKind.ADD_PHRASING: _("A phrasing was suggested"),
    DecisionKind.LOCAL_ANSWER: _("A line of this location was added"),
    DecisionKind.OUT_OF_SCOPE: _("Not for Plainly"),
    DecisionKind.REFER: _("Passed on"),
    DecisionKind.DONE: _("Done"),
}
# Why a location's text is not taken, and how to say it instead.
REFUSALS: Mapping[RefusalKind, Words] = {
    RefusalKind.EMPTY: _("Please write a line, or name someone to ask."),
    RefusalKind.TOO_LONG: _("That is too long. One short line is read; a long one is not."),
    RefusalKind.TOO_MANY: _("There are five lines here already. Remove one first."),
    RefusalKind.NO_FORM: _(
        "Each sentence must forbid something (“Never use it in bedrooms”), say whom to ask or tell"
        " (“Ask Priya first”), or say where something is (“The form is in the office”)."
    ),
    RefusalKind.PERMITS: _(
        "This allows something, or takes a duty away. A location can be stricter than the shared"
        " answer, never looser."
    ),
    RefusalKind.EXCEPTS: _("This makes an exception. Say what always holds."),
    RefusalKind.TELLS_TO_USE: _(
        "This tells people to use a tool. Say whom to ask before they use it."
    ),
    RefusalKind.DELAYS: _("This puts off what must be done at once."),
    RefusalKind.OPPOSITE: _("This reads as the opposite of a line that always holds."),
    RefusalKind.NEVER_SAY: _("This claims what nobody may claim here."),
    RefusalKind.DETAILS: _(
        "This looks like a personal detail. Residents are never named here. The name of someone to"
        " ask goes into its own box."
    ),
    RefusalKind.PHONE: _("That is not a phone number that can be rung."),
    RefusalKind.HAS_FLOOR: _(
        "An answer with lines that always hold cannot be hidden. You can add a line instead."
    ),
    RefusalKind.IS_URGENT: _("An answer for an emergency, or for acting now, cannot be hidden."),
}
