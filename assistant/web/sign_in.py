"""Signing in: by e-mail, password and code for managers; by name and PIN for staff on a device."""

from __future__ import annotations

from datetime import timedelta

from flask import (
    Blueprint,
    abort,
    current_app,
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from assistant import accounts
from assistant.accounts import Account, Throttle
from assistant.storage import accounts as kept
from assistant.storage import audit, doors
from assistant.web import forms, hx, staff_language
from assistant.web.doors import Policy, policy
from assistant.web.state import now, state
from assistant.web.visitor import keep_visit, visitor

bp = Blueprint("sign_in", __name__, url_prefix="/sign-in")
_PENDING = "pending"
_PENDING_LASTS = timedelta(minutes=5)
TOO_OFTEN = _("Too many tries. Please wait five minutes, then try again.")


class PasswordForm(forms.Form):
    """Who is signing in, and their password."""

    email = forms.email(_("E-mail address"))
    password = forms.secret(_("Password"))


class CodeForm(forms.Form):
    """The second step."""

    code = forms.code(
        _("Code from your authenticator app"),
        hint=_("Six digits. Lost your phone? Type one of your recovery codes instead."),
    )


class PinForm(forms.Form):
    """The PIN of a member of staff."""

    pin = forms.secret(_("Your PIN"))


@bp.get("/")
@policy(Policy.PUBLIC)
def show() -> str | Response:
    """Show the names of staff on an enrolled device, and the form for managers."""
    return _page(PasswordForm(formdata=None))


@bp.post("/")
@policy(Policy.PUBLIC)
def send_password() -> str | Response | tuple[str, int]:
    """Check the password; the code comes next."""
    form = PasswordForm()
    if not form.validate():
        return _page(form), 422
    email = form.email.data.casefold()
    keys = ((f"password {email}", accounts.PASSWORD_THROTTLE), _from_here())
    if _is_throttled(*keys):
        form.refuse("password", TOO_OFTEN)
        return _page(form), 429
    with state().storage.read() as db:
        number, password_hash = kept.password_by_email(db, email)
    if not accounts.matches(password_hash, form.password.data) or number is None:
        _note_failure(*keys)
        form.refuse("password", _("The e-mail address or the password is not right."))
        return _page(form), 422
    if password_hash and accounts.is_outdated(password_hash):
        with state().storage.write() as db:
            kept.renew_password_hash(db, number, form.password.data)
    session[_PENDING] = {"account": number, "until": (now() + _PENDING_LASTS).timestamp()}
    return redirect(url_for(".show_code", next=_next()), 303)


@bp.get("/code")
@policy(Policy.PUBLIC)
def show_code() -> str | Response:
    """Ask for the code of the authenticator app."""
    if _pending() is None:
        return redirect(url_for(".show", next=_next()), 303)
    return render_template("sign_in/code.html", form=CodeForm(formdata=None), next=_next())


@bp.post("/code")
@policy(Policy.PUBLIC)
def send_code() -> str | Response | tuple[str, int]:
    """Check the code, and begin the visit."""
    account = _pending()
    if account is None:
        return redirect(url_for(".show", next=_next()), 303)
    form = CodeForm()
    throttled = (f"code {account.id}", accounts.CODE_THROTTLE)
    if not form.validate():
        return render_template("sign_in/code.html", form=form, next=_next()), 422
    if _is_throttled(throttled):
        form.refuse("code", TOO_OFTEN)
        return render_template("sign_in/code.html", form=form, next=_next()), 429
    if not _spends(account, form.code.data):
        _note_failure(throttled)
        form.refuse("code", _("That code is not right, or was used before."))
        return render_template("sign_in/code.html", form=form, next=_next()), 422
    with state().storage.write() as db:
        for key in (throttled[0], f"password {account.email}"):
            doors.forget_failures(db, key)
    return begin_visit(account, _next() or url_for("manage.show"))


@bp.get("/pin/<int(max=2147483647):account_id>")
@policy(Policy.DEVICE)
def show_pin(account_id: int) -> str:
    """Ask a member of staff for their PIN."""
    account = _at_this_device(account_id)
    return render_template("sign_in/pin.html", form=PinForm(formdata=None), account=account)


@bp.post("/pin/<int(max=2147483647):account_id>")
@policy(Policy.DEVICE)
def send_pin(account_id: int) -> str | Response | tuple[str, int]:
    """Check the PIN, and begin the visit."""
    account = _at_this_device(account_id)
    form = PinForm()
    device = visitor().device
    device_id = device.id if device else None
    keys = (
        (f"pin {device_id} {account.id}", accounts.PIN_THROTTLE),
        (f"pins {device_id}", accounts.PLACE_THROTTLE),
    )
    if not form.validate():
        return render_template("sign_in/pin.html", form=form, account=account), 422
    if _is_throttled(*keys):
        form.refuse("pin", TOO_OFTEN)
        return render_template("sign_in/pin.html", form=form, account=account), 429
    with state().storage.read() as db:
        pin_hash = kept.secrets_of(db, account.id).pin_hash
    if not accounts.matches(pin_hash, form.pin.data):
        _note_failure(*keys)
        form.refuse("pin", _("That PIN is not right."))
        return render_template("sign_in/pin.html", form=form, account=account), 422
    with state().storage.write() as db:
        doors.forget_failures(db, keys[0][0])
    return begin_visit(account, url_for("ask.show"))


def open_visit(account: Account) -> str:
    """Begin a visit of *account* in this browser and return its token for ``keep_visit``."""
    device, at = visitor().device, now()
    location_id = device.location_id if device else None
    if location_id is not None and not account.belongs_to(location_id):
        location_id = None
    with state().storage.write() as db:
        token = doors.start_visit(
            db, account, at, device_id=device.id if device else None, location_id=location_id
        )
        by = audit.actor(account)
        audit.record(db, by, "signed_in", account.name, at, location_id=location_id)
    # Nothing of the time before signing in goes on, least of all its token against forgery; the
    # language does, so that who could not read English before can read on.
    reads = staff_language.chosen()
    session.clear()
    staff_language.keep(reads)
    g.pop(current_app.config["WTF_CSRF_FIELD_NAME"], None)
    return token


def begin_visit(account: Account, path: str) -> Response:
    """Return a redirect to *path* that begins a visit of *account* in this browser."""
    token = open_visit(account)
    response = hx.go(path)
    keep_visit(response, token)
    return response


def code_is_right(account: Account, typed: str) -> bool:
    """Return whether *typed* is the next code of this person's app, and use it up."""
    with state().storage.write() as db:
        secrets = kept.secrets_of(db, account.id)
        if secrets.code_secret is None:
            return False
        step = accounts.code_step(secrets.code_secret, typed, now(), secrets.code_step)
        return step is not None and kept.spend_code_step(db, account.id, step)


def _spends(account: Account, typed: str) -> bool:
    """Return whether a code of the app, or else a recovery code, was right; either is used up."""
    if code_is_right(account, typed):
        return True
    with state().storage.write() as db:
        if not kept.spend_recovery_code(db, account.id, typed, now()):
            return False
        audit.record(db, audit.actor(account), "recovery_code_used", account.name, now())
    return True


def _page(form: PasswordForm) -> str:
    device = visitor().device
    with state().storage.read() as db:
        staff = kept.with_pin(db, device.location_id) if device else []
    return render_template("sign_in/password.html", form=form, staff=staff, next=_next())


def _at_this_device(account_id: int) -> Account:
    """Return a member of staff who may sign in by PIN on this very device."""
    device = visitor().device
    with state().storage.read() as db:
        staff = kept.with_pin(db, device.location_id) if device else []
    found = next((account for account in staff if account.id == account_id), None)
    return found or abort(404)


def _pending() -> Account | None:
    """Return whose password was right a moment ago in this browser."""
    pending = session.get(_PENDING)
    if not pending or pending["until"] < now().timestamp():
        return None
    with state().storage.read() as db:
        account = kept.get(db, pending["account"])
    return account if account and not account.left_at else None


def _next() -> str:
    """Return the page that was asked for before signing in, if it is one of ours."""
    return hx.own_page(request.args.get("next", ""))


def _from_here() -> tuple[str, Throttle]:
    return f"from {request.remote_addr}", accounts.PLACE_THROTTLE


def _is_throttled(*keys: tuple[str, Throttle]) -> bool:
    with state().storage.read() as db:
        return any(doors.is_throttled(db, key, throttle, now()) for key, throttle in keys)


def _note_failure(*keys: tuple[str, Throttle]) -> None:
    with state().storage.write() as db:
        for key, _throttle in keys:
            doors.note_failure(db, key, now())
