"""The curated files as frozen objects; every field a knowledge file may have is named here.

The classes are the only description of the format: the loader, ``assistant check`` and
``docs/formats.md`` all follow them. Unknown fields are refused.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

Slug = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
Line = Annotated[str, Meta(min_length=2, max_length=400)]
SomeAnswers = Annotated[tuple[Slug, ...], Meta(max_length=6)]


class Verdict(StrEnum):
    """What an answer comes down to; shown as words with an icon."""

    YES = "yes"
    YES_IF = "yes_if"
    CHECK_FIRST = "check_first"
    NO = "no"
    DO_NOW = "do_now"
    INFORMATION = "information"


class Urgent(StrEnum):
    """How soon someone has to act: a life at risk, or harm that grows while one waits."""

    DANGER = "danger"
    ACT_NOW = "act_now"


class Standing(StrEnum):
    """What carries the answer, strongest first."""

    LAW = "law"
    REGULATOR_STATEMENT = "regulator_statement"
    GUIDANCE = "guidance"
    GOOD_PRACTICE = "good_practice"


class Principle(StrEnum):
    """CQC's eleven principles for AI, in the order of its statement (reported 2 June 2026)."""

    SUPPORT_NOT_REPLACE = "support-not-replace"
    HUMAN_OVERSIGHT = "human-oversight"
    TRANSPARENCY_CHOICE = "transparency-choice"
    SAFETY_RELIABILITY = "safety-reliability"
    SECURITY = "security"
    FAIRNESS = "fairness"
    READINESS_TRAINING = "readiness-training"
    GOVERNANCE = "governance"
    DPIA = "dpia"
    ACCOUNTABILITY = "accountability"
    PROCUREMENT = "procurement"


class Setting(StrEnum):
    """The kinds of location an answer holds for."""

    CARE_HOME = "care_home"
    HOME_CARE = "home_care"
    SUPPORTED_LIVING = "supported_living"


class Role(StrEnum):
    """Whom an answer is written for; chooses the suggested questions."""

    CARE_WORKER = "care_worker"
    SENIOR = "senior"
    MANAGER = "manager"
    RESIDENT = "resident"
    RELATIVE = "relative"


class Contact(StrEnum):
    """Who to ask here; the provider's settings give the name and number."""

    PERSON_IN_CHARGE = "person_in_charge"
    MANAGER = "manager"
    AI_LEAD = "ai_lead"
    DATA_PROTECTION_LEAD = "data_protection_lead"
    SAFEGUARDING_LEAD = "safeguarding_lead"
    EMERGENCY_SERVICES = "emergency_services"
    HEALTH_PROFESSIONAL = "health_professional"


class Use(StrEnum):
    """What kind of job an AI tool does."""

    NOTE_TAKING = "note_taking"
    DICTATION = "dictation"
    WRITING_HELP = "writing_help"
    SUMMARIES = "summaries"
    CARE_SOFTWARE = "care_software"
    SENSORS = "sensors"
    CAMERAS = "cameras"
    PAIN_RECOGNITION = "pain_recognition"
    RISK_SCORES = "risk_scores"
    MEDICINES = "medicines"
    WOUND_IMAGING = "wound_imaging"
    ROSTERING = "rostering"
    RECRUITMENT = "recruitment"
    COMPANIONS = "companions"
    TRANSLATION = "translation"
    PHONE_AND_WEB = "phone_and_web"
    WEARABLES = "wearables"
    STAFF_GUIDANCE = "staff_guidance"


class _Strict(Struct, frozen=True, forbid_unknown_fields=True):
    pass


