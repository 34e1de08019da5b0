"""All answers as a book on paper, for nights without power."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import msgspec
from msgspec import Struct

from assistant import local
from assistant.knowledge import (
    Answer,
    Choice,
    Contact,
    GuidedQuestion,
    Knowledge,
    Principle,
    Urgent,
    Verdict,
)
from assistant.knowledge.model import Citation
from assistant.knowledge.words import (
    CONTACTS,
    PRINCIPLES,
    STANDINGS,
    VERDICTS,
    by_group,
    group_words,
    says_verdict,
)
from assistant.local import Location
from assistant.printing.blocks import Block, blocks
from assistant.printing.dates import day, published, typst_date
from assistant.printing.press import press, refuse_unprintable

TITLE = "Answers about AI in care"
MAX_BLOCK = 5000


class Who(Struct, frozen=True):
    """Who to ask: a role in words, and the person's name and phone where they are known."""

    role: str
    name: str = ""
    phone: str = ""


class Way(Struct, frozen=True):
    """One choice of a guided question, and one thing that follows from it.

    ``verdict`` and ``text`` end it, ``answer`` sends the reader to that answer, and ``question``
    to the question of that number.
    """

    label: str
    verdict: str = ""
    text: str = ""
    answer: str = ""
    question: int = 0


class Question(Struct, frozen=True):
    """A guided question and its choices."""

    question: str
    ways: tuple[Way, ...]


class Cited(Struct, frozen=True):
    """A source as a reader needs it to find it again."""

    title: str
    publisher: str
    published: str
    standing: str
    address: str | None


class Sheet(Struct, frozen=True):
    """One answer as it is printed."""

    id: str
    title: str
    verdict: Verdict
    words: str
    headline: str
    short: str
    do: tuple[str, ...]
    do_not: tuple[str, ...]
    floor: tuple[str, ...]
    questions: tuple[Question, ...]
    who: Who
    body: tuple[Block, ...]
    sources: tuple[Cited, ...]
    checked_on: str
    overdue_since: str
    related: tuple[str, ...]


class Part(Struct, frozen=True):
    """A heading and the answers under it, by id."""

    name: str
    answers: tuple[str, ...]


class Book(Struct, frozen=True):
    """Everything that the template prints."""

    title: str
    provider: str
    location: str
    printed_on: str
    date: dict[str, int]
    people: tuple[Who, ...]
    danger: tuple[str, ...]
    act_now: tuple[str, ...]
    principles: tuple[Part, ...]
    letters: tuple[Part, ...]
    groups: tuple[Part, ...]
    sheets: dict[str, Sheet]


def book(knowledge: Knowledge, location: Location, *, templates: Path, printed_on: date) -> bytes:
    """Return all answers as PDF: the same bytes for the same answers, location and day.

    *templates* is the folder of print templates. Raises PrintError.
    """
    content = compose(knowledge, location, printed_on)
    refuse_unprintable(_own_words(location))
    refuse_unprintable(_texts("book", msgspec.to_builtins(content)), MAX_BLOCK)
    return press(templates / "book.typ", book=msgspec.json.encode(content).decode())


def compose(knowledge: Knowledge, location: Location, printed_on: date) -> Book:
    """Return what stands in the book of *location*, in the order in which it stands there."""
    answers = knowledge.answers.values()
    in_order = [answer for _, found in by_group(answers) for answer in found]
    return Book(
        title=TITLE,
        provider=location.provider,
        location=location.name,
        printed_on=day(printed_on),
        date=typst_date(printed_on),
        people=_people(location),
        danger=_ids(answer for answer in in_order if answer.urgent is Urgent.DANGER),
        act_now=_ids(answer for answer in in_order if answer.urgent is Urgent.ACT_NOW),
        principles=tuple(
            Part(
                PRINCIPLES[principle],
                _ids(_by_title(a for a in answers if principle in a.principles)),
            )
            for principle in Principle
        ),
        letters=_letters(answers),
        groups=tuple(Part(group_words(name), _ids(found)) for name, found in by_group(answers)),
        sheets={answer.id: _sheet(answer, knowledge, location, printed_on) for answer in in_order},
    )


