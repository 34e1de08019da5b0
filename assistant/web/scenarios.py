"""The scenarios of this application, for whom they are picked here, and what changed here since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app

from assistant import training
from assistant.knowledge import Knowledge, Role
from assistant.storage import Session, locations, register
from assistant.training import Audience, Item, ToolChange


@dataclass(frozen=True)
class Scenarios:
    """Every scenario as a training item, and what the answer of each advises now."""

    items: Mapping[str, Item]
    advice: Mapping[str, str]


def init_app(app: Flask, knowledge: Knowledge) -> None:
    """Make the training items of *knowledge* once, for all requests of *app*."""
    found = Scenarios(training.items(knowledge), training.advice_now(knowledge))
    app.extensions["scenarios"] = found


def scenarios() -> Scenarios:
    """Return the scenarios of the application that serves this request."""
    return cast(Scenarios, current_app.extensions["scenarios"])


def audience(db: Session, location_id: int, role: Role) -> Audience:
    """Return for whom scenarios are picked at a location: its kind, and the uses live there."""
    return Audience(
        role=role,
        setting=locations.setting_of(db, location_id),
        uses=frozenset(register.live_uses(db, location_id)),
    )


def tool_changes(db: Session, location_id: int) -> list[ToolChange]:
    """Return the changes of the tools in use at a location that staff notice.

    Who was seen using a tool under its old name is due as well.
    """
    found = []
    for version in register.changes(db, location_id):
        before, after = version.before, version.after
        if before is None or not after.status.in_use:
            continue
        if training.changed_for_staff(before, after):
            changed_on = version.saved_at.date()
            found += [ToolChange(name, changed_on) for name in {before.name, after.name}]
    return found
