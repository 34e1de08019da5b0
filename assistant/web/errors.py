"""Error pages: plain words, a way on, and never a trace."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask, Response, current_app, make_response, render_template
from flask_babel import lazy_gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError

from assistant.storage import StorageError, StorageFullError
from assistant.storage.register import StaleToolError
from assistant.web.words import Words

RETRY_SECONDS = 30
_KEPT_HEADERS = {"Allow", "Retry-After"}
_TOO_OLD = (
    _("This page was open for too long"),
    _("Nothing was sent. Please go back to Ask and type it again."),
)
_WORDS: Mapping[int, tuple[Words, Words]] = {
    400: (_("We could not read that"), _("Nothing was changed. Please go back and try again.")),
    403: (
        _("This page is not open on this device"),
        _("If you need it for your work, ask your manager."),
    ),
    404: (
        _("We cannot find that page"),
        _("The address may be old or mistyped. You can ask, or look through all answers."),
    ),
    405: (
        _("That does not work here"),
        _("Nothing was changed. Please use the buttons and links on the pages."),
    ),
    409: (
        _("Someone else was faster"),
        _("They changed the same thing at the same time. Please go back, look again and repeat."),
    ),
    413: (_("That is too long"), _("Please ask about one thing at a time, in a few sentences.")),
    422: (_("Something is missing"), _("Please go back, check what you typed and try again.")),
    429: (_("Too many tries in a short time"), _("Please wait a minute, then try again.")),
    500: (
        _("Something went wrong here"),
        _("It was not your doing. Please try again. If it happens again, tell your manager."),
    ),
    503: (
        _("Plainly cannot answer just now"),
        _("Please try again in a minute. Until then, ask the person in charge of the shift."),
    ),
    507: (
        _("There is no room to keep that"),
        _("Nothing was kept, and answers can still be read. Please tell your manager."),
    ),
}


def init_app(app: Flask) -> None:
    """Show every error of *app* as a page of the same shell."""
    app.register_error_handler(CSRFError, _show_too_old)
    app.register_error_handler(SecurityError, _show_plain)
    app.register_error_handler(HTTPException, _show)
    app.register_error_handler(StorageError, _show_unavailable)
    app.register_error_handler(StaleToolError, _show_stale)


def _show(error: HTTPException) -> Response:
    code = error.code if error.code in _WORDS else InternalServerError.code
    headers = {name: value for name, value in error.get_headers() if name in _KEPT_HEADERS}
    return _page(code or 500, _WORDS[code or 500], headers)


def _show_too_old(_error: CSRFError) -> Response:
    return _page(400, _TOO_OLD)


def _show_stale(_error: StaleToolError) -> Response:
    return _page(409, _WORDS[409])


def _show_unavailable(error: StorageError) -> Response:
    """Say that nothing was kept and when to try again; the log says why, without what was sent."""
    current_app.logger.error("the database refused: %s", error)
    code = 507 if isinstance(error, StorageFullError) else 503
    return _page(code, _WORDS[code], {"Retry-After": str(RETRY_SECONDS)})


def _show_plain(_error: SecurityError) -> Response:
    """Return bare words: for an untrusted host name no address of ours can be made."""
    return make_response(
        "This address is not set up for Plainly.\n", 400, {"Content-Type": "text/plain"}
    )


def _page(
    code: int, words: tuple[Words, Words], headers: Mapping[str, str] | None = None
) -> Response:
    heading, advice = words
    page = render_template("errors/error.html", heading=heading, advice=advice, code=code)
    return make_response(page, code, headers or {})
