"""Answers made ready to show: the location's words filled in, sources and dates looked up."""

from __future__ import annotations

import html
from dataclasses import dataclass, replace
from datetime import date

from markupsafe import Markup

from assistant import local
from assistant.knowledge import Answer, Contact, Knowledge, Source, Urgent, Verdict
from assistant.knowledge.words import says_verdict
from assistant.local import Location, Person


@dataclass(frozen=True)
class Cited:
    """A source, and the claim of the answer that it carries."""

    source: Source
    supports: str


@dataclass(frozen=True)
class AskHere:
    """Who to ask at this location: the kind of contact, and the person when one is named."""

    contact: Contact
    person: Person | None

    @property
    def initials(self) -> str:
        """Return the first letters of the person's first and last name; none for "the senior"."""
        words = self.person.name.split() if self.person else []
        capitals = [word[0] for word in words if word[0].isupper()]
        return "".join(capitals[:1] + capitals[1:][-1:])


@dataclass(frozen=True)
class Card:
    """One answer as it is shown at one location."""

    id: str
    title: str
    verdict: Verdict
    headline: str
    short: str
    do: tuple[str, ...]
    do_not: tuple[str, ...]
    floor: tuple[str, ...]
    body: Markup
    is_danger: bool
    ask: AskHere
    sources: tuple[Cited, ...]
    sources_checked_on: date
    review_by: date
    is_overdue: bool
    related: tuple[Answer, ...]
    text_hash: str

    @property
    def headline_says_verdict(self) -> bool:
        """Return whether the headline begins with the verdict, which need not be said twice."""
        return says_verdict(self.headline, self.verdict)


def card(answer: Answer, knowledge: Knowledge, location: Location, today: date) -> Card:
    """Return *answer* as it is shown at *location* on *today*."""

    def fill(text: str) -> str:
        return local.fill(text, location)

    # The body is safe HTML; the location's own words must not become markup in it.
    body = local.fill(answer.body_html, _escaped(location))
    return Card(
        id=answer.id,
        title=fill(answer.title),
        verdict=answer.verdict,
        headline=fill(answer.headline),
        short=fill(answer.short),
        do=tuple(map(fill, answer.do)),
        do_not=tuple(map(fill, answer.do_not)),
        floor=tuple(map(fill, answer.floor)),
        body=Markup(body),  # noqa: S704
        is_danger=answer.urgent is Urgent.DANGER,
        ask=ask_here(answer.ask, location),
        sources=tuple(
            Cited(knowledge.sources[citation.id], citation.supports) for citation in answer.sources
        ),
        sources_checked_on=answer.sources_checked_on,
        review_by=answer.review_by,
        is_overdue=answer.review_by < today,
        related=tuple(knowledge.answers[name] for name in answer.related),
        text_hash=answer.text_hash,
    )


def ask_here(contact: Contact, location: Location) -> AskHere:
    """Return who to ask for *contact* at *location*."""
    return AskHere(contact, local.person(contact, location))


def _escaped(location: Location) -> Location:
    return replace(
        location,
        provider=html.escape(location.provider),
        name=html.escape(location.name),
        people={
            role: replace(person, name=html.escape(person.name), phone=html.escape(person.phone))
            for role, person in location.people.items()
        },
        approved_tools=tuple(map(html.escape, location.approved_tools)),
        report_to=html.escape(location.report_to),
    )
