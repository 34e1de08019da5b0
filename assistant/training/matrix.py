"""The training matrix of a location: who, what, when, due, and in which version.

Three things are kept apart: taking part in a session, passing a check, and being seen to use a tool
safely. Results are there to see what to teach next. They are no ranking and no discipline record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum

from msgspec import Struct

from assistant.knowledge import Plan, Role, Use
from assistant.training.check import Asked, Identity, Support
from assistant.training.due import Due, Reason, State, ToolChange, due, state


class Learner(Struct, frozen=True, kw_only=True):
    """Someone on the roster of a location; ``left_on`` is the first day they are gone."""

    id: int
    name: str
    role: Role
    left_on: date | None = None


class TookPart(Struct, frozen=True, kw_only=True):
    """Someone was at a session of *plan*."""

    learner_id: int
    plan: str
    on: date


class Passed(Struct, frozen=True, kw_only=True):
    """Someone passed the check of *plan*; ``asked`` is what counted for it."""

    learner_id: int
    plan: str
    on: date
    version: str
    identity: Identity
    asked: tuple[Asked, ...]
    support: tuple[Support, ...] = ()
    language: str = "en"
    witness: str = ""


class Observed(Struct, frozen=True, kw_only=True):
    """A senior watched someone use a tool; ``safely`` is what they signed."""

    learner_id: int
    use: Use
    tool: str
    on: date
    by: str
    safely: bool


class Kind(StrEnum):
    """What a row of the matrix is about."""

    CHECK = "check"
    SESSION = "session"
    OBSERVED = "observed"


class MatrixRow(Struct, frozen=True, kw_only=True):
    """One line of the matrix: a person and one thing they did, or have to do.

    ``what`` is the id of a plan, or the name of a tool. A session is never due by itself: its state
    is that of having been there.
    """

    learner_id: int
    name: str
    role: Role
    kind: Kind
    what: str
    state: State
    done_on: date | None = None
    due_on: date | None = None
    reasons: tuple[Reason, ...] = ()
    version: str = ""
    confirmed: Identity | None = None
    by: str = ""
    support: tuple[Support, ...] = ()
    language: str = ""


class Done(Struct, frozen=True, kw_only=True):
    """All that was done at a location."""

    passed: tuple[Passed, ...] = ()
    took_part: tuple[TookPart, ...] = ()
    observed: tuple[Observed, ...] = ()


def matrix(
    learners: Iterable[Learner],
    done: Done,
    plans: Mapping[str, Plan],
    advice: Mapping[str, str],
    changes: Sequence[ToolChange],
    today: date,
) -> list[MatrixRow]:
    """Return the rows of everyone who has not left, by name: checks first, what is due before.

    A change of a tool makes due who was seen using that tool, and everyone for their check.
    """
    rows: list[MatrixRow] = []
    for learner in sorted(learners, key=lambda learner: (learner.name.casefold(), learner.id)):
        if learner.left_on is None or learner.left_on > today:
            rows.append(_check_row(learner, done.passed, plans, advice, changes, today))
            rows += _session_rows(learner, done.took_part)
            rows += _observed_rows(learner, done.observed, changes, today)
    return rows


def _check_row(
    learner: Learner,
    passed: Iterable[Passed],
    plans: Mapping[str, Plan],
    advice: Mapping[str, str],
    changes: Sequence[ToolChange],
    today: date,
) -> MatrixRow:
    fitting = [plan.id for plan in plans.values() if plan.check and learner.role in plan.roles]
    own = [one for one in passed if one.learner_id == learner.id and one.plan in fitting]
    if not own:
        return MatrixRow(
            learner_id=learner.id,
            name=learner.name,
            role=learner.role,
            kind=Kind.CHECK,
            what=fitting[0] if fitting else "",
            state=State.MISSING,
            reasons=(Reason.NEVER,),
        )
    newest = max(own, key=lambda one: one.on)
    again = due(newest.on, newest.asked, advice, changes, today)
    return MatrixRow(
        learner_id=learner.id,
        name=learner.name,
        role=learner.role,
        kind=Kind.CHECK,
        what=newest.plan,
        state=state(again.on, today),
        done_on=newest.on,
        due_on=again.on,
        reasons=again.reasons,
        version=newest.version,
        confirmed=newest.identity,
        by=newest.witness,
        support=newest.support,
        language=newest.language,
    )


def _session_rows(learner: Learner, took_part: Iterable[TookPart]) -> list[MatrixRow]:
    own = [one for one in took_part if one.learner_id == learner.id]
    return [
        MatrixRow(
            learner_id=learner.id,
            name=learner.name,
            role=learner.role,
            kind=Kind.SESSION,
            what=one.plan,
            state=State.CURRENT,
            done_on=one.on,
        )
        for one in sorted(own, key=lambda one: one.on, reverse=True)
    ]


def _observed_rows(
    learner: Learner, observed: Iterable[Observed], changes: Sequence[ToolChange], today: date
) -> list[MatrixRow]:
    """Return the newest observation of each tool; one that was not safe is due at once."""
    newest: dict[str, Observed] = {}
    for one in sorted(observed, key=lambda one: one.on):
        if one.learner_id == learner.id:
            newest[one.tool] = one
    rows = []
    for tool, one in sorted(newest.items()):
        own_changes = [change for change in changes if change.tool == tool]
        again = due(one.on, (), {}, own_changes, today) if one.safely else Due(one.on, ())
        rows.append(
            MatrixRow(
                learner_id=learner.id,
                name=learner.name,
                role=learner.role,
                kind=Kind.OBSERVED,
                what=tool,
                state=state(again.on, today),
                done_on=one.on if one.safely else None,
                due_on=again.on,
                reasons=again.reasons,
                by=one.by,
            )
        )
    return rows
