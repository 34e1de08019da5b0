"""Set a provider up, and let people in again from the server itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from assistant import config, storage
from assistant.accounts import Account, Role, former_name
from assistant.cli.main import BAD_INPUT, UNSAFE, now, stop, write
from assistant.config import ConfigError, Settings
from assistant.knowledge import Setting
from assistant.local import ROLES, Hours, Location, Person
from assistant.storage import Session, Storage, StorageError
from assistant.storage.accounts import EmailTakenError
from assistant.storage.audit import ON_SERVER
from assistant.storage.doors import LASTS, Purpose
from assistant.storage.personal import NotLeftError
from assistant.storage.provider import Provider

_LINKS = {
    "start": Purpose.START,
    "password": Purpose.PASSWORD,
    "code": Purpose.CODE_APP,
}
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s]{2,}")


# The role, when (None: at any hour), and who.
_Asked = tuple[str, Hours | None, Person]


class _Contact(click.ParamType[_Asked]):
    """Who to ask, as ROLE=NAME,PHONE, or ROLE@HOURS=NAME,PHONE for the day, night or weekend."""

    name = "role[@hours]=name,phone"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> _Asked:
        """Return the role, the hours and the person."""
        left, equals, rest = str(value).partition("=")
        role, _at, hours = left.partition("@")
        name, _comma, phone = rest.partition(",")
        is_known = role in ROLES and hours in {"", *Hours}
        if not is_known or not equals or not name.strip():
            self.fail(f"{value!r} is not like on_call@night=Kim Sample,01632 960111", param, ctx)
        return role, Hours(hours) if hours else None, Person(name.strip(), phone.strip())


@click.command()
@click.option("--provider", prompt="Name of the provider", help="The organisation.")
@click.option("--location", prompt="Name of the first location", help="As residents know it.")
@click.option(
    "--setting",
    type=click.Choice([setting.value for setting in Setting]),
    prompt="What kind of location is it?",
    help="What kind of location it is.",
)
@click.option("--owner", prompt="Name of the owner of this program here", help="A person.")
@click.option("--email", prompt="E-mail address of the owner", help="They sign in with it.")
@click.option(
    "--contact",
    "contacts",
    type=_Contact(),
    multiple=True,
    help="Who to ask, as manager=NAME,PHONE or on_call@night=NAME,PHONE; again for each role. "
    "Asked for when none is given.",
)
def init(
    provider: str,
    location: str,
    setting: str,
    owner: str,
    email: str,
    contacts: tuple[_Asked, ...],
) -> None:
    """Set up a new provider: its first location, who to ask there, and its owner."""
    if not _EMAIL.fullmatch(email):
        stop(f"{email!r} does not look like an e-mail address", BAD_INPUT)
    with opened() as (settings, store):
        with store.read() as session:
            if storage.provider.get(session) is not None:
                stop("this provider is set up already; see: assistant people --help", BAD_INPUT)
        place = _location(provider, location, contacts or tuple(_ask_contacts()))
        with store.write() as session:
            at = now()
            storage.provider.keep(session, Provider(provider))
            storage.locations.add_location(session, place, Setting(setting))
            person = storage.accounts.add(session, owner, Role.OWNER, at, email=email)
            storage.audit.record(session, ON_SERVER, "provider_set_up", provider, at)
            token = storage.doors.make_account_link(session, Purpose.START, person.id, at)
        _show_link(settings, person, Purpose.START, token)
        click.echo("Next: assistant serve")


@click.group("people")
def people_group() -> None:
    """See who has an account, give one-time links, and give out or delete what is kept of one."""


@people_group.command("list")
@click.option("--left", is_flag=True, help="Those who have left and whose name is still kept.")
def list_people(*, left: bool) -> None:
    """Show who has an account; the number is what `export` and `forget` take."""
    with opened() as (_settings, store), store.read() as session:
        people = storage.personal.leavers if left else storage.accounts.everyone
        for person in people(session):
            number, role, email = person.id, person.role.value, person.email or "-"
            click.echo(f"{role:8} {number:>4} {email:32} {person.name}")


@people_group.command("export")
@click.argument("number", type=int)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Where to write it.")
def export_person(number: int, out: Path | None) -> None:
    """Give out all that is kept about the person with that NUMBER, as JSON."""
    with opened() as (_settings, store), store.write() as session:
        person = _known(session, number)
        found = storage.personal.export(session, person)
        storage.audit.record(session, ON_SERVER, "person_exported", person.name, now())
    text = json.dumps(found, ensure_ascii=False, indent=2) + "\n"
    if out is None:
        click.echo(text, nl=False)
    else:
        write(out, text.encode())


@people_group.command("forget")
@click.argument("number", type=int)
@click.option("--training", is_flag=True, help="Delete training records of that name as well.")
@click.option("--yes", is_flag=True, help="Do not ask first.")
def forget_person(number: int, *, training: bool, yes: bool) -> None:
    """Delete the person with that NUMBER, who has left; a number stays where they signed.

    The list of changes, published notices and backups keep the name for their time.
    """
    with opened() as (_settings, store):
        with store.read() as session:
            person = _known(session, number)
            if storage.personal.is_name_shared(session, person):
                click.echo("Someone else has, or had, the same name: it stays where it was signed.")
        if not yes and not click.confirm(f"Delete {person.name} for good?"):
            return
        with store.write() as session:
            _forget(session, person, training=training)


def _forget(session: Session, person: Account, *, training: bool) -> None:
    at = now()
    records = storage.personal.training_records(session, person) if training else []
    try:
        name = storage.personal.forget(session, person)
    except NotLeftError:
        stop(f"{person.name} has an account; a manager ends it first", BAD_INPUT)
    storage.audit.record(session, ON_SERVER, "person_forgotten", name, at)
    for place, learner in records:
        storage.training.personal.delete(session, place, learner.id)
        about = storage.training.personal.known_as(learner.id)
        storage.audit.record(session, ON_SERVER, "learner_deleted", about, at, location_id=place)
    click.echo(f"now: {name}")


def _known(session: Session, number: int) -> Account:
    person = storage.accounts.get(session, number)
    if person is None or person.name == former_name(number):
        stop(f"there is no person with the number {number}; see: assistant people list", BAD_INPUT)
    return person


@people_group.command("link")
@click.argument("email")
@click.option(
    "--for",
    "for_what",
    type=click.Choice(sorted(_LINKS)),
    default="start",
    show_default=True,
    help="start: password and phone anew; password: lost password; code: lost phone.",
)
def make_link(email: str, for_what: str) -> None:
    """Give an owner or manager a one-time link."""
    purpose = _LINKS[for_what]
    with opened() as (settings, store):
        with store.write() as session:
            at = now()
            person = storage.accounts.by_email(session, email)
            if person is None:
                stop(f"nobody has the e-mail address {email!r}", BAD_INPUT)
            token = storage.doors.make_account_link(session, purpose, person.id, at)
            action = f"link_made_{purpose}"
            storage.audit.record(session, ON_SERVER, action, person.name, at)
        _show_link(settings, person, purpose, token)


@people_group.command("add-owner")
@click.argument("name")
@click.argument("email")
def add_owner(name: str, email: str) -> None:
    """Add an owner, where the last one is gone for good."""
    if not _EMAIL.fullmatch(email):
        stop(f"{email!r} does not look like an e-mail address", BAD_INPUT)
    with opened() as (settings, store):
        try:
            with store.write() as session:
                at = now()
                person = storage.accounts.add(session, name, Role.OWNER, at, email=email)
                storage.audit.record(session, ON_SERVER, "person_added", name, at, role="owner")
                token = storage.doors.make_account_link(session, Purpose.START, person.id, at)
        except EmailTakenError:
            stop(f"{email!r} belongs to someone already; see: assistant people link", BAD_INPUT)
        _show_link(settings, person, Purpose.START, token)


@contextmanager
def opened(*, demo: bool = False) -> Iterator[tuple[Settings, Storage]]:
    """Yield the settings and the migrated store, or end the program saying what is wrong."""
    try:
        settings = config.from_environment(demo=demo)
        store = storage.connect(settings.database_url)
    except (ConfigError, StorageError) as error:
        stop(str(error), UNSAFE)
    try:
        storage.backup.migrate_safely(store, settings.data / "backups", now())
        yield settings, store
    except StorageError as error:
        stop(str(error), UNSAFE)
    finally:
        store.close()


def _location(provider: str, name: str, contacts: Iterable[_Asked]) -> Location:
    people: dict[str, Person] = {}
    by_hours: dict[Hours, dict[str, Person]] = {}
    for role, hours, person in contacts:
        (people if hours is None else by_hours.setdefault(hours, {}))[role] = person
    return Location(provider, name, people, people_by_hours=by_hours)


def _ask_contacts() -> Iterator[_Asked]:
    click.echo("Who to ask there? Press Enter where there is nobody yet.")
    for role, words in ROLES.items():
        name = click.prompt(f"  {words.removeprefix('the ').capitalize()}: name", default="")
        if name:
            yield role, None, Person(name, click.prompt("    phone number", default=""))
    for hours in Hours:
        name = click.prompt(f"  On call, {hours.value}: name", default="")
        if name:
            yield "on_call", hours, Person(name, click.prompt("    phone number", default=""))


def _show_link(settings: Settings, person: Account, purpose: Purpose, token: str) -> None:
    site = settings.public_url or f"http://localhost:{settings.port}"
    hours = int(LASTS[purpose].total_seconds() // 3600)
    click.echo(f"For {person.name}, good once and for {hours} hours:")
    click.echo(f"{site}/link/{token}")
