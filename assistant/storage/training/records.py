"""What was done at a location, and what sessions and checks showed there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.knowledge import Use
from assistant.storage.tables import (
    AttemptRow,
    CardCountRow,
    CheckItemRow,
    LearnerRow,
    ObservationRow,
    ParticipantRow,
    SessionItemRow,
    TrainingSessionRow,
    VoteRow,
)
from assistant.storage.training.checks import HOLDS, Attempt, attempts_of
from assistant.training import (
    Choice,
    Done,
    ItemVotes,
    Naming,
    Observed,
    Passed,
    Phase,
    Sure,
    TookPart,
    mark,
    version_of,
)


def done(session: Session, location_id: int) -> Done:
    """Return all that was done at a location, for the matrix; four reads, whatever its size."""
    rows = session.scalars(
        select(AttemptRow)
        .where(AttemptRow.location_id == location_id, HOLDS)
        .order_by(AttemptRow.id)
    ).all()
    return Done(
        passed=tuple(passed(attempts_of(session, rows))),
        took_part=tuple(_took_part(session, location_id)),
        observed=tuple(_observed(session, location_id)),
    )


def passed(attempts: Iterable[Attempt]) -> Iterable[Passed]:
    """Yield each passed check among *attempts*; a check with its retakes is passed once.

    What counted is the newest answer for each idea. The attempt that completed it gives day,
    identity and help.
    """
    chains: dict[int, list[Attempt]] = {}
    for attempt in attempts:
        chains.setdefault(attempt.first_id, []).append(attempt)
    for chain in chains.values():
        # A corrected sheet is younger than its retakes, and still comes before them.
        attempts = completing(sorted(chain, key=lambda one: (one.id != one.first_id, one.id)))
        last = attempts[-1] if attempts else None
        if last is None or last.finished_on is None:
            continue
        newest = {asked.idea: asked for one in attempts for asked in one.asked}
        yield Passed(
            learner_id=last.learner_id,
            plan=last.plan,
            on=last.finished_on,
            version=version_of(newest.values()),
            identity=last.conditions.identity,
            witness=last.conditions.witness,
            asked=tuple(newest.values()),
            support=last.conditions.support,
            language=last.conditions.language,
        )


def completing(attempts: Sequence[Attempt]) -> Sequence[Attempt]:
    """Return the attempts of one check up to the one that passed it, or none.

    What is taken afterwards takes nothing away.
    """
    for length in range(1, len(attempts) + 1):
        if mark([one.asked for one in attempts[:length]]).passed:
            return attempts[:length]
    return ()


def session_votes(
    session: Session, location_id: int, session_id: int | None = None
) -> list[ItemVotes]:
    """Return the first choices for each item, of one session or of all that have ended there."""
    where = TrainingSessionRow.location_id == location_id
    if session_id is None:
        where &= TrainingSessionRow.ended_at.is_not(None)
    else:
        where &= TrainingSessionRow.id == session_id
    asked = session.execute(
        select(SessionItemRow, TrainingSessionRow.naming)
        .join(TrainingSessionRow, TrainingSessionRow.id == SessionItemRow.session_id)
        .where(where)
        .order_by(SessionItemRow.session_id, SessionItemRow.item)
    ).all()
    choices, cards = _chosen(session, {item.session_id for item, _ in asked})
    return [
        ItemVotes(
            scenario=item.scenario,
            version=item.version,
            naming=Naming(naming),
            choices=tuple(choices.get((item.session_id, item.item), ())),
            cards=tuple(cards.get((item.session_id, item.item), ())),
        )
        for item, naming in asked
    ]


def check_votes(session: Session, location_id: int, since: date | None = None) -> list[ItemVotes]:
    """Return what people chose in checks, by item and version; each person's first time counts.

    *since* leaves out the checks that were begun before it.
    """
    where = (AttemptRow.location_id == location_id) & CheckItemRow.option.is_not(None) & HOLDS
    if since is not None:
        where &= AttemptRow.begun_on >= since
    found = session.execute(
        select(AttemptRow.learner_id, CheckItemRow)
        .join(AttemptRow, AttemptRow.id == CheckItemRow.attempt_id)
        .where(where)
        .order_by(CheckItemRow.scenario, CheckItemRow.attempt_id)
    )
    seen: set[tuple[int, str]] = set()
    grouped: dict[tuple[str, str], list[Choice]] = {}
    for learner_id, item in found:
        if (learner_id, item.scenario) not in seen and item.option is not None:
            seen.add((learner_id, item.scenario))
            choice = Choice(item.option, Sure(item.sure) if item.sure else None)
            grouped.setdefault((item.scenario, item.version), []).append(choice)
    return [
        ItemVotes(scenario=scenario, version=version, naming=Naming.NAMED, choices=tuple(choices))
        for (scenario, version), choices in grouped.items()
    ]


def missed_ideas(session: Session, location_id: int, today: date) -> frozenset[str]:
    """Return the ideas that somebody who works there got wrong when they were last asked."""
    found = session.execute(
        select(AttemptRow.learner_id, CheckItemRow)
        .join(AttemptRow, AttemptRow.id == CheckItemRow.attempt_id)
        .join(LearnerRow, LearnerRow.id == AttemptRow.learner_id)
        .where(
            AttemptRow.location_id == location_id,
            CheckItemRow.option.is_not(None),
            HOLDS,
            LearnerRow.left_on.is_(None) | (LearnerRow.left_on > today),
        )
        .order_by(
            AttemptRow.begun_on,
            AttemptRow.first_id.is_not(None),
            CheckItemRow.attempt_id,
            CheckItemRow.place,
        )
    )
    newest = {(learner_id, item.idea): item for learner_id, item in found}
    return frozenset(item.idea for item in newest.values() if item.option != item.right)


def _chosen(
    session: Session, session_ids: set[int]
) -> tuple[dict[tuple[int, int], list[Choice]], dict[tuple[int, int], list[int]]]:
    """Return the first choices and the first card counts, by session and item."""
    first = Phase.ANSWER.value
    choices: dict[tuple[int, int], list[Choice]] = {}
    for vote in session.scalars(
        select(VoteRow)
        .where(VoteRow.session_id.in_(session_ids), VoteRow.phase == first)
        .order_by(VoteRow.participant_id)
    ):
        choice = Choice(vote.option, Sure(vote.sure) if vote.sure else None)
        choices.setdefault((vote.session_id, vote.item), []).append(choice)
    cards: dict[tuple[int, int], list[int]] = {}
    for card in session.scalars(
        select(CardCountRow)
        .where(CardCountRow.session_id.in_(session_ids), CardCountRow.phase == first)
        .order_by(CardCountRow.option)
    ):
        cards.setdefault((card.session_id, card.item), []).append(card.people)
    return choices, cards


def _took_part(session: Session, location_id: int) -> Iterable[TookPart]:
    found = session.execute(
        select(ParticipantRow.learner_id, TrainingSessionRow.plan, TrainingSessionRow.started_at)
        .join(TrainingSessionRow, TrainingSessionRow.id == ParticipantRow.session_id)
        .where(
            TrainingSessionRow.location_id == location_id,
            TrainingSessionRow.ended_at.is_not(None),
            ParticipantRow.learner_id.is_not(None),
        )
        .order_by(TrainingSessionRow.id)
    )
    there = {
        (learner_id, plan, started_at.date())
        for learner_id, plan, started_at in found
        if learner_id is not None
    }
    return [TookPart(learner_id=one, plan=plan, on=on) for one, plan, on in sorted(there)]


def _observed(session: Session, location_id: int) -> Iterable[Observed]:
    """Yield what holds: neither what was taken back, nor the line that took it back."""
    taken_back = select(ObservationRow.corrects_id).where(ObservationRow.corrects_id.is_not(None))
    rows = session.scalars(
        select(ObservationRow)
        .where(
            ObservationRow.location_id == location_id,
            ObservationRow.corrects_id.is_(None),
            ObservationRow.id.not_in(taken_back),
        )
        .order_by(ObservationRow.id)
    )
    return map(observed, rows)


def observed(row: ObservationRow) -> Observed:
    """Return what *row* says that a senior saw."""
    return Observed(
        learner_id=row.learner_id,
        use=Use(row.use),
        tool=row.tool,
        on=row.observed_on,
        by=row.observed_by,
        safely=row.safely,
    )
