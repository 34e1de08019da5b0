"""One person's time at a shared screen: how it looks, and how it ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from flask import Blueprint, current_app, render_template, request, session, url_for
from werkzeug.wrappers import Response

from assistant.accounts import Duty
from assistant.accounts import Role as AccountRole
from assistant.knowledge import Answer, Role
from assistant.storage import StorageError, doors
from assistant.web import hx
from assistant.web.doors import Policy, policy
from assistant.web.state import state
from assistant.web.visitor import forget_seat, forget_visit, visit_token, visitor

bp = Blueprint("visit", __name__)
COOKIE = "display"
_YEAR = 365 * 24 * 60 * 60
SIZES = ("normal", "large", "largest")
THEMES = ("light", "dark")
MOTIONS = ("full", "less")
# As whom a visitor may ask; residents and relatives have the notices.
ASKERS = (Role.CARE_WORKER, Role.SENIOR, Role.MANAGER)
MOST_OPENED = 6
_ROLE, _OPENED = "role", "opened"


@dataclass(frozen=True)
class Display:
    """How pages look on this device; kept in a cookie of the device, known to nobody else."""

    size: str = "normal"
    theme: str = "light"
    motion: str = "full"

    @classmethod
    def of(cls, size: str | None, theme: str | None, motion: str | None) -> Self:
        """Return the display with these choices, and the usual one in place of an unknown one."""
        return cls(
            size if size in SIZES and size else cls.size,
            theme if theme in THEMES and theme else cls.theme,
            motion if motion in MOTIONS and motion else cls.motion,
        )

    @classmethod
    def of_this_device(cls) -> Self:
        """Return the display that the cookie of this request asks for."""
        parts = [*request.cookies.get(COOKIE, "").split("."), "", "", ""]
        return cls.of(*parts[:3])

    def __str__(self) -> str:
        return f"{self.size}.{self.theme}.{self.motion}"


def asks_as() -> Role:
    """Return the role that the visitor asks in: as chosen for this visit, or as they signed in."""
    chosen = session.get(_ROLE)
    if chosen in ASKERS:
        return Role(chosen)
    account = visitor().account
    if account is None:
        return Role.CARE_WORKER
    if account.role is not AccountRole.STAFF:
        return Role.MANAGER
    return Role.SENIOR if Duty.SENIOR in account.duties else Role.CARE_WORKER


def opened() -> list[Answer]:
    """Return the answers that were opened in this visit, the newest first."""
    answers = state().knowledge.answers
    return [answers[name] for name in session.get(_OPENED, ()) if name in answers]


def note_opened(answer: Answer) -> None:
    """Note in the visit's cookie that *answer* was opened; Finish takes the cookie away."""
    names = dict.fromkeys([answer.id, *session.get(_OPENED, ())])
    session[_OPENED] = list(names)[:MOST_OPENED]


@bp.post("/role")
@policy(Policy.DEVICE)
def choose_role() -> Response:
    """Ask in another role until the visit ends; an unknown one changes nothing."""
    chosen = request.form.get("role")
    if chosen in ASKERS:
        session[_ROLE] = chosen
    return hx.go(url_for("ask.show", _anchor="first"))


@bp.get("/display")
@policy(Policy.DEVICE)
def show_display() -> str:
    """Show the choices of text size, colours and motion."""
    return render_template(
        "pages/display.html",
        sizes=SIZES,
        themes=THEMES,
        motions=MOTIONS,
        saved="saved" in request.args,
    )


@bp.post("/display")
@policy(Policy.DEVICE)
def choose_display() -> Response:
    """Keep the choices on this device."""
    form = request.form
    display = Display.of(form.get("size"), form.get("theme"), form.get("motion"))
    response = hx.go(url_for("visit.show_display", saved=1))
    response.set_cookie(
        COOKIE,
        str(display),
        max_age=_YEAR,
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )
    return response


@bp.post("/finish")
@policy(Policy.PUBLIC)
def finish() -> Response:
    """End the visit: the next person at this screen finds nothing of the one before.

    Whoever signed in is signed out; the device stays enrolled. The browser is told to drop what it
    cached; its storage stays, for it holds the answers that are read without a connection.
    """
    token = visit_token()
    if token:
        try:
            with state().storage.write() as db:
                doors.end_visit(db, token)
        except StorageError:
            # The browser forgets the visit all the same; on the server it ends by itself.
            current_app.logger.exception("a visit could not be ended")
    session.clear()
    response = hx.go(url_for("ask.show", finished=1))
    forget_visit(response)
    forget_seat(response)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response
