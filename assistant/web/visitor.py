"""Who is at the screen: the enrolled device, and the person who signed in on it, if any."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import cast

from flask import current_app, g, request
from itsdangerous import BadSignature, Signer
from werkzeug.wrappers import Response

from assistant.accounts import Account, Duty, Role
from assistant.storage import StorageError, audit, doors
from assistant.storage.audit import Actor
from assistant.storage.doors import Device, Visit
from assistant.web.state import now, state

IDLE = timedelta(minutes=15)
# A shift and its handover; who is still here signs in again.
LONGEST = timedelta(hours=13)
_DEVICE_LASTS = timedelta(days=400)
# Whoever loses the network in a group session comes back; by the next day the tablet is another's.
_SEAT_LASTS = timedelta(hours=12)


@dataclass(frozen=True)
class Visitor:
    """The device and the visit of a request.

    ``is_remembered`` says that a device proved itself by its cookie alone, since the database did
    not answer.
    """

    device: Device | None = None
    visit: Visit | None = None
    is_remembered: bool = False

    @property
    def account(self) -> Account | None:
        """Return who signed in, if anyone did."""
        return self.visit.account if self.visit else None

    def has(self, duty: Duty) -> bool:
        """Return whether the person has a duty; managers and owners have each of them."""
        account = self.account
        return account is not None and (account.role is not Role.STAFF or duty in account.duties)


def visitor() -> Visitor:
    """Return who this request comes from; read once a request."""
    if "visitor" not in g:
        g.visitor = _read()
    return cast(Visitor, g.visitor)


def signed_in() -> Account:
    """Return who signed in, in a view whose policy asks for it."""
    account = visitor().account
    if account is None:
        raise LookupError("this view is open to people who have not signed in")
    return account


def actor() -> Actor:
    """Return the person of this request for the audit."""
    return audit.actor(signed_in())


def keep_device(response: Response, token: str) -> None:
    """Make the browser of *response* the enrolled device that holds *token*."""
    value = _signer().sign(token).decode()
    _set(response, _name("device"), value, max_age=int(_DEVICE_LASTS.total_seconds()))


def keep_visit(response: Response, token: str) -> None:
    """Let the browser of *response* hold the visit with *token* until it is closed."""
    _set(response, _name("visit"), token)


def forget_visit(response: Response) -> None:
    """Take the visit's cookie away."""
    response.delete_cookie(_name("visit"), secure=_is_secure(), httponly=True, samesite="Lax")


def keep_seat(response: Response, token: str) -> None:
    """Let the browser of *response* hold the place of a learner in a group session."""
    _set(response, _name("seat"), token, max_age=int(_SEAT_LASTS.total_seconds()))


def forget_seat(response: Response) -> None:
    """Take the cookie of a place in a group session away."""
    response.delete_cookie(_name("seat"), secure=_is_secure(), httponly=True, samesite="Lax")


def seat_token() -> str | None:
    """Return the token of a place in a group session, whatever it is worth."""
    return request.cookies.get(_name("seat"))


def visit_token() -> str | None:
    """Return the token of the visit's cookie, whatever it is worth."""
    return request.cookies.get(_name("visit"))


def _read() -> Visitor:
    device_token, is_signed = _device_token()
    token = visit_token()
    if not device_token and not token:
        return Visitor()
    parts, at = state(), now()
    try:
        with parts.storage.read() as session:
            device = doors.device_by_token(session, device_token) if device_token else None
            visit = None
            if token:
                visit = doors.visit_by_token(session, token, at, idle=IDLE, longest=LONGEST)
    except StorageError:
        # Answers stand without the database: a tablet at 3 am still gets the emergency card.
        return Visitor(is_remembered=is_signed)
    _note(device, visit)
    return Visitor(device, visit)


def _note(device: Device | None, visit: Visit | None) -> None:
    """Note that they are in use; a full disk keeps nobody out."""
    at = now()
    is_device_due = device is not None and doors.is_seen_long_ago(device, at)
    if not is_device_due and not (visit and visit.is_due):
        return
    try:
        with state().storage.write() as session:
            if device and is_device_due:
                doors.note_device(session, device, at)
            if visit and visit.is_due:
                doors.note_visit(session, visit, at)
    except StorageError:
        current_app.logger.exception("a visit could not be noted")


def _device_token() -> tuple[str, bool]:
    """Return the token of the device's cookie, and whether it carries our signature."""
    value = request.cookies.get(_name("device"), "")
    try:
        return _signer().unsign(value).decode(), True
    except BadSignature:
        # After a change of the secret the database still knows the token.
        return value.rpartition(".")[0], False


def _signer() -> Signer:
    return Signer(state().settings.secret_key, salt="device")


def _set(response: Response, name: str, value: str, max_age: int | None = None) -> None:
    response.set_cookie(
        name, value, max_age=max_age, secure=_is_secure(), httponly=True, samesite="Lax", path="/"
    )


def _name(cookie: str) -> str:
    # The prefix binds the cookie to this very host; browsers ask for https with it.
    return f"__Host-{cookie}" if _is_secure() else cookie


def _is_secure() -> bool:
    return bool(current_app.config["SESSION_COOKIE_SECURE"])
