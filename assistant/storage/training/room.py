"""What a learner's device does in a session: join, come back, ask what is new, answer.

A device is known by its token alone; nobody has an account. Asking what is new is one read of two
rows by index, since sixty devices do it every two seconds.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from msgspec import Struct
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assistant.knowledge import Principle
from assistant.storage.tables import (
    ConfidenceRow,
    ParticipantRow,
    TrainingSessionRow,
    VoteRow,
)
from assistant.storage.training import versions
from assistant.storage.training.secret import draw_token, hashed
from assistant.storage.training.sessions import KeptSession, kept
from assistant.storage.upsert import upsert
from assistant.training import CONFIDENCE, Choice, Naming, Phase, Sure

# More devices than any room has; a code that got out cannot fill the database.
MAX_PARTICIPANTS = 200


class Refusal(StrEnum):
    """Why nobody could join."""

    NO_SESSION = "no_session"
    ONE_SCREEN = "one_screen"
    NAME_NEEDED = "name_needed"
    FULL = "full"


class JoinError(Exception):
    """The session cannot be joined; ``refusal`` says why."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(refusal.value)


class News(Struct, frozen=True):
    """What a device asks for every two seconds: where the room is by now, and if it is over."""

    revision: int
    ended: bool


class Place(Struct, frozen=True, kw_only=True):
    """Where a learner is: the session, and what they have said so far about what is asked now.

    ``first`` is their choice before talking, ``second`` the one after; ``confidence`` is what they
    said in this phase, by principle.
    """

    name: str
    session: KeptSession
    first: Choice | None = None
    second: Choice | None = None
    confidence: dict[Principle, int]


def by_code(session: Session, code: str) -> KeptSession | None:
    """Return the open session with that normalised join code, or None."""
    row = session.scalars(select(TrainingSessionRow).where(TrainingSessionRow.code == code)).first()
    return kept(session, row) if row else None


def join(session: Session, code: str, name: str, now: datetime) -> str:
    """Return the token of a new device in the open session with that code.

    An anonymous session keeps no name, whatever was typed. Raises JoinError.
    """
    row = session.scalars(
        select(TrainingSessionRow).where(TrainingSessionRow.code == code).with_for_update()
    ).first()
    if row is None:
        raise JoinError(Refusal.NO_SESSION)
    if row.one_screen:
        raise JoinError(Refusal.ONE_SCREEN)
    naming, name = Naming(row.naming), " ".join(name.split())[:120]
    if naming is Naming.NAMED and not name:
        raise JoinError(Refusal.NAME_NEEDED)
    there = select(func.count()).where(ParticipantRow.session_id == row.id)
    if (session.scalar(there) or 0) >= MAX_PARTICIPANTS:
        raise JoinError(Refusal.FULL)
    token = draw_token()
    session.add(
        ParticipantRow(
            session_id=row.id,
            token_hash=hashed(token),
            name="" if naming is Naming.ANONYMOUS else name,
            joined_at=now,
        )
    )
    session.flush()
    return token


def news(session: Session, token: str) -> News | None:
    """Return the revision of the session that this device is in, or None: one indexed read."""
    found = session.execute(
        select(TrainingSessionRow.revision, TrainingSessionRow.phase)
        .join(ParticipantRow, ParticipantRow.session_id == TrainingSessionRow.id)
        .where(ParticipantRow.token_hash == hashed(token))
    ).first()
    return News(found.revision, found.phase == Phase.ENDED.value) if found else None


def place(session: Session, token: str) -> Place | None:
    """Return where the learner of this device is; after a lost network they go on from there."""
    found = _device(session, token)
    if found is None:
        return None
    device, row = found
    chosen = {
        vote.phase: Choice(vote.option, Sure(vote.sure) if vote.sure else None)
        for vote in session.scalars(
            select(VoteRow).where(VoteRow.participant_id == device.id, VoteRow.item == row.item)
        )
    }
    said = session.scalars(
        select(ConfidenceRow).where(
            ConfidenceRow.participant_id == device.id, ConfidenceRow.phase == row.phase
        )
    )
    return Place(
        name=device.name,
        session=kept(session, row),
        first=chosen.get(Phase.ANSWER.value),
        second=chosen.get(Phase.DISCUSS.value),
        confidence={Principle(one.principle): one.level for one in said},
    )


def choose(session: Session, token: str, item: int, phase: Phase, choice: Choice) -> bool:
    """Keep what a learner chose; choosing again replaces it while the room is still there.

    False when the room is elsewhere (they see the new place instead), or there is no such option.
    """
    found = _device(session, token, lock=True)
    if found is None:
        return False
    device, row = found
    current = kept(session, row)
    here = current.training.takes_answers and (item, phase.value) == (row.item, row.phase)
    if not here:
        return False
    shown = versions.kept(session, current.versions[item])
    if shown is None or not 0 <= choice.option < len(shown.options):
        return False
    vote = {
        "participant_id": device.id,
        "item": item,
        "phase": phase.value,
        "session_id": row.id,
        "option": choice.option,
        "sure": choice.sure.value if choice.sure else None,
    }
    upsert(session, VoteRow, [vote], ["participant_id", "item", "phase"])
    return True


def say_confidence(
    session: Session, token: str, phase: Phase, levels: dict[Principle, int]
) -> bool:
    """Keep how sure a learner is of each principle; again False when the room is elsewhere."""
    found = _device(session, token, lock=True)
    if found is None or not levels:
        return False
    device, row = found
    asks = phase in (Phase.BEFORE, Phase.AFTER) and phase.value == row.phase
    if not asks or any(level not in CONFIDENCE for level in levels.values()):
        return False
    rows = [
        {
            "participant_id": device.id,
            "principle": principle.value,
            "phase": phase.value,
            "session_id": row.id,
            "level": level,
        }
        for principle, level in levels.items()
    ]
    upsert(session, ConfidenceRow, rows, ["participant_id", "principle", "phase"])
    return True


def _device(
    session: Session, token: str, *, lock: bool = False
) -> tuple[ParticipantRow, TrainingSessionRow] | None:
    """Return the device and its session; with *lock* the room stays where it is meanwhile."""
    where = (
        select(ParticipantRow, TrainingSessionRow)
        .join(TrainingSessionRow, TrainingSessionRow.id == ParticipantRow.session_id)
        .where(ParticipantRow.token_hash == hashed(token))
    )
    if lock:
        where = where.with_for_update(read=True, of=TrainingSessionRow)
    found = session.execute(where).first()
    return (found[0], found[1]) if found else None
