"""A notice without layout: plain text, an e-mail, text messages, and what staff say aloud.

All are made from the same edition as the leaflet, so that no format can say something else.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from math import ceil
from typing import NamedTuple

from assistant.notices.edition import Block, Cell, Edition, Row

WIDTH = 72
# GSM 03.38: the letters of a text message that cost one place, and those that cost two. Anything
# else turns the whole message into 16 bits a letter.
_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_TWICE = frozenset("^{}\\[~]|€\f")
_ONE_PART, _PART_OF_MORE = 160, 153
_ONE_PART_WIDE, _PART_OF_MORE_WIDE = 70, 67
_FIRST_STRONG, _END = "\u2068", "\u2069"


class Mail(NamedTuple):
    """An e-mail: its subject, and its text."""

    subject: str
    body: str


class TextMessage(NamedTuple):
    """A text message, and as how many parts a phone company sends it."""

    text: str
    parts: int


def text(shown: Edition) -> str:
    """Return the edition as plain text, each language of a draft under the other."""
    lines = [*_band(shown), *_heading(shown.title, "="), shown.notice.location, ""]
    for block in (*shown.sections, shown.dates):
        lines += _block(block)
    lines += _slip(shown)
    lines += _row(shown.web)
    return _whole(lines)


def email(shown: Edition) -> Mail:
    """Return the edition as an e-mail."""
    lines = [*_band(shown), *(_row(shown.hello) if shown.hello else ()), ""]
    for block in (*shown.sections, shown.dates):
        lines += _block(block)
    lines += [*_row(shown.web), "", shown.notice.location, shown.notice.provider]
    return Mail(_of_row(shown.title, shown), _whole(lines))


def sms(shown: Edition) -> tuple[TextMessage, ...]:
    """Return a text message for each tool: what it does, can I say no, whom to ask."""
    found = []
    for block in shown.sections:
        rows = (block.heading, *block.rows)
        ways = (cells for cells in zip(*(row.cells for row in rows), strict=True))
        said = "\n".join(_sentences(cells) for cells in ways)
        parts = [*(_of_row(shown.band, shown, "\n"),) * bool(shown.band), said]
        parts.append(shown.notice.location)
        if shown.web_address:
            parts.append(shown.web_address)
        message = "\n".join(parts)
        found.append(TextMessage(message, sms_parts(message)))
    return tuple(found)


def sms_parts(message: str) -> int:
    """Return as how many parts a text message is sent and paid for."""
    if all(letter in _GSM or letter in _GSM_TWICE for letter in message):
        length = sum(2 if letter in _GSM_TWICE else 1 for letter in message)
        one, more = _ONE_PART, _PART_OF_MORE
    else:
        length = len(message.encode("utf-16-le")) // 2
        one, more = _ONE_PART_WIDE, _PART_OF_MORE_WIDE
    return 1 if length <= one else ceil(length / more)


def script(shown: Edition) -> str:
    """Return what a member of staff says aloud; a line of dots waits for the person's answer."""
    lines = [*_band(shown), *_heading(shown.title, "="), ""]
    for block in shown.sections:
        lines += _heading(block.heading, "-")
        for row in block.rows:
            lines += _row(row)
            if "".join(part.text for part in row.cells[0].parts).rstrip().endswith("?"):
                lines.append("  . . . . . . . . . .")
        lines.append("")
    return _whole([*lines, *_row(shown.version)])


def _whole(lines: list[str]) -> str:
    return "\n".join(line.rstrip() for line in lines).rstrip("\n") + "\n"


def _band(shown: Edition) -> Iterator[str]:
    if shown.band:
        yield from (f"*** {line}" for line in _row(shown.band))
        yield ""


def _heading(row: Row, sign: str) -> Iterator[str]:
    lines = _row(row)
    yield from lines
    yield sign * min(max(map(len, lines)), WIDTH)


def _block(block: Block) -> Iterator[str]:
    yield from _heading(block.heading, "-")
    for row in block.rows:
        yield from _row(row)
    yield ""


def _slip(shown: Edition) -> Iterator[str]:
    if shown.slip is None:
        return
    yield from _heading(shown.slip.title, "-")
    yield from _row(shown.slip.help)
    for choices in shown.slip.choices:
        if choices.heading:
            yield from _row(choices.heading)
        for option in choices.options:
            yield from (f"[ ] {line}" for line in _row(option))
    yield from _row(shown.slip.no_name)
    yield ""


def _row(row: Row) -> list[str]:
    """Return the lines of a row: each language on its own."""
    return [line for cell in row.cells for line in textwrap.wrap(_cell(cell), WIDTH) or [""]]


def _cell(cell: Cell) -> str:
    """Return a cell as text; what fills a placeholder keeps its own direction."""
    return "".join(
        part.text if part.kind is None or cell.language == "en" else _isolated(part.text)
        for part in cell.parts
    )


def _isolated(part: str) -> str:
    return f"{_FIRST_STRONG}{part}{_END}"


def _sentences(cells: tuple[Cell, ...]) -> str:
    heading, *rest = map(_cell, cells)
    return f"{heading}. {' '.join(rest)}"


def _of_row(row: Row | None, shown: Edition, between: str = " / ") -> str:
    return between.join(map(_cell, row.cells)) if row else ""
