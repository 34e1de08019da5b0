"""The gates of one tool: what is not known, what contradicts itself, what may not be promised."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from assistant import languages, register
from assistant.notices.free_text import is_free_of_people, name_gates
from assistant.notices.model import NoticeFile
from assistant.notices.wording import STEMS, Wording
from assistant.register import (
    HEALTH,
    HOME_COUNTRY,
    NAME,
    NOT_ABOUT_PEOPLE,
    NOT_SURE,
    NOTHING,
    PICTURE,
    VOICE,
    Answered,
    AskBy,
    Audience,
    CareRoute,
    ChoiceModel,
    Condition,
    DataPlace,
    DecisionEffect,
    Done,
    HumanCheck,
    IfNo,
    LawfulBasis,
    PrivacyCheck,
    Staff,
    Timing,
    Tool,
    Training,
    UseRules,
)

SUPPLIER_CHECKED_WITHIN = timedelta(days=180)
# A gate's id and the field of the tool it is about.
Found = tuple[str, str]
_MUST_NOT_BE_EMPTY = ("data_used", "seen_by", "limits", "never_for", "places", "lawful_basis")
_ON_A_SCREEN = frozenset({AskBy.WEBSITE, AskBy.APP, AskBy.EMAIL})
_FITTING = {
    ChoiceModel.ASK_FIRST: IfNo.SWITCHED_OFF,
    ChoiceModel.TELL_AND_CAN_SAY_NO: IfNo.SWITCHED_OFF,
    ChoiceModel.CAN_LIMIT: IfNo.LIMITED,
    ChoiceModel.TELL_ONLY_PERSON_CAN_OBJECT: IfNo.ANSWERED_IN_WRITING,
    ChoiceModel.CANNOT_SWITCH_OFF: IfNo.STAYS_ON,
}
_SHOWS_WHO = frozenset({VOICE, NAME, PICTURE})


def all_of(tool: Tool, file: NoticeFile, wording: Wording, today: date) -> Iterator[Found]:
    """Yield every gate that *tool* does not pass, for a use that the wording knows."""
    rules = wording.uses[tool.use]
    yield from _unknown(tool, rules)
    yield from _names(tool)
    yield from _options(tool, file, wording)
    yield from _audience(tool, file, rules)
    yield from _recordings(tool, rules)
    yield from _data(tool, rules)
    yield from _check(tool, rules)
    yield from _choice(tool, rules)
    yield from _law(tool)
    yield from _dates(tool, file, today)


def _unknown(tool: Tool, rules: UseRules) -> Iterator[Found]:
    needless = {field for field in STEMS if field not in rules.options}
    if NOTHING in _data_used(tool):
        needless |= NOT_ABOUT_PEOPLE
    for path in register.unknown(tool, rules.leaves_out):
        field = path.split(".")[0]
        if field not in needless:
            yield f"{field}.unknown", path
    for field in _MUST_NOT_BE_EMPTY:
        if getattr(tool, field) == () and field not in needless:
            unwatched = field == "never_for" and not (rules.hears or rules.sees)
            yield ("never_for.none" if unwatched else f"{field}.unknown"), field


def _names(tool: Tool) -> Iterator[Found]:
    for field in ("name", "supplier"):
        name = getattr(tool, field)
        if name != NOT_SURE:
            for id in name_gates(name):
                yield id, field
    if not is_free_of_people(tool.off_how):
        yield "text.personal", "off_how"


def _options(tool: Tool, file: NoticeFile, wording: Wording) -> Iterator[Found]:
    """Yield each choice that this kind of tool does not have, here, and each that must be made."""
    rules = wording.uses[tool.use]
    for field, values in _chosen(tool):
        place = {"care_route": "care_route.kind"}.get(field, field)
        for value in values:
            if value not in rules.options.get(field, ()):
                yield "option.unknown", place
            elif not wording.fits(field, value, file.setting):
                yield "setting.unfit", place
    yield from _people(tool, rules)
    for field, wanted in rules.must.items():
        values = getattr(tool, field)
        if values != NOT_SURE and set(wanted) - set(values):
            yield "option.must", field


def _people(tool: Tool, rules: UseRules) -> Iterator[Found]:
    """Yield each role and time that no sentence of this kind of tool speaks of."""
    staff = (*rules.options.get("staff", ()), Staff.NOT_SURE)
    check, route = tool.human_check, tool.care_route
    if isinstance(route, CareRoute) and route.by not in staff:
        yield "option.unknown", "care_route.by"
    if isinstance(check, HumanCheck):
        if check.role not in staff:
            yield "option.unknown", "human_check.role"
        if check.timing not in (*rules.options.get("timing", ()), Timing.NOT_SURE):
            late = rules.checks_first and check.timing is Timing.AFTER
            yield ("human_check.too_late" if late else "option.unknown"), "human_check.timing"


def _chosen(tool: Tool) -> Iterator[tuple[str, tuple[str, ...]]]:
    for field in STEMS:
        value = getattr(tool, field)
        if isinstance(value, CareRoute):
            yield field, (value.kind,)
        elif isinstance(value, tuple):
            yield field, value
        elif value != NOT_SURE:
            yield field, (value,)


def _audience(tool: Tool, file: NoticeFile, rules: UseRules) -> Iterator[Found]:
    if not tool.status.in_use:
        yield "status.not_in_use", "status"
    if file.audience not in rules.audiences:
        yield "audience.unfit", "use"
    if file.setting and file.setting not in rules.settings:
        yield "setting.unfit", "use"
    applicants = Audience.RESIDENTS not in rules.audiences
    if applicants and len(file.tools) > 1:
        yield "audience.mixed", "use"


def _recordings(tool: Tool, rules: UseRules) -> Iterator[Found]:
    data = _data_used(tool)
    shows = {"audio": {VOICE, "sounds"}, "video": {PICTURE}, "pictures": {PICTURE}}
    for name in ("audio", "video", "pictures", "transcript"):
        recording = getattr(tool.recordings, name)
        if recording.kept == Answered.YES:
            if recording.period is None:
                yield "recordings.no_period", f"recordings.{name}.period"
            if data and name in shows and not shows[name] & set(data):
                yield "recordings.not_in_data", f"recordings.{name}"
            if f"recordings.{name}" in rules.leaves_out:
                yield "recordings.unfit", f"recordings.{name}"
        elif recording.kept == Answered.NO and recording.period is not None:
            yield "recordings.contradiction", f"recordings.{name}.period"
    films = "recordings.video" not in rules.leaves_out
    if PICTURE in data and films and not rules.sees and tool.recordings.video.kept == Answered.NO:
        yield "data_used.picture", "data_used"


def _data(tool: Tool, rules: UseRules) -> Iterator[Found]:
    data = _data_used(tool)
    if rules.hears and data and VOICE not in data:
        yield "data_used.no_voice", "data_used"
    if rules.sees and data and PICTURE not in data:
        yield "data_used.no_picture", "data_used"
    if NOTHING in data and len(data) > 1:
        yield "data_used.nothing", "data_used"
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


def _data_used(tool: Tool) -> tuple[str, ...]:
    return tool.data_used if isinstance(tool.data_used, tuple) else ()


def _check(tool: Tool, rules: UseRules) -> Iterator[Found]:
    if tool.decision_effect == DecisionEffect.ALONE:
        yield "decision_effect.alone", "decision_effect"
    check = tool.human_check
    if isinstance(check, HumanCheck):
        if check.can_change == Answered.NO:
            yield "human_check.cannot_change", "human_check.can_change"
        if check.timing == Timing.AFTER and not rules.checks_first:
            yield "human_check.after", "human_check.timing"
    route = tool.care_route
    if isinstance(route, CareRoute) and _ON_A_SCREEN.issuperset(route.ask_by):
        yield "care_route.digital", "care_route.ask_by"
    if tool.trained == Answered.NO:
        yield "trained.no", "trained"


def _choice(tool: Tool, rules: UseRules) -> Iterator[Found]:
    fitting = _FITTING.get(tool.choice, tool.if_no)
    if tool.if_no not in (fitting, IfNo.NOT_SURE):
        yield "choice.contradiction", "if_no"
    fixed = tool.choice == ChoiceModel.CANNOT_SWITCH_OFF
    about_people = NOTHING not in _data_used(tool)
    if fixed and about_people and not tool.instead:
        yield "choice.nothing_instead", "instead"
    if tool.no_detriment == Answered.NO and not fixed:
        yield "no_detriment.refused", "no_detriment"
    asked = tool.choice in (ChoiceModel.ASK_FIRST, ChoiceModel.NOT_SURE)
    if rules.asks_first and not asked:
        yield "choice.not_asked", "choice"


def _law(tool: Tool) -> Iterator[Found]:
    bases = tool.lawful_basis if isinstance(tool.lawful_basis, tuple) else ()
    asked = tool.choice in (ChoiceModel.ASK_FIRST, ChoiceModel.NOT_SURE)
    if LawfulBasis.CONSENT in bases and not asked:
        yield "lawful_basis.consent", "lawful_basis"
    if tool.condition is Condition.EXPLICIT_CONSENT and not asked:
        yield "lawful_basis.consent", "condition"
    if LawfulBasis.PUBLIC_TASK in bases:
        yield "lawful_basis.public_task", "lawful_basis"
    if tool.condition is Condition.NOT_NEEDED and HEALTH in _data_used(tool):
        yield "condition.contradiction", "condition"


def _dates(tool: Tool, file: NoticeFile, today: date) -> Iterator[Found]:
    dpia = tool.dpia
    if isinstance(dpia, PrivacyCheck):
        if dpia.done_on > today:
            yield "dpia.future", "dpia.done_on"
        elif tool.in_use_from and dpia.done_on > tool.in_use_from:
            yield "dpia.after_start", "dpia.done_on"
        if tool.version_on and dpia.done_on < tool.version_on:
            yield "dpia.older", "dpia.done_on"
        if dpia.review_on is None:
            yield "dpia.no_review", "dpia.review_on"
        elif dpia.review_on < today:
            yield "dpia.overdue", "dpia.review_on"
    checked = tool.supplier_check
    if isinstance(checked, Done) and today - checked.on > SUPPLIER_CHECKED_WITHIN:
        yield "supplier_check.overdue", "supplier_check.on"
    for field in ("supplier_check", "risk_check"):
        done = getattr(tool, field)
        if isinstance(done, Done) and done.on > today:
            yield "dates.future", f"{field}.on"
