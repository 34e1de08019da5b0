"""What the pages of notices read: versions with their languages, and how they stand today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from flask import abort, current_app, url_for
from flask.blueprints import BlueprintSetupState

from assistant import config, languages, notices, register, storage
from assistant.languages import ENGLISH, Catalogue, Language, Message
from assistant.notices import (
    Behind,
    Edition,
    Format,
    Notice,
    NoticeFile,
    Row,
    Sentence,
    Status,
    Version,
    WhatChanged,
    Wording,
)
from assistant.register import Questions, Tool
from assistant.storage import Session
from assistant.storage.approvals import TextKind
from assistant.storage.notices import PublishedNotice
from assistant.web.languages import overlaid
from assistant.web.place import here, here_id
from assistant.web.state import State, state, today


@dataclass(frozen=True)
class Sources:
    """What notices are made of: read once, when the application starts."""

    wording: Wording
    shipped: Mapping[str, Catalogue]
    questions: Questions

    @property
    def catalogues(self) -> Mapping[str, Catalogue]:
        """Return the translations, with what the provider's people said laid over them."""
        return overlaid.catalogues(self.shipped, self.wording)

    def catalogues_of(self, notice: Notice) -> Mapping[str, Catalogue]:
        """Return the translations as they hold for a published notice."""
        return overlaid.catalogues_of(notice, self.shipped, self.wording)


@dataclass(frozen=True)
class Offer:
    """A language that a notice can be had in, and what it is worth."""

    language: Language
    status: Status


@dataclass(frozen=True)
class Listed:
    """A published version of a notice as the pages show it, with the translations that fit it."""

    published: PublishedNotice
    version: Version
    catalogues: Mapping[str, Catalogue]
    behind: Behind

    @cached_property
    def offers(self) -> tuple[Offer, ...]:
        """Return the languages that it can be had in."""
        return offers(self.notice, self.catalogues)

    @property
    def file(self) -> NoticeFile:
        """Return the notice file that the version was made from."""
        return self.version.file

    @property
    def notice(self) -> Notice:
        """Return what the version says."""
        return self.version.notice

    @property
    def is_overdue(self) -> bool:
        """Return whether the day for checking the notice again has passed."""
        return self.file.review_by < today()

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Return the names of its tools."""
        return tuple(tool.name for tool in self.file.tools)

    def formats(self, language: Language) -> tuple[Format, ...]:
        """Return the formats that it can be had in, in one language."""
        return tuple(format for format in Format if self.has(language, format))

    def has(self, language: Language, format: Format) -> bool:
        """Return whether it can be had in that language and format."""
        return is_whole(self.notice, self.catalogues, language, format)

    def languages(self, format: Format) -> tuple[Language, ...]:
        """Return the languages that people can have *format* in."""
        every = (offer.language for offer in self.offers)
        return tuple(language for language in every if self.has(language, format))

    def edition(self, language: Language) -> Edition:
        """Return it as a leaflet in one language."""
        return edition(self.notice, self.catalogues, language)

    def rows_of(self, sentences: tuple[Sentence, ...], shown: Edition) -> list[Row]:
        """Return *sentences* as *shown*, an edition of it, would have them.

        That is translated, beside English in a draft. Where even one has no translation, all are
        English.
        """
        catalogue = self.catalogues.get(shown.language.code)
        messages = [Message(one.id, one.text) for one in sentences]
        if catalogue is None or catalogue.faults(messages):
            return english_rows(sentences)
        translated = catalogue.translate(messages)
        return [notices.row(one, shown.languages, translated) for one in sentences]


def load(setup: BlueprintSetupState) -> None:
    """Read the wording and the translations; a broken one keeps the application from starting."""
    settings = cast(State, setup.app.extensions["plainly"]).settings
    reviews = languages.read_reviews(settings.translations / "review.csv")
    catalogues = languages.read_catalogues(settings.translations, reviews)
    folder = config.knowledge_folder()
    wording = notices.load_wording(folder / "wording")
    questions = register.load_questions(folder / "register" / "questions.yaml", wording.uses)
    setup.app.extensions["notices"] = Sources(wording, catalogues, questions)


def sources() -> Sources:
    """Return what notices are made of."""
    return cast(Sources, current_app.extensions["notices"])


def registered(db: Session, location_id: int) -> list[Tool]:
    """Return the tools of the register of a location, as they are now."""
    return [kept.tool for kept in storage.register.tools(db, location_id)]


def all_listed() -> list[Listed]:
    """Return the newest version of each notice of this location, as it stands today."""
    place = here().id
    if place is None:
        return []
    with state().storage.read() as db:
        found = storage.notices.published(db, place)
        tools = registered(db, place)
    return [listed(one, tools) for one in found]


def of_this_location(number: int, version: int | None = None) -> Listed:
    """Return a version of a notice of this location, by default the newest; another's is 404."""
    place = here_id()
    with state().storage.read() as db:
        found = storage.notices.by_id(db, place, number, version)
        tools = registered(db, place)
    return listed(found or abort(404), tools)


