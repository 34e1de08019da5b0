"""Making a notice: four steps with the true page beside them, what is missing, and publishing."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, abort, make_response, render_template, request, url_for
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response as BaseResponse

from assistant import notices, printing, storage
from assistant.languages import LANGUAGES
from assistant.notices import Audience, Format, NoticeError, Version, making
from assistant.printing import PrintError
from assistant.register import Office
from assistant.storage import audit
from assistant.web import hx
from assistant.web.doors import Policy, policy
from assistant.web.notices import sources
from assistant.web.notices.maker_forms import (
    CheckForm,
    Form,
    LanguagesForm,
    PeopleForm,
    PublishForm,
    ToolsForm,
)
from assistant.web.notices.reading import NUMBER
from assistant.web.notices.workbench import STEPS, Workbench, workbench
from assistant.web.place import here, here_id
from assistant.web.state import now, state, today
from assistant.web.visitor import actor

bp = Blueprint("maker", __name__, url_prefix="/notices/making")
_FORMS: dict[str, type[Form]] = {
    "people": PeopleForm,
    "tools": ToolsForm,
    "languages": LanguagesForm,
    "check": CheckForm,
}
Shown = str | BaseResponse | tuple[str, int]


@bp.get("/new")
@policy(Policy.MANAGER)
def show_new() -> str:
    """Ask whom a new notice is for."""
    here_id()
    return render_template("notices/making/new.html", form=PeopleForm.blank())


@bp.post("/new")
@policy(Policy.MANAGER)
def begin() -> Shown:
    """Keep a new notice in the making, about every tool that touches its readers."""
    place, form = here_id(), PeopleForm()
    if not form.validate():
        return render_template("notices/making/new.html", form=form), 422
    audience = Audience(form.audience.data)
    with state().storage.write() as db:
        tools = sources.registered(db, place)
        touching = making.touching(tools, audience, sources.sources().wording)
        first = making.begin(audience, touching, here().location, today=today())
        kept = storage.makings.begin(db, place, first, now())
    return hx.go(url_for(".show", number=kept.number, step="tools"))


@bp.post(f"/again/<{NUMBER}:notice>")
@policy(Policy.MANAGER)
def begin_again(notice: int) -> Shown:
    """Make a published notice anew, from the register and the contacts as they are now."""
    place = here_id()
    found = sources.of_this_location(notice)
    first = making.again(found.file, here().location, today=today())
    with state().storage.write() as db:
        kept = storage.makings.begin(db, place, first, now(), notice)
    return hx.go(url_for(".show", number=kept.number, step="check"))


@bp.get(f"/<{NUMBER}:number>/<any({', '.join(STEPS)}):step>")
@policy(Policy.MANAGER)
def show(number: int, step: str) -> str:
    """Show a step of a notice in the making, with the page as it would be printed."""
    bench = _bench(number, step)
    return _page(bench, step, _FORMS[step].of(bench))


@bp.post(f"/<{NUMBER}:number>/<any({', '.join(STEPS)}):step>")
@policy(Policy.MANAGER)
def save(number: int, step: str) -> Shown:
    """Keep what was chosen in a step, and go on; htmx gets the new preview instead."""
    bench = _bench(number, step)
    form = _FORMS[step].of(bench)
    if not form.validate():
        # Half a choice is not kept as one goes; the form says what is wrong when it is sent.
        return ("", 204) if hx.wants_fragment() else (_page(bench, step, form), 422)
    chosen = form.chosen(bench)
    with state().storage.write() as db:
        storage.makings.change(db, here_id(), number, chosen, now())
    if hx.wants_fragment():
        return hx.hx(
            render_template("notices/making/preview.html", step=step, **_shown(workbench(number)))
        )
    steps = bench.steps
    onward = steps[min(steps.index(step) + 1, len(steps) - 1)]
    return hx.go(url_for(".show", number=number, step=onward))


@bp.post(f"/<{NUMBER}:number>/publish")
@policy(Policy.MANAGER)
def publish(number: int) -> Shown:
    """Publish the notice as the next version; what stands in its way is said instead."""
    bench, form = workbench(number), PublishForm()
    check = CheckForm.of(bench)
    if not check.validate():
        return _page(bench, "check", check, form), 422
    # The days that stand on the page hold, whether they were kept before or not.
    bench = replace(bench, kept=replace(bench.kept, making=check.chosen(bench)))
    version = _version(bench, form)
    if version is None:
        return _page(bench, "check", check, form), 422
    with state().storage.write() as db:
        # Sent twice, it is published once.
        if not storage.makings.end(db, here_id(), number):
            abort(404)
        overruled = form.overruled(bench)
        published = storage.notices.publish(
            db, here_id(), version, now(), bench.kept.notice_id, overruled
        )
        storage.kept_translations.keep(
            db, version.notice.every_message(), sources.sources().shipped.values()
        )
        audit.record(
            db,
            actor(),
            "notice_published",
            version.notice.id,
            now(),
            location_id=here_id(),
            version=str(published.number),
            **({"in_spite_of_warnings": overruled.reason} if overruled else {}),
        )
    chosen = bench.making
    return hx.go(
        url_for(
            "notices.show_together",
            number=published.id,
            language=chosen.languages,
            format=[format.value for format in chosen.formats],
            published=1,
        )
    )


@bp.post(f"/<{NUMBER}:number>/end")
@policy(Policy.MANAGER)
def end(number: int) -> Shown:
    """Give a notice in the making up; what was published stays."""
    workbench(number)
    with state().storage.write() as db:
        storage.makings.end(db, here_id(), number)
    return hx.go(url_for("notices.show_all"))


@bp.get(f"/<{NUMBER}:number>/<code>/<name>/<{NUMBER}:page>.png")
@policy(Policy.MANAGER)
def show_page(number: int, code: str, name: str, page: int) -> Response:
    """Return a page of a notice in the making as it would be printed, as a picture."""
    pictures = _pictures(workbench(number), code, name)
    if not 1 <= page <= len(pictures):
        abort(404)
    response = make_response(pictures[page - 1])
    response.headers["Content-Type"] = "image/png"
    return response


def _bench(number: int, step: str) -> Workbench:
    bench = workbench(number)
    return bench if step in bench.steps else abort(404)


def _version(bench: Workbench, form: PublishForm) -> Version | None:
    """Return the version to publish, or None where a gate stands in its way or nobody approves."""
    if not form.validate():
        return None
    if form.facts.data != bench.facts:
        form.refuse(
            "approved_by", _("The register or the contacts have changed. Please read it again.")
        )
        form.facts.data = bench.facts
        return None
    if not form.may_overrule(bench):
        return None
    file = bench.file(approved_by=Office(form.approved_by.data))
    try:
        return notices.issue(file, sources.sources().wording, today=today()) if file else None
    except NoticeError:
        return None


def _page(bench: Workbench, step: str, form: Form, publish_form: PublishForm | None = None) -> str:
    return render_template(
        f"notices/making/{step}.html",
        step=step,
        form=form,
        publish_form=publish_form or PublishForm.of(bench),
        **_shown(bench),
    )


def _shown(bench: Workbench) -> dict[str, object]:
    """Return what the preview and the list of what is missing need."""
    code = request.args.get("language", bench.making.languages[0])
    format = _format(request.args.get("format", bench.making.formats[0].value))
    if code not in LANGUAGES or not bench.has(code, format):
        code = "en"
    return {
        "bench": bench,
        "code": code,
        "shown_in": LANGUAGES[code],
        "format": format,
        "pages": len(_pictures(bench, code, format)) if format in printing.PAPER else 0,
        "text": bench.text(code, format) if format not in printing.PAPER else "",
    }


def _pictures(bench: Workbench, code: str, name: str) -> tuple[bytes, ...]:
    format = _format(name)
    if code not in LANGUAGES or not bench.has(code, format) or format not in printing.PAPER:
        return ()
    shown = bench.edition(LANGUAGES[code], format)
    try:
        return printing.look(shown, (state().settings.templates / "print").resolve())
    except PrintError:
        # A gate says which name it cannot print.
        return ()


def _format(name: str) -> Format:
    return Format(name) if name in set(Format) else Format.A4
