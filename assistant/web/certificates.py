"""Certificates of a location, and what anyone may learn of a check code: valid or not, the day."""

from __future__ import annotations

from flask import Blueprint, Response, abort, render_template, request, url_for
from flask_babel import lazy_gettext as _

from assistant import accounts, printing
from assistant.accounts import Duty
from assistant.storage import doors
from assistant.storage.training import certificates
from assistant.training import Certificate, CodeCheck, codes
from assistant.training.codes import Length
from assistant.web import forms
from assistant.web.doors import Policy, policy
from assistant.web.exports import pdf_response
from assistant.web.place import here_id
from assistant.web.state import now, state, today

bp = Blueprint("certificates", __name__)
# Thirty codes in five minutes are more than anyone reads off paper.
_FROM_HERE = accounts.PLACE_THROTTLE


class CodeForm(forms.Form):
    """The check code of a certificate."""

    code = forms.code(_("Check code"), hint=_("Twelve letters and numbers from the certificate."))


@bp.get("/training/certificates")
@policy(Policy.STAFF, duty=Duty.FACILITATOR)
def show_all() -> str:
    """Show the certificates of this location, the newest first."""
    with state().storage.read() as db:
        found = certificates.at(db, here_id())
    return render_template(
        "records/certificates.html",
        found=found,
        plans=state().knowledge.plans,
        shown=codes.shown,
        today=today(),
    )


@bp.get("/training/certificates/<code>.pdf")
@policy(Policy.STAFF, duty=Duty.FACILITATOR)
def print_one(code: str) -> Response:
    """Return a certificate of this location as PDF."""
    with state().storage.read() as db:
        shown = certificates.get(db, here_id(), code, state().knowledge.plans) or abort(404)
    return printed(shown)


@bp.get("/certificate")
@policy(Policy.PUBLIC)
def show_check() -> str:
    """Ask for a check code."""
    return render_template("records/code.html", form=CodeForm(formdata=None), found=None)


@bp.post("/certificate")
@policy(Policy.PUBLIC)
def check() -> str | tuple[str, int]:
    """Say whether a certificate is valid today, and the day of the check; never a name."""
    form, key = CodeForm(), f"certificates from {request.remote_addr}"
    if not form.validate():
        return render_template("records/code.html", form=form, found=None), 422
    code = codes.normalised(form.code.data, Length.CHECK)
    with state().storage.write() as db:
        if doors.is_throttled(db, key, _FROM_HERE, now()):
            form.refuse("code", _("Too many tries. Please wait five minutes, then try again."))
            return render_template("records/code.html", form=form, found=None), 429
        found = certificates.check_code(db, code, today()) if code else CodeCheck(valid=False)
        if found.passed_on is None:
            doors.note_failure(db, key, now())
    return render_template("records/code.html", form=form, found=found)


def printed(shown: Certificate) -> Response:
    """Return a certificate as PDF, with where its code can be checked if there is such a place."""
    public_url = state().settings.public_url
    pdf = printing.certificate(
        shown,
        templates=(state().settings.templates / "print").resolve(),
        check_address=public_url + url_for("certificates.show_check") if public_url else None,
    )
    return pdf_response("certificate", pdf)
