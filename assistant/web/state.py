"""What one application serves from: handed to ``create_app`` once, found again by every view."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import cast

from flask import current_app

from assistant import matching
from assistant.answering import MaskingWords
from assistant.config import Settings
from assistant.knowledge import Knowledge
from assistant.matching import Index
from assistant.storage import Storage


@dataclass(frozen=True)
class State:
    """The parts that the views share; none of them changes while the application runs."""

    settings: Settings
    knowledge: Knowledge
    index: Index
    storage: Storage
    words: MaskingWords

    @cached_property
    def fits(self) -> bool:
        """Return whether the index was made from this knowledge.

        Neither ever changes in a process, so that what was found out once stays true.
        """
        return self.index.key == matching.key_of(self.knowledge)


def state() -> State:
    """Return the parts of the application that serves this request."""
    return cast(State, current_app.extensions["plainly"])


def now() -> datetime:
    """Return the time it is; only the web and the command line look at the clock."""
    return datetime.now(UTC)


def today() -> date:
    """Return the day it is."""
    return now().date()
