"""The facilitator's screen of a session: where the room is, what to say, and the way on."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, abort, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from assistant import printing
from assistant.accounts import Duty
from assistant.knowledge import Plan
from assistant.storage.training import found, sessions
from assistant.storage.training.sessions import KeptSession, Pulse
from assistant.training import Counts, Move, Phase, Stage
from assistant.training.codes import shown
from assistant.web import hx
from assistant.web.doors import Policy, policy
from assistant.web.place import here_id
from assistant.web.state import now, state, today
from assistant.web.training import words
from assistant.web.training.shown import (
    Situation,
    items,
    join_address,
    note,
    plan_of,
    plan_title,
    situation_now,
    stage_of,
)
from assistant.web.words import Words

bp = Blueprint("running", __name__, url_prefix="/training/sessions")
STOP_POLLING = 286
# More than any room has; a slip of the finger is not counted in.
MOST_CARDS = 200
# Nobody touches a screen on the wall; the session's facilitator is in the room with it.
_WALL_IDLE_SECONDS = 60 * 60
_TAKES_CARDS = (Phase.ANSWER, Phase.DISCUSS)


@dataclass(frozen=True)
class Screen:
    """What the facilitator and the room see now.

    ``first`` and ``after`` are how the room chose, once the answer is shown; ``cards`` what was
    counted in so far. ``notes`` says whether the script stands beside it.
    """

    kept: KeptSession
    title: str
    plan: Plan | None
    stage: Stage
    pulse: Pulse
    situation: Situation | None
    first: Counts | None
    after: Counts | None
    cards: tuple[int, ...]
    notes: bool

    @property
    def code(self) -> str | None:
        """Return the join code as people read it, or None where no phones take part."""
        code = self.kept.code
        return shown(code) if code and not self.kept.training.one_screen else None

    @property
    def next_words(self) -> Words:
        """Return what the main button says."""
        at = self.kept.training
        if at.phase is Phase.REVEAL and at.item + 1 == len(at.scenarios):
            return words.TO_THE_END
        return words.NEXT[at.phase]

    @property
    def seen(self) -> str:
        """Return what this screen shows, for the next question whether there is anything new."""
        return f"{self.pulse.revision}.{self.pulse.joined}.{self.pulse.answered}"

    @property
    def everyone_answered(self) -> bool:
        """Return whether all devices have answered what is asked now."""
        asks = self.kept.training.takes_answers or self.kept.training.takes_confidence
        return asks and 0 < self.pulse.joined <= self.pulse.answered


@bp.get("/<int(max=2147483647):number>")
@policy(Policy.STAFF, duty=Duty.FACILITATOR)
def show(number: int) -> str | Response:
    """Show where the room is; a session that has ended shows its record."""
    screen = _screen(number)
    if screen.kept.ended_at is not None:
        return hx.go(url_for("session_records.show", number=number))
    fields = _fields(screen)
    if not screen.notes:
        fields["idle_seconds"] = lambda: _WALL_IDLE_SECONDS
    return render_template("training/session.html", **fields)


@bp.get("/<int(max=2147483647):number>/news")
@policy(Policy.STAFF, duty=Duty.FACILITATOR)
def show_news(number: int) -> str | Response:
    """Say what is new since the screen was shown: nothing, other numbers, or another place."""
    location_id = here_id()
    with state().storage.read() as db:
        pulse = sessions.pulse(db, location_id, number) or abort(404)
    seen = request.args.get("seen", "")
    if seen == f"{pulse.revision}.{pulse.joined}.{pulse.answered}":
        return Response(status=204)
    if not hx.wants_fragment():
        return hx.go(url_for(".show", number=number))
    screen = _screen(number)
    if screen.kept.ended_at is not None:
        return _stage(screen, STOP_POLLING)
    if not seen.startswith(f"{pulse.revision}."):
        return _stage(screen)
    return hx.hx(render_template("training/pulse.html", **_fields(screen)))


@bp.post("/<int(max=2147483647):number>/move")
@policy(Policy.STAFF, duty=Duty.FACILITATOR)
def move(number: int) -> Response:
    """Take the room on, back, or to its end; a second tap changes nothing."""
    location_id, seen = here_id(), request.form.get("revision", -1, type=int)
    with state().storage.write() as db:
        before = sessions.get(db, location_id, number) or abort(404)
        step = _step(request.form.get("do", ""))
        kept = sessions.move_on(db, location_id, number, step, seen, now())
        if kept and kept.ended_at is not None and before.ended_at is None:
            found.open_gaps(db, location_id, number, items(), today())
            note(db, "session_ended", kept)
    return _go_on(number)


@bp.post("/<int(max=2147483647):number>/cards")
@policy(Policy.STAFF, duty=Duty.FACILITATOR)
def count_cards(number: int) -> Response:
    """Keep how many cards were held up for each option; counting again replaces the count."""
    location_id = here_id()
    counts = [_number(typed) for typed in request.form.getlist("cards")]
    with state().storage.write() as db:
        kept = sessions.get(db, location_id, number) or abort(404)
        at = kept.training
        # The form names the place that it was shown at: a late one is not counted elsewhere.
        is_here = request.form.get("revision", -1, type=int) == at.revision
        if not is_here or not sessions.count_cards(
            db, location_id, number, at.item, at.phase, counts
        ):
            abort(422)
        note(db, "cards_counted", kept, situation=str(at.item + 1))
    return _go_on(number, said=_("The cards are counted in."))


def _go_on(number: int, said: str = "") -> Response:
    """Return the stage for htmx, else the page again."""
    if hx.wants_fragment():
        screen = _screen(number)
        if screen.kept.ended_at is not None:
            return hx.go(url_for("session_records.show", number=number))
        return _stage(screen, said=said)
    notes = None if _wants_notes() else "off"
    return hx.go(url_for(".show", number=number, notes=notes))


def _screen(number: int) -> Screen:
    location_id = here_id()
    with state().storage.read() as db:
        kept = sessions.get(db, location_id, number) or abort(404)
        pulse = sessions.pulse(db, location_id, number) or abort(404)
        at = kept.training
        now_at = situation_now(db, kept)

        def counts(phase: Phase) -> Counts | None:
            is_shown = at.phase is Phase.REVEAL
            return sessions.counts(db, location_id, number, at.item, phase) if is_shown else None

        return Screen(
            kept=kept,
            title=plan_title(at.plan),
            plan=plan_of(kept),
            stage=stage_of(kept),
            pulse=pulse,
            situation=now_at,
            first=counts(Phase.ANSWER),
            after=counts(Phase.DISCUSS),
            cards=sessions.cards(db, number, at.item, at.phase) if now_at else (),
            notes=_wants_notes(),
        )


def _stage(screen: Screen, status: int = 200, said: str = "") -> Response:
    body = render_template("training/stage.html", **_fields(screen, said))
    return hx.hx(body, status, retarget="#stage", reswap="outerHTML")


def _fields(screen: Screen, said: str = "") -> dict[str, object]:
    code = screen.kept.code if screen.code else None
    address = join_address(code) if code else None
    return {
        "screen": screen,
        "at": screen.kept.training,
        "said": said,
        "words_of": words,
        "takes_cards": screen.kept.training.phase in _TAKES_CARDS,
        "most_cards": MOST_CARDS,
        "address": join_address(),
        # Drawn from an address that we made.
        "picture": Markup(printing.qr_svg(address, scales=True)) if address else None,  # noqa: S704
    }


def _wants_notes() -> bool:
    return request.values.get("notes") != "off"


def _step(typed: str) -> Move:
    return Move(typed) if typed in set(Move) else abort(422)


def _number(typed: str) -> int:
    """Return a count that someone typed; none is 0, and what is no count is not taken."""
    typed = typed.strip() or "0"
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else -1
    return number if number <= MOST_CARDS else -1
