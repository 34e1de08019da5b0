"""Each gate, by a notice that fails it; a notice that passes has none."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec import structs

from assistant import notices
from assistant.knowledge import Use
from assistant.notices import Gate, NoticeError
from assistant.register import Tool
from tests import tools

KNOWLEDGE = Path(__file__).parents[1] / "knowledge"
EXAMPLE = json.loads((KNOWLEDGE / "examples" / "scribe.json").read_text("utf-8"))
TODAY = date(2026, 11, 24)
WORDING = notices.load_wording(KNOWLEDGE / "wording")
TOOL = "tools.0."

# gate, what is changed (path and value), the field that is named
UNKNOWN = [
    (f"{name}.unknown", {f"{TOOL}{name}": value}, f"{TOOL}{name}")
    for name, value in [
        ("purpose", "not_sure"),
        ("human_check", "not_sure"),
        ("decision_effect", "not_sure"),
        ("data_used", "not_sure"),
        ("data_used", []),
        ("data_from_others", "not_sure"),
        ("seen_by", "not_sure"),
        ("seen_by", []),
        ("data_place", "not_sure"),
        ("trains_ai", "not_sure"),
        ("record_kept", "not_sure"),
        ("limits", "not_sure"),
        ("limits", []),
        ("never_for", "not_sure"),
        ("never_for", []),
        ("name", "not_sure"),
        ("supplier", "not_sure"),
        ("choice", "not_sure"),
        ("if_no", "not_sure"),
        ("care_route", "not_sure"),
        ("no_detriment", "not_sure"),
        ("places", "not_sure"),
        ("places", []),
        ("dpia", "not_sure"),
        ("lawful_basis", "not_sure"),
        ("lawful_basis", []),
        ("condition", "not_sure"),
        ("in_use_from", None),
        ("owner", None),
        ("used_by", "not_sure"),
        ("trained", "not_sure"),
        ("switched_off_by", "not_sure"),
        ("risk_check", "not_sure"),
        ("supplier_check", "not_sure"),
        ("agreement", "not_sure"),
        ("tested_for_groups", "not_sure"),
        ("medical_device", "not_sure"),
    ]
]
CASES: list[tuple[str, dict[str, Any], str]] = [
    *UNKNOWN,
    ("human_check.unknown", {f"{TOOL}human_check.role": "not_sure"}, f"{TOOL}human_check.role"),
    ("human_check.unknown", {f"{TOOL}human_check.timing": "not_sure"}, f"{TOOL}human_check.timing"),
    (
        "human_check.unknown",
        {f"{TOOL}human_check.can_change": "not_sure"},
        f"{TOOL}human_check.can_change",
    ),
    (
        "human_check.cannot_change",
        {f"{TOOL}human_check.can_change": "no"},
        f"{TOOL}human_check.can_change",
    ),
    ("human_check.after", {f"{TOOL}human_check.timing": "after"}, f"{TOOL}human_check.timing"),
    (
        "recordings.unknown",
        {f"{TOOL}recordings.transcript": {"kept": "not_sure"}},
        f"{TOOL}recordings.transcript.kept",
    ),
    (
        "recordings.no_period",
        {f"{TOOL}recordings.audio": {"kept": "yes"}},
        f"{TOOL}recordings.audio.period",
    ),
    (
        "recordings.contradiction",
        {f"{TOOL}recordings.transcript": {"kept": "no", "period": {"number": 30, "unit": "day"}}},
        f"{TOOL}recordings.transcript.period",
    ),
    ("recordings.not_in_data", {f"{TOOL}data_used": ["health"]}, f"{TOOL}recordings.audio"),
    ("data_used.no_voice", {f"{TOOL}data_used": ["health"]}, f"{TOOL}data_used"),
    ("data_used.picture", {f"{TOOL}data_used": ["voice", "picture"]}, f"{TOOL}data_used"),
    ("decision_effect.alone", {f"{TOOL}decision_effect": "alone"}, f"{TOOL}decision_effect"),
    (
        "data_place.country",
        {f"{TOOL}data_place": {"country": "QQ", "safeguard": "contract"}},
        f"{TOOL}data_place.country",
    ),
    (
        "data_place.safeguard",
        {f"{TOOL}data_place": {"country": "US"}},
        f"{TOOL}data_place.safeguard",
    ),
    ("trains_ai.not_asked", {f"{TOOL}trains_ai": "yes"}, f"{TOOL}trains_ai"),
    ("trains_ai.not_anonymous", {f"{TOOL}trains_ai": "only_anonymous"}, f"{TOOL}trains_ai"),
    ("choice.contradiction", {f"{TOOL}if_no": "stays_on"}, f"{TOOL}if_no"),
    ("choice.nothing_instead", {f"{TOOL}choice": "cannot_switch_off"}, f"{TOOL}instead"),
    (
        "care_route.digital",
        {f"{TOOL}care_route.ask_by": ["website", "app", "email"]},
        f"{TOOL}care_route.ask_by",
    ),
    ("no_detriment.refused", {f"{TOOL}no_detriment": "no"}, f"{TOOL}no_detriment"),
    ("dpia.future", {f"{TOOL}dpia.done_on": "2026-12-24"}, f"{TOOL}dpia.done_on"),
    ("dpia.after_start", {f"{TOOL}dpia.done_on": "2026-11-20"}, f"{TOOL}dpia.done_on"),
    ("dpia.overdue", {f"{TOOL}dpia.review_on": "2026-11-23"}, f"{TOOL}dpia.review_on"),
    ("dpia.no_review", {f"{TOOL}dpia.review_on": None}, f"{TOOL}dpia.review_on"),
    ("name.missing", {"location": "  "}, "location"),
    ("name.missing", {"contact.name": ""}, "contact.name"),
    ("name.length", {f"{TOOL}supplier": "a" * 10_000}, f"{TOOL}supplier"),
    ("name.characters", {"location": "Rosewood \u202eesuoH"}, "location"),
    ("name.characters", {"location": "Rosewood\x00House"}, "location"),
    ("name.characters", {f"{TOOL}name": "Notewell 🎉"}, f"{TOOL}name"),
    ("name.characters", {f"{TOOL}name": '#read("/etc/passwd")'}, f"{TOOL}name"),
    ("name.characters", {"contact.name": "Роза"}, "contact.name"),
    ("name.never_say", {f"{TOOL}name": "Notewell (CQC approved)"}, f"{TOOL}name"),
    ("name.never_say", {f"{TOOL}supplier": "Approved by the CQC Ltd"}, f"{TOOL}supplier"),
    ("name.never_say", {"provider": "Fully compliant care"}, "provider"),
    ("phone.wrong", {"contact.phone": "01632 9601"}, "contact.phone"),
    ("phone.wrong", {"contact.phone": "01632 960101 2"}, "contact.phone"),
    ("phone.wrong", {"contact.phone": "call us"}, "contact.phone"),
    ("phone.wrong", {"contact.phone": "٠١٦٣٢ ٩٦٠١٠١"}, "contact.phone"),
    ("phone.wrong", {"data_contact.phone": ""}, "data_contact.phone"),
    ("data_contact.unknown", {"data_contact": "not_sure"}, "data_contact"),
    ("approved_by.missing", {"approved_by": None}, "approved_by"),
    ("dates.future", {"made_on": "2026-11-25"}, "made_on"),
    ("dates.future", {"approved_by.on": "2026-11-25"}, "approved_by.on"),
    ("dates.review", {"review_by": "2027-12-24"}, "review_by"),
    ("dates.review", {"review_by": "2026-11-24"}, "review_by"),
    ("dates.overdue", {"made_on": "2026-06-01", "review_by": "2026-11-23"}, "review_by"),
    ("early.too_late", {"rest_follows_on": "2027-02-01"}, "rest_follows_on"),
    (
        "length.words",
        {
            f"{TOOL}never_for": ["personal_care", "private_talks", "safeguarding", "capacity"],
            f"{TOOL}limits": ["mishears", "leaves_out", "makes_up", "mixes_people_up"],
            f"{TOOL}places": ["own_room", "shared_rooms", "staff_phones"],
            f"{TOOL}hours": {"start": "09:00", "end": "17:00"},
            f"{TOOL}seen_by": ["care_staff", "health_professionals", "supplier", "council"],
            f"{TOOL}data_used": ["voice", "health", "care_record"],
        },
        "tools",
    ),
    ("option.unknown", {f"{TOOL}purpose": "sleep"}, f"{TOOL}purpose"),
    ("option.unknown", {f"{TOOL}limits": ["battery"]}, f"{TOOL}limits"),
    ("option.unknown", {f"{TOOL}care_route.kind": "paper"}, f"{TOOL}care_route.kind"),
    ("option.unknown", {f"{TOOL}human_check.role": "office_staff"}, f"{TOOL}human_check.role"),
    ("option.unknown", {f"{TOOL}care_route.by": "office_staff"}, f"{TOOL}care_route.by"),
    ("setting.unfit", {"setting": "home_care"}, f"{TOOL}places"),
    ("status.not_in_use", {f"{TOOL}status": "paused"}, f"{TOOL}status"),
    ("status.not_in_use", {f"{TOOL}status": "not_allowed"}, f"{TOOL}status"),
    ("trained.no", {f"{TOOL}trained": "no"}, f"{TOOL}trained"),
    ("text.personal", {f"{TOOL}off_how": "Ask Mrs Miller in room 12"}, f"{TOOL}off_how"),
    (
        "recordings.unfit",
        {f"{TOOL}recordings.pictures": {"kept": "yes", "period": {"number": 7, "unit": "day"}}},
        f"{TOOL}recordings.pictures",
    ),
    ("lawful_basis.consent", {f"{TOOL}lawful_basis": ["consent"]}, f"{TOOL}lawful_basis"),
    ("lawful_basis.consent", {f"{TOOL}condition": "explicit_consent"}, f"{TOOL}condition"),
    ("lawful_basis.public_task", {f"{TOOL}lawful_basis": ["public_task"]}, f"{TOOL}lawful_basis"),
    ("condition.contradiction", {f"{TOOL}condition": "not_needed"}, f"{TOOL}condition"),
    (
        "supplier_check.overdue",
        {f"{TOOL}supplier_check": {"on": "2026-05-01", "by": "ai_lead"}},
        f"{TOOL}supplier_check.on",
    ),
    ("dpia.older", {f"{TOOL}version_on": "2026-11-20"}, f"{TOOL}dpia.done_on"),
    ("dates.future", {f"{TOOL}risk_check.on": "2026-12-01"}, f"{TOOL}risk_check.on"),
    ("dates.future", {"easy_read_checked_on": "2026-12-01"}, "easy_read_checked_on"),
    ("tools.twice", {"tools": [EXAMPLE["tools"][0], EXAMPLE["tools"][0]]}, "tools.1.id"),
]


# Other kinds of tool: the use, what is changed, the gate, and the field.
OF_OTHER_USES = [
    ("sensors", {"promises": []}, "option.must", "promises"),
    ("sensors", {"never_for": []}, "never_for.none", "never_for"),
    ("sensors", {"choice": "tell_and_can_say_no"}, "choice.not_asked", "choice"),
    ("cameras", {"never_for": ["visitors"]}, "option.must", "never_for"),
    ("cameras", {"never_for": []}, "never_for.unknown", "never_for"),
    ("cameras", {"data_used": ["movement"]}, "data_used.no_picture", "data_used"),
    ("risk_scores", {"limits": ["low_score"]}, "option.must", "limits"),
    ("medicines", {"promises": []}, "option.must", "promises"),
    ("translation", {"never_for": ["safeguarding"]}, "option.must", "never_for"),
    ("phone_and_web", {"promises": ["person"]}, "option.must", "promises"),
    ("staff_guidance", {"data_used": ["nothing", "name"]}, "data_used.nothing", "data_used"),
    (
        "medicines",
        {"human_check": {"role": "nurse", "timing": "after", "can_change": "yes"}},
        "human_check.too_late",
        "human_check.timing",
    ),
]


@pytest.mark.parametrize(("use", "changes", "gate", "field"), OF_OTHER_USES)
def test_another_kind_of_tool_fails_the_gate(
    use: str, changes: dict[str, Any], gate: str, field: str
) -> None:
    tool = structs.replace(tools.tool(Use(use)), **changes_of(changes))
    file = structs.replace(notices.read(json.dumps(EXAMPLE)), tools=(tool,))
    found = notices.gates(file, WORDING, today=TODAY)
    assert (gate, TOOL + field) in {(one.id, one.field) for one in found}


def changes_of(fields: dict[str, Any]) -> dict[str, Any]:
    read = msgspec.convert({"id": "x", "use": "sensors", **fields}, Tool)
    return {name: getattr(read, name) for name in fields}


def test_readers_must_fit_the_kind_of_tool() -> None:
    file = changed({"audience": "visitors"})
    rota = structs.replace(tools.tool(Use.ROSTERING), id="rota")
    found = notices.gates(structs.replace(file, tools=(rota,)), WORDING, today=TODAY)
    assert "audience.unfit" in {gate.id for gate in found}
    jobs = structs.replace(tools.tool(Use.RECRUITMENT), id="jobs")
    both = structs.replace(file, audience=notices.Audience.STAFF, tools=(jobs, rota))
    found = notices.gates(both, WORDING, today=TODAY)
    assert "audience.mixed" in {gate.id for gate in found}


def test_a_kind_of_tool_without_sentences_is_blocked() -> None:
    wording = replace(WORDING, uses={})
    found = notices.gates(changed({}), wording, today=TODAY)
    assert [gate.id for gate in found] == ["use.unsupported"]


def gates_of(changes: dict[str, Any], today: date = TODAY) -> list[Gate]:
    return notices.gates(changed(changes), WORDING, today=today)


def changed(changes: dict[str, Any]) -> notices.NoticeFile:
    fields: Any = json.loads(json.dumps(EXAMPLE))
    for path, value in changes.items():
        part: Any = fields
        *way, last = path.split(".")
        for step in way:
            part = part[int(step)] if step.isdecimal() else part[step]
        part[last] = value
    return notices.read(json.dumps(fields))


def names() -> Iterator[str]:
    for gate, changes, _ in CASES:
        yield f"{gate}: {' '.join(changes)}"


@pytest.mark.parametrize(("gate", "changes", "field"), CASES, ids=names())
def test_a_notice_fails_the_gate(gate: str, changes: dict[str, Any], field: str) -> None:
    assert (gate, field) in {(found.id, found.field) for found in gates_of(changes)}


def test_every_gate_has_a_case() -> None:
    tried = {gate for gate, _, _ in CASES} | {gate for _, _, gate, _ in OF_OTHER_USES}
    tried |= {"outside.overdue", "use.unsupported", "audience.unfit", "audience.mixed"}
    assert tried == WORDING.gates.keys()


def test_the_example_passes_every_gate() -> None:
    assert gates_of({}) == []


def test_old_phone_numbers_of_outside_bodies_warn() -> None:
    found = gates_of({"made_on": "2027-11-20", "review_by": "2028-05-01"}, date(2027, 11, 30))
    assert "outside.overdue" in {gate.id for gate in found}


@pytest.mark.parametrize(
    "phone",
    ["01632 960101", "0303 123 1113", "+44 1632 960101", "+44 (0)1632 960101", "01204 12345"],
)
def test_phone_numbers_as_people_write_them_pass(phone: str) -> None:
    assert gates_of({"contact.phone": phone}) == []


@pytest.mark.parametrize("name", ["Zoë O’Neil-Łukasz", "St. Anne's (North) & Co", "House 24/7"])
def test_real_names_pass(name: str) -> None:
    assert gates_of({"contact.name": name}) == []


def test_blocking_gates_come_first_and_say_who_can_help() -> None:
    found = gates_of({f"{TOOL}human_check.timing": "after", f"{TOOL}limits": []})
    assert [gate.blocks for gate in found] == [True, False]
    assert found[0].ask == "supplier"
    assert found[0].says.startswith("It is not said what the tool is known to get wrong")
    assert found[0].why == "People who know the usual mistakes can spot them."


def test_a_blocked_notice_does_not_compose_and_lists_every_gate() -> None:
    file = changed({f"{TOOL}limits": [], "contact.phone": "", f"{TOOL}human_check.timing": "after"})
    with pytest.raises(NoticeError, match="known to get wrong") as caught:
        notices.compose(file, WORDING, today=TODAY)
    assert {gate.id for gate in caught.value.gates} == {"limits.unknown", "phone.wrong"}


def test_a_warning_does_not_stop_a_notice() -> None:
    file = changed({f"{TOOL}human_check.timing": "after"})
    notice = notices.compose(file, WORDING, today=TODAY)
    assert "A senior carer reads the notes after they are saved." in {
        sentence.text for sentence in notice.sentences()
    }


OFFICE = {f"{TOOL}dpia": "not_sure", f"{TOOL}lawful_basis": "not_sure", "data_contact": "not_sure"}


def test_what_only_the_office_lacks_does_not_leave_people_uninformed() -> None:
    with pytest.raises(NoticeError):
        notices.compose(changed(OFFICE), WORDING, today=TODAY)
    file = changed({**OFFICE, "rest_follows_on": "2026-12-10"})
    notice = notices.compose(file, WORDING, today=TODAY)
    ids = {sentence.id for sentence in notice.sentences()}
    assert notice.early
    assert {"notice.any.knows.privacy.follows", "notice.any.dates.follows"} <= ids
    assert "notice.any.knows.privacy.done" not in ids


def test_an_early_notice_still_needs_what_a_person_needs() -> None:
    file = changed({**OFFICE, "rest_follows_on": "2026-12-10", f"{TOOL}care_route": "not_sure"})
    with pytest.raises(NoticeError) as caught:
        notices.compose(file, WORDING, today=TODAY)
    assert [gate.id for gate in caught.value.gates] == ["care_route.unknown"]
