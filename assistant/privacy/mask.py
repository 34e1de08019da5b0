"""Replace details one kind after the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from dataclasses import dataclass

from assistant import text
from assistant.privacy import names as naming
from assistant.privacy import shapes
from assistant.privacy.shapes import Detail

_TOKEN = re.compile(r"\[[a-z ]+\]")


@dataclass(frozen=True)
class Masked:
    """A question without the details that were found in it, and which kinds those were."""

    text: str
    found: tuple[Detail, ...]


def mask(question: str, known_words: Container[str] = (), names: Container[str] = ()) -> Masked:
    """Return *question* as one clean line with every detail found replaced by a word for it.

    *known_words* and *names* are in lower case. A run of capitalised words whose last is not among
    *known_words* counts as a name, and so does each of *names*, the given names, unless it is a
    known word as well and nothing but a small letter or the start of a sentence is seen of it.
    """
    masker = _Masker(text.visible(question[: text.MAX_CHARACTERS]))
    for kind in (Detail.EMAIL, Detail.NI_NUMBER, Detail.DATE, Detail.PHONE):
        masker.put(kind, shapes.PATTERNS[kind])
    masker.put_if(shapes.NHS, lambda found: shapes.number_kind(found.group()))
    for kind in (Detail.ADDRESS, Detail.POSTCODE, Detail.ROOM):
        masker.put(kind, shapes.PATTERNS[kind])
    masker.put(Detail.ROOM, shapes.PERSON_IN)
    masker.put_names(known_words, names)
    masker.put(Detail.NUMBER, shapes.LONG_NUMBER)
    return Masked(masker.text, tuple(dict.fromkeys(masker.found)))


def without_tokens(masked: str) -> str:
    """Return *masked* without the words that stand for details, which say nothing of the need."""
    return _TOKEN.sub(" ", masked)


class _Masker:
    """A text in which details are replaced one pattern after the other."""

    def __init__(self, clean: str) -> None:
        self.text = clean
        self.found: list[Detail] = []

    def put(self, kind: Detail, pattern: re.Pattern[str]) -> None:
        """Replace whatever *pattern* finds; a group ``keep`` of it stays in front."""
        self.put_if(pattern, lambda _found: kind)

    def put_if(
        self, pattern: re.Pattern[str], kind_of: Callable[[re.Match[str]], Detail | None]
    ) -> None:
        """Replace what *pattern* finds where *kind_of* names a kind.

        A group ``keep`` stays in front; of a pattern with a group ``name`` only that is replaced.
        """

        def replaced(found: re.Match[str]) -> str:
            kind = kind_of(found)
            if kind is None:
                return found.group()
            self.found.append(kind)
            token = f"[{kind.value.replace('_', ' ')}]"
            if "name" in pattern.groupindex:
                start, end = (at - found.start() for at in found.span("name"))
                return found.group()[:start] + token + found.group()[end:]
            return (found["keep"] if "keep" in pattern.groupindex else "") + token

        self.text = pattern.sub(replaced, self.text)

    def put_names(self, known: Container[str], names: Container[str]) -> None:
        """Replace names: behind a title, with initials, before a room, in a run, or by the list."""
        judge = naming.Names(known, names)
        place = 0
        while titled := naming.TITLED.search(self.text, place):
            end = judge.end_of_titled(titled)
            place = titled.start("names") if end is None else titled.start() + len("[name]")
            if end is not None:
                self.found.append(Detail.NAME)
                self.text = f"{self.text[: titled.start()]}[name]{self.text[end:]}"
        self.put_if(naming.CALLED, lambda found: judge.of_called(found["name"]))
        self.put_if(naming.INITIALS, lambda found: judge.of_initials(found.group()))
        self.put_if(naming.IN_ROOM, lambda found: judge.of_in_room(found["name"]))
        if known:
            self.put_if(naming.CAPITALISED_RUN, lambda found: judge.of_run(found.group()))
            self.put_if(naming.NAME_AND_INITIAL, lambda found: judge.of_run(found.group(1)))
        if names:
            self.put_if(naming.BARE, judge.of_bare)
