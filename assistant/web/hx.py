"""htmx on the server: the one module that knows of htmx-flask.

Its own ``make_response`` refuses valid ``HX-Reswap`` values and cannot send ``HX-Reselect``; here
the headers are set directly.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, make_response, redirect
from htmx_flask import Htmx, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

_SAFE = re.compile(r"[^\x00-\x20\x7f\\]+")


def init_app(app: Flask) -> None:
    """Make requests of *app* say whether htmx sent them."""
    Htmx(app)
    app.after_request(_vary)


def wants_fragment() -> bool:
    """Return whether htmx asks for a part of the page; a restored history entry is a whole page."""
    return bool(request.htmx) and not request.htmx.history_restore_request


def hx(
    body: str,
    status: int = 200,
    *,
    retarget: str | None = None,
    reswap: str | None = None,
    trigger: Mapping[str, object] | None = None,
) -> Response:
    """Return *body* as a fragment that htmx swaps in."""
    response = make_response(body, status)
    if retarget:
        response.headers["HX-Retarget"] = retarget
    if reswap:
        response.headers["HX-Reswap"] = reswap
    if trigger:
        response.headers["HX-Trigger"] = json.dumps(trigger)
    return response


def go(path: str) -> BaseResponse:
    """Return a redirect to *path* of this site, after a POST too, for browsers and htmx alike."""
    parts = urlsplit(path)
    if parts.scheme or parts.netloc or not path.startswith("/") or path.startswith(("//", "/\\")):
        raise ValueError(f"not a path of this site: {path!r}")
    if wants_fragment():
        response = make_response("", 204)
        response.headers["HX-Redirect"] = path
        return response
    return redirect(path, code=303)


def own_page(address: str) -> str:
    """Return *address* if it is a page of ours, a path with its query; else an empty text."""
    path = address.partition("?")[0]
    # Browsers drop control characters and read a backslash as a slash.
    if not path.startswith("/") or path.startswith("//") or not _SAFE.fullmatch(address):
        return ""
    try:
        current_app.url_map.bind("").match(path, method="GET")
    except HTTPException:
        return ""
    return address


def _vary(response: Response) -> Response:
    response.vary.add("HX-Request")
    return response
