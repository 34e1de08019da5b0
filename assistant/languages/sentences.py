"""What a provider's own people say of each sentence, and what then holds.

They read the English and the translation side by side and accept it, change it, or are unsure. What
they said is only ever added to; the newest word counts, and each person's own newest. It holds for
the very texts that they read: when the English or the translation that we ship changes, the
sentence is a draft again.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Annotated

import msgspec

from assistant.languages.catalogue import Catalogue, Message, Translation, fault
from assistant.languages.reviews import HASH_PATTERN, sha256

_Hash = Annotated[str, msgspec.Meta(pattern=HASH_PATTERN)]
# What can be kept and shown: no control and no hidden signs.
_SHOWN = r"^[^\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffd]*$"
_Line = Annotated[str, msgspec.Meta(min_length=2, max_length=120, pattern=_SHOWN)]
_Word = Annotated[str, msgspec.Meta(min_length=2, max_length=60, pattern=_SHOWN)]
_DIGITS = re.compile(r"\d+")
# These letters stand on letters and forms that people get: a translation keeps them.
_KEPT_LETTERS = ("CQC", "ICO")


class Domain(StrEnum):
    """Which catalogue a sentence stands in."""

    NOTICES = "notices"
    ANSWERS = "answers"


class Verdict(StrEnum):
    """What a person said; ``proposed`` came from a file, and nobody vouches for it."""

    ACCEPTED = "accepted"
    CHANGED = "changed"
    UNSURE = "unsure"
    TAKEN_BACK = "taken_back"
    PROPOSED = "proposed"


_VOUCHES = frozenset({Verdict.ACCEPTED, Verdict.CHANGED})


class SentenceReview(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one person said of one sentence.

    ``shipped_sha256`` is the hash of the translation that came with the program, ``text`` the
    translation as the person left it. ``account_id`` is None for people of another provider.
    """

    language: Annotated[str, msgspec.Meta(min_length=2, max_length=12)]
    domain: Domain
    id: Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
    source_sha256: _Hash
    shipped_sha256: _Hash
    text: str
    verdict: Verdict
    name: _Line
    role: Annotated[str, msgspec.Meta(min_length=2, max_length=20, pattern=_SHOWN)]
    qualification: _Line
    method: _Word
    provider: _Line
    reviewed_at: Annotated[datetime, msgspec.Meta(tz=True)]
    account_id: int | None = None

    @property
    def person(self) -> str:
        """Return what tells one person from another."""
        if self.account_id is not None:
            return str(self.account_id)
        return f"{self.name.casefold()} of {self.provider.casefold()}"

    def holds_for(self, source: str, shipped: str) -> bool:
        """Return whether this is about the English and the shipped translation as they stand."""
        return (self.source_sha256, self.shipped_sha256) == (sha256(source), sha256(shipped))


class Standing(StrEnum):
    """What a sentence is worth in a language."""

    REVIEWED = "reviewed"
    DRAFT = "draft"
    DRAFT_AGAIN = "draft_again"
    UNSURE = "unsure"
    MISSING = "missing"


@dataclass(frozen=True)
class SentenceState:
    """How a sentence stands.

    ``text`` is the translation in use, ``shipped`` the one that came with the program; ``by`` are
    the newest words of each person who vouches for the text. ``said`` is the newest word of each
    person about the texts as they stand now, oldest first; ``fault`` why the text cannot be shown.
    """

    message: Message
    shipped: str
    text: str
    standing: Standing
    by: tuple[SentenceReview, ...] = ()
    said: tuple[SentenceReview, ...] = ()
    fault: str | None = None

    @property
    def read_hash(self) -> str:
        """Return the hash of all that a person reads here, to tell whether it changed meanwhile."""
        return sha256("\0".join((self.message.text, self.shipped, self.text)))

    @property
    def is_reviewed(self) -> bool:
        """Return whether the sentence needs nobody any more."""
        return self.standing is Standing.REVIEWED

    def is_vouched_for_by(self, account_id: int) -> bool:
        """Return whether the person with that account stands behind the text."""
        return any(review.account_id == account_id for review in self.by)

    def word_of(self, account_id: int) -> SentenceReview | None:
        """Return the newest word of the person with that account, unless it was taken back."""
        own = [review for review in self.said if review.account_id == account_id]
        return own[0] if own else None


@dataclass(frozen=True)
class Coverage:
    """How many sentences of a text are reviewed, are drafts, or cannot be shown."""

    reviewed: int
    draft: int
    missing: int

    @property
    def total(self) -> int:
        """Return how many sentences there are."""
        return self.reviewed + self.draft + self.missing

    @property
    def standing(self) -> Standing:
        """Return what the whole is worth: as much as the least of its sentences."""
        if self.missing:
            return Standing.MISSING
        return Standing.DRAFT if self.draft else Standing.REVIEWED


