"""Which sentences are looked at: all of a language, or those that one leaflet uses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from flask import abort, current_app, request, url_for

from assistant import languages, notices, storage
from assistant.languages import ENGLISH, LANGUAGES, Language, Message, SentenceReview, SentenceState
from assistant.notices import Format, Layer, Notice
from assistant.storage import Session, translations
from assistant.web.notices.sources import Sources
from assistant.web.place import here

# A format for each layer of a leaflet; the others of a layer need hardly any other sentence.
FORMATS: Mapping[Layer, Format] = {
    Layer.LEAFLET: Format.A4,
    Layer.EASY: Format.EASY_READ,
    Layer.SIGN: Format.POSTER,
    Layer.CARD: Format.REMINDER,
    Layer.SCRIPT: Format.SCRIPT,
    Layer.DETAILS: Format.DETAILS,
}
ENOUGH_PEOPLE = 2


@dataclass(frozen=True)
class Leaflet:
    """A published notice of this location."""

    number: int
    notice: Notice

    @property
    def title(self) -> str:
        """Return the English title."""
        return self.notice.title.text


@dataclass(frozen=True)
class Picked:
    """The sentences that are looked at in one language, in the order in which they are read.

    ``leaflet`` is None for all sentences of the language.
    """

    language: Language
    leaflet: Leaflet | None
    layer: Layer
    states: Sequence[SentenceState]

    @property
    def left(self) -> int:
        """Return how many sentences nobody has reviewed."""
        return sum(not one.is_reviewed for one in self.states)

    @property
    def confirmed(self) -> int:
        """Return how many sentences two people have reviewed."""
        return sum(len(one.by) >= ENOUGH_PEOPLE for one in self.states)

    def address(self, endpoint: str, **more: Any) -> str:
        """Return the address of a page that picks the same sentences."""
        number = self.leaflet.number if self.leaflet else None
        layer = None if self.layer is Layer.LEAFLET else self.layer.value
        return url_for(endpoint, code=self.language.code, leaflet=number, layer=layer, **more)

    def place(self, id: str) -> int:
        """Return the place of a sentence, from 0; 404 where it is not among them."""
        places = {one.message.id: place for place, one in enumerate(self.states)}
        return places[id] if id in places else abort(404)

    def next_for(self, account_id: int, after: int = -1) -> SentenceState | None:
        """Return the sentence that the person with that account should read next, if any.

        First what nobody has reviewed and they have said nothing of, then what waits for a second
        person; from the place *after* onwards, then from the start.
        """
        order = [*self.states[after + 1 :], *self.states[: after + 1]]
        new = [one for one in order if one.word_of(account_id) is None]
        unread = (one for one in new if not one.is_reviewed)
        waiting = (one for one in new if 0 < len(one.by) < ENOUGH_PEOPLE)
        return next(unread, None) or next(waiting, None)


def sources() -> Sources:
    """Return what notices are made of."""
    return cast(Sources, current_app.extensions["notices"])


def language(code: str) -> Language:
    """Return the language of an address; 404 for English, which is the original, and unknowns."""
    found = LANGUAGES.get(code)
    if found is None or found == ENGLISH:
        abort(404)
    return found


def leaflets(db: Session) -> list[Leaflet]:
    """Return the published notices of this location."""
    number = here().id
    published = storage.notices.published(db, number) if number is not None else []
    wording = sources().wording
    return [Leaflet(one.id, notices.build(notices.read(one.content), wording)) for one in published]


def every_message() -> list[Message]:
    """Return every sentence of the wording with its note."""
    return list(sources().wording.messages())


def pick(db: Session, code: str) -> Picked:
    """Return the sentences that the address of this request picks; 404 where there are none."""
    wanted = language(code)
    number, layer = request.args.get("leaflet", type=int), _layer()
    said = translations.of_language(db, code)
    if number is None:
        return picked(wanted, None, layer, said)
    found = [one for one in leaflets(db) if one.number == number]
    return picked(wanted, found[0], layer, said) if found else abort(404)


def picked(
    wanted: Language, leaflet: Leaflet | None, layer: Layer, said: Sequence[SentenceReview]
) -> Picked:
    """Return how the sentences of a *leaflet*, or all of them, stand in a language."""
    messages = every_message()
    if leaflet is not None:
        notes = {message.id: message for message in messages}
        used = leaflet.notice.messages(FORMATS[layer])
        messages = [notes[message.id] for message in used]
    shipped = sources().shipped[wanted.code]
    return Picked(wanted, leaflet, layer, languages.states(shipped, messages, said))


def layers(leaflet: Leaflet, wanted: Language, said: Sequence[SentenceReview]) -> Iterator[Picked]:
    """Yield the sentences of each layer of a *leaflet*."""
    for layer in FORMATS:
        yield picked(wanted, leaflet, layer, said)


def _layer() -> Layer:
    name = request.args.get("layer", Layer.LEAFLET.value)
    return Layer(name) if name in set(Layer) else abort(404)
