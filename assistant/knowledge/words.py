"""The words for what the knowledge names: verdicts, contacts, groups, principles.

Pages and print share them. The words are English; the pages look up their translation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assistant.knowledge.model import Answer, Contact, Lexicon, Principle, Standing, Verdict


def _(words: str) -> str:
    """Return *words*; being called so marks them for translators."""
    return words


VERDICTS: Mapping[Verdict, str] = {
    Verdict.YES: _("Yes"),
    Verdict.YES_IF: _("Yes, if…"),
    Verdict.CHECK_FIRST: _("Check first"),
    Verdict.NO: _("No"),
    Verdict.DO_NOW: _("Do this now"),
    Verdict.INFORMATION: _("Good to know"),
}
# How a headline begins when it says its verdict itself.
_SPOKEN: Mapping[Verdict, str] = {
    Verdict.YES: "Yes",
    Verdict.YES_IF: "Yes, if",
    Verdict.NO: "No",
    Verdict.CHECK_FIRST: "Check first",
}
STANDINGS: Mapping[Standing, str] = {
    Standing.LAW: _("Law"),
    Standing.REGULATOR_STATEMENT: _("Statement of the regulator"),
    Standing.GUIDANCE: _("Official guidance"),
    Standing.GOOD_PRACTICE: _("Good practice"),
}
CONTACTS: Mapping[Contact, str] = {
    Contact.PERSON_IN_CHARGE: _("the person in charge of the shift"),
    Contact.MANAGER: _("your manager"),
    Contact.AI_LEAD: _("your AI lead or manager"),
    Contact.DATA_PROTECTION_LEAD: _("your data protection lead or manager"),
    Contact.SAFEGUARDING_LEAD: _("your safeguarding lead or manager"),
    Contact.EMERGENCY_SERVICES: _("the emergency services: call 999"),
    Contact.HEALTH_PROFESSIONAL: _("a nurse, the GP, the pharmacist or NHS 111"),
}
# In the order in which a care worker is likely to want them.
GROUPS: Mapping[str, str] = {
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
PRINCIPLES: Mapping[Principle, str] = {
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


# What the lexicon says behind a name when it is that of a product; the others are abbreviations.
_KINDS_OF_PRODUCT = frozenset(
    """
    acoustic app assistant camera chatbot glasses help monitoring pet recorder robot scribe sensor
    software tool tracker transcription wearable
    """.split()  # noqa: SIM905 (a list of words reads better than a column of strings)
)


def products(lexicon: Lexicon) -> frozenset[str]:
    """Return the names of products that *lexicon* knows, in lower case; some have many words."""
    return frozenset(
        name for name, kind in lexicon.add.items() if _KINDS_OF_PRODUCT & set(kind.split())
    )


def group_words(group: str) -> str:
    """Return the heading of *group*; an edited knowledge base may have groups of its own."""
    return GROUPS.get(group) or group.replace("-", " ").capitalize()


def by_group(answers: Iterable[Answer]) -> list[tuple[str, list[Answer]]]:
    """Return the groups that *answers* fall into, in the order of GROUPS, titles from A to Z."""
    groups: dict[str, list[Answer]] = {}
    for answer in sorted(answers, key=lambda answer: answer.title.casefold()):
        groups.setdefault(answer.group, []).append(answer)
    order = {group: place for place, group in enumerate(GROUPS)}
    names = sorted(groups, key=lambda group: (order.get(group, len(order)), group))
    return [(name, groups[name]) for name in names]


def says_verdict(headline: str, verdict: Verdict) -> bool:
    """Return whether *headline* begins with its *verdict*, which need not be said twice."""
    return headline.startswith(_SPOKEN.get(verdict, "\n"))
