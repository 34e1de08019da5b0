"""Who may enter where, and what every response carries. Whatever is not declared stays shut."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, request
from flask_wtf.csrf import CSRFProtect

from assistant.config import Settings

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
    """For whom a view is: anyone, a device of the provider, or a signed-in manager."""

    PUBLIC = "public"
    DEVICE = "device"
    MANAGER = "manager"


class UndeclaredPolicyError(Exception):
    """A view says not for whom it is, so the application does not start."""


def policy(who: Policy) -> Callable[[View], View]:
    """Declare for whom a view is; a view without this does not run."""

    def declare(view: View) -> View:
        view.__dict__["policy"] = who
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
    # Devices are enrolled and managers sign in once there are people; until then only the
    # demonstration, which holds nothing of anyone, opens these doors.
    granted = set(Policy) if settings.demo else {Policy.PUBLIC}

    # Registered before CSRF protection, so that a shut door answers before a missing token does.
    @app.before_request
    def guard() -> None:
        if request.endpoint is None:
            return
        declared = getattr(app.view_functions[request.endpoint], "policy", None)
        if declared not in granted:
            abort(403)

    CSRFProtect(app)
    app.after_request(_add_headers)


def close(app: Flask) -> None:
    """Refuse to start when a view of *app* has no policy."""
    open_views = sorted(
        endpoint for endpoint, view in app.view_functions.items() if not hasattr(view, "policy")
    )
    if open_views:
        raise UndeclaredPolicyError(f"these views declare no policy: {', '.join(open_views)}")


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
