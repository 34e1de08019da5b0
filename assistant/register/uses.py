"""What the knowledge says about a kind of tool: its options, and what has to be promised."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct, structs

from assistant.knowledge import Setting, Use
from assistant.register.tool import Answered, Kept, Option, Recordings, Slug, Status, Tool

_Line = Annotated[str, Meta(min_length=2, max_length=200)]


class Audience(StrEnum):
    """Whom a notice speaks to."""

    RESIDENTS = "residents"
    FAMILIES = "families"
    VISITORS = "visitors"
    STAFF = "staff"


class UseRules(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One entry of knowledge/wording/uses.yaml; every field is explained at the head of it."""

    title: _Line
    help: _Line
    settings: Annotated[tuple[Setting, ...], Meta(min_length=1)]
    audiences: Annotated[tuple[Audience, ...], Meta(min_length=1)]
    touches_care: bool
    options: dict[str, Annotated[tuple[Option, ...], Meta(min_length=1)]]
    must: dict[str, Annotated[tuple[Option, ...], Meta(min_length=1)]] = {}
    like: tuple[Use, ...] = ()
    leaves_out: tuple[str, ...] = ()
    hears: bool = False
    sees: bool = False
    asks_first: bool = False
    checks_first: bool = False


def start(id: Slug, use: Use, rules: UseRules) -> Tool:
    """Return the first row of a tool: an idea, of which nothing is known but what cannot be."""
    kept = {
        path.removeprefix("recordings."): Kept(kept=Answered.NO)
        for path in rules.leaves_out
        if path.startswith("recordings.")
    }
    recordings = structs.replace(Recordings(), **kept)
    not_asked = {
        field: () for field in ("never_for", "data_from_others") if field not in rules.options
    }
    row = Tool(id=id, use=use, status=Status.IDEA, recordings=recordings)
    return structs.replace(row, **not_asked)
