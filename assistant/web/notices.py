"""Notices on the web: the list, each one in its languages, the leaflet as PDF, the public page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from flask import Blueprint, Response, abort, current_app, make_response, render_template, url_for
from flask.blueprints import BlueprintSetupState

from assistant import config, languages, notices, printing, storage
from assistant.languages import ENGLISH, Catalogue, Language
from assistant.notices import Edition, Notice, NoticeFile, Status, Wording
from assistant.storage.notices import PublishedNotice
from assistant.web.doors import Policy, policy
from assistant.web.place import here
from assistant.web.state import State, state, today

bp = Blueprint("notices", __name__)


@dataclass(frozen=True)
class Sources:
    """What notices are made of: read once, when the application starts."""

    wording: Wording
    catalogues: Mapping[str, Catalogue]


@dataclass(frozen=True)
class Offer:
    """A language that a notice can be had in, and what it is worth."""

    language: Language
    status: Status


@dataclass(frozen=True)
class Listed:
    """A published notice as the pages show it."""

    published: PublishedNotice
    file: NoticeFile
    notice: Notice
    offers: tuple[Offer, ...]

    @property
    def is_overdue(self) -> bool:
        """Return whether the day for checking the notice again has passed."""
        return self.file.review_by < today()


@bp.record_once
def load(setup: BlueprintSetupState) -> None:
    """Read the wording and the translations; a broken one keeps the application from starting."""
    settings = cast(State, setup.app.extensions["plainly"]).settings
    reviews = languages.read_reviews(settings.translations / "review.csv")
    catalogues = {
        code: languages.read_catalogue(settings.translations, language, reviews)
        for code, language in languages.LANGUAGES.items()
        if language != ENGLISH
    }
    wording = notices.load_wording(config.knowledge_folder() / "wording")
    setup.app.extensions["notices"] = Sources(wording, catalogues)


@bp.get("/notices")
@policy(Policy.DEVICE)
def show_all() -> str:
    """Show the published notices of this location, each with its languages."""
    location_id = here().id
    found: list[PublishedNotice] = []
    if location_id is not None:
        with state().storage.read() as session:
            found = storage.notices.published(session, location_id)
    return render_template("notices/index.html", listed=[_listed(notice) for notice in found])


@bp.get("/notices/<int(max=2147483647):number>/<code>")
@policy(Policy.DEVICE)
def show(number: int, code: str) -> str:
    """Show one notice in one language."""
    listed = _of_this_location(number)
    shown = _edition(listed, code)
    return render_template(
        "notices/show.html", listed=listed, edition=shown, public_page=_public_page(listed, code)
    )


@bp.get("/notices/<int(max=2147483647):number>/<code>/a4.pdf")
@policy(Policy.DEVICE)
def print_a4(number: int, code: str) -> Response:
    """Return the leaflet of one notice in one language as PDF."""
    listed = _of_this_location(number)
    language = _offered(listed, code).language
    pdf = printing.leaflet(
        listed.notice,
        language,
        templates=(state().settings.templates / "print").resolve(),
        catalogue=_sources().catalogues.get(language.code),
        public_url=_public_page(listed, code),
    )
    response = make_response(pdf)
    name = f"{listed.notice.id}-{listed.notice.version}-{language.code}.pdf"
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@bp.get("/n/<token>", defaults={"code": ENGLISH.code})
@bp.get("/n/<token>/<code>")
@policy(Policy.PUBLIC)
def show_public(token: str, code: str) -> Response:
    """Show a notice to anyone who has its address: without the application, without a cookie."""
    with state().storage.read() as session:
        found = storage.notices.by_token(session, token)
    if found is None:
        abort(404)
    listed = _listed(found)
    shown = _edition(listed, code)
    response = make_response(render_template("notices/public.html", listed=listed, edition=shown))
    if shown.status is Status.DRAFT:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def _sources() -> Sources:
    return cast(Sources, current_app.extensions["notices"])


def _of_this_location(number: int) -> Listed:
    location_id = here().id
    if location_id is None:
        abort(404)
    with state().storage.read() as session:
        found = storage.notices.by_id(session, location_id, number)
    if found is None:
        abort(404)
    return _listed(found)


def _listed(published: PublishedNotice) -> Listed:
    # It passed the gates when it was published; what has come due since is shown as a band.
    file = notices.read(published.content)
    notice = notices.build(file, _sources().wording)
    messages = notice.messages()
    offers = [Offer(ENGLISH, Status.ORIGINAL)]
    for catalogue in _sources().catalogues.values():
        if not catalogue.faults(messages):
            status = notices.status(notice, catalogue.language, catalogue)
            offers.append(Offer(catalogue.language, status))
    return Listed(published, file, notice, tuple(offers))


def _offered(listed: Listed, code: str) -> Offer:
    offers = {offer.language.code: offer for offer in listed.offers}
    if code not in offers:
        abort(404)
    return offers[code]


def _edition(listed: Listed, code: str) -> Edition:
    language = _offered(listed, code).language
    return notices.edition(listed.notice, language, _sources().catalogues.get(code))


def _public_page(listed: Listed, code: str) -> str | None:
    """Return the full public address of a notice, or None where the provider has no public site."""
    public_url = state().settings.public_url
    if public_url is None:
        return None
    return public_url + url_for("notices.show_public", token=listed.published.token, code=code)
