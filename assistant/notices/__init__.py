"""What people are told about AI tools: gates, the composed notice, its editions, its versions."""

from __future__ import annotations

from datetime import date

from assistant.notices import making
from assistant.notices.build import build, main_words
from assistant.notices.choices import (
    ANSWERS,
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
from assistant.notices.free_text import is_free_of_people, is_place
from assistant.notices.gates import gates, in_the_way
from assistant.notices.incoming import Fate, Fitted, Incoming, fitted, incoming
from assistant.notices.making import Making
from assistant.notices.model import (
    MAX_TOOLS,
    Format,
    Gate,
    Layer,
    Notice,
    NoticeError,
    NoticeFile,
    Person,
    Section,
    Sentence,
    Text,
    read,
)
from assistant.notices.plain import Mail, TextMessage, email, script, sms, sms_parts, text
from assistant.notices.transparency import record, to_json
from assistant.notices.versions import (
    Behind,
    Overruled,
    ToolChange,
    Version,
    WhatChanged,
    Worded,
    behind,
    in_words,
    reread,
    reread_notice,
    version,
    what_changed,
)
from assistant.notices.wording import STEMS, Choosable, Wording
from assistant.notices.wording import load as load_wording
from assistant.register import Audience

__all__ = [
    "ANSWERS",
    "MAX_TOOLS",
    "STEMS",
    "Answer",
    "Audience",
    "Behind",
    "Block",
    "Boxes",
    "Cell",
    "ChoiceError",
    "Choosable",
    "Edition",
    "Fate",
    "Fitted",
    "Format",
    "Gate",
    "Incoming",
    "JobSheet",
    "Layer",
    "Mail",
    "Making",
    "Notice",
    "NoticeError",
    "NoticeFile",
    "Overruled",
    "Part",
    "Person",
    "Row",
    "Section",
    "Sentence",
    "Status",
    "SwitchOffJob",
    "Text",
    "TextMessage",
    "ToolChange",
    "Version",
    "WhatChanged",
    "Worded",
    "Wording",
    "behind",
    "build",
    "compose",
    "done",
    "edition",
    "email",
    "fitted",
    "gates",
    "in_the_way",
    "in_words",
    "incoming",
    "is_free_of_people",
    "is_place",
    "issue",
    "late",
    "load_wording",
    "main_words",
    "making",
    "read",
    "record",
    "reread",
    "reread_notice",
    "row",
    "script",
    "sheet",
    "sms",
    "sms_parts",
    "status",
    "switch_off",
    "text",
    "to_json",
    "version",
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


def issue(file: NoticeFile, wording: Wording, *, today: date) -> Version:
    """Return the version that *file* makes, as it is kept for ever; NoticeError as ``compose``."""
    return version(file, compose(file, wording, today=today), wording)
