"""The words that pages use for what training names; whole sentences stand in the templates."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _

from assistant.knowledge import Role
from assistant.training import Identity, Kind, Reason, State, Support, Sure
from assistant.training import words as shared
from assistant.web.words import Words

ROLES: Mapping[Role, Words] = {
    Role.CARE_WORKER: _("care worker"),
    Role.SENIOR: _("senior"),
    Role.MANAGER: _("manager"),
}
# As a learner chooses it; how it is told afterwards stands in SUPPORT.
HELP: Mapping[Support, Words] = {
    Support.READ_ALOUD: _("The device reads it aloud"),
    Support.READ_BY_PERSON: _("A person reads it to me"),
    Support.EASIER_ENGLISH: _("In easier English"),
    Support.OTHER_LANGUAGE: _("A person says it in another language"),
}
KINDS: Mapping[Kind, Words] = {
    Kind.CHECK: _("Check"),
    Kind.SESSION: _("Session"),
    Kind.OBSERVED: _("Seen in practice"),
}
STATE_ICONS: Mapping[State, str] = {
    State.MISSING: "circle-dashed",
    State.DUE: "circle-alert",
    State.SOON: "calendar-clock",
    State.CURRENT: "check",
}
IDENTITIES: Mapping[Identity, Words] = {one: _(text) for one, text in shared.IDENTITIES.items()}
SUPPORT: Mapping[Support, Words] = {one: _(text) for one, text in shared.SUPPORT.items()}
GROUPS: Mapping[Role, Words] = {role: _(text) for role, text in shared.ROLES.items()}
STATES: Mapping[State, Words] = {one: _(text) for one, text in shared.STATES.items()}
REASONS: Mapping[Reason, Words] = {one: _(text) for one, text in shared.REASONS.items()}
SURE: Mapping[Sure, Words] = {one: _(text) for one, text in shared.SURE.items()}
NOT_USED_FOR: Words = _(shared.NOT_USED_FOR)
