"""The words that pages use for what the core names: verdicts, details, groups, principles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _

from assistant.knowledge import Contact, Verdict
from assistant.knowledge import words as shared
from assistant.privacy import Detail

Named = TypeVar("Named")

# What flask-babel gives for later; it becomes text when a page shows it.
Words = Any


def _later(words: Mapping[Named, str]) -> dict[Named, Words]:
    """Return *words* to be put into the language of the page when they are shown."""
    return {name: _(text) for name, text in words.items()}


VERDICTS = _later(shared.VERDICTS)
VERDICT_ICONS: Mapping[Verdict, str] = {
    Verdict.YES: "check",
    Verdict.YES_IF: "list-checks",
    Verdict.CHECK_FIRST: "triangle-alert",
    Verdict.NO: "hand",
    Verdict.DO_NOW: "circle-alert",
    Verdict.INFORMATION: "info",
}
STANDINGS = _later(shared.STANDINGS)
CONTACTS = _later(shared.CONTACTS)
ROLES: Mapping[Contact, Words] = {
    Contact.PERSON_IN_CHARGE: _("in charge of the shift"),
    Contact.MANAGER: _("the manager"),
    Contact.AI_LEAD: _("the AI lead"),
    Contact.DATA_PROTECTION_LEAD: _("the data protection lead"),
    Contact.SAFEGUARDING_LEAD: _("the safeguarding lead"),
}
DETAILS: Mapping[Detail, Words] = {
    Detail.NHS_NUMBER: _("an NHS number"),
    Detail.PHONE: _("a phone number"),
    Detail.EMAIL: _("an e-mail address"),
    Detail.DATE: _("a date"),
    Detail.POSTCODE: _("a postcode"),
    Detail.NI_NUMBER: _("a National Insurance number"),
    Detail.ROOM: _("a room number"),
    Detail.ADDRESS: _("an address"),
    Detail.NAME: _("a name"),
    Detail.NUMBER: _("a long number"),
}
PRINCIPLES = _later(shared.PRINCIPLES)


def group_words(group: str) -> Words:
    """Return the heading of *group*; an edited knowledge base may have groups of its own."""
    return _(shared.group_words(group))
