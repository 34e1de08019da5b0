"""The words for what training names: how identity was confirmed, help, roles, settings, states.

Pages, print and spreadsheets share them. The words are English; pages look up their translation.
"""

from __future__ import annotations

from collections.abc import Mapping

from assistant.knowledge import Role, Setting
from assistant.training.check import Identity, Support
from assistant.training.due import Reason, State
from assistant.training.session import Sure


def _(words: str) -> str:
    """Return *words*; being called so marks them for translators."""
    return words


IDENTITIES: Mapping[Identity, str] = {
    Identity.SLIP: _("Confirmed by a personal slip code"),
    Identity.WITNESS: _("Confirmed by a senior who was there"),
    Identity.UNCONFIRMED: _("Not confirmed"),
}
SUPPORT: Mapping[Support, str] = {
    Support.READ_ALOUD: _("read aloud by the device"),
    Support.READ_BY_PERSON: _("read by a person"),
    Support.EASIER_ENGLISH: _("in easier English"),
    Support.OTHER_LANGUAGE: _("in another language beside English"),
}
ROLES: Mapping[Role, str] = {
    Role.CARE_WORKER: _("care workers"),
    Role.SENIOR: _("seniors"),
    Role.MANAGER: _("managers"),
}
SETTINGS: Mapping[Setting, str] = {
    Setting.CARE_HOME: _("care home"),
    Setting.HOME_CARE: _("home care"),
    Setting.SUPPORTED_LIVING: _("supported living"),
}
STATES: Mapping[State, str] = {
    State.MISSING: _("not yet"),
    State.DUE: _("due"),
    State.SOON: _("due soon"),
    State.CURRENT: _("up to date"),
}
REASONS: Mapping[Reason, str] = {
    Reason.NEVER: _("has not passed a check yet"),
    Reason.YEAR: _("a year after the check"),
    Reason.TOOL_CHANGED: _("a tool here has changed"),
    Reason.ADVICE_CHANGED: _("advice on safety has changed"),
}
SURE: Mapping[Sure, str] = {
    Sure.GUESSING: _("I am guessing"),
    Sure.FAIRLY: _("I am fairly sure"),
    Sure.VERY: _("I am very sure"),
}
# From 1 to 5.
CONFIDENCE_WORDS = (
    _("not at all sure"),
    _("not very sure"),
    _("partly sure"),
    _("fairly sure"),
    _("very sure"),
)
NOT_USED_FOR = _(
    "These results show what to teach next. They are not used for pay, ranking or discipline, "
    "and nobody is compared with others."
)
