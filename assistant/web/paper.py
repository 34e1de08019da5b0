"""Training on paper: make a pack, print it again; and scenarios to take away."""

from __future__ import annotations

from flask import Blueprint, Response, abort, render_template, request, url_for
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response as BaseResponse
from wtforms import SelectField

from assistant import printing, training
from assistant.accounts import Duty
from assistant.knowledge import Plan, Role, Setting
from assistant.storage import audit, locations
from assistant.storage.training import checks, packs
from assistant.storage.training.packs import PaperPack, Printed
from assistant.training import Item, codes
from assistant.web import forms, hx, training_words
from assistant.web.doors import Policy, policy
from assistant.web.exports import pdf_response
from assistant.web.place import here, here_id
from assistant.web.scenarios import audience, scenarios
from assistant.web.state import now, state, today
from assistant.web.visitor import actor, signed_in
from assistant.web.words import SETTINGS

bp = Blueprint("paper", __name__, url_prefix="/training/paper")
Shown = str | BaseResponse | tuple[str, int]


class PackForm(forms.Form):
    """Which session, for whom, where."""

    plan = SelectField(_("Which session?"))
    role = forms.one_of(_("For whom?"), training_words.GROUPS.items())
    setting = forms.one_of(_("Where do they work?"), SETTINGS.items())


@bp.get("/")
@policy(Policy.STAFF, duty=Duty.FACILITATOR)
def show() -> str:
    """Show the packs that were made, and ask for another one."""
    with state().storage.read() as db:
        setting = locations.setting_of(db, here_id())
    data = {"role": Role.CARE_WORKER.value, "setting": setting.value, "plan": "induction"}
    return _page(PackForm(formdata=None, data=data))


@bp.post("/")
@policy(Policy.STAFF, duty=Duty.FACILITATOR)
def make() -> Shown:
    """Draw the scenarios of a new pack, and keep which they are."""
    place, form = here_id(), _prepared(PackForm())
    if not form.validate():
        return _page(form), 422
    plan, role = state().knowledge.plans[form.plan.data], Role(form.role.data)
    if role not in plan.roles:
        form.refuse("role", _("This session is not made for them. Choose another one."))
        return _page(form), 422
    found = scenarios().items
    with state().storage.write() as db:
        code = packs.free_code(db, place)
        whom = audience(db, place, role)
        whom = training.Audience(role=role, setting=Setting(form.setting.data), uses=whom.uses)
        shown = training.session_scenarios(plan, found, whom, code)
        asked: tuple[str, ...] = ()
        if plan.check:
            ideas = state().knowledge.ideas
            asked = training.check_scenarios(plan, found, ideas, whom, code, seen=shown)
        printed = Printed(tuple(found[id] for id in shown), tuple(found[id] for id in asked))
        by = signed_in().name
        number = packs.keep(db, place, code, plan.id, whom, printed, by=by, today=today())
        audit.record(
            db, actor(), "pack_made", f"pack {codes.shown(code)}", now(), location_id=place
        )
    return hx.go(url_for(".show_one", number=number))


@bp.get("/<int(max=2147483647):number>")
@policy(Policy.STAFF, duty=Duty.FACILITATOR)
def show_one(number: int) -> str:
    """Show a pack: print it, and key in what came of it."""
    pack = pack_of_here(number)
    with state().storage.read() as db:
        keyed_in = checks.of_pack(db, here_id(), pack.id)
    return render_template(
        "paper/show.html",
        pack=pack,
        code=codes.shown(pack.code),
        plan=plan_of(pack),
        is_printable=_is_printable(pack),
        kept=request.args.get("kept"),
        keyed_in=keyed_in,
        groups=training_words.GROUPS,
    )


@bp.get("/<int(max=2147483647):number>/pack.pdf")
@policy(Policy.STAFF, duty=Duty.FACILITATOR)
def print_one(number: int) -> Response:
    """Return a pack as PDF: the same scenarios however often it is printed."""
    pack = pack_of_here(number)
    if not _is_printable(pack):
        abort(404)
    place = here().location
    pdf = printing.pack(
        plan_of(pack),
        _items(pack),
        state().knowledge.ideas,
        pack.audience,
        seed=pack.code,
        templates=(state().settings.templates / "print").resolve(),
        printed_on=pack.made_on,
        provider=place.provider,
        location=place.name,
        code=codes.shown(pack.code),
    )
    return pdf_response(f"pack-{pack.code}", pdf)


@bp.get("/scenarios.csv")
@policy(Policy.STAFF, duty=Duty.FACILITATOR)
def export_csv() -> Response:
    """Return all scenarios as a table."""
    text = "\ufeff" + training.scenarios_csv(scenarios().items)
    response = Response(text, mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="scenarios.csv"'
    return response


@bp.get("/scenarios.json")
@policy(Policy.STAFF, duty=Duty.FACILITATOR)
def export_json() -> Response:
    """Return all scenarios as JSON."""
    response = Response(training.scenarios_json(scenarios().items), mimetype="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="scenarios.json"'
    return response


def pack_of_here(number: int) -> PaperPack:
    """Return a pack of this location; another location's is not there."""
    with state().storage.read() as db:
        return packs.get(db, here_id(), number) or abort(404)


def _items(pack: PaperPack) -> dict[str, Item]:
    return {item.id: item for item in (*pack.printed.session, *pack.printed.check)}


def _is_printable(pack: PaperPack) -> bool:
    """Return whether the plan still asks for the very scenarios that were drawn for the pack."""
    shown = training.session_scenarios(plan_of(pack), _items(pack), pack.audience, pack.code)
    return shown == tuple(item.id for item in pack.printed.session)


def plan_of(pack: PaperPack) -> Plan:
    """Return the plan of a pack; one that is gone from the knowledge is not there."""
    return state().knowledge.plans.get(pack.plan) or abort(404)


def _prepared(form: PackForm) -> PackForm:
    plans = state().knowledge.plans.values()
    ordered = sorted(plans, key=lambda plan: (bool(plan.uses), plan.title))
    form.plan.choices = [
        (plan.id, _("%(title)s (%(minutes)s minutes)", title=plan.title, minutes=plan.minutes))
        for plan in ordered
    ]
    return form


def _page(form: PackForm) -> str:
    with state().storage.read() as db:
        made = packs.newest(db, here_id())
    return render_template(
        "paper/index.html",
        form=_prepared(form),
        made=made,
        plans=state().knowledge.plans,
        shown=codes.shown,
        groups=training_words.GROUPS,
    )
