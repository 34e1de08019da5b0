"""A session on paper: script, scenario cards, vote cards, sign-in sheet, check and separate key."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from math import ceil
from pathlib import Path

import msgspec
from msgspec import Struct

from assistant.knowledge import Idea, Plan
from assistant.knowledge.model import Source
from assistant.knowledge.words import STANDINGS
from assistant.printing.dates import day, published, typst_date
from assistant.printing.press import press, refuse_unprintable
from assistant.training import (
    LETTERS,
    PASS_PERCENT,
    Audience,
    Identity,
    Item,
    check_scenarios,
    session_scenarios,
)
from assistant.training.words import (
    CONFIDENCE_WORDS,
    IDENTITIES,
    NOT_USED_FOR,
    ROLES,
    SETTINGS,
    SUPPORT,
)

# What fits on half a page in print that can be read; three times the longest scenario we have.
MAX_CARD = 1400


class Option(Struct, frozen=True):
    """An option as it is printed, and what to say to those who chose it."""

    letter: str
    text: str
    why: str


class Card(Struct, frozen=True, kw_only=True):
    """A scenario as it is printed; ``number`` counts from 1 within the session or the check.

    ``sources`` are in full, ``titles`` name them in short.
    """

    number: int
    id: str
    version: str
    situation: str
    question: str
    options: tuple[Option, ...]
    right: str
    takeaway: str
    explanation: str
    safety_critical: bool
    sources: tuple[str, ...]
    titles: str
    checked_on: str


class Part(Struct, frozen=True, kw_only=True):
    """A part of the script; ``begin`` and ``end`` are minutes from the start."""

    begin: int
    end: int
    title: str
    say: tuple[str, ...]
    ask: tuple[str, ...]
    watch_for: tuple[str, ...]
    sure: bool
    card: int


class Pack(Struct, frozen=True, kw_only=True):
    """Everything that the template prints; ``check`` is empty where a plan has none."""

    title: str
    aim: str
    minutes: int
    roles: str
    setting: str
    provider: str
    location: str
    code: str
    printed_on: str
    date: dict[str, int]
    prepare: tuple[str, ...]
    parts: tuple[Part, ...]
    cards: tuple[Card, ...]
    statements: tuple[str, ...]
    levels: tuple[str, ...]
    check: tuple[Card, ...]
    pass_right: int
    observe: tuple[str, ...]
    identities: tuple[str, ...]
    support: tuple[str, ...]
    not_used_for: str


def pack(
    plan: Plan,
    found: Mapping[str, Item],
    ideas: Mapping[str, Idea],
    audience: Audience,
    *,
    seed: str,
    templates: Path,
    printed_on: date,
    provider: str = "",
    location: str = "",
    code: str = "",
) -> bytes:
    """Return a session of *plan* as PDF: the same bytes for the same knowledge, seed and day.

    *code* stands on every page, to key results in by. Raises PrintError.
    """
    content = compose(
        plan,
        found,
        ideas,
        audience,
        seed=seed,
        printed_on=printed_on,
        provider=provider,
        location=location,
        code=code,
    )
    refuse_unprintable([("provider", provider), ("location", location)])
    refuse_unprintable(
        ((card.id, _read_by_learners(card)) for card in (*content.cards, *content.check)), MAX_CARD
    )
    return press(templates / "pack.typ", pack=msgspec.json.encode(content).decode())


def compose(
    plan: Plan,
    found: Mapping[str, Item],
    ideas: Mapping[str, Idea],
    audience: Audience,
    *,
    seed: str,
    printed_on: date,
    provider: str = "",
    location: str = "",
    code: str = "",
) -> Pack:
    """Return what stands in the pack. The check asks other scenarios than the session did."""
    shown = session_scenarios(plan, found, audience, seed)
    asked = check_scenarios(plan, found, ideas, audience, seed, seen=shown) if plan.check else ()
    return Pack(
        title=plan.title,
        aim=plan.aim,
        minutes=plan.minutes,
        roles=" and ".join(ROLES[role] for role in plan.roles),
        setting=SETTINGS[audience.setting],
        provider=provider,
        location=location,
        code=code,
        printed_on=day(printed_on),
        date=typst_date(printed_on),
        prepare=plan.prepare,
        parts=_parts(plan),
        cards=_cards(shown, found),
        statements=tuple(statement.text for statement in plan.statements),
        levels=CONFIDENCE_WORDS,
        check=_cards(asked, found),
        pass_right=ceil(len(asked) * PASS_PERCENT / 100),
        observe=plan.observe,
        identities=(IDENTITIES[Identity.SLIP], IDENTITIES[Identity.WITNESS]),
        support=tuple(SUPPORT.values()),
        not_used_for=NOT_USED_FOR,
    )


def _parts(plan: Plan) -> tuple[Part, ...]:
    parts: list[Part] = []
    begin = cards = 0
    for part in plan.parts:
        cards += part.idea is not None
        parts.append(
            Part(
                begin=begin,
                end=begin + part.minutes,
                title=part.title,
                say=part.say,
                ask=part.ask,
                watch_for=part.watch_for,
                sure=part.sure,
                card=cards if part.idea else 0,
            )
        )
        begin += part.minutes
    return tuple(parts)


def _cards(ids: tuple[str, ...], found: Mapping[str, Item]) -> tuple[Card, ...]:
    return tuple(_card(number, found[id]) for number, id in enumerate(ids, 1))


def _card(number: int, item: Item) -> Card:
    return Card(
        number=number,
        id=item.id,
        version=item.version,
        situation=item.situation.strip(),
        question=item.question,
        options=tuple(
            Option(letter, option.text, option.feedback)
            for letter, option in zip(LETTERS, item.options, strict=False)
        ),
        right=LETTERS[item.right],
        takeaway=item.takeaway,
        explanation=item.explanation.strip(),
        safety_critical=item.safety_critical,
        sources=tuple(map(_source, item.sources)),
        titles="; ".join(source.title.rstrip(".") for source in item.sources),
        checked_on=day(item.checked_on),
    )


def _read_by_learners(card: Card) -> str:
    return " ".join((card.situation, card.question, *(option.text for option in card.options)))


def _source(source: Source) -> str:
    stop = "" if source.title.endswith((".", "?", "!")) else "."
    when, standing = published(source.published), STANDINGS[source.standing]
    return f"{source.title}{stop} {source.publisher}, {when}. {standing}."
