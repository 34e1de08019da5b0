"""What one application serves from: handed to ``create_app`` once, found again by every view."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import cast

from flask import current_app, g

from assistant.config import Settings
from assistant.knowledge import Knowledge
from assistant.local import Location
from assistant.matching import Index
from assistant.storage import Storage, StorageError, locations


@dataclass(frozen=True)
class State:
    """The parts that the views share; none of them changes while the application runs.

    ``known_words`` are those that are no one's name: see ``privacy.mask``.
    """

    settings: Settings
    knowledge: Knowledge
    index: Index
    storage: Storage
    known_words: frozenset[str]


@dataclass(frozen=True)
class Here:
    """The location that this request is for; ``id`` is None before one was set up."""

    id: int | None
    location: Location


def state() -> State:
    """Return the parts of the application that serves this request."""
    return cast(State, current_app.extensions["plainly"])


def here() -> Here:
    """Return the location that this request is for; read once a request.

    Raises StorageError when the database does not answer.
    """
    if "here" not in g:
        with state().storage.read() as session:
            number = locations.first_location_id(session)
            found = locations.get_location(session, number) if number is not None else None
        g.here = Here(number, found or Location())
    return cast(Here, g.here)


def location() -> Location:
    """Return the location of this request, or an unknown one when the database does not answer.

    Answers and error pages stand without the database: they then name roles instead of people.
    """
    try:
        return here().location
    except StorageError:
        return Location()


def today() -> date:
    """Return the day it is; only the web and the command line look at the clock."""
    return datetime.now(UTC).date()
