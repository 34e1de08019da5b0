"""Reviews and texts that go from one provider to another, or to translators and back.

Reviews travel as JSON lines with the hashes of the texts that were read; texts as PO files, which
Weblate and Poedit read. A file is taken in whole or not at all, and every line that is refused is
named. The formats are described in docs/formats.md.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

import msgspec
from babel.messages import Catalog, pofile

from assistant.languages.catalogue import placeholders
from assistant.languages.reviews import sha256
from assistant.languages.sentences import (
    Domain,
    SentenceReview,
    SentenceState,
    Standing,
    Verdict,
    text_fault,
)
from assistant.languages.table import Language


class _Line(SentenceReview, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A review as it travels: with the number of the format and the hash of its text."""

    format: Literal[1]
    text_sha256: str
    account_id: None = None


class Refusal(NamedTuple):
    """Why a line of a file is refused: its number, the sentence where it is known, the reason."""

    line: int
    id: str
    reason: str


class ProposedText(NamedTuple):
    """The text of a sentence in a PO file, and the line where it stands."""

    line: int
    id: str
    text: str


@dataclass(frozen=True)
class Checked:
    """What a file holds, how many of its lines change nothing, and what is refused in it."""

    reviews: tuple[SentenceReview, ...] = ()
    texts: tuple[ProposedText, ...] = ()
    unchanged: int = 0
    refusals: tuple[Refusal, ...] = ()


def review_lines(states: Iterable[SentenceState]) -> str:
    """Return what people say of the sentences as they stand now, a JSON line for each word."""
    lines = []
    for state in states:
        for review in state.said:
            line = {name: getattr(review, name) for name in review.__struct_fields__}
            line |= {"account_id": None, "format": 1, "text_sha256": sha256(review.text)}
            lines.append(msgspec.json.encode(_Line(**line)).decode())
    return "".join(f"{line}\n" for line in lines)


def check_review_lines(
    data: bytes,
    language: Language,
    states: Iterable[SentenceState],
    own: Collection[SentenceReview],
    provider: str,
    *,
    domain: Domain = Domain.NOTICES,
) -> Checked:
    """Return the reviews that the JSON lines *data* hold for *language*, and what is refused.

    *states* are the sentences as they stand here, *own* all reviews that are here already; lines
    that are among them change nothing. A line that names our own *provider* and is not here is
    refused: our own people say it here themselves.
    """
    known = {_content(review) for review in own}
    by_id = {state.message.id: state for state in states}
    reviews, refusals, unchanged = [], [], 0
    for number, raw in _numbered(data):
        try:
            line = msgspec.json.decode(raw, type=_Line)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            refusals.append(Refusal(number, "", str(error)))
            continue
        review = _review(line)
        if _content(review) in known:
            unchanged += 1
        elif reason := _refusal(line, language, domain, by_id, provider):
            refusals.append(Refusal(number, line.id, reason))
        else:
            known.add(_content(review))
            reviews.append(review)
    return Checked(tuple(reviews), unchanged=unchanged, refusals=tuple(refusals))


def to_po(language: Language, states: Iterable[SentenceState]) -> str:
    """Return the sentences as a PO file with the texts in use; what people doubt is fuzzy."""
    catalogue = Catalog(locale=language.locale, project="Plainly", charset="utf-8")
    for state in states:
        flags = {"fuzzy"} if state.text and state.standing is Standing.UNSURE else set()
        if placeholders(state.message.text):
            flags.add("python-brace-format")
        catalogue.add(
            state.message.text,
            state.text,
            flags=sorted(flags),
            auto_comments=[state.message.note],
            context=state.message.id,
        )
    out = io.BytesIO()
    pofile.write_po(out, catalogue, width=0, no_location=True, omit_header=True)
    return (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {language.locale}\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n\n' + out.getvalue().decode("utf-8")
    )


def check_po(data: bytes, language: Language, states: Iterable[SentenceState]) -> Checked:
    """Return the texts of the PO file *data* that differ from those in use, and what is refused.

    What is not translated or marked as unsure (fuzzy) is left out.
    """
    by_id = {state.message.id: state for state in states}
    try:
        catalogue = pofile.read_po(io.BytesIO(data), locale=language.locale, abort_invalid=True)
    except (pofile.PoFileError, UnicodeDecodeError, ValueError) as error:
        return Checked(refusals=(Refusal(getattr(error, "lineno", None) or 1, "", str(error)),))
    texts, refusals, unchanged = [], [], 0
    for entry in catalogue:
        if not entry.id or not entry.string or entry.fuzzy:
            continue
        id, line = str(entry.context or ""), entry.lineno or 0
        text = " ".join(str(entry.string).split())
        state = by_id.get(id)
        if state is None:
            refusals.append(Refusal(line, id, "is not a sentence that we know"))
        elif entry.id != state.message.text:
            refusals.append(Refusal(line, id, "was made from other English"))
        elif text == state.text:
            unchanged += 1
        elif reason := text_fault(state.message, text):
            refusals.append(Refusal(line, id, reason))
        else:
            texts.append(ProposedText(line, id, text))
    return Checked((), tuple(texts), unchanged, tuple(refusals))


def _refusal(
    line: _Line,
    language: Language,
    domain: Domain,
    by_id: Mapping[str, SentenceState],
    provider: str,
) -> str | None:
    state = by_id.get(line.id)
    if line.language != language.code:
        return f"is of another language ({line.language})"
    if state is None or line.domain is not domain:
        return "is not a sentence that we know"
    if not line.holds_for(state.message.text, state.shipped):
        return "was made with another English or another translation than ours"
    if line.text_sha256 != sha256(line.text):
        return "has a text that does not fit its hash"
    if line.verdict is Verdict.TAKEN_BACK:
        return "takes back what was said elsewhere"
    if line.provider.casefold() == provider.casefold():
        return "says that it is of your own provider, and it is not here"
    if line.verdict is Verdict.UNSURE and line.text == state.shipped:
        return None
    return text_fault(state.message, line.text)


def _numbered(data: bytes) -> Iterator[tuple[int, bytes]]:
    for number, raw in enumerate(data.removeprefix(b"\xef\xbb\xbf").splitlines(), start=1):
        if raw.strip():
            yield number, raw


def _review(line: _Line) -> SentenceReview:
    fields = SentenceReview.__struct_fields__
    return SentenceReview(**{name: getattr(line, name) for name in fields})


def _content(review: SentenceReview) -> SentenceReview:
    """Return *review* as it travels, by which the same word is known again."""
    return msgspec.structs.replace(review, account_id=None)
