"""Answers in the languages of staff: what to do, said whole, beside the English.

They are those that are urgent, and those where wrong help harms someone (``is_for_staff``).

Where the English names a person of the location, a translation names the role: a name is never
inflected, and who has the role stands in the English beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assistant.knowledge import Answer
from assistant.languages import Catalogue, Language, Message
from assistant.local.location import Location, fill

_NOWHERE = Location()
# What stands over every draft: an answer, or a page.
BAND = Message(
    "answer.any.band",
    "Draft translation: nobody has checked it yet. Where it differs, the English holds.",
    "Over every translated answer, beside the English.",
)
# What stands around each translated answer.
_FRAME: Mapping[str, Message] = {
    message.id.rpartition(".")[2]: message
    for message in (
        BAND,
        Message("answer.any.do", "What to do", "Heading over numbered steps."),
        Message("answer.any.do_not", "Do not", "Heading over a list of what not to do."),
    )
}


@dataclass(frozen=True)
class TranslatedAnswer:
    """What an answer tells someone to do, in another language; ``band`` is None when reviewed."""

    language: Language
    band: str | None
    short: str
    heading_do: str
    do: tuple[str, ...]
    heading_do_not: str
    do_not: tuple[str, ...]


def messages(answers: Iterable[Answer]) -> tuple[Message, ...]:
    """Return what a catalogue of answers holds: the frame, and the sentences of their answers."""
    found = (answer for answer in answers if is_for_staff(answer))
    return (*_FRAME.values(), *(message for answer in found for message in _messages(answer)))


def is_for_staff(answer: Answer) -> bool:
    """Return whether staff are to read *answer* in their own language beside the English."""
    return answer.urgent is not None or answer.safety_critical


def translated(answer: Answer, catalogue: Catalogue) -> TranslatedAnswer | None:
    """Return *answer* in the language of *catalogue*; None unless every sentence of it is there."""
    wanted = (*_FRAME.values(), *_messages(answer))
    if catalogue.faults(wanted):
        return None
    texts = catalogue.translate(wanted)
    return TranslatedAnswer(
        language=catalogue.language,
        band=None if catalogue.reviewed(wanted) else texts[_FRAME["band"].id],
        short=texts[_id(answer, "short")],
        heading_do=texts[_FRAME["do"].id],
        do=_texts(answer, "do", len(answer.do), texts),
        heading_do_not=texts[_FRAME["do_not"].id],
        do_not=_texts(answer, "do_not", len(answer.do_not), texts),
    )


def _messages(answer: Answer) -> list[Message]:
    title = f"Of the answer “{fill(answer.title, _NOWHERE)}”"
    found = [Message(_id(answer, "short"), fill(answer.short, _NOWHERE), f"{title}: in short.")]
    for part, lines, note in (
        ("do", answer.do, "a step under the heading “What to do”."),
        ("do_not", answer.do_not, "a line under the heading “Do not”; read it with the heading."),
    ):
        for number, line in enumerate(lines, start=1):
            text = fill(line, _NOWHERE)
            found.append(Message(_id(answer, part, number), text, f"{title}: {note}"))
    return found


def _texts(answer: Answer, part: str, count: int, texts: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(texts[_id(answer, part, number)] for number in range(1, count + 1))


def _id(answer: Answer, part: str, number: int | None = None) -> str:
    return f"answer.{answer.id}.{part}" + (f".{number}" if number else "")
