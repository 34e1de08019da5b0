"""One's own account: password, recovery codes, and every place where one is signed in."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from assistant import accounts
from assistant.storage import accounts as kept
from assistant.storage import audit, doors
from assistant.web import forms, hx
from assistant.web.doors import Policy, policy
from assistant.web.sign_in import TOO_OFTEN
from assistant.web.state import now, state
from assistant.web.visitor import actor, forget_visit, signed_in

bp = Blueprint("account", __name__, url_prefix="/account")
Shown = str | Response | tuple[str, int]


class ConfirmForm(forms.Form):
    """The password again, before something that matters."""

    password = forms.secret(_("Your password"))


@bp.get("/")
@policy(Policy.STAFF)
def show() -> str:
    """Show who is signed in and what they can change."""
    return _page()


@bp.post("/recovery-codes")
@policy(Policy.MANAGER)
def renew_codes() -> Shown:
    """Show new recovery codes in place of the old ones, this once."""
    account, form = signed_in(), ConfirmForm()
    if not form.validate() or not _is_right(account.id, form):
        return _page(form), 422
    with state().storage.write() as db:
        codes = kept.new_recovery_codes(db, account.id)
        audit.record(db, actor(), "recovery_codes_renewed", account.name, now())
    return render_template("links/recovery_codes.html", codes=codes)


@bp.post("/sign-out-everywhere")
@policy(Policy.STAFF)
def sign_out_everywhere() -> Response:
    """End every visit of this person, this one too."""
    account = signed_in()
    with state().storage.write() as db:
        doors.end_visits(db, account.id)
        audit.record(db, actor(), "signed_out_everywhere", account.name, now())
    response = hx.go(url_for("ask.show", finished=1))
    forget_visit(response)
    return response


def _page(form: ConfirmForm | None = None) -> str:
    account = signed_in()
    with state().storage.read() as db:
        left = kept.recovery_codes_left(db, account.id)
    return render_template(
        "account/show.html", form=form or ConfirmForm(formdata=None), account=account, left=left
    )


def _is_right(account_id: int, form: ConfirmForm) -> bool:
    key = f"confirm {account_id}"
    with state().storage.read() as db:
        is_throttled = doors.is_throttled(db, key, accounts.PASSWORD_THROTTLE, now())
        password_hash = kept.secrets_of(db, account_id).password_hash
    if not is_throttled and accounts.matches(password_hash, form.password.data):
        return True
    if not is_throttled:
        with state().storage.write() as db:
            doors.note_failure(db, key, now())
    form.refuse("password", TOO_OFTEN if is_throttled else _("The password is not right."))
    return False
