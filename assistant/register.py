"""A row of the register: one AI tool in use, what is known about it and what nobody is sure of.

"Not sure" is a fair answer to every question here. It becomes a task for the office, and a notice
never prints it. Free text is kept to names; everything else is chosen, so that each choice has a
whole sentence in every language.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from msgspec import Meta, Struct, structs

from assistant.knowledge import Use

Slug = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
NOT_SURE: Literal["not_sure"] = "not_sure"
NotSure = Literal["not_sure"]


class Answered(StrEnum):
    """Yes, no, or nobody knows yet."""

    YES = "yes"
    NO = "no"
    NOT_SURE = "not_sure"


class Staff(StrEnum):
    """Who of the staff does something; a role, never a person."""

    CARER = "carer"
    SENIOR_CARER = "senior_carer"
    NURSE = "nurse"
    MANAGER = "manager"
    NOT_SURE = "not_sure"


class Office(StrEnum):
    """Who decides or signs in the office, and whom people may ask."""

    MANAGER = "manager"
    DEPUTY_MANAGER = "deputy_manager"
    AI_LEAD = "ai_lead"
    DATA_PROTECTION_LEAD = "data_protection_lead"


class Purpose(StrEnum):
    """Why the tool is used, said as an aim and never as a proven effect."""

    LESS_TYPING = "less_typing"
    NOTES_SOONER = "notes_sooner"
    FULLER_NOTES = "fuller_notes"
    NOT_SURE = "not_sure"


class Timing(StrEnum):
    """When a person checks: while the outcome can still change, or later."""

    BEFORE = "before"
    AFTER = "after"
    NOT_SURE = "not_sure"


class DecisionEffect(StrEnum):
    """What the tool's output does to decisions about a person."""

    NONE = "none"
    HELPS = "helps"
    ALONE = "alone"
    NOT_SURE = "not_sure"


class Data(StrEnum):
    """What about a person goes into the tool."""

    VOICE = "voice"
    NAME = "name"
    HEALTH = "health"
    CARE_RECORD = "care_record"
    PICTURE = "picture"


class Viewer(StrEnum):
    """Who can see what the tool keeps or writes."""

    CARE_STAFF = "care_staff"
    HEALTH_PROFESSIONALS = "health_professionals"
    SUPPLIER = "supplier"
    COUNCIL = "council"


class Informant(StrEnum):
    """Who else tells the tool, or what feeds it, about a person."""

    FAMILY = "family"
    GP = "gp"
    HOSPITAL = "hospital"


class Training(StrEnum):
    """Whether the supplier uses people's data to improve its AI."""

    YES = "yes"
    NO = "no"
    ONLY_ANONYMOUS = "only_anonymous"
    NOT_SURE = "not_sure"


class Limit(StrEnum):
    """What the tool is known to get wrong."""

    MISHEARS = "mishears"
    LEAVES_OUT = "leaves_out"
    MAKES_UP = "makes_up"
    MIXES_PEOPLE_UP = "mixes_people_up"
    WRONG_LANGUAGE = "wrong_language"


class NeverFor(StrEnum):
    """When the provider keeps the tool switched off for everyone."""

    PERSONAL_CARE = "personal_care"
    PRIVATE_TALKS = "private_talks"
    SAFEGUARDING = "safeguarding"
    CAPACITY = "capacity"


class Place(StrEnum):
    """Where the tool is used."""

    OWN_ROOM = "own_room"
    SHARED_ROOMS = "shared_rooms"
    OWN_HOME = "own_home"


class ChoiceModel(StrEnum):
    """What saying no can honestly mean here; the provider chooses, never the kind of tool."""

    ASK_FIRST = "ask_first"
    TELL_AND_CAN_SAY_NO = "tell_and_can_say_no"
    CAN_LIMIT = "can_limit"
    TELL_ONLY_PERSON_CAN_OBJECT = "tell_only_person_can_object"
    CANNOT_SWITCH_OFF = "cannot_switch_off"
    NOT_SURE = "not_sure"


class IfNo(StrEnum):
    """What happens when a person says no."""

    SWITCHED_OFF = "switched_off"
    LIMITED = "limited"
    ANSWERED_IN_WRITING = "answered_in_writing"
    STAYS_ON = "stays_on"
    NOT_SURE = "not_sure"


