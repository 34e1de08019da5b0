"""Devices of a location: enrol a tablet by QR code or phones by links, rename, revoke."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, url_for
from flask_babel import lazy_gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response
from wtforms import IntegerField, validators

from assistant import printing
from assistant.storage import audit, doors
from assistant.storage.doors import LASTS, PHONE_LINK_LASTS, Device, DeviceKind, Purpose
from assistant.web import forms, hx
from assistant.web.doors import Policy, policy
from assistant.web.people import link_address
from assistant.web.place import here_id
from assistant.web.state import now, state
from assistant.web.visitor import actor

bp = Blueprint("devices", __name__, url_prefix="/manage/devices")
MAX_NAME = 40
MAX_PHONES = 50
Shown = str | Response | tuple[str, int]


class TabletForm(forms.Form):
    """A shared tablet to enrol."""

    name = forms.line(_("Name of the tablet"), MAX_NAME, hint=_("For example: ground floor"))


class PhonesForm(forms.Form):
    """Work phones to enrol, a link each."""

    name = forms.line(
        _("Name of the phones"), MAX_NAME, hint=_("Each gets a number: phone 1, phone 2.")
    )
    count = IntegerField(
        _("How many?"), [validators.InputRequired(), validators.NumberRange(1, MAX_PHONES)]
    )


class NameForm(forms.Form):
    """Another name for a device."""

    name = forms.line(_("Name"), MAX_NAME)


@bp.get("/")
@policy(Policy.MANAGER)
def show_all() -> str:
    """Show the devices of this location and how to enrol more."""
    return _page()


@bp.post("/tablet")
@policy(Policy.MANAGER)
def add_tablet() -> Shown:
    """Show the QR code that enrols a shared tablet."""
    form = TabletForm()
    if not form.validate():
        return _page(tablet_form=form), 422
    links = _make_links([form.name.data], DeviceKind.SHARED)
    minutes = int(LASTS[Purpose.ENROL].total_seconds() / 60)
    return render_template("devices/tablet.html", links=links, minutes=minutes)


@bp.post("/phones")
@policy(Policy.MANAGER)
def add_phones() -> Shown:
    """Show the links that enrol work phones, to print and hand out."""
    form = PhonesForm()
    if not form.validate():
        return _page(phones_form=form), 422
    names = [f"{form.name.data} {number}" for number in range(1, form.count.data + 1)]
    links = _make_links(names, DeviceKind.WORK_PHONE)
    return render_template("devices/phones.html", links=links, days=PHONE_LINK_LASTS.days)


@bp.get("/<int(max=2147483647):number>")
@policy(Policy.MANAGER)
def show(number: int) -> str:
    """Show one device, to rename or revoke it."""
    device = _device(number)
    form = NameForm(formdata=None, data={"name": device.name})
    return render_template("devices/show.html", device=device, form=form)


@bp.post("/<int(max=2147483647):number>")
@policy(Policy.MANAGER)
def rename(number: int) -> Shown:
    """Give a device another name."""
    device = _device(number)
    form = NameForm()
    if not form.validate():
        return render_template("devices/show.html", device=device, form=form), 422
    with state().storage.write() as db:
        doors.rename(db, device, form.name.data)
        audit.record(
            db, actor(), "device_renamed", form.name.data, now(), location_id=device.location_id
        )
    return hx.go(url_for(".show_all"))


@bp.post("/<int(max=2147483647):number>/revoke")
@policy(Policy.MANAGER)
def revoke(number: int) -> Response:
    """Shut a device out at once."""
    device = _device(number)
    with state().storage.write() as db:
        doors.revoke(db, device, now())
        audit.record(
            db, actor(), "device_revoked", device.name, now(), location_id=device.location_id
        )
    return hx.go(url_for(".show_all"))


def _device(number: int) -> Device:
    with state().storage.read() as db:
        return doors.device(db, here_id(), number) or abort(404)


def _page(tablet_form: TabletForm | None = None, phones_form: PhonesForm | None = None) -> str:
    with state().storage.read() as db:
        found = doors.devices(db, here_id())
    return render_template(
        "devices/index.html",
        devices=found,
        tablet_form=tablet_form or TabletForm(formdata=None),
        phones_form=phones_form or PhonesForm(formdata=None),
    )


def _make_links(names: list[str], kind: DeviceKind) -> list[tuple[str, str, Markup]]:
    """Return the name, the address and a QR code of a new link for each device."""
    place = here_id()
    with state().storage.write() as db:
        tokens = [doors.make_device_link(db, place, name, kind, now()) for name in names]
        audit.record(db, actor(), "device_links_made", ", ".join(names), now(), location_id=place)
    addresses = [link_address(token) for token in tokens]
    pictures = [Markup(printing.qr_svg(address)) for address in addresses]  # noqa: S704 our own
    return list(zip(names, addresses, pictures, strict=True))
