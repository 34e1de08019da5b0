"""The wording of each scenario version that was put to anyone, kept once and for ever."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from sqlalchemy.orm import Session

from assistant.storage.tables import ScenarioVersionRow
from assistant.storage.upsert import upsert
from assistant.training import Item, Wording, wording


def keep(session: Session, items: Iterable[Item]) -> None:
    """Keep the wording of *items*, where it is not kept yet."""
    rows = [
        {
            "version": item.version,
            "scenario": item.id,
            "wording": msgspec.json.encode(wording(item)).decode(),
        }
        for item in items
    ]
    upsert(session, ScenarioVersionRow, rows, ["version"])


def kept(session: Session, version: str) -> Wording | None:
    """Return what learners saw in that version of a scenario, or None when nobody saw it."""
    row = session.get(ScenarioVersionRow, version)
    return msgspec.json.decode(row.wording, type=Wording) if row else None
