"""The location's own words over an answer: who to ask here, lines of its own, answers it hides.

A location may add to the shared answers, be stricter than they are, or hide one with a reason. It
never loosens a floor line: ``refusals`` says why a text is not taken.
"""

from assistant.local.floor import Refusal, RefusalKind, refusals, refusals_to_hide
from assistant.local.hours import Hours, hours
from assistant.local.lines import (
    MAX_LINES,
    MAX_NAME,
    MAX_PHONE,
    MAX_TEXT,
    HiddenAnswer,
    LocalLine,
    LocalWords,
    RefusedError,
    hide,
    in_force,
    needs_a_look,
    shared_hash,
    write,
)
from assistant.local.location import ROLES, Location, Person, dialled, fill
from assistant.local.translated import BAND, TranslatedAnswer, is_for_staff, messages, translated
from assistant.local.who import Asked, at, person, who_to_ask

__all__ = [
    "BAND",
    "MAX_LINES",
    "MAX_NAME",
    "MAX_PHONE",
    "MAX_TEXT",
    "ROLES",
    "Asked",
    "HiddenAnswer",
    "Hours",
    "LocalLine",
    "LocalWords",
    "Location",
    "Person",
    "Refusal",
    "RefusalKind",
    "RefusedError",
    "TranslatedAnswer",
    "at",
    "dialled",
    "fill",
    "hide",
    "hours",
    "in_force",
    "is_for_staff",
    "messages",
    "needs_a_look",
    "person",
    "refusals",
    "refusals_to_hide",
    "shared_hash",
    "translated",
    "who_to_ask",
    "write",
]
