"""The words that pages use for what the core names: verdicts, details, groups, principles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _

from assistant.knowledge import Contact, Principle, Standing, Verdict
from assistant.privacy import Detail

# What flask-babel gives for later; it becomes text when a page shows it.
Words = Any

VERDICTS: Mapping[Verdict, Words] = {
    Verdict.YES: _("Yes"),
    Verdict.YES_IF: _("Yes, if…"),
    Verdict.CHECK_FIRST: _("Check first"),
    Verdict.NO: _("No"),
    Verdict.DO_NOW: _("Do this now"),
    Verdict.INFORMATION: _("Good to know"),
}
VERDICT_ICONS: Mapping[Verdict, str] = {
    Verdict.YES: "check",
    Verdict.YES_IF: "list-checks",
    Verdict.CHECK_FIRST: "triangle-alert",
    Verdict.NO: "hand",
    Verdict.DO_NOW: "circle-alert",
    Verdict.INFORMATION: "info",
}
STANDINGS: Mapping[Standing, Words] = {
    Standing.LAW: _("Law"),
    Standing.REGULATOR_STATEMENT: _("Statement of the regulator"),
    Standing.GUIDANCE: _("Official guidance"),
    Standing.GOOD_PRACTICE: _("Good practice"),
}
CONTACTS: Mapping[Contact, Words] = {
    Contact.PERSON_IN_CHARGE: _("the person in charge of the shift"),
    Contact.MANAGER: _("your manager"),
    Contact.AI_LEAD: _("your AI lead or manager"),
    Contact.DATA_PROTECTION_LEAD: _("your data protection lead or manager"),
    Contact.SAFEGUARDING_LEAD: _("your safeguarding lead or manager"),
    Contact.EMERGENCY_SERVICES: _("the emergency services: call 999"),
    Contact.HEALTH_PROFESSIONAL: _("a nurse, the GP, the pharmacist or NHS 111"),
}
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
# In the order in which a care worker is likely to want them.
GROUPS: Mapping[str, Words] = {
    "using": _("Using AI at work"),
    "tools": _("Tools in care"),
    "transparency": _("People’s choice and what they are told"),
    "safety": _("Safety, and when something goes wrong"),
    "data": _("Personal information"),
    "security": _("Keeping devices and accounts safe"),
    "fairness": _("Fairness"),
    "basics": _("What AI is"),
    "training": _("Training"),
    "principles": _("CQC’s eleven principles"),
    "cqc": _("CQC and AI"),
    "governance": _("Running AI well"),
    "procurement": _("Buying AI"),
    "meta": _("About Plainly"),
}
PRINCIPLES: Mapping[Principle, Words] = {
    Principle.SUPPORT_NOT_REPLACE: _("AI supports, it does not replace"),
    Principle.HUMAN_OVERSIGHT: _("Human oversight"),
    Principle.TRANSPARENCY_CHOICE: _("Transparency and choice"),
    Principle.SAFETY_RELIABILITY: _("Safety and reliability"),
    Principle.SECURITY: _("Security"),
    Principle.FAIRNESS: _("Fairness and impartiality"),
    Principle.READINESS_TRAINING: _("AI readiness and training"),
    Principle.GOVERNANCE: _("Effective governance"),
    Principle.DPIA: _("Data protection impact assessment"),
    Principle.ACCOUNTABILITY: _("Accountability"),
    Principle.PROCUREMENT: _("Procurement"),
}


def group_words(group: str) -> Words:
    """Return the heading of *group*; an edited knowledge base may have groups of its own."""
    return GROUPS.get(group) or group.replace("-", " ").capitalize()
