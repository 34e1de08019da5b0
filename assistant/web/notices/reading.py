"""Published notices: the list, each in its languages and formats, its history, the public page."""

from __future__ import annotations

import mimetypes

from flask import Blueprint, Response, abort, make_response, render_template, request

from assistant import printing, storage
from assistant.accounts import Duty
from assistant.languages import ENGLISH, LANGUAGES
from assistant.notices import Format, Status
from assistant.web.doors import Policy, is_open, policy
from assistant.web.notices import sources, words
from assistant.web.notices.sources import Listed, of_this_location, offered, public_page
from assistant.web.place import here, here_id
from assistant.web.staff_language import in_english
from assistant.web.state import state

bp = Blueprint("notices", __name__)
bp.record_once(sources.load)
bp.record_once(
    lambda setup: setup.app.jinja_env.globals.update(
        notice_words=words,
        endings=printing.ENDINGS,
        english_language=ENGLISH,
        english_rows=sources.english_rows,
    )
)
NUMBER = "int(max=2147483647)"


@bp.get("/notices")
@policy(Policy.DEVICE)
def show_all() -> str:
    """Show the published notices of this location, and to managers those in the making."""
    place = here().id
    kept = []
    if place is not None and is_open(Policy.MANAGER):
        with state().storage.read() as db:
            kept = storage.makings.everything(db, place)
    return render_template(
        "notices/index.html",
        items=sources.all_listed(),
        makings=kept,
        may_make=is_open(Policy.MANAGER),
        may_post=is_open(Policy.STAFF, Duty.SENIOR),
    )


@bp.get(f"/notices/<{NUMBER}:number>/<code>", defaults={"version": None})
@bp.get(f"/notices/<{NUMBER}:number>/versions/<{NUMBER}:version>/<code>")
@policy(Policy.DEVICE)
def show(number: int, code: str, version: int | None) -> str:
    """Show one notice in one language, and everything that it can be printed as."""
    found = of_this_location(number, version)
    language = offered(found, code)
    newest = found if version is None else of_this_location(number)
    return render_template(
        "notices/show.html",
        item=found,
        newest=newest,
        edition=found.edition(language),
        formats=found.formats(language),
        public_page=public_page(found, code),
        may_make=is_open(Policy.MANAGER),
        may_post=is_open(Policy.STAFF, Duty.SENIOR),
    )


@bp.get(f"/notices/<{NUMBER}:number>/<code>/<name>.<ending>", defaults={"version": None})
@bp.get(f"/notices/<{NUMBER}:number>/versions/<{NUMBER}:version>/<code>/<name>.<ending>")
@policy(Policy.DEVICE)
def print_one(number: int, code: str, name: str, ending: str, version: int | None) -> Response:
    """Return one notice in one language and format, as a file."""
    found = of_this_location(number, version)
    format = _format(name)
    if printing.ENDINGS[format] != ending:
        abort(404)
    response = make_response(_made(found, code, format))
    kind = mimetypes.types_map[f".{ending}"]
    response.headers["Content-Type"] = kind if ending == "pdf" else f"{kind}; charset=utf-8"
    # What is for a provider's own site is never a page of this one.
    shown = "attachment" if format is Format.WEB else "inline"
    filename = _file_name(found, code, format)
    response.headers["Content-Disposition"] = f'{shown}; filename="{filename}"'
    return response


@bp.get(f"/notices/<{NUMBER}:number>/versions")
@policy(Policy.DEVICE)
def show_versions(number: int) -> str:
    """Show every version of a notice, the newest first, and what was new in each."""
    place = here_id()
    newest = of_this_location(number)
    with state().storage.read() as db:
        versions = storage.notices.versions(db, place, number)
        changes = {one.number: sources.changed_since(db, one) for one in versions}
        approved = {
            one.number: sources.approved(db, sources.reread(one).notice) for one in versions
        }
    found = []
    for one in reversed(versions):
        version = sources.reread(one)
        names = {tool.id: tool.name for tool in version.file.tools}
        found.append((one, version, changes[one.number], names))
    return render_template(
        "notices/versions.html", newest=newest, versions=found, approved=approved
    )


@bp.get(f"/notices/<{NUMBER}:number>/together")
@policy(Policy.DEVICE)
def show_together(number: int) -> str:
    """Offer languages and formats of a notice to print in one go."""
    found = of_this_location(number)
    languages, formats = _chosen(found)
    return render_template(
        "notices/together.html",
        item=found,
        formats=[one for one in Format if one in printing.PAPER],
        languages=languages or ["en"],
        chosen=formats or [Format.A4],
        published=request.args.get("published") == "1",
    )


@bp.get(f"/notices/<{NUMBER}:number>/together.zip")
@policy(Policy.DEVICE)
def print_together(number: int) -> Response:
    """Return the chosen languages and formats of a notice, each a file of one ZIP."""
    found = of_this_location(number)
    languages, formats = _chosen(found)
    pairs = [
        (code, format)
        for code in languages
        for format in formats
        if format in found.formats(LANGUAGES[code])
    ]
    if not pairs:
        abort(404)
    files = [
        (_file_name(found, code, format), _made(found, code, format)) for code, format in pairs
    ]
    response = make_response(printing.bundle(files, found.notice.made_on))
    response.headers["Content-Type"] = "application/zip"
    name = f"{found.notice.id}-{found.notice.version}.zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@bp.get("/n/<token>", defaults={"code": ENGLISH.code})
@bp.get("/n/<token>/<code>")
@policy(Policy.PUBLIC)
@in_english
def show_public(token: str, code: str) -> Response:
    """Show a notice to anyone who has its address: without the application, without a cookie.

    An old printed code leads to the newest version and what is new in it. Where that one is not
    there yet in the language of the paper, English says so.
    """
    with state().storage.read() as db:
        published = storage.notices.by_token(db, token) or abort(404)
        found = sources.listed(published, sources.registered(db, published.location_id))
        changed = sources.changed_since(db, published)
    has = {offer.language.code for offer in found.offers}
    asked = LANGUAGES.get(code) or abort(404)
    shown = found.edition(asked if code in has else ENGLISH)
    page = render_template(
        "notices/public.html",
        item=found,
        edition=shown,
        missing=None if code in has else asked,
        said_languages={ENGLISH, *shown.languages},
        said=found.rows_of(changed.said, shown) if changed else [],
        unsaid=found.rows_of(changed.unsaid, shown) if changed else [],
    )
    response = make_response(page)
    if shown.status is Status.DRAFT or code not in has:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def _format(name: str) -> Format:
    return Format(name) if name in set(Format) else abort(404)


def _chosen(found: Listed) -> tuple[list[str], list[Format]]:
    """Return the languages and formats that the address names, as far as the notice has them."""
    has = [offer.language.code for offer in found.offers]
    languages = [code for code in has if code in request.args.getlist("language")]
    names = request.args.getlist("format")
    formats = [one for one in Format if one in printing.PAPER and one.value in names]
    return languages, formats


def _made(found: Listed, code: str, format: Format) -> bytes:
    language = offered(found, code)
    if not found.has(language, format):
        abort(404)
    return printing.make(
        found.version,
        language,
        format,
        templates=state().settings.templates.resolve(),
        catalogue=found.catalogues.get(code),
        others=found.languages(format),
        public_url=public_page(found, code),
    )


def _file_name(found: Listed, code: str, format: Format) -> str:
    ending = printing.ENDINGS[format]
    return f"{found.notice.id}-{found.notice.version}-{code}-{format}.{ending}"
