"""A learner's own device in a session: join by a code, answer, see what is new, leave.

Nobody needs an account. The device holds a random token, so whoever loses the network or closes the
page comes back where they were.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from flask import Blueprint, g, make_response, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response

from assistant.accounts import Throttle
from assistant.knowledge import Principle
from assistant.local import Location
from assistant.storage import doors, locations
from assistant.storage.training import room
from assistant.storage.training.room import JoinError, Place, Refusal
from assistant.storage.training.sessions import KeptSession
from assistant.training import CONFIDENCE, Choice, Naming, Phase, Sure
from assistant.training.codes import Length, normalised
from assistant.training.codes import shown as code_shown
from assistant.web import forms, hx
from assistant.web.doors import Policy, policy
from assistant.web.state import now, state
from assistant.web.training import words
from assistant.web.training.running import STOP_POLLING
from assistant.web.training.shown import Situation, plan_of, plan_title, situation_now
from assistant.web.visitor import forget_seat, keep_seat, seat_token, visitor

bp = Blueprint("room", __name__, url_prefix="/join")
# Only failures count. A whole room comes from one address, and each may mistype the code.
DEVICE_THROTTLE = Throttle(10, timedelta(minutes=5))
ADDRESS_THROTTLE = Throttle(300, timedelta(minutes=5))
_TOO_OFTEN = lazy_gettext("Too many tries. Please wait five minutes, then try again.")
_JOINER = "joiner"


class CodeForm(forms.Form):
    """The code on the screen of the room."""

    code = forms.code(
        lazy_gettext("Code"), hint=lazy_gettext("Six letters and numbers. Spaces do not matter.")
    )


class NameForm(forms.Form):
    """Who joins, where the session asks for names."""

    code = forms.code(lazy_gettext("Code"))
    name = forms.line(
        lazy_gettext("Your name"),
        forms.MAX_NAME,
        hint=lazy_gettext("As it stands on the rota."),
        optional=True,
    )


@bp.get("/")
@policy(Policy.PUBLIC)
def show() -> str | Response:
    """Ask for the code; who is in a session already goes on there."""
    typed = normalised(request.args.get("code", ""), Length.JOIN)
    place = _place()
    if place and place.session.ended_at is None and typed in (None, place.session.code):
        return hx.go(url_for(".show_room"))
    form = CodeForm(formdata=None, data={"code": code_shown(typed) if typed else ""})
    return _code_page(form)


@bp.post("/")
@policy(Policy.PUBLIC)
def join() -> str | Response | tuple[str, int]:
    """Take a place in the session with that code; where it asks for a name, ask first."""
    form = CodeForm()
    if not form.validate():
        return _code_page(form), 422
    keys = _throttle_keys()
    with state().storage.read() as db:
        throttled = any(doors.is_throttled(db, key, how, now()) for key, how in keys)
        code = normalised(form.code.data, Length.JOIN)
        kept = room.by_code(db, code) if code and not throttled else None
    if throttled:
        form.refuse("code", _TOO_OFTEN)
        return _code_page(form), 429
    if code is None or kept is None:
        _note_failure(keys)
        form.refuse("code", words.REFUSALS[Refusal.NO_SESSION])
        return _code_page(form), 422
    place = _place()
    if place and place.session.id == kept.id:
        return hx.go(url_for(".show_room"))
    return _take_seat(form, kept, code)


def _take_seat(form: CodeForm, kept: KeptSession, code: str) -> str | Response | tuple[str, int]:
    """Give the device a place in a session that is there, or ask for the name that it needs."""
    naming = kept.training.naming
    if naming is not Naming.ANONYMOUS and not kept.training.one_screen:
        named = NameForm()
        if "name" not in request.form:
            named = NameForm(formdata=None, data={"code": form.code.data})
            return _name_page(named, kept)
        if not named.validate():
            return _name_page(named, kept), 422
    try:
        with state().storage.write() as db:
            token = room.join(db, code, request.form.get("name", ""), now())
    except JoinError as error:
        if error.refusal is Refusal.NAME_NEEDED:
            named.refuse("name", words.REFUSALS[error.refusal])
            return _name_page(named, kept), 422
        form.refuse("code", words.REFUSALS[error.refusal])
        return _code_page(form), 422
    response = hx.go(url_for(".show_room"))
    keep_seat(response, token)
    return response


@bp.get("/room")
@policy(Policy.PUBLIC)
def show_room() -> str | Response:
    """Show where the learner of this device is."""
    place = _place()
    if place is None:
        return hx.go(url_for(".show"))
    response = make_response(render_template("training/room.html", **_fields(place)))
    if place.session.ended_at is not None:
        forget_seat(response)
    return response


@bp.get("/news")
@policy(Policy.PUBLIC)
def show_news() -> Response:
    """Say whether the room has moved on: nothing new (204), a new place, or the end (286)."""
    token = seat_token()
    with state().storage.read() as db:
        news = room.news(db, token) if token else None
    if news is None:
        return hx.go(url_for(".show"))
    if not news.ended and request.args.get("seen", -1, type=int) == news.revision:
        return Response(status=204)
    return _show_place(STOP_POLLING if news.ended else 200)


@bp.post("/answer")
@policy(Policy.PUBLIC)
def choose() -> Response:
    """Keep what the learner chose; a late answer counts nowhere, and the page says so."""
    form, token = request.form, seat_token()
    option, sure = form.get("option", -1, type=int), form.get("sure", 0, type=int)
    if option < 0:
        return _show_place(said=_("Please choose one answer first."))
    choice = Choice(option, Sure(sure) if sure in set(Sure) else None)
    with state().storage.write() as db:
        taken = token is not None and room.choose(
            db, token, form.get("item", -1, type=int), _phase(), choice
        )
    return _show_place(said="" if taken else _late())


@bp.post("/confidence")
@policy(Policy.PUBLIC)
def say_confidence() -> Response:
    """Keep how sure the learner is of each principle."""
    token = seat_token()
    levels = {
        principle: level
        for principle in Principle
        if (level := request.form.get(principle.value, 0, type=int)) in CONFIDENCE
    }
    if not levels:
        return _show_place(said=_("Please choose one answer first."))
    with state().storage.write() as db:
        taken = token is not None and room.say_confidence(db, token, _phase(), levels)
    return _show_place(said="" if taken else _late())


@bp.post("/leave")
@policy(Policy.PUBLIC)
def leave() -> Response:
    """Forget on this device that it was in a session; what was sent stays counted."""
    response = hx.go(url_for(".show"))
    forget_seat(response)
    return response


@bp.errorhandler(CSRFError)
def go_back_in(_error: CSRFError) -> Response:
    """Show the page again, with a token that is valid; nothing was sent."""
    return hx.go(url_for(".show_room" if seat_token() else ".show"))


def _show_place(status: int = 200, said: str = "") -> Response:
    """Return where the learner is: the fragment for htmx, else the page.

    *said* is what they need to know first; without htmx it comes with the page itself.
    """
    place = _place()
    if place is None:
        return hx.go(url_for(".show"))
    if not hx.wants_fragment():
        if not said:
            return hx.go(url_for(".show_room"))
        return make_response(render_template("training/room.html", **_fields(place, said)), 422)
    response = hx.hx(render_template("training/place.html", **_fields(place, said)), status)
    if place.session.ended_at is not None:
        forget_seat(response)
    return response


def _fields(place: Place, said: str = "") -> dict[str, object]:
    with state().storage.read() as db:
        now_at: Situation | None = situation_now(db, place.session)
        where = locations.get_location(db, place.session.location_id)
    plan = plan_of(place.session)
    return {
        "place": place,
        "at": place.session.training,
        "title": plan_title(place.session.training.plan),
        "statements": plan.statements if plan else (),
        "situation": now_at,
        # After the talk people start from what they chose before it.
        "chosen": place.second or place.first,
        "sent": bool(place.confidence) or _sent(place),
        "said": said,
        "words_of": words,
        "location": where or Location(),
    }


def _sent(place: Place) -> bool:
    phase = place.session.training.phase
    own = place.first if phase is Phase.ANSWER else place.second
    return own is not None and place.session.training.takes_answers


def _place() -> Place | None:
    if "place" not in g:
        token = seat_token()
        g.place = None
        if token:
            with state().storage.read() as db:
                g.place = room.place(db, token)
    found: Place | None = g.place
    return found


def _phase() -> Phase:
    typed = request.form.get("phase", "")
    return Phase(typed) if typed in set(Phase) else Phase.WAITING


def _late() -> str:
    return str(_("The room has moved on. That answer came too late and was not counted."))


def _code_page(form: CodeForm) -> str:
    return render_template("training/join.html", form=form, location=Location())


def _name_page(form: NameForm, kept: KeptSession) -> str:
    return render_template(
        "training/join_name.html",
        form=form,
        title=plan_title(kept.training.plan),
        needed=kept.training.naming is Naming.NAMED,
        words_of=words,
        location=Location(),
    )


def _throttle_keys() -> tuple[tuple[str, Throttle], ...]:
    """Return what failures are counted by: the device, and far more loosely its address."""
    device = visitor().device
    if device is None and _JOINER not in session:
        session[_JOINER] = secrets.token_hex(8)
    who = f"device {device.id}" if device else f"browser {session[_JOINER]}"
    return (
        (f"join {who}", DEVICE_THROTTLE),
        (f"join from {request.remote_addr}", ADDRESS_THROTTLE),
    )


def _note_failure(keys: tuple[tuple[str, Throttle], ...]) -> None:
    with state().storage.write() as db:
        for key, _how in keys:
            doors.note_failure(db, key, now())
