"""Sending what was not answered well to the AI lead: shown first, sent by the asker, taken back.

Nothing is kept before the asker sends it. The question travels in the form; the words to keep are
made from it anew each time, by ``gaps.kept_words`` alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, abort, render_template, request, session, url_for
from werkzeug.wrappers import Response

from assistant import gaps, local, privacy, text
from assistant.gaps import GapReason, Kept
from assistant.knowledge import Answer, Contact
from assistant.storage import StorageError, helped
from assistant.storage import gaps as kept_gaps
from assistant.web import gap_words, hx
from assistant.web.cards import ask_here
from assistant.web.doors import Policy, policy
from assistant.web.place import here, here_id, location
from assistant.web.state import now, state, today
from assistant.wordlist import british, given_names

bp = Blueprint("sending", __name__, url_prefix="/gaps")
# Nobody has so much to say in an hour; no row says who sent what, so the visit itself counts.
_MOST_IN_HOUR = 20
_HOUR = 60 * 60
# A location that sends more has a reader who cannot keep up.
_MOST_IN_WEEK = 500
_TAKE_BACK_WITHIN = 15 * 60


@dataclass(frozen=True)
class Sent:
    """What the form of an asker carries: the masked question, if any, and what was not good."""

    question: str
    reason: GapReason
    answer: Answer | None

    def kept(self, product: str = "", taken_out: frozenset[int] = frozenset()) -> Kept:
        """Return what would be kept of the question."""
        return gaps.kept_words(
            self.question,
            english=british(),
            names=given_names(),
            product=product,
            taken_out=taken_out,
        )


@bp.post("/check")
@policy(Policy.DEVICE)
def check() -> str | tuple[str, int]:
    """Show exactly what would be kept, before anything is."""
    here_id()
    sent = _sent()
    return _check_page(sent)


@bp.post("/send")
@policy(Policy.DEVICE)
def send() -> str | Response | tuple[str, int]:
    """Keep what the asker was shown and left in, and say what happens next."""
    number, sent = here_id(), _sent()
    if not _has_room():
        return _enough()
    ticked = frozenset(map(int, filter(str.isdecimal, request.form.getlist("keep"))))
    shown = sent.kept(request.form.get("product", ""))
    kept = sent.kept(
        request.form.get("product", ""),
        # The word that was just marked as a product had no box to tick.
        frozenset(
            place for place, word in shown.parts if place not in ticked and word != shown.product
        ),
    )
    with state().storage.write() as db:
        if kept_gaps.sent_in_week(db, number, today()) >= _MOST_IN_WEEK:
            return _enough()
        gap = kept_gaps.record(
            db, number, sent.reason, kept, today(), sent.answer.id if sent.answer else None
        )
    _count()
    session["sent"] = [gap, number, int(now().timestamp())]
    return hx.go(url_for(".show"))


@bp.get("/sent")
@policy(Policy.DEVICE)
def show() -> str:
    """Say what happens next, and offer to take it back."""
    where = location()
    return render_template(
        "sending/sent.html",
        is_sent=_to_take_back() is not None,
        is_taken_back="back" in request.args,
        has_helped="helped" in request.args,
        ai_lead=local.fill("{ai_lead}", where),
        ask_ai_lead=ask_here(Contact.AI_LEAD, where, now()),
        keep_days=gaps.KEEP_DAYS,
    )


@bp.post("/take-back")
@policy(Policy.DEVICE)
def take_back() -> Response:
    """Delete what this visit has just sent."""
    found = _to_take_back()
    if found is None:
        return hx.go(url_for(".show"))
    gap, number = found
    with state().storage.write() as db:
        kept_gaps.take_back(db, number, gap)
    session.pop("sent")
    return hx.go(url_for(".show", back=1))


@bp.post("/helped")
@policy(Policy.DEVICE)
def say_helped() -> str | Response | tuple[str, int]:
    """Count that an answer helped: the answer, the location and the week."""
    number, answer = here_id(), _answer()
    if answer is None:
        abort(422)
    if not _has_room():
        return _enough()
    with state().storage.write() as db:
        helped.note(db, number, answer.id, today())
    _count()
    if hx.wants_fragment():
        return render_template("partials/thanks.html")
    return hx.go(url_for(".show", helped=1))


@bp.app_template_global("may_send")
def may_send() -> bool:
    """Return whether there is a location that what is sent belongs to."""
    try:
        return here().id is not None
    except StorageError:
        return False


@bp.app_context_processor
def _reasons() -> dict[str, object]:
    """Return what the buttons under "not helpful" say."""
    return {"not_helpful": gap_words.NOT_HELPFUL}


def _sent() -> Sent:
    """Return what the form carries; masked again, for a form can be changed on its way."""
    parts = state()
    typed = request.form.get("question", "")
    reason = request.form.get("reason")
    answer = _answer()
    if reason not in set(GapReason) or len(typed) > text.MAX_CHARACTERS:
        abort(422)
    if (GapReason(reason) in gaps.NOT_HELPFUL) != (answer is not None):
        abort(422)
    masked = privacy.mask(typed, parts.words.known, parts.words.names)
    return Sent(masked.text, GapReason(reason), answer)


def _answer() -> Answer | None:
    return state().knowledge.answers.get(request.form.get("answer", ""))


def _check_page(sent: Sent) -> str:
    where = location()
    return render_template(
        "sending/check.html",
        sent=sent,
        kept=sent.kept(),
        reason=gap_words.REASONS[sent.reason],
        ai_lead=local.fill("{ai_lead}", where),
        keep_days=gaps.KEEP_DAYS,
    )


def _enough() -> tuple[str, int]:
    """Say kindly that a person is the better way now."""
    where = location()
    page = render_template(
        "sending/enough.html",
        ai_lead=local.fill("{ai_lead}", where),
        ask_ai_lead=ask_here(Contact.AI_LEAD, where, now()),
    )
    return page, 429


def _recent() -> list[int]:
    """Return when this visit sent something in the last hour, in seconds."""
    return [at for at in session.get("sends", []) if at > now().timestamp() - _HOUR]


def _has_room() -> bool:
    return len(_recent()) < _MOST_IN_HOUR


def _count() -> None:
    session["sends"] = [*_recent(), int(now().timestamp())]


def _to_take_back() -> tuple[int, int] | None:
    """Return the gap that this visit has just sent, and its location."""
    gap, number, at = session.get("sent", (0, 0, 0))
    return (gap, number) if gap and at > now().timestamp() - _TAKE_BACK_WITHIN else None
