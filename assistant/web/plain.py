"""An answer as plain text: what Listen reads aloud and Copy puts on the clipboard.

It is English throughout, as the answer is: an English voice reads it, and others may get the copy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from flask_babel import force_locale, format_date
from flask_babel import gettext as _

from assistant.languages import ENGLISH
from assistant.web.approvals import approval_of
from assistant.web.cards import Card, Cited
from assistant.web.state import today
from assistant.web.words import VERDICTS


class Plain(NamedTuple):
    """The words of an answer, one sentence or item of a list a line, and what proves them."""

    words: str
    proof: str


def plain_text(card: Card) -> Plain:
    """Return *card* as plain text; the proof has its sources, their dates, and where it is from."""
    with force_locale(ENGLISH.locale):
        return Plain("\n".join(_words(card)), "\n".join(_proof(card)))


def _words(card: Card) -> Iterator[str]:
    verdict = "" if card.headline_says_verdict else f"{VERDICTS[card.verdict]} "
    yield card.title
    yield f"{verdict}{card.headline}"
    yield card.short
    steps = [f"{number}. {step}" for number, step in enumerate(card.do, 1)]
    yield from _part(_("What to do"), steps)
    yield from _part(_("Do not"), _listed(card.do_not))
    yield from _part(_("Always"), _listed(card.floor))
    own = [" ".join(filter(None, (line.text, line.name, line.phone))) for line in card.own.lines]
    heading = _("Added by %(place)s", place=card.place) if card.place else _("Added here")
    yield from _part(heading, _listed(own))


def _proof(card: Card) -> Iterator[str]:
    newest = approval_of(card.id)
    if newest and newest.holds_for(card.text_hash):
        yield _("Approved by %(who)s on %(day)s", who=newest.who, day=_day(newest.at.date()))
    elif newest and newest.approved:
        yield _("Changed since it was approved")
    else:
        yield _("Not yet approved here")
    yield _("Sources checked %(day)s", day=_day(card.sources_checked_on))
    yield from _listed([_source(cited) for cited in card.sources])
    yield _("Copied from Plainly on %(day)s", day=_day(today()))


def _part(heading: str, lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield from ("", heading, *found)


def _listed(items: Iterable[str]) -> list[str]:
    return [f"- {item}" for item in items]


def _source(cited: Cited) -> str:
    source = cited.source
    return ", ".join(filter(None, (source.title, source.publisher, source.published, source.url)))


def _day(day: date) -> str:
    return str(format_date(day, "long"))
