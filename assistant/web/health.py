"""Whether this process lives, and whether it can serve."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

from flask import Blueprint, Response, request

from assistant.storage import StorageError, durability, is_current
from assistant.web.doors import Policy, policy
from assistant.web.state import state

bp = Blueprint("health", __name__)
_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-IP")


@bp.get("/healthz")
@policy(Policy.PUBLIC)
def live() -> Response:
    """Say that the process answers; asks nothing of the database."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
@policy(Policy.PUBLIC)
def ready() -> Response:
    """Say whether questions can be answered and writes kept; on this machine also what is wrong."""
    found = {name: probe() for name, probe in _PROBES.items()}
    is_ready = not any(found.values())
    lines = ["ready" if is_ready else "not ready"]
    if _asked_on_this_machine():
        lines += [f"{name}: {fault or 'ok'}" for name, fault in found.items()]
    return Response("\n".join([*lines, ""]), 200 if is_ready else 503, mimetype="text/plain")


def _index() -> str | None:
    return None if state().fits else "it was not made from this knowledge"


def _schema() -> str | None:
    try:
        return None if is_current(state().storage) else "it is not the one of this program"
    except StorageError as error:
        return str(error)


def _database() -> str | None:
    try:
        state().storage.try_write()
    except StorageError as error:
        return str(error)
    return None


def _disk() -> str | None:
    try:
        free = durability.free_bytes(state().settings.data)
    except OSError as error:
        return str(error.strerror)
    return None if free >= durability.LEAST_FREE_BYTES else f"only {free // 1_000_000} MB are free"


_PROBES: dict[str, Callable[[], str | None]] = {
    "index": _index,
    "schema": _schema,
    "database": _database,
    "disk": _disk,
}


def _asked_on_this_machine() -> bool:
    """Return whether the asker is here; behind a proxy everyone seems so, but for its headers."""
    is_forwarded = any(name in request.headers for name in _FORWARDED)
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return False
    return address.is_loopback and not is_forwarded
