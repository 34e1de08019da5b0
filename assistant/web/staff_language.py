"""Urgent answers in the language of whoever stands at the screen, for one visit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from flask import Blueprint, current_app, request, session, url_for
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response

from assistant import languages, local
from assistant.languages import ENGLISH, STAFF_LANGUAGES, Catalogue, Language
from assistant.local import TranslatedAnswer
from assistant.web import hx
from assistant.web.doors import Policy, policy
from assistant.web.state import State, state

bp = Blueprint("staff_language", __name__, url_prefix="/language")
_CHOSEN = "language"


@bp.record_once
def load(setup: BlueprintSetupState) -> None:
    """Read the translations; a broken one keeps the application from starting."""
    settings = cast(State, setup.app.extensions["plainly"]).settings
    reviews = languages.read_reviews(settings.translations / "review.csv")
    setup.app.extensions["staff_languages"] = {
        code: languages.read_catalogue(settings.translations, language, reviews, domain="answers")
        for code, language in STAFF_LANGUAGES.items()
    }


@bp.app_context_processor
def _for_templates() -> dict[str, object]:
    return {"languages_of": languages_of, "in_their_language": in_their_language}


@bp.post("/")
@policy(Policy.DEVICE)
def choose() -> Response:
    """Keep a language for this visit, or English alone; an unknown one changes nothing."""
    chosen, answer = request.form.get("language"), request.form.get("answer")
    if chosen == ENGLISH.code:
        session.pop(_CHOSEN, None)
    elif chosen in STAFF_LANGUAGES:
        session[_CHOSEN] = chosen
    if answer in state().knowledge.answers:
        return hx.go(url_for("answers.show", name=answer, _anchor="languages"))
    return hx.go(url_for("ask.show"))


def languages_of(name: str) -> tuple[Language, ...]:
    """Return the languages that the answer *name* is there in, whole, beside the English."""
    answer = state().knowledge.answers[name]
    if answer.urgent is None:
        return ()
    found = _catalogues().values()
    return tuple(one.language for one in found if local.translated(answer, one) is not None)


def in_their_language(name: str) -> TranslatedAnswer | None:
    """Return the answer *name* in the language chosen for this visit; None where it is not."""
    answer = state().knowledge.answers[name]
    catalogue = _catalogues().get(session.get(_CHOSEN, ""))
    if answer.urgent is None or catalogue is None:
        return None
    return local.translated(answer, catalogue)


def _catalogues() -> Mapping[str, Catalogue]:
    return cast(Mapping[str, Catalogue], current_app.extensions["staff_languages"])