def _sheet(answer: Answer, knowledge: Knowledge, location: Location, today: date) -> Sheet:
    def fill(text: str) -> str:
        return local.fill(text, location)

    def fill_all(lines: Iterable[str]) -> tuple[str, ...]:
        return tuple(_line(fill(line)) for line in lines)

    return Sheet(
        id=answer.id,
        title=_line(fill(answer.title)),
        verdict=answer.verdict,
        words="" if says_verdict(answer.headline, answer.verdict) else VERDICTS[answer.verdict],
        headline=_line(fill(answer.headline)),
        short=_line(fill(answer.short)),
        do=fill_all(answer.do),
        do_not=fill_all(answer.do_not),
        floor=fill_all(answer.floor),
        questions=_questions(answer.guided, location) if answer.guided else (),
        who=_who(answer.ask, location),
        body=blocks(answer.body_html, fill),
        sources=tuple(_cited(citation, knowledge) for citation in answer.sources),
        checked_on=day(answer.sources_checked_on),
        overdue_since=day(answer.review_by) if answer.review_by < today else "",
        related=answer.related,
    )


def _questions(start: GuidedQuestion, location: Location) -> tuple[Question, ...]:
    """Return the questions that *start* leads to, itself first, each after the one that asks on."""
    asked = [start]
    questions = []
    for question in asked:  # grows while it is read
        ways = []
        for choice in question.choices:
            if choice.then:
                asked.append(choice.then)
            ways.append(_way(choice, len(asked), location))
        questions.append(Question(_line(local.fill(question.question, location)), tuple(ways)))
    return tuple(questions)


def _way(choice: Choice, number: int, location: Location) -> Way:
    return Way(
        label=_line(choice.label),
        verdict=VERDICTS[choice.verdict] if choice.verdict else "",
        text=_line(local.fill(choice.text or "", location)),
        answer=choice.answer or "",
        question=number if choice.then else 0,
    )


def _cited(citation: Citation, knowledge: Knowledge) -> Cited:
    source = knowledge.sources[citation.id]
    return Cited(
        title=_line(source.title),
        publisher=_line(source.publisher),
        published=published(source.published),
        standing=STANDINGS[source.standing],
        address=source.url,
    )


def _who(contact: Contact, location: Location) -> Who:
    person = local.person(contact, location)
    if person is None:
        return Who(CONTACTS[contact])
    return Who(local.ROLES.get(contact.value, CONTACTS[contact]), person.name, person.phone)


def _people(location: Location) -> tuple[Who, ...]:
    """Return every role that has a person here, known or to be written in by hand."""
    found = ((role, location.people.get(key)) for key, role in local.ROLES.items())
    return tuple(
        Who(role, person.name, person.phone) if person else Who(role) for role, person in found
    )


def _letters(answers: Iterable[Answer]) -> tuple[Part, ...]:
    """Return the answers from A to Z; what begins with no letter stands first, under a hash."""
    parts: dict[str, list[Answer]] = {}
    for answer in _by_title(answers):
        letter = _sorted_as(answer)[:1].upper()
        parts.setdefault(letter if letter.isalpha() else "#", []).append(answer)
    return tuple(Part(letter, _ids(found)) for letter, found in sorted(parts.items()))


def _by_title(answers: Iterable[Answer]) -> list[Answer]:
    return sorted(answers, key=_sorted_as)


def _sorted_as(answer: Answer) -> str:
    return answer.title.casefold().lstrip("‘“'\"( ")


def _ids(answers: Iterable[Answer]) -> tuple[str, ...]:
    return tuple(answer.id for answer in answers)


def _line(text: str) -> str:
    return " ".join(text.split())


def _own_words(location: Location) -> Iterator[tuple[str, str]]:
    yield "provider", location.provider
    yield "location", location.name
    yield "report_to", location.report_to
    for tool in location.approved_tools:
        yield "approved_tools", tool
    for role, person in sorted(location.people.items()):
        yield role, person.name
        yield role, person.phone


def _texts(where: str, value: object) -> Iterator[tuple[str, str]]:
    """Return every text inside *value* with the name of the answer that it stands in."""
    match value:
        case str():
            yield where, value
        case dict():
            inside = value.get("id", where)
            for part in value.values():
                yield from _texts(inside, part)
        case list() | tuple():
            for part in value:
                yield from _texts(where, part)
