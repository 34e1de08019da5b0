"""Packs that were printed: which scenarios stand in each, so that its results can be keyed in.

The scenarios are kept whole. Whoever keys in a sheet next month marks it by the key of that sheet,
also when the knowledge has changed since.
"""

from __future__ import annotations

from datetime import date

import msgspec
from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.knowledge import Role, Setting, Use
from assistant.storage.tables import PaperPackRow
from assistant.storage.training.secret import draw_code
from assistant.training import Audience, Item
from assistant.training.codes import Length


class Printed(Struct, frozen=True):
    """The scenarios of a pack: those of its session, and those of its check."""

    session: tuple[Item, ...]
    check: tuple[Item, ...]


class PaperPack(Struct, frozen=True, kw_only=True):
    """A pack as it was printed; ``code`` stands on every page of it."""

    id: int
    code: str
    plan: str
    audience: Audience
    printed: Printed
    made_on: date
    made_by: str


def free_code(session: Session, location_id: int) -> str:
    """Return a code that no pack of that location has."""
    while True:
        code = draw_code(Length.JOIN)
        if by_code(session, location_id, code) is None:
            return code


def keep(
    session: Session,
    location_id: int,
    code: str,
    plan: str,
    audience: Audience,
    printed: Printed,
    *,
    by: str,
    today: date,
) -> int:
    """Keep a pack and return its number."""
    row = PaperPackRow(
        location_id=location_id,
        code=code,
        plan=plan,
        role=audience.role.value,
        setting=audience.setting.value,
        uses=" ".join(sorted(audience.uses)),
        scenarios=msgspec.json.encode(printed).decode(),
        made_on=today,
        made_by=by,
    )
    session.add(row)
    session.flush()
    return row.id


def get(session: Session, location_id: int, number: int) -> PaperPack | None:
    """Return a pack of that location, or None."""
    row = session.get(PaperPackRow, number)
    return _pack(row) if row is not None and row.location_id == location_id else None


def by_code(session: Session, location_id: int, code: str) -> PaperPack | None:
    """Return the pack of that location with that normalised code, or None."""
    own = (PaperPackRow.location_id == location_id) & (PaperPackRow.code == code)
    row = session.scalars(select(PaperPackRow).where(own)).first()
    return _pack(row) if row else None


def newest(session: Session, location_id: int, limit: int = 20) -> list[PaperPack]:
    """Return the packs of a location, the newest first."""
    rows = session.scalars(
        select(PaperPackRow)
        .where(PaperPackRow.location_id == location_id)
        .order_by(PaperPackRow.id.desc())
        .limit(limit)
    )
    return [_pack(row) for row in rows]


def _pack(row: PaperPackRow) -> PaperPack:
    return PaperPack(
        id=row.id,
        code=row.code,
        plan=row.plan,
        audience=Audience(
            role=Role(row.role),
            setting=Setting(row.setting),
            uses=frozenset(map(Use, row.uses.split())),
        ),
        printed=msgspec.json.decode(row.scenarios, type=Printed),
        made_on=row.made_on,
        made_by=row.made_by,
    )
