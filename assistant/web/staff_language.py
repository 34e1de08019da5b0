"""The language in which whoever stands at the screen reads, for one visit.

One choice holds for the words of the pages, their dates, numbers and lists, and for urgent answers
beside their English. It ends with the visit. What is made for other people or for keeping stays
English whatever somebody reads: every file (certificates, PDF, CSV), the database and its audit,
slips that are handed out, the text that Copy and Listen take, and the saved answers. Notices for
residents follow a rule of their own. A page of that kind says so with ``in_english``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar, cast

from flask import Blueprint, current_app, has_request_context, request, session, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import get_locale
from werkzeug.wrappers import Response

from assistant import languages, local
from assistant.languages import (
    ENGLISH,
    STAFF_LANGUAGES,
    Catalogue,
    Domain,
    Language,
    Message,
    Review,
)
from assistant.local import TranslatedAnswer
from assistant.storage import StorageError, translations
from assistant.web import hx
from assistant.web.doors import Policy, policy
from assistant.web.state import State, state

View = TypeVar("View", bound=Callable[..., object])

bp = Blueprint("staff_language", __name__, url_prefix="/language")
OFFERED: tuple[Language, ...] = (ENGLISH, *STAFF_LANGUAGES.values())
_BY_LOCALE = {language.locale: language for language in STAFF_LANGUAGES.values()}
_CHOSEN = "language"


@dataclass(frozen=True)
class Sources:
    """What is shipped for staff: the urgent answers in each language.

    ``reviewed`` are the codes of the languages in which somebody checked the words of all pages.
    """

    shipped: Mapping[str, Catalogue]
    reviewed: frozenset[str]


@dataclass(frozen=True)
class Switch:
    """The languages to choose from, the one that is chosen, and the page to come back to."""

    offered: tuple[Language, ...]
    chosen: Language
    back: str


@bp.record_once
def load(setup: BlueprintSetupState) -> None:
    """Read the translations; a broken one keeps the application from starting."""
    settings = cast(State, setup.app.extensions["plainly"]).settings
    reviews = languages.read_reviews(settings.translations / "review.csv")
    shipped = {
        code: languages.read_catalogue(settings.translations, language, reviews, domain="answers")
        for code, language in STAFF_LANGUAGES.items()
    }
    reviewed = frozenset(
        code
        for code, language in STAFF_LANGUAGES.items()
        if _are_pages_reviewed(language, settings.translations, reviews)
    )
    setup.app.extensions["staff_languages"] = Sources(shipped, reviewed)


@bp.app_context_processor
def _for_templates() -> dict[str, object]:
    return {
        "languages_of": languages_of,
        "in_their_language": in_their_language,
        "language_switch": switch,
        "draft_page": draft,
        "draft_english": local.BAND.text,
    }


def in_english(view: View) -> View:
    """Declare that the page of *view* is for others or for keeping, and so in English."""
    view.__dict__["in_english"] = True
    return view


@bp.post("/")
@policy(Policy.PUBLIC)
def choose() -> Response:
    """Keep a language for this visit, or English alone; an unknown one changes nothing.

    It leads back to the page that it was chosen on, if that is one of ours; of an answer to its
    part in other languages.
    """
    code, answer = request.form.get("language", ""), request.form.get("answer")
    if code == ENGLISH.code or code in STAFF_LANGUAGES:
        keep(STAFF_LANGUAGES.get(code))
    if answer in state().knowledge.answers:
        return hx.go(url_for("answers.show", name=answer, _anchor="languages"))
    return hx.go(hx.own_page(request.form.get("back", "")) or url_for("ask.show"))


def chosen() -> Language | None:
    """Return the language that was chosen for this visit; None for English."""
    return STAFF_LANGUAGES.get(session.get(_CHOSEN, ""))


def keep(language: Language | None) -> None:
    """Read in *language* until the visit ends; in English for None."""
    if language is None:
        session.pop(_CHOSEN, None)
    else:
        session[_CHOSEN] = language.code


def locale() -> str | None:
    """Return the locale of the page that this request is for; None where nobody chose one."""
    if not has_request_context():
        return None
    if _is_for_others():
        return ENGLISH.locale
    language = chosen()
    return language.locale if language else None


def switch() -> Switch:
    """Return what the switch of a page offers.

    A page that came of a form is not there to come back to: then it is the page of the form.
    """
    path = request.full_path if request.method == "GET" else request.path
    return Switch(OFFERED, chosen() or ENGLISH, hx.own_page(path.removesuffix("?")))


def draft() -> str | None:
    """Return what a page says in its language while nobody has checked its words.

    None where the page is in English or its words are reviewed; empty where the language lacks the
    sentence.
    """
    language = _BY_LOCALE.get(str(get_locale()))
    if language is None or language.code in sources().reviewed:
        return None
    catalogue = _overlaid(language, [local.BAND])
    return "" if catalogue.faults([local.BAND]) else catalogue.sentences[local.BAND.id].text


def languages_of(name: str) -> tuple[Language, ...]:
    """Return the languages that the answer *name* is there in, whole, beside the English."""
    answer = state().knowledge.answers[name]
    if not local.is_for_staff(answer):
        return ()
    found = sources().shipped.values()
    return tuple(one.language for one in found if local.translated(answer, one) is not None)


def in_their_language(name: str) -> TranslatedAnswer | None:
    """Return the answer *name* in the language chosen for this visit; None where it is not."""
    answer, language = state().knowledge.answers[name], chosen()
    if language is None or not local.is_for_staff(answer):
        return None
    return local.translated(answer, _overlaid(language, local.messages([answer])))


def sources() -> Sources:
    """Return what is shipped for staff."""
    return cast(Sources, current_app.extensions["staff_languages"])


def catalogues() -> Mapping[str, Catalogue]:
    """Return the urgent answers in each language, under what the provider's people say of them."""
    every = local.messages(state().knowledge.answers.values())
    return {code: _overlaid(language, every) for code, language in STAFF_LANGUAGES.items()}


def _is_for_others() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    # An address with an ending is a file: it is kept, printed or given away.
    is_file = request.url_rule is not None and "." in request.url_rule.rule
    return is_file or getattr(view, "in_english", False)


def _overlaid(language: Language, messages: Sequence[Message]) -> Catalogue:
    """Return the answers of *language* under what the provider's people say of *messages*.

    Without a database they are as they were shipped: an urgent answer never waits for it.
    """
    shipped = sources().shipped[language.code]
    try:
        with state().storage.read() as db:
            said = translations.of_language(db, language.code, Domain.ANSWERS)
    except StorageError:
        return shipped
    return languages.overlay(shipped, messages, said)


def _are_pages_reviewed(language: Language, folder: Path, reviews: tuple[Review, ...]) -> bool:
    # Reading all words takes a while, and is for nothing where nobody has signed them.
    if not any((one.language, one.id) == (language.code, languages.PAGES_ID) for one in reviews):
        return False
    return languages.read_page_words(folder, language).is_reviewed(reviews)
