"""Whether this process lives, and whether it can serve."""

from __future__ import annotations

from flask import Blueprint, Response

from assistant import matching
from assistant.storage import StorageError, is_current
from assistant.web.doors import Policy, policy
from assistant.web.state import state

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@policy(Policy.PUBLIC)
def live() -> Response:
    """Say that the process answers; asks nothing of the database."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
@policy(Policy.PUBLIC)
def ready() -> Response:
    """Say whether questions can be answered: the database and the index of this knowledge."""
    parts = state()
    if parts.index.key != matching.key_of(parts.knowledge):
        return Response("the index was not made from this knowledge\n", 503, mimetype="text/plain")
    try:
        current = is_current(parts.storage)
    except StorageError:
        return Response("the database does not answer\n", 503, mimetype="text/plain")
    if not current:
        return Response("the database has another schema\n", 503, mimetype="text/plain")
    return Response("ready\n", mimetype="text/plain")
