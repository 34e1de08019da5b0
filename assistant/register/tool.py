"""A row of the register: one AI tool in use, what is known about it and what nobody is sure of.

"Not sure" is a fair answer to every question here. It becomes a task for the office, and a notice
never prints it. Free text is kept to names; everything else is chosen, so that each choice has a
whole sentence in every language. Which options a kind of tool has stands in
``knowledge/wording/uses.yaml``; a field of the type ``Option`` holds one of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from enum import StrEnum
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from msgspec import Meta, Struct, structs

from assistant.knowledge import Use

Slug = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
Option = Annotated[str, Meta(pattern=r"^[a-z][a-z_]{0,39}$")]
Text = Annotated[str, Meta(max_length=200)]
NOT_SURE: Literal["not_sure"] = "not_sure"
NotSure = Literal["not_sure"]
# The options that rules ask about, by whatever kind of tool.
NOTHING, VOICE, PICTURE, NAME, HEALTH, SOUNDS = (
    "nothing",
    "voice",
    "picture",
    "name",
    "health",
    "sounds",
)
HOME_COUNTRY = "GB"
# What need not be said of a tool that uses nothing about people.
NOT_ABOUT_PEOPLE = frozenset(
    {"seen_by", "record_kept", "data_place", "trains_ai", "condition", "lawful_basis", "dpia"}
)
# Where None, too, means that nobody has said it yet; elsewhere it means that there is none.
_WANTED = frozenset({"in_use_from", "owner"})


class Answered(StrEnum):
    """Yes, no, or nobody knows yet."""

    YES = "yes"
    NO = "no"
    NOT_SURE = "not_sure"


class Status(StrEnum):
    """Where a tool stands; what is found in use without leave gets a row too."""

    IDEA = "idea"
    TRIAL = "trial"
    LIVE = "live"
    PAUSED = "paused"
    STOPPED = "stopped"
    NOT_ALLOWED = "not_allowed"

    @property
    def in_use(self) -> bool:
        """Return whether people meet the tool with the provider's leave."""
        return self in (Status.TRIAL, Status.LIVE)


class Staff(StrEnum):
    """Who of the staff does something; a role, never a person."""

    CARER = "carer"
    SENIOR_CARER = "senior_carer"
    NURSE = "nurse"
    MANAGER = "manager"
    OFFICE_STAFF = "office_staff"
    NOT_SURE = "not_sure"


class Office(StrEnum):
    """Who decides or signs in the office, and whom people may ask."""

    MANAGER = "manager"
    DEPUTY_MANAGER = "deputy_manager"
    AI_LEAD = "ai_lead"
    DATA_PROTECTION_LEAD = "data_protection_lead"


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


class Training(StrEnum):
    """Whether the supplier uses people's data to improve its AI."""

    YES = "yes"
    NO = "no"
    ONLY_ANONYMOUS = "only_anonymous"
    NOT_SURE = "not_sure"


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


class Condition(StrEnum):
    """The article 9 condition for health data that the data protection lead has settled on."""

    CARE = "care"
    EXPLICIT_CONSENT = "explicit_consent"
    PUBLIC_INTEREST = "public_interest"
    NOT_NEEDED = "not_needed"
    NOT_SURE = "not_sure"


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

    kept: Answered = Answered.NOT_SURE
    period: Period | None = None


class Recordings(_Strict, frozen=True):
    """The kinds of recording; asked one by one, since products differ in each."""

    audio: Kept = Kept()
    video: Kept = Kept()
    pictures: Kept = Kept()
    transcript: Kept = Kept()


class HumanCheck(_Strict, frozen=True):
    """Who checks the output, when, and whether they may change it."""

    role: Staff = Staff.NOT_SURE
    timing: Timing = Timing.NOT_SURE
    can_change: Answered = Answered.NOT_SURE


class DataPlace(_Strict, frozen=True):
    """Where data goes: the UK, or another country and what protects it there."""

    country: Annotated[str, Meta(pattern=r"^[A-Z]{2}$")]
    safeguard: Safeguard | None = None


class CareRoute(_Strict, frozen=True, kw_only=True):
    """The same care without AI or a screen: what, by whom, and how to ask for it."""

    kind: Option
    by: Staff = Staff.NOT_SURE
    ask_by: Annotated[tuple[AskBy, ...], Meta(min_length=1)]


