"""The topics under which the sentences of notices are read and approved, a few dozen at a time."""

from __future__ import annotations

from enum import StrEnum

from assistant.knowledge import Use


class Topic(StrEnum):
    """What sentences for every kind of tool are about."""

    TOOL = "tool"
    INFORMATION = "information"
    CHOICE = "choice"
    ASKING = "asking"
    HEADINGS = "headings"
    SLIP = "slip"
    FORMATS = "formats"
    GROUPS = "groups"
    DETAILS = "details"


_TOPICS = {
    Topic.TOOL: ("what", "does", "wrong", "check"),
    Topic.INFORMATION: ("knows",),
    Topic.CHOICE: ("choice", "route", "decide"),
    Topic.ASKING: ("ask", "complain"),
    Topic.HEADINGS: ("heading", "title", "band", "dates", "footer", "others"),
    Topic.SLIP: ("slip", "back"),
    Topic.FORMATS: ("easy", "sign", "reminder", "email", "script"),
    Topic.GROUPS: ("staff", "families"),
    Topic.DETAILS: ("details",),
}
_OF_PART = {part: topic for topic, parts in _TOPICS.items() for part in parts}


def topic(id: str) -> Topic | Use:
    """Return what the sentence with that *id* is about: a kind of tool, or a topic of all kinds.

    A part of a notice that no topic knows stands with the details.
    """
    _notice, owner, part = id.split(".")[:3]
    return Use(owner) if owner != "any" else _OF_PART.get(part, Topic.DETAILS)


def order(found: Topic | Use) -> tuple[bool, int]:
    """Return where a topic stands: those of every kind of tool first."""
    if isinstance(found, Topic):
        return False, list(Topic).index(found)
    return True, list(Use).index(found)