class Instead(StrEnum):
    """What a person can still get where the tool cannot be switched off."""

    EXTRA_CHECK = "extra_check"
    SEE_AND_CORRECT = "see_and_correct"


class RouteKind(StrEnum):
    """How the same care is given without AI."""

    WRITTEN_BY_HAND = "written_by_hand"
    TYPED = "typed"


class AskBy(StrEnum):
    """How a person asks for the care route."""

    ANY_STAFF = "any_staff"
    PHONE = "phone"
    WEBSITE = "website"
    APP = "app"
    EMAIL = "email"


class LawfulBasis(StrEnum):
    """The article 6 basis that the data protection lead has settled on."""

    CONTRACT = "contract"
    LEGAL_OBLIGATION = "legal_obligation"
    LEGITIMATE_INTERESTS = "legitimate_interests"
    PUBLIC_TASK = "public_task"
    CONSENT = "consent"


class Safeguard(StrEnum):
    """What protects data that leaves the UK."""

    ADEQUACY = "adequacy"
    CONTRACT = "contract"


class _Strict(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    pass


class Period(_Strict, frozen=True):
    """A length of time as people say it: 7 days, 8 years."""

    number: Annotated[int, Meta(ge=1, le=120)]
    unit: Literal["day", "week", "month", "year"]


class Hours(_Strict, frozen=True):
    """When in the day, as 24-hour clock times."""

    start: Annotated[str, Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
    end: Annotated[str, Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class Kept(_Strict, frozen=True):
    """Whether one kind of recording is kept, and how long."""

    kept: Answered
    period: Period | None = None


class Recordings(_Strict, frozen=True):
    """The three kinds of recording; asked one by one, since products differ in each."""

    audio: Kept
    video: Kept
    transcript: Kept


class HumanCheck(_Strict, frozen=True):
    """Who checks the output, when, and whether they may change it."""

    role: Staff
    timing: Timing
    can_change: Answered


class DataPlace(_Strict, frozen=True):
    """Where data goes: the UK, or another country and what protects it there."""

    country: Annotated[str, Meta(pattern=r"^[A-Z]{2}$")]
    safeguard: Safeguard | None = None


class CareRoute(_Strict, frozen=True):
    """The same care without AI or a screen: what, by whom, and how to ask for it."""

    kind: RouteKind
    by: Staff
    ask_by: Annotated[tuple[AskBy, ...], Meta(min_length=1)]


class PrivacyCheck(_Strict, frozen=True):
    """A data protection impact assessment (DPIA): when, signed by whom, and when again."""

    done_on: date
    approver: Office
    review_on: date | None = None


class Tool(_Strict, frozen=True):
    """One AI product in use for one kind of job at a location."""

    id: Slug
    use: Use
    name: str
    supplier: str
    purpose: Purpose
    human_check: HumanCheck | NotSure
    decision_effect: DecisionEffect
    data_used: tuple[Data, ...] | NotSure
    data_from_others: tuple[Informant, ...] | NotSure
    recordings: Recordings
    seen_by: tuple[Viewer, ...] | NotSure
    data_place: DataPlace | NotSure
    trains_ai: Training
    record_kept: Period | NotSure
    limits: tuple[Limit, ...] | NotSure
    never_for: tuple[NeverFor, ...] | NotSure
    choice: ChoiceModel
    if_no: IfNo
    care_route: CareRoute | NotSure
    no_detriment: Answered
    dpia: PrivacyCheck | NotSure
    lawful_basis: tuple[LawfulBasis, ...] | NotSure
    places: tuple[Place, ...] | NotSure
    in_use_from: date
    hours: Hours | None = None
    instead: tuple[Instead, ...] = ()


def unknown(tool: Tool) -> tuple[str, ...]:
    """Return the fields of *tool* that nobody is sure of, as paths in the order of the class."""
    return tuple(_unknown(tool, ""))


def _unknown(part: Struct, path: str) -> list[str]:
    found: list[str] = []
    for field in structs.fields(part):
        value = getattr(part, field.name)
        if value == NOT_SURE:
            found.append(path + field.name)
        elif isinstance(value, Struct):
            found += _unknown(value, f"{path}{field.name}.")
    return found