class Source(_Strict, frozen=True, kw_only=True):
    """A published page that supports an answer."""

    title: Line
    publisher: Line
    url: Annotated[str, Meta(pattern=r"^https://[^\s]+$")] | None = None
    published: Annotated[str, Meta(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
    standing: Standing
    note: Line | None = None


class Citation(_Strict, frozen=True, kw_only=True):
    """One source of an answer and which of its claims the source supports."""

    id: Slug
    supports: Line


class Choice(_Strict, frozen=True, kw_only=True):
    """One button of a guided question: it ends in a verdict, goes to an answer, or asks on."""

    label: Annotated[str, Meta(max_length=80)]
    verdict: Verdict | None = None
    text: Line | None = None
    answer: Slug | None = None
    then: GuidedQuestion | None = None


class GuidedQuestion(_Strict, frozen=True, kw_only=True):
    """A question whose answer decides; two or three choices, at most three steps deep."""

    question: Line
    choices: Annotated[tuple[Choice, ...], Meta(min_length=2, max_length=3)]


class AnswerFields(_Strict, frozen=True, kw_only=True):
    """The front matter of one answer file."""

    id: Slug
    title: Line
    verdict: Verdict
    headline: Annotated[str, Meta(min_length=2, max_length=60)]
    short: Annotated[str, Meta(min_length=10, max_length=600)]
    do: Annotated[tuple[Line, ...], Meta(min_length=1, max_length=6)]
    ask: Contact
    principles: tuple[Principle, ...]
    roles: Annotated[tuple[Role, ...], Meta(min_length=1)]
    standing: Standing
    sources: Annotated[tuple[Citation, ...], Meta(min_length=1)]
    sources_checked_on: date
    review_by: date
    do_not: tuple[Line, ...] = ()
    floor: tuple[Line, ...] = ()
    guided: GuidedQuestion | None = None
    settings: tuple[Setting, ...] = tuple(Setting)
    uses: tuple[Use, ...] = ()
    urgent: Urgent | None = None
    safety_critical: bool = False
    related: tuple[Slug, ...] = ()
    must_not_match: tuple[Line, ...] = ()


class Answer(AnswerFields, frozen=True, kw_only=True):
    """One piece of knowledge: its front matter, its phrasings and its body as safe HTML."""

    group: Slug
    phrasings: tuple[str, ...]
    body_html: str
    text_hash: str


class Option(_Strict, frozen=True, kw_only=True):
    """One way to act in a scenario, whether it is right, and what to say to those who chose it."""

    text: Line
    right: bool
    feedback: Line


class Idea(_Strict, frozen=True, kw_only=True):
    """One thing to take away from training; several scenarios try it out.

    Nobody passes a check without the ``safety_critical`` ideas. They are few, while most answers
    are safety-critical: a pass rule over those would ask for every item to be right.
    """

    text: Line
    safety_critical: bool = False


class Easier(_Strict, frozen=True, kw_only=True):
    """A scenario in shorter words and sentences; its options are in the order of the scenario's."""

    situation: Annotated[str, Meta(min_length=20, max_length=700)]
    question: Line
    options: Annotated[tuple[Line, ...], Meta(min_length=3, max_length=4)]


class Scenario(_Strict, frozen=True, kw_only=True):
    """A training item about one answer; sources, principles and review date are the answer's.

    ``uses`` are the kinds of tool that the situation is about; the answer's where none is named.
    ``easier`` is for those who ask for easier English.
    """

    id: Slug
    answer: Slug
    idea: Slug
    roles: Annotated[tuple[Role, ...], Meta(min_length=1)]
    situation: Annotated[str, Meta(min_length=20, max_length=700)]
    question: Line
    options: Annotated[tuple[Option, ...], Meta(min_length=3, max_length=4)]
    explanation: Annotated[str, Meta(min_length=20, max_length=600)]
    settings: Annotated[tuple[Setting, ...], Meta(min_length=1)] = tuple(Setting)
    uses: tuple[Use, ...] = ()
    easier: Easier | None = None


class Statement(_Strict, frozen=True, kw_only=True):
    """What a learner says how sure they are of, before and after, for one principle."""

    principle: Principle
    text: Line


class PlanPart(_Strict, frozen=True, kw_only=True):
    """One part of a session: what the facilitator says, asks and watches for.

    A part with an ``idea`` puts one scenario of it to the room. ``sure`` marks the two parts that
    ask how sure people are: the first before, the second after.
    """

    title: Line
    minutes: Annotated[int, Meta(ge=1, le=30)]
    say: Annotated[tuple[Line, ...], Meta(min_length=1)]
    ask: tuple[Line, ...] = ()
    watch_for: tuple[Line, ...] = ()
    idea: Slug | None = None
    sure: bool = False


class Plan(_Strict, frozen=True, kw_only=True):
    """A session as a facilitator runs it, and the individual check that belongs to it.

    ``uses`` narrow a plan to kinds of tool; ``check`` names the ideas that a check draws from;
    ``observe`` is what a senior looks for when they watch someone use such a tool.
    """

    id: Slug
    title: Line
    aim: Line
    minutes: Annotated[int, Meta(ge=5, le=120)]
    roles: Annotated[tuple[Role, ...], Meta(min_length=1)]
    prepare: Annotated[tuple[Line, ...], Meta(min_length=1)]
    statements: Annotated[tuple[Statement, ...], Meta(min_length=1)]
    parts: Annotated[tuple[PlanPart, ...], Meta(min_length=3)]
    uses: tuple[Use, ...] = ()
    check: tuple[Slug, ...] = ()
    observe: tuple[Line, ...] = ()


class FrameworkItem(_Strict, frozen=True, kw_only=True):
    """One principle, regulation or function of a framework.

    ``supports`` are the principles it is tied to; an ``assumption`` is our reading and not the
    source's own words.
    """

    id: Slug
    title: Line
    text: Annotated[str, Meta(min_length=10, max_length=600)]
    supports: tuple[Principle, ...] = ()
    assumption: bool = False


class Framework(_Strict, frozen=True, kw_only=True):
    """A dated list from outside that the knowledge answers to; replaced when the source changes."""

    id: Slug
    title: Line
    source: Slug
    as_of: date
    note: Line | None = None
    items: Annotated[tuple[FrameworkItem, ...], Meta(min_length=1)]


class NeverSay(_Strict, frozen=True, kw_only=True):
    """Words that claim what may not be claimed, why, and the answers that only deny it."""

    pattern: str
    why: Line
    allow: tuple[Slug, ...] = ()


class DeclinedKind(_Strict, frozen=True, kw_only=True):
    """A kind of question that is not ours, with a kind word about where to ask instead."""

    title: Line
    say: Line
    phrasings: tuple[str, ...] = ()


class NeedPart(_Strict, frozen=True, kw_only=True):
    """A part of a need: answers that belong together, those that most people want first."""

    title: Line
    answers: Annotated[tuple[Slug, ...], Meta(min_length=1)]


class Need(_Strict, frozen=True, kw_only=True):
    """What people come for, in their words, and the answers that it leads to."""

    title: Line
    parts: Annotated[tuple[NeedPart, ...], Meta(min_length=1)]


class FirstQuestions(_Strict, frozen=True, kw_only=True):
    """The answers that the Ask page offers to begin with, by the role of who asks."""

    care_worker: SomeAnswers = ()
    senior: SomeAnswers = ()
    manager: SomeAnswers = ()


class UrgentWords(_Strict, frozen=True, kw_only=True):
    """The urgent rules with named word groups: ``@name`` in a rule stands for ``words[name]``."""

    words: dict[str, str]
    rules: tuple[UrgentRule, ...]


class UrgentRule(_Strict, frozen=True, kw_only=True):
    """Word groups that together mark a question as urgent.

    Each group lists words or short phrases parted by ``|``; a rule holds when every group of
    ``all_of`` is met and none of ``none_of`` is (see ``matching.urgent``).
    """

    urgent: Urgent
    answer: Slug
    all_of: Annotated[tuple[str, ...], Meta(min_length=1)]
    none_of: tuple[str, ...] = ()


class Lexicon(_Strict, frozen=True, kw_only=True):
    """What people write for words that the phrasings use.

    ``replace`` swaps a spelling, abbreviation or slang word for the usual one; ``add`` keeps the
    word (a product's name, say) and adds the word for its kind behind it.
    """

    replace: dict[str, str] = {}
    add: dict[str, str] = {}


class Knowledge(Struct, frozen=True, kw_only=True):
    """The whole knowledge base; never partly loaded."""

    answers: dict[str, Answer]
    sources: dict[str, Source]
    declined: dict[str, DeclinedKind]
    urgent_rules: tuple[UrgentRule, ...]
    lexicon: Lexicon
    scenarios: dict[str, Scenario]
    ideas: dict[str, Idea]
    plans: dict[str, Plan]
    frameworks: dict[str, Framework]
    never_say: dict[str, NeverSay]
    needs: dict[str, Need]
    first_questions: FirstQuestions
    content_hash: str
