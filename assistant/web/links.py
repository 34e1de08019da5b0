"""One-time links: the first sign-in, a lost password, phone or PIN, and enrolling a device.

Opening a link does not use it up, since programs that preview messages open links too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from flask import Blueprint, abort, make_response, render_template, session, url_for
from flask_babel import lazy_gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from assistant import accounts, printing
from assistant.accounts import Account, PasswordFault
from assistant.storage import accounts as kept
from assistant.storage import audit, doors
from assistant.storage.audit import Actor
from assistant.storage.doors import Link, Purpose
from assistant.web import forms, hx
from assistant.web.doors import Policy, policy
from assistant.web.place import location
from assistant.web.sign_in import TOO_OFTEN, begin_visit, code_is_right, open_visit
from assistant.web.state import now, state
from assistant.web.visitor import keep_device, keep_visit, visitor
from assistant.web.words import PASSWORD_FAULTS, Words

bp = Blueprint("links", __name__, url_prefix="/link")
_SECRET = "code_secret"  # noqa: S105
Shown = str | Response | tuple[str, int]


class StartForm(forms.Form):
    """A password of one's own, and proof that the code app works."""

    password = forms.secret(
        _("Choose a password"),
        hint=_("At least 12 characters. Three or four words that do not belong together are good."),
    )
    again = forms.secret(_("The same password again"))
    code = forms.code(_("Code from your authenticator app"), hint=_("Six digits."))


class PasswordForm(forms.Form):
    """A new password, and proof that it is still the same person."""

    password = StartForm.password
    again = StartForm.again
    code = forms.code(_("Code from your authenticator app"), hint=_("Six digits."))


class CodeAppForm(forms.Form):
    """The password, and proof that the new code app works."""

    password = forms.secret(_("Your password"))
    code = StartForm.code


class PinForm(forms.Form):
    """A PIN of one's own."""

    pin = forms.secret(_("Choose a PIN"), hint=_("Six digits. Not a date, not 123456."))
    again = forms.secret(_("The same PIN again"))


class EnrolForm(forms.Form):
    """Nothing but the will to enrol this device."""


@bp.get("/<token>")
@policy(Policy.PUBLIC)
def show(token: str) -> Shown:
    """Show what the link is for."""
    link = _good(token)
    if link.purpose is Purpose.PIN and not _is_at_work(link):
        return render_template("links/wrong_device.html", account=link.account), 403
    return _page(token, link, _FORMS[link.purpose](formdata=None))


@bp.post("/<token>")
@policy(Policy.PUBLIC)
def use(token: str) -> Shown:
    """Do what the link is for, and use it up."""
    link = _good(token)
    form = _FORMS[link.purpose]()
    if not form.validate():
        return _page(token, link, form), 422
    return _USES[link.purpose](token, link, form)


def _good(token: str) -> Link:
    with state().storage.read() as db:
        link = doors.find_link(db, token, now())
    if link is None or (link.account and link.account.left_at):
        abort(404)
    return link


def _page(token: str, link: Link, form: forms.Form) -> str:
    """Return the page of the link, with a new picture for a code app where it needs one."""
    secret, picture = None, None
    if link.purpose in {Purpose.START, Purpose.CODE_APP} and link.account is not None:
        secret = session.setdefault(_SECRET, accounts.new_code_secret())
        address = accounts.code_address(secret, link.account.email or link.account.name)
        # Drawn by segno from an address that we made; it holds no markup of anyone.
        picture = Markup(printing.qr_svg(address))  # noqa: S704
    return render_template(
        f"links/{link.purpose}.html",
        link=link,
        link_token=token,
        form=form,
        secret=secret,
        picture=picture,
    )


def _start(token: str, link: Link, form: forms.Form) -> Shown:
    account = _account(link)
    step = _new_app_step(form)
    if not _takes_password(account, form) or step is None:
        return _page(token, link, form), 422
    with state().storage.write() as db:
        if not doors.use_link(db, link, now()):
            abort(404)
        kept.set_password(db, account.id, form["password"].data)
        codes = kept.set_code_app(db, account.id, session.pop(_SECRET), step)
        audit.record(db, audit.actor(account), "account_set_up", account.name, now())
    return _welcome(account, codes)


def _new_password(token: str, link: Link, form: forms.Form) -> Shown:
    account = _account(link)
    if not _takes_password(account, form):
        return _page(token, link, form), 422
    words = _("That code is not right, or was used before.")
    if not _proves(account, form, "code", lambda typed: code_is_right(account, typed), words):
        return _page(token, link, form), 422
    with state().storage.write() as db:
        if not doors.use_link(db, link, now()):
            abort(404)
        kept.set_password(db, account.id, form["password"].data)
        audit.record(db, audit.actor(account), "password_changed", account.name, now())
    return begin_visit(account, url_for("manage.show"))


