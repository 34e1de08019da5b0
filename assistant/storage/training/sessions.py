"""A group session as its facilitator runs it: open, move on, count cards, see who was there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec import Struct
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assistant.knowledge import Principle, Role
from assistant.storage.tables import (
    CardCountRow,
    ConfidenceRow,
    LearnerRow,
    ParticipantRow,
    SessionItemRow,
    TrainingSessionRow,
    VoteRow,
)
from assistant.storage.training import versions
from assistant.storage.training.learners import own as own_learner
from assistant.storage.training.secret import draw_code
from assistant.storage.upsert import upsert
from assistant.training import (
    Change,
    Counts,
    Item,
    Move,
    Naming,
    Phase,
    TrainingSession,
    confidence_change,
    move,
    tally,
)
from assistant.training.codes import Length


class KeptSession(Struct, frozen=True, kw_only=True):
    """A session as it is kept; ``code`` is None once it has ended."""

    id: int
    location_id: int
    code: str | None
    role: Role
    facilitator: str
    started_at: datetime
    ended_at: datetime | None
    training: TrainingSession
    versions: tuple[str, ...]


class Pulse(Struct, frozen=True):
    """What the facilitator's screen asks for every two seconds."""

    revision: int
    joined: int
    answered: int


class Attendee(Struct, frozen=True):
    """Someone who was there: the name they typed, and whom they were found to be."""

    id: int
    name: str
    learner_id: int | None
    learner: str | None


def begin(
    session: Session,
    location_id: int,
    training: TrainingSession,
    found: Mapping[str, Item],
    *,
    role: Role,
    facilitator: str,
    now: datetime,
) -> KeptSession:
    """Keep a new session with a join code of its own; *found* are the items of the knowledge."""
    asked = [found[scenario] for scenario in training.scenarios]
    versions.keep(session, asked)
    row = TrainingSessionRow(
        location_id=location_id,
        code=_free_code(session),
        plan=training.plan,
        role=role.value,
        naming=training.naming.value,
        one_screen=training.one_screen,
        facilitator=facilitator,
        started_at=now,
        phase=training.phase.value,
        item=training.item,
        revision=training.revision,
    )
    session.add(row)
    session.flush()
    for place, item in enumerate(asked):
        session.add(
            SessionItemRow(session_id=row.id, item=place, scenario=item.id, version=item.version)
        )
    session.flush()
    return kept(session, row)


def get(session: Session, location_id: int, session_id: int) -> KeptSession | None:
    """Return a session of that location, or None."""
    row = _own(session, location_id, session_id)
    return kept(session, row) if row else None


def newest(session: Session, location_id: int, limit: int = 50) -> list[KeptSession]:
    """Return the sessions of a location, the newest first."""
    rows = session.scalars(
        select(TrainingSessionRow)
        .where(TrainingSessionRow.location_id == location_id)
        .order_by(TrainingSessionRow.id.desc())
        .limit(limit)
    )
    return [kept(session, row) for row in rows]


def joined(session: Session, location_id: int) -> dict[int, int]:
    """Return how many people each session of a location had, by its number; none are left out."""
    people = func.count().label("people")
    found = session.execute(
        select(ParticipantRow.session_id, people)
        .join(TrainingSessionRow, TrainingSessionRow.id == ParticipantRow.session_id)
        .where(TrainingSessionRow.location_id == location_id)
        .group_by(ParticipantRow.session_id)
    )
    return {row.session_id: row.people for row in found}


def move_on(
    session: Session,
    location_id: int,
    session_id: int,
    step: Move,
    seen_revision: int,
    now: datetime,
) -> KeptSession | None:
    """Take the room on and return where it is; a second tap changes nothing.

    At the end the join code is free for another session.
    """
    row = _own(session, location_id, session_id, lock=True)
    if row is None:
        return None
    before = kept(session, row)
    after = move(before.training, step, seen_revision)
    row.phase, row.item, row.revision = after.phase.value, after.item, after.revision
    if after.phase is Phase.ENDED and row.ended_at is None:
        row.ended_at, row.code = now, None
    session.flush()
    return kept(session, row)


def pulse(session: Session, location_id: int, session_id: int) -> Pulse | None:
    """Return the revision, how many have joined, and how many have answered what is asked now."""
    row = _own(session, location_id, session_id)
    if row is None:
        return None
    joined = session.scalar(
        select(func.count()).where(
            ParticipantRow.session_id == row.id, ParticipantRow.token_hash.is_not(None)
        )
    )
    if row.phase in (Phase.BEFORE.value, Phase.AFTER.value):
        said = select(func.count(ConfidenceRow.participant_id.distinct())).where(
            ConfidenceRow.session_id == row.id, ConfidenceRow.phase == row.phase
        )
    else:
        said = select(func.count()).where(
            VoteRow.session_id == row.id, VoteRow.item == row.item, VoteRow.phase == row.phase
        )
    return Pulse(row.revision, joined or 0, session.scalar(said) or 0)


def count_cards(
    session: Session,
    location_id: int,
    session_id: int,
    item: int,
    phase: Phase,
    counts: Sequence[int],
) -> bool:
    """Keep how many cards were held up for each option; counting again replaces the count.

    False for a place that does not take answers, or an item that the session does not have.
    """
    row = _own(session, location_id, session_id)
    takes = phase in (Phase.ANSWER, Phase.DISCUSS) and min(counts, default=-1) >= 0
    if row is None or not takes:
        return False
    options = _options(session, row.id, item)
    if len(counts) != options:
        return False
    rows = [
        {
            "session_id": row.id,
            "item": item,
            "phase": phase.value,
            "option": option,
            "people": people,
        }
        for option, people in enumerate(counts)
    ]
    upsert(session, CardCountRow, rows, ["session_id", "item", "phase", "option"])
    return True


