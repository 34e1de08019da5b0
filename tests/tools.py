"""A made-up tool of every kind, complete enough to pass every gate; and all its options."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from msgspec import structs

from assistant import notices
from assistant.knowledge import Use
from assistant.notices import Audience, NoticeFile
from assistant.register import (
    NOTHING,
    Answered,
    AskBy,
    CareRoute,
    ChoiceModel,
    HumanCheck,
    IfNo,
    Kept,
    Recordings,
    Staff,
    Timing,
    Tool,
)

KNOWLEDGE = Path(__file__).parents[1] / "knowledge"
WORDING = notices.load_wording(KNOWLEDGE / "wording")
FILE = notices.read((KNOWLEDGE / "examples" / "scribe.json").read_bytes())
IF_NO = {
    ChoiceModel.ASK_FIRST: IfNo.SWITCHED_OFF,
    ChoiceModel.TELL_AND_CAN_SAY_NO: IfNo.SWITCHED_OFF,
    ChoiceModel.CAN_LIMIT: IfNo.LIMITED,
    ChoiceModel.TELL_ONLY_PERSON_CAN_OBJECT: IfNo.ANSWERED_IN_WRITING,
    ChoiceModel.CANNOT_SWITCH_OFF: IfNo.STAYS_ON,
}
MODELS = tuple(IF_NO)
VERSION = notices.version(FILE, notices.build(FILE, WORDING), WORDING)


def tool(use: Use, model: ChoiceModel = ChoiceModel.ASK_FIRST, **fields: Any) -> Tool:
    """Return a tool of that *use* that says as little as the gates let it."""
    rules = WORDING.uses[use]
    options = rules.options

    def least(field: str) -> tuple[str, ...]:
        return rules.must.get(field, ()) or options.get(field, ())[:1]

    data = [one for one in options["data_used"] if one != NOTHING][:2] or [NOTHING]
    made: dict[str, Any] = {
        "id": use.replace("_", "-"),
        "use": use,
        "purpose": options["purpose"][0],
        "places": options["places"][:1],
        "never_for": least("never_for"),
        "promises": least("promises"),
        "data_used": tuple(data),
        "data_from_others": (),
        "recordings": Recordings(*(Kept(kept=Answered.NO),) * 4),
        "seen_by": options["seen_by"][:2],
        "limits": least("limits"),
        "human_check": HumanCheck(
            role=Staff(options["staff"][0]),
            timing=Timing(options["timing"][0]),
            can_change=Answered.YES,
        ),
        "care_route": CareRoute(
            kind=options["care_route"][0],
            by=Staff(options["staff"][0]),
            ask_by=(AskBy.ANY_STAFF,),
        ),
        "choice": model,
        "if_no": IF_NO[model],
        "instead": options.get("instead", ())[:1] if IF_NO[model] is IfNo.STAYS_ON else (),
        "stays": options.get("stays", ())[:1],
    }
    return structs.replace(FILE.tools[0], **{**made, **fields})


def file(*tools: Tool, audience: Audience | None = None, **fields: Any) -> NoticeFile:
    """Return a notice file about *tools*, by default for the first readers they can have."""
    readers = audience or WORDING.uses[tools[0].use].audiences[0]
    return structs.replace(FILE, tools=tools, audience=readers, **fields)
