"""The Ask page: from a typed question to the outcome that is shown."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError

from assistant import answering, local, privacy, text
from assistant.answering import Outcome
from assistant.knowledge import Answer, Contact, Knowledge, Role
from assistant.privacy import Masked
from assistant.storage import StorageError, gaps, outcomes
from assistant.web import hx
from assistant.web.cards import ask_here, card
from assistant.web.doors import Policy, policy
from assistant.web.place import here, location, own_words
from assistant.web.state import now, state, today
from assistant.web.visit import ASKERS, asks_as, note_opened, opened

bp = Blueprint("ask", __name__)
FIRST_QUESTIONS = 6


@bp.get("/")
@policy(Policy.DEVICE)
def show() -> str:
    """Show the question box with some questions to start from."""
    return _page(finished="finished" in request.args)


@bp.post("/")
@policy(Policy.DEVICE)
def ask() -> str | Response:
    """Answer the question of the form: the whole page, or the outcome alone for htmx."""
    typed = _typed()
    if error := _error(typed):
        return _refuse(typed, error)
    parts = state()
    masked = privacy.mask(typed, parts.words.known, parts.words.names)
    outcome = answering.answer(
        masked.text, knowledge=parts.knowledge, index=parts.index, typed=typed
    )
    _record(outcome)
    if outcome.answer:
        note_opened(outcome.answer)
    shown = outcome_fields(outcome, masked)
    if hx.wants_fragment():
        return hx.hx(render_template("partials/outcome.html", **shown))
    return _page(**shown)


@bp.errorhandler(CSRFError)
def ask_again(_error: CSRFError) -> Response:
    """Show the question box with what was typed and a token that is valid again."""
    return _refuse(_typed(), _("This page was open for too long. Please press Ask again."))


def _typed() -> str:
    # A browser sends a line break as two characters and counts it as one.
    return request.form.get("question", "").replace("\r\n", "\n")


def _record(outcome: Outcome) -> None:
    """Keep how the question ended; a full disk takes no answer away from anyone."""
    try:
        number = here().id
        if number is not None:
            with state().storage.write() as session:
                outcomes.record_question(session, outcome, number, today())
                # Whoever asks also lets go of what others asked more than 30 days ago.
                gaps.tidy(session, today())
    except StorageError:
        current_app.logger.exception("an outcome could not be kept")


def _error(typed: str) -> str | None:
    """Return what keeps *typed* from being answered, in the asker's words."""
    if not text.words(typed):
        return str(_("Please type a question. A few words are enough."))
    if len(typed) > text.MAX_CHARACTERS:
        most = text.MAX_CHARACTERS
        return str(
            _(
                "That is longer than %(most)s characters. Please ask about one thing at a time.",
                most=most,
            )
        )
    return None


def _refuse(typed: str, error: str) -> Response:
    """Return the question box again with what was typed and what to mend."""
    if hx.wants_fragment():
        field = render_template("partials/question_field.html", typed=typed, error=error)
        return hx.hx(field, 422, retarget="#question-field", reswap="outerHTML")
    return Response(_page(typed=typed, error=error), 422)


def _page(**shown: object) -> str:
    """Return the whole page, at its start or with an outcome."""
    knowledge, role = state().knowledge, asks_as()
    return render_template(
        "pages/ask.html",
        role=role,
        askers=ASKERS,
        first_questions=_first_questions(knowledge, role),
        opened=opened(),
        needs=knowledge.needs,
        **{"typed": "", "error": None, "outcome": None, "finished": False, **shown},
    )


def outcome_fields(outcome: Outcome, masked: Masked) -> dict[str, object]:
    """Return what the outcome partial shows."""
    parts = state()
    where = location()

    def shown(answer: Answer | None) -> object:
        if answer is None:
            return None
        return card(answer, parts.knowledge, where, today(), now(), own_words(answer.id))

    return {
        "outcome": outcome,
        "masked": masked,
        "card": shown(outcome.answer),
        "emergency": shown(outcome.emergency),
        "guided": outcome.answer.guided if outcome.answer else None,
        "closest": _closest(outcome),
        "ai_lead": local.fill("{ai_lead}", where),
        "ask_ai_lead": ask_here(Contact.AI_LEAD, where, now()),
    }


def _closest(outcome: Outcome) -> str | None:
    """Return the phrasing nearest to the question, where it belongs to the answer shown."""
    for match in outcome.matches[:1]:
        if outcome.answer and match.answer == outcome.answer.id:
            return match.phrasing
    return None


def _first_questions(knowledge: Knowledge, role: Role) -> list[Answer]:
    """Return the answers to begin with; a knowledge that names none begins with any for *role*."""
    names: tuple[str, ...] = getattr(knowledge.first_questions, role)
    if names:
        return [knowledge.answers[name] for name in names]
    fitting = [answer for answer in knowledge.answers.values() if role in answer.roles]
    return fitting[:FIRST_QUESTIONS]
