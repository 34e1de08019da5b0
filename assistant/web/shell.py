"""The shell that every page stands in: language, tabs, location, display."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from babel import dates
from babel.lists import format_list
from flask import Flask, request
from flask_babel import Babel, format_date, format_time, get_locale
from flask_babel import lazy_gettext as _
from jinja2 import StrictUndefined
from markupsafe import Markup
from werkzeug.local import LocalProxy

from assistant.accounts import Duty, Role
from assistant.config import Settings
from assistant.languages import ENGLISH
from assistant.storage import locations
from assistant.web import staff_language, words
from assistant.web.place import location
from assistant.web.plain import plain_text
from assistant.web.state import state
from assistant.web.visit import Display
from assistant.web.visitor import IDLE, visitor

# Everything is kept in UTC; people read the clock on their wall.
DEFAULT_TIMEZONE = "Europe/London"
_IN_ENGLISH = Markup(' lang="en-GB" dir="ltr"')


@dataclass(frozen=True)
class Tab:
    """A tab of the top navigation: the page it opens, and the blueprint it stands for."""

    endpoint: str
    icon: str
    label: words.Words

    @property
    def is_current(self) -> bool:
        """Return whether the page shown belongs to this tab."""
        own = self.endpoint.partition(".")[0]
        if own == "training":
            return request.path.startswith("/training")
        return request.blueprint in _PARTS.get(own, {own})


_TABS = (
    Tab("ask.show", "message-circle-question-mark", _("Ask")),
    Tab("answers.show_all", "book-open", _("All answers")),
    Tab("tools.show_all", "cpu", _("AI tools")),
    Tab("notices.show_all", "file-text", _("Notices")),
    Tab("training.show", "graduation-cap", _("Training")),
)
_LANGUAGES = Tab("languages.show_all", "languages", _("Languages"))
_MANAGE = Tab("manage.show", "list-checks", _("Manage"))
# The blueprints that a tab stands for, where it is more than its own.
_PARTS = {
    "ask": frozenset({"ask", "sending"}),
    "manage": frozenset(
        {
            *("manage", "contacts", "people", "person_records", "devices", "approvals", "gaps"),
            "local_words",
            *("register", "register_questions", "register_tasks", "register_history"),
            *("register_files", "languages", "language_files"),
        }
    ),
    "notices": frozenset({"notices", "maker", "posting", "jobs"}),
}
# A screen that nobody touches for this long goes back to its start.
_IDLE_ON_DEVICE = timedelta(minutes=5)


def init_app(app: Flask, settings: Settings) -> None:
    """Give the templates of *app* their language and what the shell shows."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    # Where nobody chose a language; the tests mirror the shell with it.
    app.config.setdefault("LOCALE", ENGLISH.locale)
    Babel(
        app,
        default_locale=ENGLISH.locale,
        default_timezone=DEFAULT_TIMEZONE,
        default_translation_directories=str(settings.translations),
        locale_selector=lambda: staff_language.locale() or app.config["LOCALE"],
    )
    app.jinja_env.globals.update(
        words=words,
        long_date=_long_date,
        date_and_time=_date_and_time,
        published=_published,
        plain_text=plain_text,
        listed=_listed,
        details=lambda found: _listed(words.DETAILS[kind] for kind in found),
    )
    app.context_processor(_shell)


def _shell() -> dict[str, object]:
    locale = get_locale()
    return {
        "language": str(locale).replace("_", "-"),
        "direction": locale.text_direction,
        # Knowledge and the wording of notices are English; on a page in another language each
        # part of them says so.
        "english": "" if locale.language == "en" else _IN_ENGLISH,
        "display": Display.of_this_device(),
        "tabs": LocalProxy(_tabs),
        # Read only by pages that show them: a public page asks nothing about its reader.
        "location": LocalProxy(location),
        "visitor": LocalProxy(visitor),
        "own_locations": _own_locations,
        "idle_seconds": _idle_seconds,
        "demonstration": state().settings.demo,
    }


def _tabs() -> list[Tab]:
    account = visitor().account
    if account is not None and account.role is not Role.STAFF:
        return [*_TABS, _MANAGE]
    return [*_TABS, _LANGUAGES] if visitor().has(Duty.LANGUAGE_REVIEWER) else list(_TABS)


def _own_locations() -> dict[int, str]:
    """Return the locations between which the person at the screen may change."""
    account = visitor().account
    if account is None:
        return {}
    with state().storage.read() as db:
        names = locations.names(db)
    return {number: name for number, name in names.items() if account.belongs_to(number)}


def _idle_seconds() -> int:
    lasts = IDLE if visitor().account else _IDLE_ON_DEVICE
    return int(lasts.total_seconds())


def _long_date(day: date) -> str:
    return str(format_date(day, "long"))


def _date_and_time(at: datetime) -> str:
    pattern = get_locale().datetime_formats["medium"]
    return str(pattern.format(format_time(at, "HH:mm"), format_date(at, "medium")))


def _published(when: str) -> str:
    """Return a year, a month or a day as a source gives it, in the English of its list."""
    numbers = [int(part) for part in when.split("-")]
    pattern = ("yyyy", "MMMM yyyy", "d MMMM yyyy")[len(numbers) - 1]
    return dates.format_date(date(*[*numbers, 1, 1][:3]), pattern, locale=ENGLISH.locale)


def _listed(items: Iterable[object]) -> str:
    return format_list([str(item) for item in items], locale=get_locale())