def coverage(catalogue: Catalogue, messages: Iterable[Message]) -> Coverage:
    """Return how far *messages* are translated and reviewed in *catalogue*."""
    counts: dict[Standing, int] = defaultdict(int)
    for message in messages:
        counts[_shipped_standing(message, catalogue)] += 1
    return Coverage(counts[Standing.REVIEWED], counts[Standing.DRAFT], counts[Standing.MISSING])


def states(
    catalogue: Catalogue, messages: Iterable[Message], reviews: Iterable[SentenceReview]
) -> list[SentenceState]:
    """Return how each of *messages* stands.

    *catalogue* is the one that is shipped; *reviews* are those of its language, oldest first.
    """
    by_id = _by_id(reviews)
    return [_state(message, catalogue, by_id.get(message.id, [])) for message in messages]


def overlay(
    catalogue: Catalogue, messages: Iterable[Message], reviews: Iterable[SentenceReview]
) -> Catalogue:
    """Return *catalogue* with what the provider's people said laid over it.

    Their texts replace those that are shipped, as long as they hold; *reviews* are those of its
    language, oldest first.
    """
    by_id = _by_id(reviews)
    if not by_id:
        return catalogue
    sentences, pairs = dict(catalogue.sentences), set(catalogue.reviewed_pairs)
    for message in messages:
        if message.id not in by_id:
            continue
        state = _state(message, catalogue, by_id[message.id])
        if not state.said:
            continue
        if state.is_reviewed or state.text != state.shipped:
            sentences[message.id] = Translation(message.text, state.text, False)
        pair = (message.id, sha256(message.text), sha256(state.text))
        if state.is_reviewed:
            pairs.add(pair)
        else:
            pairs.discard(pair)
    return replace(catalogue, sentences=sentences, reviewed_pairs=frozenset(pairs))


def text_fault(message: Message, text: str) -> str | None:
    """Return why *text* cannot stand for *message* in another language, by rule; or None."""
    if reason := fault(message, Translation(message.text, text, False)):
        return reason
    numbers = _DIGITS.findall(text)
    if not all(number.isascii() for number in numbers):
        return "has digits that are not 0 to 9"
    if lost := [one for one in _DIGITS.findall(message.text) if one not in numbers]:
        return f"has lost the number {lost[0]}"
    if lost := [one for one in _KEPT_LETTERS if one in message.text and one not in text]:
        return f"has lost the letters {lost[0]}"
    return None


def _by_id(reviews: Iterable[SentenceReview]) -> Mapping[str, list[SentenceReview]]:
    found: dict[str, list[SentenceReview]] = defaultdict(list)
    for review in reviews:
        found[review.id].append(review)
    return found


def _state(message: Message, catalogue: Catalogue, reviews: list[SentenceReview]) -> SentenceState:
    translation = catalogue.sentences.get(message.id)
    shipped = translation.text if translation else ""
    said = _newest_of_each(review for review in reviews if review.holds_for(message.text, shipped))
    if not said:
        standing = _shipped_standing(message, catalogue)
        if standing is Standing.DRAFT and _newest_of_each(reviews):
            standing = Standing.DRAFT_AGAIN
        reason = fault(message, translation)
        return SentenceState(message, shipped, shipped, standing, fault=reason)
    newest = said[-1]
    if newest.verdict in _VOUCHES:
        by = tuple(one for one in said if one.verdict in _VOUCHES and one.text == newest.text)
        reason = fault(message, Translation(message.text, newest.text, False))
        standing = Standing.MISSING if reason else Standing.REVIEWED
        return SentenceState(message, shipped, newest.text, standing, by, said, reason)
    is_own = newest.text != shipped
    shown = Translation(message.text, newest.text, False) if is_own else translation
    reason = fault(message, shown)
    standing = Standing.UNSURE if newest.verdict is Verdict.UNSURE else Standing.DRAFT
    if reason:
        standing = Standing.MISSING
    return SentenceState(message, shipped, newest.text, standing, (), said, reason)


def _newest_of_each(reviews: Iterable[SentenceReview]) -> tuple[SentenceReview, ...]:
    """Return the newest word of each person, oldest first, without what was taken back."""
    newest: dict[str, SentenceReview] = {}
    for review in reviews:
        newest.pop(review.person, None)
        if review.verdict is not Verdict.TAKEN_BACK:
            newest[review.person] = review
    return tuple(newest.values())


def _shipped_standing(message: Message, catalogue: Catalogue) -> Standing:
    if fault(message, catalogue.sentences.get(message.id)):
        return Standing.MISSING
    return Standing.REVIEWED if catalogue.reviewed([message]) else Standing.DRAFT
