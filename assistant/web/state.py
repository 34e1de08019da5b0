"""What one application serves from: handed to ``create_app`` once, found again by every view."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import cast

from flask import current_app

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


def state() -> State:
    """Return the parts of the application that serves this request."""
    return cast(State, current_app.extensions["plainly"])


def now() -> datetime:
    """Return the time it is; only the web and the command line look at the clock."""
    return datetime.now(UTC)


def today() -> date:
    """Return the day it is."""
    return now().date()
