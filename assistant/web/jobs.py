"""Switch-off jobs: when a person says no, what staff do about it, by when, and that it was done."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, abort, make_response, render_template, request, url_for
from flask_babel import lazy_gettext as _
from flask_babel import to_user_timezone
from msgspec import structs
from werkzeug.wrappers import Response as BaseResponse

from assistant import notices, printing, storage
from assistant.accounts import Duty
from assistant.languages import LANGUAGES, Language
from assistant.notices import ChoiceError, JobSheet, NoticeFile, SwitchOffJob
from assistant.register import Staff, Tool
from assistant.storage import audit
from assistant.storage.switch_off import KeptJob
from assistant.web import forms, hx
from assistant.web.doors import Policy, policy
from assistant.web.notices import sources
from assistant.web.notices.reading import NUMBER
from assistant.web.notices.words import STAFF
from assistant.web.place import here, here_id
from assistant.web.state import now, state
from assistant.web.visitor import actor

bp = Blueprint("jobs", __name__, url_prefix="/jobs")


class NewJobForm(forms.Form):
    """A no: what the person had read, and about which tool they spoke."""

    about = forms.one_of(_("What does the person say no to?"), ())


class DoneForm(forms.Form):
    """Who carried the job out."""

    by = forms.one_of(_("Who turned it off, or limited it?"), STAFF.items())


@dataclass(frozen=True)
class Choice:
    """A tool that a person can say no to, under the notice that tells about it."""

    notice_id: int
    file: NoticeFile
    tool: Tool

    @property
    def value(self) -> str:
        """Return what the form sends."""
        return f"{self.notice_id} {self.tool.id}"


@bp.get("/")
@policy(Policy.STAFF, duty=Duty.SENIOR)
def show_all() -> str:
    """Show the open jobs, late ones first, and the last ones that were done."""
    with state().storage.read() as db:
        found = storage.switch_off.jobs(db, here_id())
    every = [kept.job for kept in found]
    late = notices.late(every, now=now())
    waiting = sorted((job for job in every if not job.is_done and job not in late), key=_due)
    done = [job for job in every if job.is_done]
    return render_template(
        "jobs/index.html", late=late, waiting=waiting, done=done[:20], names=_names(found)
    )


@bp.get("/new")
@policy(Policy.STAFF, duty=Duty.SENIOR)
def show_new() -> str:
    """Ask which tool a person says no to."""
    return render_template("jobs/new.html", form=_form(is_sent=False), choices=_choices())


@bp.post("/new")
@policy(Policy.STAFF, duty=Duty.SENIOR)
def begin() -> str | BaseResponse | tuple[str, int]:
    """Keep a no as a numbered job."""
    form, choices = _form(), _choices()
    if not form.validate():
        return render_template("jobs/new.html", form=form, choices=choices), 422
    chosen = next(one for one in choices if one.value == form.about.data)
    asked_at = now()

    def job(number: int) -> SwitchOffJob:
        return notices.switch_off(number, chosen.file, chosen.tool, asked_at=asked_at)

    with state().storage.write() as db:
        kept = storage.switch_off.add(db, here_id(), chosen.notice_id, job)
        audit.record(
            db, actor(), "no_recorded", str(kept.job.number), asked_at, location_id=here_id()
        )
    return hx.go(url_for(".show", number=kept.job.number))


@bp.get(f"/<{NUMBER}:number>")
@policy(Policy.STAFF, duty=Duty.SENIOR)
def show(number: int) -> str:
    """Show a job: what to do, the sheet to print, and who did it."""
    return _page(_kept(number), DoneForm(formdata=None))


@bp.post(f"/<{NUMBER}:number>/done")
@policy(Policy.STAFF, duty=Duty.SENIOR)
def finish(number: int) -> str | BaseResponse | tuple[str, int]:
    """Keep by which role the job was carried out, now."""
    kept, form = _kept(number), DoneForm()
    if not form.validate():
        return _page(kept, form), 422
    try:
        with state().storage.write() as db:
            storage.switch_off.finish(db, here_id(), number, Staff(form.by.data), now())
            audit.record(db, actor(), "no_carried_out", str(number), now(), location_id=here_id())
    except ChoiceError:
        # Somebody else said so first; what they said stays, and the page shows it.
        pass
    return hx.go(url_for(".show", number=number))


@bp.get(f"/<{NUMBER}:number>/<code>.pdf")
@policy(Policy.STAFF, duty=Duty.SENIOR)
def print_sheet(number: int, code: str) -> Response:
    """Return the sheet of a job: for staff, for the care record, and back to the person."""
    sheet = _sheet(_kept(number))
    language = next((one for one in _languages(sheet) if one.code == code), None) or abort(404)
    pdf = printing.job_sheet(
        sheet,
        here().location.name,
        language,
        templates=(state().settings.templates / "print").resolve(),
        catalogue=sources.sources().catalogues.get(code),
    )
    response = make_response(pdf)
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="job-{number}-{code}.pdf"'
    return response


def _due(job: SwitchOffJob) -> tuple[object, int]:
    return job.due_at, job.number


def _kept(number: int) -> KeptJob:
    with state().storage.read() as db:
        return storage.switch_off.by_number(db, here_id(), number) or abort(404)


def _sheet(kept: KeptJob) -> JobSheet:
    """Return the sheet of a job: what the person had read, off in the way the register says now."""
    found = sources.of_this_location(kept.notice_id, kept.job.version)
    with state().storage.read() as db:
        ways = {one.id: one.off_how for one in sources.registered(db, here_id())}
    tools = tuple(
        structs.replace(tool, off_how=ways.get(tool.id) or tool.off_how)
        for tool in found.file.tools
    )
    file = structs.replace(found.file, tools=tools)
    # Staff read the clock on their wall.
    asked_at, due_at = to_user_timezone(kept.job.asked_at), to_user_timezone(kept.job.due_at)
    job = structs.replace(kept.job, asked_at=asked_at, due_at=due_at)
    return notices.sheet(job, file, sources.sources().wording)


def _languages(sheet: JobSheet) -> list[Language]:
    """Return the languages that the slip for the person can be had in."""
    messages = sheet.messages()
    catalogues = sources.sources().catalogues
    return [
        language
        for code, language in LANGUAGES.items()
        if code not in catalogues or not catalogues[code].faults(messages)
    ]


def _choices() -> list[Choice]:
    """Return every tool that somebody can say no to here, under each notice that tells of it."""
    return [
        Choice(one.published.id, one.file, tool)
        for one in sources.all_listed()
        for tool in one.file.tools
        if tool.choice in notices.ANSWERS and one.notice.slip is not None
    ]


def _form(*, is_sent: bool = True) -> NewJobForm:
    asked = request.args.get("about")
    data = {"about": asked}
    form = NewJobForm(data=data) if is_sent else NewJobForm(formdata=None, data=data)
    form.about.choices = forms.offered((one.value, one.tool.name) for one in _choices())
    return form


def _names(found: list[KeptJob]) -> dict[int, str]:
    """Return what the tool of each job is called."""
    every = {one.published.id: one for one in sources.all_listed()}
    names = {}
    for kept in found:
        tools = {tool.id: tool.name for tool in every[kept.notice_id].file.tools}
        names[kept.job.number] = tools.get(kept.job.tool, kept.job.tool)
    return names


def _page(kept: KeptJob, form: DoneForm) -> str:
    sheet = _sheet(kept)
    return render_template(
        "jobs/show.html",
        job=kept.job,
        sheet=sheet,
        is_late=bool(notices.late([kept.job], now=now())),
        languages=_languages(sheet),
        form=form,
    )
