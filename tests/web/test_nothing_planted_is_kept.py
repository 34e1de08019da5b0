"""Personal details go through the whole application, and into no byte of what it keeps."""

from __future__ import annotations

import logging
import random
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import make_url, select
from sqlalchemy import text as sql

from assistant import gaps, privacy
from assistant.gaps import GapReason
from assistant.storage import Storage
from assistant.storage import gaps as kept_gaps
from assistant.storage.sqlite import sqlite_module
from assistant.storage.tables import GapRow, OutcomeRow
from assistant.web.place import here
from assistant.web.state import State, state, today
from assistant.wordlist import british, given_names
from tests import planted
from tests.web.conftest import Pages

DETAILS = 2000
IN_ONE_QUESTION = 4


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    """All that anything logs, statements of the database among it, in a file."""
    path = tmp_path / "log.txt"
    handler = logging.FileHandler(path, encoding="utf-8")
    loggers = [logging.getLogger(), logging.getLogger("sqlalchemy.engine")]
    levels = [logger.level for logger in loggers]
    loggers[0].addHandler(handler)
    for logger, level in zip(loggers, (logging.DEBUG, logging.INFO), strict=True):
        logger.setLevel(level)
    yield path
    loggers[0].removeHandler(handler)
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)
    handler.close()


class Searched:
    """The text of some bytes, in which details are looked for."""

    def __init__(self, content: bytes) -> None:
        self._text = content.decode("utf-8", "replace").casefold()
        # Checksums spell a short name now and then, but hardly within a run of eight letters.
        runs = b" ".join(re.findall(rb"[ -~]{8,}", content)).decode().casefold()
        words = re.findall(r"\b[^\W\d_]+\b", self._text)
        self._words = {
            *re.findall(r"\b[a-z]+\b", runs),
            *(word for word in words if not word.isascii()),
        }

    def holds(self, detail: str) -> bool:
        """Return whether *detail* stands here in any spelling; a short name as a whole word."""
        if detail.isalpha() and len(detail) < 6:
            return detail.casefold() in self._words
        spellings = planted.spellings(detail)
        return any(spelling.casefold() in self._text for spelling in spellings)


def test_no_planted_detail_is_kept_anywhere(
    app: Flask, pages: Pages, store: Storage, log: Path, tmp_path: Path
) -> None:
    database = Path(str(make_url(str(store.engine.url)).database))
    before = Searched(database.read_bytes() + _log_of(database))
    details = planted.details(seed=4, count=DETAILS)
    chance = random.Random(5)
    questions = [
        planted.question(chance, details[start : start + IN_ONE_QUESTION])
        for start in range(0, DETAILS, IN_ONE_QUESTION)
    ]
    token = pages.token()
    reasons = list(GapReason)
    for number, question in enumerate(questions):
        response = pages.client.post("/", data={**token, "question": question})
        assert response.status_code == 200, question
        with app.test_request_context("/"):
            mine = details[number * IN_ONE_QUESTION : (number + 1) * IN_ONE_QUESTION]
            # A product is marked, or a bare name as if it were one.
            marked = next((d for d in mine if d.casefold() in given_names()), planted.PRODUCT)
            marked = marked if number % 2 else planted.PRODUCT
            _send_gap(state(), question, marked, reasons[number % len(reasons)])
    _fail_once(store, pages, token, questions[0])

    copy = tmp_path / "backup.db"
    module = sqlite_module()
    with closing(module.connect(database)) as source, closing(module.connect(copy)) as target:
        source.backup(target)
    kept = {
        "database": database.read_bytes(),
        "write-ahead log": _log_of(database),
        "backup": copy.read_bytes(),
        "log": log.read_bytes(),
    }
    assert all(kept.values()), "nothing was written where the details would be"
    searched = [detail for detail in details if not before.holds(detail)]
    assert len(searched) > 0.95 * DETAILS
    for place, content in kept.items():
        there = Searched(content)
        left = [detail for detail in searched if there.holds(detail)]
        assert left == [], place
    _check_rows(store, details)


def _send_gap(parts: State, question: str, marked: str, reason: GapReason) -> None:
    """Send a question as a gap, with one word of it *marked* as a product's name."""
    masked = privacy.mask(question, parts.words.known, parts.words.names)
    found = gaps.kept_words(masked.text, english=british(), names=given_names(), product=marked)
    number = here().id
    assert number is not None
    with parts.storage.write() as session:
        kept_gaps.record(session, number, reason, found, today(), "falls-sensors")


def _fail_once(store: Storage, pages: Pages, token: dict[str, str], question: str) -> None:
    """Ask while the store fails, so that the failure is logged."""
    with store.engine.begin() as connection:
        connection.execute(sql("ALTER TABLE outcome RENAME TO elsewhere"))
    assert pages.client.post("/", data={**token, "question": question}).status_code == 200
    with store.engine.begin() as connection:
        connection.execute(sql("ALTER TABLE elsewhere RENAME TO outcome"))


def _check_rows(store: Storage, details: list[str]) -> None:
    """Check the words themselves: what stood in the database before may not be in them either."""
    with store.read() as session:
        rows = session.scalars(select(GapRow)).all()
        assert len(session.scalars(select(OutcomeRow)).all()) == DETAILS / IN_ONE_QUESTION
    assert len(rows) == DETAILS / IN_ONE_QUESTION
    assert sum(bool(row.words) for row in rows) > 0.9 * len(rows)
    bare = {detail.casefold() for detail in details if detail.isalpha()}
    assert len(bare) > 400
    for row in rows:
        assert not bare & set(row.words.split()), row.words
        assert set(row.words.split()) <= british() | {row.product}
        assert row.product in {None, planted.PRODUCT}


def _log_of(database: Path) -> bytes:
    log = database.with_name(f"{database.name}-wal")
    return log.read_bytes() if log.exists() else b""
