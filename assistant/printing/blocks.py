"""The safe HTML of an answer's body as blocks that can be printed: headings, paragraphs, lists."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Literal

from msgspec import Struct

_SPACE = re.compile(r"\s+")


class Run(Struct, frozen=True):
    """A stretch of text; ``address`` is where it links to."""

    text: str
    strong: bool = False
    address: str | None = None


class Block(Struct, frozen=True):
    """A heading or paragraph of one item, or a list of one or more."""

    kind: Literal["heading", "paragraph", "bullets", "numbers"]
    items: tuple[tuple[Run, ...], ...]


def blocks(html: str, fill: Callable[[str], str]) -> tuple[Block, ...]:
    """Return *html* as blocks; each stretch of text goes through *fill* and stays text.

    A list inside a list becomes part of it, and tags without a place on paper give their text.
    """
    reader = _Reader(fill)
    reader.feed(html)
    reader.close()
    reader.end_item()
    reader.end_block()
    return tuple(reader.blocks)


class _Reader(HTMLParser):
    """Collects blocks; ``nh3`` has closed every tag before."""

    def __init__(self, fill: Callable[[str], str]) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._fill = fill
        self._kind: Literal["heading", "paragraph", "bullets", "numbers"] = "paragraph"
        self._items: list[tuple[Run, ...]] = []
        self._runs: list[Run] = []
        self._lists = 0
        self._strong = 0
        self._address: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        match tag:
            case "h3":
                self._begin("heading")
            case "p" if self._lists:
                self._space()
            case "p":
                self._begin("paragraph")
            case "ul" | "ol":
                self.end_item()
                if not self._lists:
                    self._begin("bullets" if tag == "ul" else "numbers")
                self._lists += 1
            case "li":
                self.end_item()
            case "strong" | "em":
                self._strong += 1
            case "a":
                self._address = dict(attrs).get("href")
            case "br":
                self._space()

    def handle_endtag(self, tag: str) -> None:
        match tag:
            case "h3" | "p" if not self._lists:
                self._begin("paragraph")
            case "ul" | "ol":
                self.end_item()
                self._lists -= 1
                if not self._lists:
                    self._begin("paragraph")
            case "li":
                self.end_item()
            case "strong" | "em":
                self._strong -= 1
            case "a":
                self._address = None

    def handle_data(self, data: str) -> None:
        text = _SPACE.sub(" ", self._fill(data))
        if not self._runs:
            text = text.lstrip()
        if text:
            self._runs.append(Run(text, self._strong > 0, self._address))

    def end_item(self) -> None:
        """Put the text so far away as one item."""
        if any(run.text.strip() for run in self._runs):
            self._items.append(tuple(self._runs))
        self._runs = []

    def end_block(self) -> None:
        """Put the items so far away as one block."""
        if self._items:
            self.blocks.append(Block(self._kind, tuple(self._items)))
        self._items = []

    def _begin(self, kind: Literal["heading", "paragraph", "bullets", "numbers"]) -> None:
        self.end_item()
        self.end_block()
        self._kind = kind

    def _space(self) -> None:
        if self._runs:
            self._runs.append(Run(" "))
