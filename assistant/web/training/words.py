"""The words that pages of training use for what the core names."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _

from assistant.knowledge import Role
from assistant.storage.training.room import Refusal
from assistant.training import GapReason, Naming, Phase, Sure
from assistant.training import words as shared
from assistant.web.words import Words

SURE: Mapping[Sure, Words] = {sure: _(text) for sure, text in shared.SURE.items()}
# From 1 to 5, as the core has them.
CONFIDENCE: Mapping[int, Words] = {
    level: _(text) for level, text in enumerate(shared.CONFIDENCE_WORDS, 1)
}
ROLES: Mapping[Role, Words] = {role: _(text) for role, text in shared.ROLES.items()}
NOT_USED_FOR = _(shared.NOT_USED_FOR)
NAMING: Mapping[Naming, Words] = {
    Naming.NAMED: _("Everyone gives a name"),
    Naming.ANONYMOUS: _("Nobody gives a name"),
    Naming.MIXED: _("Each person decides"),
}
WAYS: Mapping[str, Words] = {
    "phones": _("Phones or tablets, and vote cards for those without"),
    "cards": _("One screen for the whole room, and vote cards"),
}
# What the facilitator's main button does next.
NEXT: Mapping[Phase, Words] = {
    Phase.WAITING: _("Begin"),
    Phase.BEFORE: _("Show the first situation"),
    Phase.ANSWER: _("Now talk about it"),
    Phase.DISCUSS: _("Show the answer"),
    Phase.REVEAL: _("Next situation"),
    Phase.AFTER: _("End the session"),
}
TO_THE_END = _("How sure are you now?")
GAP_REASONS: Mapping[GapReason, Words] = {
    GapReason.MANY_WRONG: _("Many chose something else first."),
    GapReason.SAFETY_MISSED: _("Someone missed what keeps people safe."),
}
REFUSALS: Mapping[Refusal, Words] = {
    Refusal.NO_SESSION: _("No session has this code now. Please look at the code again."),
    Refusal.ONE_SCREEN: _("This session uses vote cards. You need no phone for it."),
    Refusal.NAME_NEEDED: _("Please type your name."),
    Refusal.FULL: _("This session is full. Please tell the facilitator."),
}