def listed(published: PublishedNotice, tools: list[Tool]) -> Listed:
    """Return a version as the pages show it; *tools* is the register as it is now.

    It passed the gates when it was published: what has come due since is shown as a band.
    """
    version = reread(published)
    catalogues = sources().catalogues_of(version.notice)
    return Listed(published, version, catalogues, notices.behind(version.file, tools))


def reread(published: PublishedNotice) -> Version:
    """Return what was stored of a version."""
    return notices.reread(
        published.content, published.sentences, published.record, sources().wording
    )


def offers(notice: Notice, catalogues: Mapping[str, Catalogue]) -> tuple[Offer, ...]:
    """Return every language that a notice can be had in: those that have all of its sentences."""
    return tuple(
        Offer(language, notices.status(notice, language, catalogues.get(language.code)))
        for language in languages.LANGUAGES.values()
        if is_whole(notice, catalogues, language, Format.A4)
    )


def is_whole(
    notice: Notice, catalogues: Mapping[str, Catalogue], language: Language, format: Format
) -> bool:
    """Return whether every sentence that *format* needs is there in that language."""
    if language == ENGLISH:
        return True
    # Open data is one record, in English.
    whole = not catalogues[language.code].faults(notice.messages(format))
    return whole and format is not Format.JSON


def offered(found: Listed, code: str) -> Language:
    """Return the language of that code if the notice can be had in it; otherwise 404."""
    languages_ = {offer.language.code: offer.language for offer in found.offers}
    return languages_.get(code) or abort(404)


def edition(
    notice: Notice,
    catalogues: Mapping[str, Catalogue],
    language: Language,
    format: Format = Format.A4,
) -> Edition:
    """Return a notice in one language."""
    return notices.edition(notice, language, catalogues.get(language.code), format=format)


def public_page(found: Listed, code: str) -> str | None:
    """Return the full public address of a notice, or None where the provider has no public site."""
    public_url = state().settings.public_url
    if public_url is None:
        return None
    return public_url + url_for("notices.show_public", token=found.published.token, code=code)


@dataclass(frozen=True)
class Approved:
    """How many of the English sentences of a notice are approved here, of how many."""

    number: int
    all: int


def approved(db: Session, notice: Notice) -> Approved:
    """Return how many English sentences of the leaflet are approved here, word for word."""
    held = storage.approvals.current(db, TextKind.SENTENCE)
    said = notice.messages()
    number = sum(
        one.id in held and held[one.id].holds_for(languages.sha256(one.text)) for one in said
    )
    return Approved(number, len(said))


def changed_since(db: Session, published: PublishedNotice) -> WhatChanged | None:
    """Return what a version says that the one before did not, or None for the first."""
    before = storage.notices.before(db, published)
    return notices.what_changed(reread(before), reread(published)) if before else None


def english_rows(sentences: tuple[Sentence, ...]) -> list[Row]:
    """Return *sentences* in English alone."""
    return [notices.row(one, (ENGLISH,), {}) for one in sentences]