class PrivacyCheck(_Strict, frozen=True):
    """A data protection impact assessment (DPIA): when, signed by whom, and when again."""

    done_on: date
    approver: Office
    review_on: date | None = None


class Done(_Strict, frozen=True):
    """Something the office did on a day, and by which role."""

    on: date
    by: Office


class Tool(_Strict, frozen=True):
    """One AI product in use for one kind of job at a location.

    A tool may be stored half filled: what nobody has said yet is ``not_sure``.
    """

    id: Slug
    use: Use
    name: str = NOT_SURE
    supplier: str = NOT_SURE
    status: Status = Status.LIVE
    purpose: Option = NOT_SURE
    human_check: HumanCheck | NotSure = NOT_SURE
    decision_effect: DecisionEffect = DecisionEffect.NOT_SURE
    data_used: tuple[Option, ...] | NotSure = NOT_SURE
    data_from_others: tuple[Option, ...] | NotSure = NOT_SURE
    recordings: Recordings = Recordings()
    seen_by: tuple[Option, ...] | NotSure = NOT_SURE
    data_place: DataPlace | NotSure = NOT_SURE
    trains_ai: Training = Training.NOT_SURE
    record_kept: Period | NotSure = NOT_SURE
    limits: tuple[Option, ...] | NotSure = NOT_SURE
    never_for: tuple[Option, ...] | NotSure = NOT_SURE
    promises: tuple[Option, ...] = ()
    choice: ChoiceModel = ChoiceModel.NOT_SURE
    if_no: IfNo = IfNo.NOT_SURE
    instead: tuple[Option, ...] = ()
    stays: tuple[Option, ...] = ()
    care_route: CareRoute | NotSure = NOT_SURE
    no_detriment: Answered = Answered.NOT_SURE
    dpia: PrivacyCheck | NotSure = NOT_SURE
    lawful_basis: tuple[LawfulBasis, ...] | NotSure = NOT_SURE
    condition: Condition = Condition.NOT_SURE
    places: tuple[Option, ...] | NotSure = NOT_SURE
    in_use_from: date | None = None
    hours: Hours | None = None
    # For the office: never printed, and kept as evidence.
    owner: Office | None = None
    used_by: tuple[Staff, ...] | NotSure = NOT_SURE
    trained: Answered = Answered.NOT_SURE
    switched_off_by: Staff = Staff.NOT_SURE
    off_how: Text = ""
    risk_check: Done | NotSure = NOT_SURE
    supplier_check: Done | NotSure = NOT_SURE
    agreement: Answered = Answered.NOT_SURE
    tested_for_groups: Answered = Answered.NOT_SURE
    medical_device: Answered = Answered.NOT_SURE
    product_version: Text = ""
    version_on: date | None = None
    last_reviewed_on: date | None = None


def unknown(tool: Tool, leaves_out: Collection[str] = ()) -> tuple[str, ...]:
    """Return the fields of *tool* that nobody is sure of, as paths in the order of the class.

    *leaves_out* are paths that make no sense for its use (see ``UseRules``).
    """
    return tuple(
        path
        for path in _unknown(tool, "")
        if not any(path == left_out or path.startswith(f"{left_out}.") for left_out in leaves_out)
    )


def _unknown(part: Struct, path: str) -> list[str]:
    found: list[str] = []
    for field in structs.fields(part):
        value = getattr(part, field.name)
        if value == NOT_SURE or (value is None and field.name in _WANTED):
            found.append(path + field.name)
        elif isinstance(value, Struct):
            found += _unknown(value, f"{path}{field.name}.")
    return found


def struct_in(hint: Any) -> type[Struct] | None:
    """Return the class of parts that a field of this type holds, if it holds any."""
    kinds = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    return next((one for one in kinds if isinstance(one, type) and issubclass(one, Struct)), None)


def names_in_use(tools: Iterable[Tool]) -> tuple[str, ...]:
    """Return the names of those *tools* that people may meet, each once; one may have none yet."""
    named = (tool.name for tool in tools if tool.status.in_use and tool.name != NOT_SURE)
    return tuple(dict.fromkeys(named))
