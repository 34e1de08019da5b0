"""What a page of a session shows: its plan, and the scenario as it was worded for this room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from flask import current_app, url_for

from assistant import training
from assistant.knowledge import Plan
from assistant.storage import Session, audit
from assistant.storage.training import versions
from assistant.storage.training.sessions import KeptSession
from assistant.training import LETTERS, Item, Stage, Wording
from assistant.web.state import now, state
from assistant.web.visitor import actor

_KEPT = "training items"


@dataclass(frozen=True)
class Situation:
    """A scenario as a session put it; ``item`` is None once the knowledge words it otherwise.

    ``number`` counts from 1 among ``of``.
    """

    number: int
    of: int
    wording: Wording
    item: Item | None

    @property
    def right(self) -> int:
        """Return the place of the right option, from 0."""
        return [option.right for option in self.wording.options].index(True)

    @property
    def options(self) -> list[tuple[int, str, str]]:
        """Return place, letter and text of each option."""
        return [(at, LETTERS[at], one.text) for at, one in enumerate(self.wording.options)]


def items() -> Mapping[str, Item]:
    """Return every scenario as an item; made once a process."""
    kept = current_app.extensions
    if _KEPT not in kept:
        kept[_KEPT] = training.items(state().knowledge)
    return cast(Mapping[str, Item], kept[_KEPT])


def plan_of(kept: KeptSession) -> Plan | None:
    """Return the plan of a session, or None when the knowledge has it no more."""
    return state().knowledge.plans.get(kept.training.plan)


def plan_title(name: str) -> str:
    """Return what a plan is called; one that is gone by its id."""
    plan = state().knowledge.plans.get(name)
    return plan.title if plan else name


def stage_of(kept: KeptSession) -> Stage:
    """Return the script for where a session is."""
    plan = plan_of(kept)
    if plan is None:
        return Stage(parts=(), begin=0, end=0)
    found = items()
    ideas = [found[name].idea if name in found else "" for name in kept.training.scenarios]
    return training.stage(plan, ideas, kept.training)


def situation(db: Session, kept: KeptSession, place: int) -> Situation | None:
    """Return the scenario at that place of a session, or None when nothing of it is kept."""
    wording = versions.kept(db, kept.versions[place])
    if wording is None:
        return None
    item = items().get(kept.training.scenarios[place])
    same = item is not None and item.version == kept.versions[place]
    return Situation(place + 1, len(kept.versions), wording, item if same else None)


def situation_now(db: Session, kept: KeptSession) -> Situation | None:
    """Return the scenario that a session is at, or None between scenarios."""
    at = kept.training
    return situation(db, kept, at.item) if at.scenario is not None else None


def note(db: Session, action: str, kept: KeptSession, **detail: str) -> None:
    """Note in the audit what the person at the screen did with a session."""
    audit.record(
        db,
        actor(),
        action,
        plan_title(kept.training.plan),
        now(),
        location_id=kept.location_id,
        number=str(kept.id),
        **detail,
    )


def join_address(code: str | None = None) -> str | None:
    """Return the address at which other devices join, or None where there is none.

    Without an address of the provider's own the server listens on this machine alone; only in the
    demonstration other windows of the same machine are the other devices.
    """
    settings = state().settings
    if settings.public_url:
        return settings.public_url + url_for("room.show", code=code)
    return url_for("room.show", code=code, _external=True) if settings.demo else None
