"""What people are told about AI tools: gates, the composed notice, its editions, its versions."""

from __future__ import annotations

from datetime import date

from assistant.notices.build import build, main_words
from assistant.notices.choices import (
    Answer,
    ChoiceError,
    JobSheet,
    SwitchOffJob,
    done,
    late,
    sheet,
    switch_off,
)
from assistant.notices.edition import (
    Block,
    Boxes,
    Cell,
    Edition,
    Part,
    Row,
    Status,
    edition,
    row,
    status,
)
from assistant.notices.gates import gates, in_the_way
from assistant.notices.model import (
    Format,
    Gate,
    Layer,
    Notice,
    NoticeError,
    NoticeFile,
    Section,
    Sentence,
    Text,
    read,
)
from assistant.notices.plain import Mail, TextMessage, email, script, sms, sms_parts, text
from assistant.notices.transparency import record, to_json
from assistant.notices.versions import ToolChange, WhatChanged, Worded, in_words, what_changed
from assistant.notices.wording import STEMS, Choosable, Wording
from assistant.notices.wording import load as load_wording
from assistant.register import Audience

__all__ = [
    "STEMS",
    "Answer",
    "Audience",
    "Block",
    "Boxes",
    "Cell",
    "ChoiceError",
    "Choosable",
    "Edition",
    "Format",
    "Gate",
    "JobSheet",
    "Layer",
    "Mail",
    "Notice",
    "NoticeError",
    "NoticeFile",
    "Part",
    "Row",
    "Section",
    "Sentence",
    "Status",
    "SwitchOffJob",
    "Text",
    "TextMessage",
    "ToolChange",
    "WhatChanged",
    "Worded",
    "Wording",
    "build",
    "compose",
    "done",
    "edition",
    "email",
    "gates",
    "in_the_way",
    "in_words",
    "late",
    "load_wording",
    "main_words",
    "read",
    "record",
    "row",
    "script",
    "sheet",
    "sms",
    "sms_parts",
    "status",
    "switch_off",
    "text",
    "to_json",
    "what_changed",
]


def compose(file: NoticeFile, wording: Wording, *, today: date) -> Notice:
    """Return the notice that *file* describes.

    Raises NoticeError with the gates in the way: a notice that lacks what a person needs does not
    publish, and says what is missing and who can supply it.
    """
    blocking = in_the_way(file, gates(file, wording, today=today))
    if blocking:
        listed = "; ".join(f"{gate.field}: {gate.says}" for gate in blocking)
        raise NoticeError(f"this notice cannot be published: {listed}", blocking)
    return build(file, wording)
