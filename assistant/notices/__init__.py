"""What people are told about an AI tool: gates, the composed notice, and its editions."""

from __future__ import annotations

from datetime import date

from assistant.notices.edition import Block, Cell, Edition, Part, Row, Status, edition, status
from assistant.notices.gates import gates, in_the_way
from assistant.notices.model import (
    Gate,
    Notice,
    NoticeError,
    NoticeFile,
    Section,
    Sentence,
    read,
)
from assistant.notices.sections import build, main_words
from assistant.notices.wording import Wording
from assistant.notices.wording import load as load_wording

__all__ = [
    "Block",
    "Cell",
    "Edition",
    "Gate",
    "Notice",
    "NoticeError",
    "NoticeFile",
    "Part",
    "Row",
    "Section",
    "Sentence",
    "Status",
    "Wording",
    "build",
    "compose",
    "edition",
    "gates",
    "in_the_way",
    "load_wording",
    "main_words",
    "read",
    "status",
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