def counts(
    session: Session, location_id: int, session_id: int, item: int, phase: Phase
) -> Counts | None:
    """Return how the room chose for an item, hidden when too few anonymous people did."""
    row = _own(session, location_id, session_id)
    options = _options(session, row.id, item) if row else 0
    if row is None or not options:
        return None
    chosen = session.scalars(
        select(VoteRow.option).where(
            VoteRow.session_id == row.id, VoteRow.item == item, VoteRow.phase == phase.value
        )
    ).all()
    return tally(options, chosen, cards(session, row.id, item, phase), Naming(row.naming))


def cards(session: Session, session_id: int, item: int, phase: Phase) -> tuple[int, ...]:
    """Return the vote cards counted in for an item so far, by option; empty when none were."""
    rows = session.scalars(
        select(CardCountRow)
        .where(
            CardCountRow.session_id == session_id,
            CardCountRow.item == item,
            CardCountRow.phase == phase.value,
        )
        .order_by(CardCountRow.option)
    )
    return tuple(row.people for row in rows)


def confidence(session: Session, location_id: int, session_id: int) -> list[Change] | None:
    """Return how sure the room became, by principle."""
    row = _own(session, location_id, session_id)
    if row is None:
        return None
    said: dict[Principle, dict[int, dict[str, int]]] = {}
    for level in session.scalars(
        select(ConfidenceRow)
        .where(ConfidenceRow.session_id == row.id)
        .order_by(ConfidenceRow.principle, ConfidenceRow.participant_id)
    ):
        by_person = said.setdefault(Principle(level.principle), {})
        by_person.setdefault(level.participant_id, {})[level.phase] = level.level
    before, after = Phase.BEFORE.value, Phase.AFTER.value
    pairs = {
        principle: [
            (levels[before], levels[after])
            for levels in by_person.values()
            if before in levels and after in levels
        ]
        for principle, by_person in said.items()
    }
    return confidence_change(pairs, Naming(row.naming))


def attendance(session: Session, location_id: int, session_id: int) -> list[Attendee] | None:
    """Return who was there, in the order in which they came; the anonymous have no name."""
    row = _own(session, location_id, session_id)
    if row is None:
        return None
    found = session.execute(
        select(ParticipantRow, LearnerRow.name)
        .outerjoin(LearnerRow, LearnerRow.id == ParticipantRow.learner_id)
        .where(ParticipantRow.session_id == row.id)
        .order_by(ParticipantRow.id)
    )
    return [Attendee(p.id, p.name, p.learner_id, name) for p, name in found]


def match(
    session: Session, location_id: int, session_id: int, attendee_id: int, learner_id: int | None
) -> bool:
    """Say whom on the roster an attendee is (None: nobody); False when either is not of here.

    An anonymous session has nobody to match.
    """
    row = _own(session, location_id, session_id)
    attendee = session.get(ParticipantRow, attendee_id)
    if row is None or attendee is None or attendee.session_id != row.id:
        return False
    if Naming(row.naming) is Naming.ANONYMOUS:
        return False
    if learner_id is not None and own_learner(session, location_id, learner_id) is None:
        return False
    attendee.learner_id = learner_id
    return True


def sign_in(
    session: Session, location_id: int, session_id: int, learner_id: int, now: datetime
) -> bool:
    """Key in a line of the paper sign-in sheet; once is enough. An anonymous session has none."""
    row = _own(session, location_id, session_id, lock=True)
    learner = own_learner(session, location_id, learner_id)
    if row is None or learner is None or Naming(row.naming) is Naming.ANONYMOUS:
        return False
    there = select(ParticipantRow.id).where(
        ParticipantRow.session_id == row.id, ParticipantRow.learner_id == learner.id
    )
    if session.scalars(there).first() is None:
        session.add(
            ParticipantRow(
                session_id=row.id, learner_id=learner.id, name=learner.name, joined_at=now
            )
        )
        session.flush()
    return True


def kept(session: Session, row: TrainingSessionRow) -> KeptSession:
    """Return the session that *row* keeps, with its scenarios."""
    asked = session.scalars(
        select(SessionItemRow)
        .where(SessionItemRow.session_id == row.id)
        .order_by(SessionItemRow.item)
    ).all()
    return KeptSession(
        id=row.id,
        location_id=row.location_id,
        code=row.code,
        role=Role(row.role),
        facilitator=row.facilitator,
        started_at=row.started_at,
        ended_at=row.ended_at,
        training=TrainingSession(
            plan=row.plan,
            scenarios=tuple(item.scenario for item in asked),
            naming=Naming(row.naming),
            one_screen=row.one_screen,
            phase=Phase(row.phase),
            item=row.item,
            revision=row.revision,
        ),
        versions=tuple(item.version for item in asked),
    )


def _own(
    session: Session, location_id: int, session_id: int, *, lock: bool = False
) -> TrainingSessionRow | None:
    where = select(TrainingSessionRow).where(
        TrainingSessionRow.id == session_id, TrainingSessionRow.location_id == location_id
    )
    return session.scalars(where.with_for_update() if lock else where).first()


def _options(session: Session, session_id: int, item: int) -> int:
    """Return how many options an item of a session has, as it was worded; 0 for no such item."""
    row = session.get(SessionItemRow, (session_id, item))
    shown = versions.kept(session, row.version) if row else None
    return len(shown.options) if shown else 0


def _free_code(session: Session) -> str:
    while True:
        code = draw_code(Length.JOIN)
        taken = select(TrainingSessionRow.id).where(TrainingSessionRow.code == code)
        if session.scalars(taken).first() is None:
            return code
