"""What keeps a notice from people, and what only wants a look.

Each rule yields the id of a gate and the field it is about; knowledge/wording/gates.yaml has the
words. A rule never stops at the first thing it finds: the office gets the whole list at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from assistant import languages, register
from assistant.knowledge import Use
from assistant.notices.free_text import is_phone, name_gates
from assistant.notices.model import Gate, NoticeFile, Person
from assistant.notices.sections import HOME_COUNTRY, build, main_words
from assistant.notices.wording import Wording
from assistant.register import (
    NOT_SURE,
    Answered,
    AskBy,
    CareRoute,
    ChoiceModel,
    Data,
    DataPlace,
    DecisionEffect,
    HumanCheck,
    IfNo,
    PrivacyCheck,
    Timing,
    Tool,
    Training,
)

MAX_MAIN_WORDS = 350
MAX_LIFE = timedelta(days=366)
MAX_EARLY = timedelta(days=28)
OUTSIDE_CHECKED_WITHIN = timedelta(days=366)

# A gate's id and the field of the notice file it is about.
_Found = tuple[str, str]
_MUST_NOT_BE_EMPTY = ("data_used", "seen_by", "limits", "never_for", "places", "lawful_basis")
_ON_A_SCREEN = frozenset({AskBy.WEBSITE, AskBy.APP, AskBy.EMAIL})
_FITTING = {
    ChoiceModel.ASK_FIRST: IfNo.SWITCHED_OFF,
    ChoiceModel.TELL_AND_CAN_SAY_NO: IfNo.SWITCHED_OFF,
    ChoiceModel.CAN_LIMIT: IfNo.LIMITED,
    ChoiceModel.TELL_ONLY_PERSON_CAN_OBJECT: IfNo.ANSWERED_IN_WRITING,
    ChoiceModel.CANNOT_SWITCH_OFF: IfNo.STAYS_ON,
}
_SHOWS_WHO = frozenset({Data.VOICE, Data.NAME, Data.PICTURE})


def gates(file: NoticeFile, wording: Wording, *, today: date) -> list[Gate]:
    """Return every gate that *file* does not pass today, those that block first."""
    found = [*_people(file), *_dates(file, today), *_outside(wording, today)]
    for number, tool in enumerate(file.tools):
        prefix = f"tools.{number}."
        if not wording.knows(tool.use):
            found.append(("use.unsupported", f"{prefix}use"))
        for rule in (_unknown, _names, _recordings, _data, _check_and_route, _choice):
            found += [(id, prefix + field) for id, field in rule(tool)]
        found += [(id, prefix + field) for id, field in _privacy_check(tool, today)]
    listed = [_gate(wording, id, field) for id, field in found]
    composable = not any(gate.blocks for gate in listed)
    if composable and main_words(build(file, wording)) > MAX_MAIN_WORDS:
        listed.append(_gate(wording, "length.words", "tools"))
    return sorted(listed, key=lambda gate: (not gate.blocks, gate.field, gate.id))


def in_the_way(file: NoticeFile, found: list[Gate]) -> tuple[Gate, ...]:
    """Return the gates of *found* that stop *file*; an early notice passes those of the office."""
    early = file.rest_follows_on is not None
    return tuple(gate for gate in found if gate.blocks and not (early and gate.office))


def _gate(wording: Wording, id: str, field: str) -> Gate:
    words = wording.gates[id]
    return Gate(id, field, words.blocks, words.office, words.says, words.why, words.ask)


def _people(file: NoticeFile) -> Iterator[_Found]:
    for field in ("provider", "location"):
        for id in name_gates(getattr(file, field)):
            yield id, field
    yield from _person(file.contact, "contact")
    if isinstance(file.data_contact, Person):
        yield from _person(file.data_contact, "data_contact")
    elif file.data_contact == NOT_SURE:
        yield "data_contact.unknown", "data_contact"
    if file.approved_by is None:
        yield "approved_by.missing", "approved_by"


def _person(person: Person, field: str) -> Iterator[_Found]:
    for id in name_gates(person.name):
        yield id, f"{field}.name"
    if not is_phone(person.phone):
        yield "phone.wrong", f"{field}.phone"


def _dates(file: NoticeFile, today: date) -> Iterator[_Found]:
    if file.approved_by and file.approved_by.on > today:
        yield "dates.future", "approved_by.on"
    if file.made_on > today:
        yield "dates.future", "made_on"
    if not timedelta(0) < file.review_by - file.made_on <= MAX_LIFE:
        yield "dates.review", "review_by"
    elif file.review_by < today:
        yield "dates.overdue", "review_by"
    follows_on = file.rest_follows_on
    if follows_on and not file.made_on < follows_on <= file.made_on + MAX_EARLY:
        yield "early.too_late", "rest_follows_on"


def _outside(wording: Wording, today: date) -> Iterator[_Found]:
    if any(today - body.checked_on > OUTSIDE_CHECKED_WITHIN for body in wording.outside.values()):
        yield "outside.overdue", "outside"


def _unknown(tool: Tool) -> Iterator[_Found]:
    for path in register.unknown(tool):
        yield f"{path.split('.')[0]}.unknown", path
    for field in _MUST_NOT_BE_EMPTY:
        if getattr(tool, field) == ():
            yield f"{field}.unknown", field


def _names(tool: Tool) -> Iterator[_Found]:
    for field in ("name", "supplier"):
        for id in name_gates(getattr(tool, field)):
            yield id, field


def _recordings(tool: Tool) -> Iterator[_Found]:
    data = _data_used(tool)
    kinds = {"audio": Data.VOICE, "video": Data.PICTURE, "transcript": None}
    for name, shows in kinds.items():
        recording = getattr(tool.recordings, name)
        if recording.kept == Answered.YES:
            if recording.period is None:
                yield "recordings.no_period", f"recordings.{name}.period"
            if data and shows and shows not in data:
                yield "recordings.not_in_data", f"recordings.{name}"
        elif recording.kept == Answered.NO and recording.period is not None:
            yield "recordings.contradiction", f"recordings.{name}.period"


def _data(tool: Tool) -> Iterator[_Found]:
    data = _data_used(tool)
    if tool.use == Use.NOTE_TAKING and data and Data.VOICE not in data:
        yield "data_used.no_voice", "data_used"
    if Data.PICTURE in data and tool.recordings.video.kept == Answered.NO:
        yield "data_used.picture", "data_used"
    place = tool.data_place
    if isinstance(place, DataPlace) and place.country != HOME_COUNTRY:
        if not languages.is_country(place.country):
            yield "data_place.country", "data_place.country"
        if place.safeguard is None:
            yield "data_place.safeguard", "data_place.safeguard"
    if tool.trains_ai == Training.YES and tool.choice != ChoiceModel.ASK_FIRST:
        yield "trains_ai.not_asked", "trains_ai"
    if tool.trains_ai == Training.ONLY_ANONYMOUS and _SHOWS_WHO & set(data):
        yield "trains_ai.not_anonymous", "trains_ai"


def _data_used(tool: Tool) -> tuple[Data, ...]:
    return tool.data_used if isinstance(tool.data_used, tuple) else ()


def _check_and_route(tool: Tool) -> Iterator[_Found]:
    if tool.decision_effect == DecisionEffect.ALONE:
        yield "decision_effect.alone", "decision_effect"
    check = tool.human_check
    if isinstance(check, HumanCheck):
        if check.can_change == Answered.NO:
            yield "human_check.cannot_change", "human_check.can_change"
        if check.timing == Timing.AFTER:
            yield "human_check.after", "human_check.timing"
    route = tool.care_route
    if isinstance(route, CareRoute) and _ON_A_SCREEN.issuperset(route.ask_by):
        yield "care_route.digital", "care_route.ask_by"


def _choice(tool: Tool) -> Iterator[_Found]:
    fitting = _FITTING.get(tool.choice, tool.if_no)
    if tool.if_no not in (fitting, IfNo.NOT_SURE):
        yield "choice.contradiction", "if_no"
    fixed = tool.choice == ChoiceModel.CANNOT_SWITCH_OFF
    if fixed and not tool.instead:
        yield "choice.nothing_instead", "instead"
    if tool.no_detriment == Answered.NO and not fixed:
        yield "no_detriment.refused", "no_detriment"


def _privacy_check(tool: Tool, today: date) -> Iterator[_Found]:
    dpia = tool.dpia
    if not isinstance(dpia, PrivacyCheck):
        return
    if dpia.done_on > today:
        yield "dpia.future", "dpia.done_on"
    elif dpia.done_on > tool.in_use_from:
        yield "dpia.after_start", "dpia.done_on"
    if dpia.review_on is None:
        yield "dpia.no_review", "dpia.review_on"
    elif dpia.review_on < today:
        yield "dpia.overdue", "dpia.review_on"
