"""Where this request is for: the location of the device, or the one that the person works in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import abort, g

from assistant.local import LocalWords, Location
from assistant.storage import StorageError, local_words, locations
from assistant.web.state import state
from assistant.web.visitor import Visitor, visitor


@dataclass(frozen=True)
class Here:
    """The location that this request is for; ``id`` is None where that is not known."""

    id: int | None
    location: Location


def here() -> Here:
    """Return the location that this request is for; read once a request.

    Raises StorageError when the database does not answer.
    """
    if "here" not in g:
        with state().storage.read() as session:
            number = _location_id(locations.location_ids(session), visitor())
            found = locations.get_location(session, number) if number is not None else None
        g.here = Here(number if found else None, found or Location())
    return cast(Here, g.here)


def here_id() -> int:
    """Return the number of the location that this request is for; without one there is no page."""
    number = here().id
    if number is None:
        abort(404)
    return number


def location() -> Location:
    """Return the location of this request, or an unknown one when the database does not answer.

    Answers and error pages stand without the database: they then name roles instead of people.
    """
    try:
        return here().location
    except StorageError:
        return Location()


def own_words(answer: str) -> LocalWords:
    """Return what the location of this request says over an answer; nothing without a database."""
    return all_own_words(answer).get(answer, LocalWords())


def all_own_words(answer: str | None = None) -> dict[str, LocalWords]:
    """Return what the location of this request says over its answers, or over one of them, by id.

    Without a database there are only the shared words.
    """
    try:
        number = here().id
        if number is None:
            return {}
        with state().storage.read() as session:
            return local_words.all_words(session, number, answer)
    except StorageError:
        return {}


def _location_id(every: list[int], who: Visitor) -> int | None:
    account = who.account
    if account is not None:
        own = [number for number in every if account.belongs_to(number)]
        chosen = who.visit.location_id if who.visit else None
        return chosen if chosen in own else next(iter(own), None)
    if who.device is not None:
        return who.device.location_id
    # Where any device may ask, it is for the only location; the demonstration has a first one.
    is_clear = len(every) == 1 or state().settings.demo
    return every[0] if every and is_clear else None
