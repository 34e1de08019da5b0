"""Who may enter where, and what every response carries. Whatever is not declared stays shut."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from assistant.accounts import Duty, Role
from assistant.config import Settings
from assistant.storage import provider
from assistant.web import hx
from assistant.web.state import state
from assistant.web.visitor import visitor

View = TypeVar("View", bound=Callable[..., object])

_CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_LOOPBACK = ["localhost", "127.0.0.1"]
MAX_BODY_BYTES = 64 * 1024


class Policy(StrEnum):
    """For whom a view is; each of these may enter wherever those before it may."""

    PUBLIC = "public"
    DEVICE = "device"
    STAFF = "staff"
    MANAGER = "manager"
    OWNER = "owner"


_OPENED_TO: Mapping[Role, frozenset[Policy]] = {
    Role.STAFF: frozenset({Policy.PUBLIC, Policy.DEVICE, Policy.STAFF}),
    Role.MANAGER: frozenset(set(Policy) - {Policy.OWNER}),
    Role.OWNER: frozenset(Policy),
}


class UndeclaredPolicyError(Exception):
    """A view says not for whom it is, so the application does not start."""


def policy(
    who: Policy, duty: Duty | None = None, *, max_body: int = MAX_BODY_BYTES
) -> Callable[[View], View]:
    """Declare for whom a view is; a view without this does not run.

    With a *duty*, staff need it; managers and owners have each of them. *max_body* is the most
    that a request may carry, in bytes: more only where files are taken in.
    """

    def declare(view: View) -> View:
        view.__dict__.update(policy=who, duty=duty, max_body=max_body)
        return view

    return declare


def init_app(app: Flask, settings: Settings) -> None:
    """Put the doors of *app* in place; ``close`` must follow when all views are registered."""
    secure = not settings.demo
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="__Host-plainly" if secure else "plainly",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=MAX_BODY_BYTES,
        MAX_FORM_MEMORY_SIZE=MAX_BODY_BYTES,
        MAX_FORM_PARTS=100,
        TRUSTED_HOSTS=_trusted_hosts(settings.public_url),
        # A tablet may show a form for a whole shift; the session is what bounds the token.
        WTF_CSRF_TIME_LIMIT=None,
    )
    policy(Policy.PUBLIC)(app.view_functions["static"])
    if settings.public_url is not None:
        # The server listens on this machine alone, so who connects is our own proxy, and the last
        # address that it added is the visitor's.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1)  # type: ignore[method-assign]

    # Registered before CSRF protection, so that a shut door answers before a missing token does.
    @app.before_request
    def guard() -> ResponseReturnValue | None:
        if request.endpoint is None:
            return None
        view = app.view_functions[request.endpoint]
        if is_open(getattr(view, "policy", None), getattr(view, "duty", None)):
            request.max_content_length = view.__dict__["max_body"]
            return None
        return _refuse(view.__dict__.get("policy"))

    CSRFProtect(app)
    app.after_request(_add_headers)


def close(app: Flask) -> None:
    """Refuse to start when a view of *app* has no policy."""
    open_views = sorted(
        endpoint for endpoint, view in app.view_functions.items() if not hasattr(view, "policy")
    )
    if open_views:
        raise UndeclaredPolicyError(f"these views declare no policy: {', '.join(open_views)}")


def is_open(who: Policy | None, duty: Duty | None = None) -> bool:
    """Return whether the visitor of this request may enter where *who* may."""
    if who is None or who is Policy.PUBLIC:
        return who is Policy.PUBLIC
    here = visitor()
    if here.account is not None:
        return who in _OPENED_TO[here.account.role] and (duty is None or here.has(duty))
    return who is Policy.DEVICE and (
        here.device is not None or here.is_remembered or _is_asking_open()
    )


def _is_asking_open() -> bool:
    """Return whether any device may ask: in the demonstration, or where the provider chose so."""
    parts = state()
    if parts.settings.demo:
        return True
    with parts.storage.read() as session:
        chosen = provider.get(session)
    return chosen is not None and chosen.open_asking


def _refuse(who: Policy | None) -> ResponseReturnValue:
    """Show the way in to those who have not signed in yet; to others the door stays shut."""
    if who is None or visitor().account is not None:
        abort(403)
    if who is Policy.DEVICE:
        return render_template("errors/not_enrolled.html"), 403
    if request.method != "GET":
        abort(403)
    return hx.go(url_for("sign_in.show", next=request.path))


def _trusted_hosts(public_url: str | None) -> list[str]:
    if public_url is None:
        return _LOOPBACK
    host = urlsplit(public_url).hostname or ""
    return [host, *_LOOPBACK]


def _add_headers(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint == "static":
        # Addresses with a version change when the file does; fonts carry theirs in the name.
        assets = current_app.extensions["assets"]
        version = assets.versions.get(request.path.partition("/static/")[2])
        lasts = request.args.get("v") == version or request.path.endswith(".woff2")
        age = "public, max-age=31536000, immutable" if lasts else "no-cache"
        response.headers["Cache-Control"] = age if response.status_code == 200 else "no-store"
    else:
        response.headers.setdefault("Cache-Control", "no-store")
    return response
