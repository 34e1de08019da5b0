"""What stays of a session: who was there, what was done, what it showed, and the gaps it opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, abort, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from assistant import training
from assistant.accounts import Duty
from assistant.knowledge import Answer
from assistant.storage import Session
from assistant.storage.training import found, learners, records, sessions
from assistant.storage.training.found import KeptGap
from assistant.storage.training.sessions import Attendee, KeptSession
from assistant.training import LETTERS, Change, Counts, Learner, Naming, Phase, SureResult
from assistant.web import hx
from assistant.web.doors import Policy, policy
from assistant.web.exports import csv_response
from assistant.web.place import here_id
from assistant.web.state import now, state, today
from assistant.web.training import words
from assistant.web.training.shown import Situation, items, note, plan_of, plan_title, situation

bp = Blueprint("session_records", __name__, url_prefix="/training/sessions")


@dataclass(frozen=True)
class Chosen:
    """How the room chose in one situation, before people talked and after."""

    situation: Situation
    first: Counts
    after: Counts

    @property
    def most(self) -> int | None:
        """Return the option that most people chose first, or None while that is hidden."""
        options = self.first.options
        return options.index(max(options)) if any(options) else None


@dataclass(frozen=True)
class Gap:
    """A gap, the answer that explains it, and the situation that showed it."""

    kept: KeptGap
    answer: Answer | None


@dataclass(frozen=True)
class Record:
    """A session that has ended; ``not_reached`` situations have no answers."""

    kept: KeptSession
    title: str
    attendees: list[Attendee]
    chosen: list[Chosen]
    not_reached: int
    sure_and_wrong: list[SureResult]
    changes: list[Change]
    gaps: list[Gap]

    @property
    def is_anonymous(self) -> bool:
        """Return whether nobody gave a name."""
        return self.kept.training.naming is Naming.ANONYMOUS


@bp.get("/<int(max=2147483647):number>/record")
@policy(Policy.STAFF, duty=Duty.FACILITATOR)
def show(number: int) -> str | BaseResponse:
    """Show what stays of a session; one that goes on shows its screen."""
    with state().storage.read() as db:
        record = _record(db, number)
        roster = _roster(db)
    if record.kept.ended_at is None:
        return hx.go(url_for("running.show", number=number))
    there = {one.learner_id for one in record.attendees}
    return render_template(
        "training/record.html",
        record=record,
        roster=roster,
        absent=[one for one in roster if one.id not in there],
        suggested=_suggested(record.attendees, roster),
        letters=LETTERS,
        words_of=words,
        saved="saved" in request.args,
    )


@bp.post("/<int(max=2147483647):number>/record/people")
@policy(Policy.STAFF, duty=Duty.FACILITATOR)
def match(number: int) -> BaseResponse:
    """Keep whom on the roster each attendee is; who is nobody there stays unverified."""
    location_id = here_id()
    with state().storage.write() as db:
        kept = _ended(db, number)
        matched = 0
        for attendee in sessions.attendance(db, location_id, number) or []:
            typed = request.form.get(f"learner-{attendee.id}")
            if typed is None:
                continue
            learner_id = int(typed) if typed.isascii() and typed.isdigit() else None
            if learner_id is not None and learners.get(db, location_id, learner_id) is None:
                abort(404)
            if sessions.match(db, location_id, number, attendee.id, learner_id):
                matched += learner_id is not None
        note(db, "attendance_matched", kept, people=str(matched))
    return hx.go(url_for(".show", number=number, saved=1))


@bp.post("/<int(max=2147483647):number>/record/sign-in")
@policy(Policy.STAFF, duty=Duty.FACILITATOR)
def sign_in(number: int) -> BaseResponse:
    """Add someone of the roster who was there without a phone."""
    location_id, learner_id = here_id(), request.form.get("learner", -1, type=int)
    with state().storage.write() as db:
        kept = _ended(db, number)
        if learner_id < 0:
            abort(422)
        if not sessions.sign_in(db, location_id, number, learner_id, now()):
            abort(404)
        note(db, "attendance_added", kept)
    return hx.go(url_for(".show", number=number, saved=1))


@bp.get("/<int(max=2147483647):number>/attendance.csv")
@policy(Policy.STAFF, duty=Duty.FACILITATOR)
def export_attendance(number: int) -> Response:
    """Return who was there as a table."""
    with state().storage.read() as db:
        record = _record(db, number)
    kept = record.kept
    rows = [
        (kept.started_at.date(), record.title, one.name, one.learner or "", bool(one.learner))
        for one in record.attendees
    ]
    header = ("on", "plan", "name_given", "name_on_roster", "verified")
    return csv_response(f"session-{number}-attendance", header, rows)


@bp.get("/<int(max=2147483647):number>/choices.csv")
@policy(Policy.STAFF, duty=Duty.FACILITATOR)
def export_choices(number: int) -> Response:
    """Return how the room chose as a table; what is hidden has no numbers."""
    with state().storage.read() as db:
        record = _record(db, number)
    kept = record.kept
    rows = [
        (
            one.situation.number,
            kept.training.scenarios[one.situation.number - 1],
            kept.versions[one.situation.number - 1],
            letter,
            text,
            place == one.situation.right,
            one.first.options[place] if one.first.options else "",
            one.after.options[place] if one.after.options else "",
        )
        for one in record.chosen
        for place, letter, text in one.situation.options
    ]
    header = ("situation", "scenario", "version", "option", "text", "right", "first", "after")
    return csv_response(f"session-{number}-choices", header, rows)


def _record(db: Session, number: int) -> Record:
    location_id = here_id()
    kept = sessions.get(db, location_id, number) or abort(404)
    chosen = [
        Chosen(shown, first, after)
        for place in range(len(kept.versions))
        if (shown := situation(db, kept, place))
        and (first := sessions.counts(db, location_id, number, place, Phase.ANSWER))
        and (after := sessions.counts(db, location_id, number, place, Phase.DISCUSS))
        and first.people + after.people
    ]
    answers = state().knowledge.answers
    votes = records.session_votes(db, location_id, number)
    return Record(
        kept=kept,
        title=plan_title(kept.training.plan),
        attendees=sessions.attendance(db, location_id, number) or [],
        chosen=chosen,
        not_reached=len(kept.versions) - len(chosen),
        sure_and_wrong=training.sure_and_wrong(votes, items()),
        changes=_in_order(kept, sessions.confidence(db, location_id, number) or []),
        gaps=[
            Gap(one, answers.get(one.gap.answer))
            for one in found.of_session(db, location_id, number)
        ],
    )


def _in_order(kept: KeptSession, changes: Sequence[Change]) -> list[Change]:
    """Return *changes* as the plan has its principles."""
    plan = plan_of(kept)
    order = [statement.principle for statement in plan.statements] if plan else []
    known = [change for change in changes if change.principle in order]
    return sorted(known, key=lambda change: order.index(change.principle)) or list(changes)


def _ended(db: Session, number: int) -> KeptSession:
    kept = sessions.get(db, here_id(), number) or abort(404)
    return kept if kept.ended_at is not None else abort(422)


def _roster(db: Session) -> list[Learner]:
    """Return who may be matched: the roster without those who left."""
    everyone = learners.roster(db, here_id())
    return [one for one in everyone if one.left_on is None or one.left_on > today()]


def _suggested(attendees: Sequence[Attendee], roster: Sequence[Learner]) -> dict[int, int]:
    """Return whom each attendee is, or is likely to be by their name; nothing is kept of it."""
    by_name = {" ".join(one.name.casefold().split()): one.id for one in roster}
    return {
        one.id: one.learner_id or by_name.get(" ".join(one.name.casefold().split()), 0)
        for one in attendees
    }