def _new_code_app(token: str, link: Link, form: forms.Form) -> Shown:
    account = _account(link)
    step = _new_app_step(form)
    if step is None:
        return _page(token, link, form), 422
    with state().storage.read() as db:
        password_hash = kept.secrets_of(db, account.id).password_hash
    words = _("The password is not right.")
    is_right = partial(accounts.matches, password_hash)
    if not _proves(account, form, "password", is_right, words):
        return _page(token, link, form), 422
    with state().storage.write() as db:
        if not doors.use_link(db, link, now()):
            abort(404)
        codes = kept.set_code_app(db, account.id, session.pop(_SECRET), step)
        doors.end_visits(db, account.id)
        audit.record(db, audit.actor(account), "code_app_changed", account.name, now())
    return _welcome(account, codes)


def _new_pin(token: str, link: Link, form: forms.Form) -> Shown:
    account = _account(link)
    if not _is_at_work(link):
        abort(403)
    pin = form["pin"].data
    if not (pin.isascii() and pin.isdigit()) or len(pin) != accounts.PIN_DIGITS:
        form.refuse("pin", _("Please use six digits."))
    elif accounts.is_easy_pin(pin):
        form.refuse("pin", _("Others would guess that PIN. Please choose another."))
    elif pin != form["again"].data:
        form.refuse("again", _("The two are not the same."))
    if form.errors:
        return _page(token, link, form), 422
    with state().storage.write() as db:
        if not doors.use_link(db, link, now()):
            abort(404)
        kept.set_pin(db, account.id, pin)
        audit.record(db, audit.actor(account), "pin_set", account.name, now())
    return begin_visit(account, url_for("ask.show"))


def _enrol(_token: str, link: Link, _form: forms.Form) -> Shown:
    if link.location_id is None or link.device_kind is None:
        abort(404)
    with state().storage.write() as db:
        if not doors.use_link(db, link, now()):
            abort(404)
        token = doors.enrol(db, link.location_id, link.device_name, link.device_kind, now())
        by = Actor(None, link.device_name, "device")
        audit.record(
            db, by, "device_enrolled", link.device_name, now(), location_id=link.location_id
        )
    response = hx.go(url_for("ask.show"))
    keep_device(response, token)
    return response


_FORMS: Mapping[Purpose, type[forms.Form]] = {
    Purpose.START: StartForm,
    Purpose.PASSWORD: PasswordForm,
    Purpose.CODE_APP: CodeAppForm,
    Purpose.PIN: PinForm,
    Purpose.ENROL: EnrolForm,
}
_USES: Mapping[Purpose, Callable[[str, Link, forms.Form], Shown]] = {
    Purpose.START: _start,
    Purpose.PASSWORD: _new_password,
    Purpose.CODE_APP: _new_code_app,
    Purpose.PIN: _new_pin,
    Purpose.ENROL: _enrol,
}


def _account(link: Link) -> Account:
    if link.account is None:
        abort(404)
    return link.account


def _is_at_work(link: Link) -> bool:
    """Return whether this is an enrolled device of a location where the person works."""
    device = visitor().device
    return device is not None and _account(link).belongs_to(device.location_id)


def _takes_password(account: Account, form: forms.Form) -> bool:
    """Return whether the new password is good, and say in the form why it is not."""
    password = form["password"].data
    about = (account.name, account.email or "", location().provider, location().name)
    fault: PasswordFault | None = accounts.password_fault(password, about)
    if fault:
        form.refuse("password", PASSWORD_FAULTS[fault])
    elif password != form["again"].data:
        form.refuse("again", _("The two are not the same."))
    return not form.errors


def _new_app_step(form: forms.Form) -> int | None:
    """Return the step of the code that proves the new app, and say in the form if there is none."""
    secret = session.get(_SECRET)
    step = secret and accounts.code_step(secret, form["code"].data, now(), None)
    if step is None:
        form.refuse("code", _("That code is not right. Wait for the next one and type it here."))
    return step


def _proves(
    account: Account, form: forms.Form, field: str, is_right: Callable[[str], bool], words: Words
) -> bool:
    """Return whether what stands in *field* is right, and say in the form why it is not."""
    key = f"link {account.id}"
    with state().storage.read() as db:
        is_throttled = doors.is_throttled(db, key, accounts.CODE_THROTTLE, now())
    if not is_throttled and is_right(form[field].data):
        return True
    if not is_throttled:
        with state().storage.write() as db:
            doors.note_failure(db, key, now())
    form.refuse(field, TOO_OFTEN if is_throttled else words)
    return False


def _welcome(account: Account, codes: tuple[str, ...]) -> Response:
    """Begin the visit, and show the recovery codes this once."""
    token = open_visit(account)
    response = make_response(render_template("links/recovery_codes.html", codes=codes))
    keep_visit(response, token)
    return response
