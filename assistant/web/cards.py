"""Answers made ready to show: the location's words filled in, sources and dates looked up."""

from __future__ import annotations

import html
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from markupsafe import Markup

from assistant import local
from assistant.knowledge import Answer, Contact, Knowledge, Source, Urgent, Verdict
from assistant.knowledge.words import says_verdict
from assistant.local import LocalWords, Location, Person

_NO_WORDS = LocalWords()
# So long after its review was due, an answer folds behind "ask a person first".
FOLDED_AFTER = timedelta(days=30)


@dataclass(frozen=True)
class Cited:
    """A source, and the claim of the answer that it carries."""

    source: Source
    supports: str


@dataclass(frozen=True)
class AskHere:
    """Who to ask at this location: the kind of contact, and the person when one is named.

    ``role`` is what the person is here: out of hours it may be another than the contact's.
    ``waits`` says that they are there in office hours, and that it can wait until then.
    """

    contact: Contact
    person: Person | None
    role: str
    waits: bool = False

    @property
    def initials(self) -> str:
        """Return the first letters of the person's first and last name; none for "the senior"."""
        words = self.person.name.split() if self.person else []
        capitals = [word[0] for word in words if word[0].isupper()]
        return "".join(capitals[:1] + capitals[1:][-1:])


@dataclass(frozen=True)
class Card:
    """One answer as it is shown at one location.

    ``own`` are the location's own words, shown as such beside the shared ones; where it hides the
    answer, only its reason and who to ask are shown. ``place`` is the location's name.
    ``is_folded`` says that its review is so long overdue that a person is asked first; what is
    urgent never folds, and neither do floor lines.
    """

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
    is_folded: bool
    related: tuple[Answer, ...]
    text_hash: str
    own: LocalWords
    place: str

    @property
    def headline_says_verdict(self) -> bool:
        """Return whether the headline begins with the verdict, which need not be said twice."""
        return says_verdict(self.headline, self.verdict)


def card(
    answer: Answer,
    knowledge: Knowledge,
    location: Location,
    today: date,
    now: datetime | None = None,
    own: LocalWords = _NO_WORDS,
) -> Card:
    """Return *answer* as it is shown at *location* on *today*, with the location's *own* words.

    The instant *now* decides who is there to ask; without it the office is open.
    """
    there = local.at(location, now) if now else location
    safety = answer.safety_critical or answer.urgent is not None

    def fill(text: str) -> str:
        return local.fill(text, there)

    # The body is safe HTML; the location's own words must not become markup in it.
    body = local.fill(answer.body_html, _escaped(there))
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
        ask=ask_here(answer.ask, location, now, safety=safety),
        sources=tuple(
            Cited(knowledge.sources[citation.id], citation.supports) for citation in answer.sources
        ),
        sources_checked_on=answer.sources_checked_on,
        review_by=answer.review_by,
        is_overdue=answer.review_by < today,
        is_folded=answer.urgent is None and answer.review_by + FOLDED_AFTER < today,
        related=tuple(knowledge.answers[name] for name in answer.related),
        text_hash=answer.text_hash,
        own=local.in_force(own, answer, knowledge),
        place=location.name or location.provider,
    )


def ask_here(
    contact: Contact, location: Location, now: datetime | None = None, *, safety: bool = False
) -> AskHere:
    """Return who to ask for *contact* at *location*; see ``local.who_to_ask``."""
    asked = local.who_to_ask(contact, location, now, safety=safety)
    return AskHere(contact, asked.person, asked.role, asked.waits)


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
