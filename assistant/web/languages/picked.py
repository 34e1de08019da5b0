"""Which sentences are looked at: all of a language, those that one leaflet uses, or answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from flask import abort, current_app, request, url_for

from assistant import languages, local, notices, storage
from assistant.languages import (
    ENGLISH,
    LANGUAGES,
    STAFF_LANGUAGES,
    Catalogue,
    Domain,
    Language,
    Message,
    SentenceReview,
    SentenceState,
)
from assistant.notices import Format, Layer, Notice
from assistant.storage import Session, translations
from assistant.web import staff_language
from assistant.web.notices.sources import Sources
from assistant.web.place import here
from assistant.web.state import state

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
# For whom a language is there: residents read notices, staff urgent answers beside the English.
_OFFERED: Mapping[Domain, Mapping[str, Language]] = {
    Domain.NOTICES: {code: one for code, one in LANGUAGES.items() if one != ENGLISH},
    Domain.ANSWERS: STAFF_LANGUAGES,
}
OFFERED: Mapping[str, Language] = {**_OFFERED[Domain.NOTICES], **_OFFERED[Domain.ANSWERS]}


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

    ``leaflet`` is None for all sentences of the language in that ``domain``.
    """

    language: Language
    domain: Domain
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
        domain = None if self.domain is Domain.NOTICES else self.domain.value
        code = self.language.code
        return url_for(endpoint, code=code, leaflet=number, layer=layer, domain=domain, **more)

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
    return OFFERED.get(code) or abort(404)


def domains(wanted: Language) -> list[Domain]:
    """Return what there is to check in a language."""
    return [domain for domain, offered in _OFFERED.items() if wanted.code in offered]


def leaflets(db: Session) -> list[Leaflet]:
    """Return the published notices of this location."""
    number = here().id
    published = storage.notices.published(db, number) if number is not None else []
    wording = sources().wording
    return [Leaflet(one.id, notices.build(notices.read(one.content), wording)) for one in published]


def every_message(domain: Domain = Domain.NOTICES) -> list[Message]:
    """Return every sentence of the wording, or of the urgent answers, with its note."""
    if domain is Domain.ANSWERS:
        return list(local.messages(state().knowledge.answers.values()))
    return list(sources().wording.messages())


def pick(db: Session, code: str) -> Picked:
    """Return the sentences that the address of this request picks; 404 where there are none."""
    number, layer, every = request.args.get("leaflet", type=int), _layer(), everything(db, code)
    if number is None:
        return every
    found = [one for one in leaflets(db) if one.number == number]
    if not found or every.domain is not Domain.NOTICES:
        abort(404)
    return picked(every.language, found[0], layer, translations.of_language(db, code))


def everything(db: Session, code: str, domain: Domain | None = None) -> Picked:
    """Return all sentences of a language in a *domain*, by default that of the address; or 404."""
    wanted = language(code)
    domain = domain or _domain()
    if domain not in domains(wanted):
        abort(404)
    said = translations.of_language(db, code, domain)
    states = languages.states(_shipped(wanted, domain), every_message(domain), said)
    return Picked(wanted, domain, None, Layer.LEAFLET, states)


def picked(
    wanted: Language, leaflet: Leaflet, layer: Layer, said: Sequence[SentenceReview]
) -> Picked:
    """Return how the sentences of a *leaflet* stand in a language."""
    notes = {message.id: message for message in every_message()}
    messages = [notes[message.id] for message in leaflet.notice.messages(FORMATS[layer])]
    states = languages.states(_shipped(wanted, Domain.NOTICES), messages, said)
    return Picked(wanted, Domain.NOTICES, leaflet, layer, states)


def layers(leaflet: Leaflet, wanted: Language, said: Sequence[SentenceReview]) -> Iterator[Picked]:
    """Yield the sentences of each layer of a *leaflet*."""
    for layer in FORMATS:
        yield picked(wanted, leaflet, layer, said)


def _shipped(wanted: Language, domain: Domain) -> Catalogue:
    if domain is Domain.ANSWERS:
        return staff_language.sources().shipped[wanted.code]
    return sources().shipped[wanted.code]


def _domain() -> Domain:
    name = request.args.get("domain", Domain.NOTICES.value)
    return Domain(name) if name in set(Domain) else abort(404)


def _layer() -> Layer:
    name = request.args.get("layer", Layer.LEAFLET.value)
    return Layer(name) if name in set(Layer) else abort(404)
