"""Personal details go through the whole application, and into no byte of what it keeps."""

from __future__ import annotations

import logging
import random
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import make_url, select
from sqlalchemy import text as sql

from assistant import gaps
from assistant.gaps import GapReason
from assistant.storage import Storage
from assistant.storage.sqlite import sqlite_module
from assistant.storage.tables import GapRow, HiddenAnswerRow, LocalLineRow, OutcomeRow
from assistant.wordlist import british, given_names
from tests import planted
from tests.web.conftest import Pages

DETAILS = 2000
LOCAL_DETAILS = 180
LOOKED_AT = {"question": "may Mrs Okonkwo have it", "reason": "declined"}
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
    pages: Pages, store: Storage, log: Path, tmp_path: Path
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
        mine = details[number * IN_ONE_QUESTION : (number + 1) * IN_ONE_QUESTION]
        # A product is marked, or a bare name as if it were one.
        marked = next((d for d in mine if d.casefold() in given_names()), planted.PRODUCT)
        marked = marked if number % 2 else planted.PRODUCT
        _send_gap(pages, token, question, marked, reasons[number % len(reasons)])
    assert pages.client.post("/gaps/check", data={**token, **LOOKED_AT}).status_code == 200
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


def _send_gap(
    pages: Pages, token: dict[str, str], question: str, marked: str, reason: GapReason
) -> None:
    """Send a question as a gap, unmasked as no page of ours would, with all its words ticked.

    One word of it is *marked* as a product's name.
    """
    fields: dict[str, object] = {
        **token,
        "question": question,
        "reason": reason.value,
        "answer": "falls-sensors" if reason in gaps.NOT_HELPFUL else "",
    }
    fields |= {"keep": [str(place) for place in range(60)], "product": marked}
    assert pages.client.post("/gaps/send", data=fields).status_code == 303
    with pages.client.session_transaction() as visit:
        # Another visit: nobody sends hundreds in an hour.
        visit.pop("sends")


def _fail_once(store: Storage, pages: Pages, token: dict[str, str], question: str) -> None:
    """Ask and send while the store fails, so that the failures are logged."""
    sent = {**token, "question": question, "reason": "declined", "keep": list("0123456789")}
    for table, path, status in (("outcome", "/", 200), ("gap", "/gaps/send", 503)):
        with store.engine.begin() as connection:
            connection.execute(sql(f"ALTER TABLE {table} RENAME TO elsewhere"))
        assert pages.client.post(path, data=sent).status_code == status
        with store.engine.begin() as connection:
            connection.execute(sql(f"ALTER TABLE elsewhere RENAME TO {table}"))


def test_no_detail_of_a_resident_is_kept_in_a_location_s_own_words(
    pages: Pages, store: Storage, log: Path
) -> None:
    """A manager writes the words themselves; what tells of a resident is not taken."""
    database = Path(str(make_url(str(store.engine.url)).database))
    before = Searched(database.read_bytes() + _log_of(database))
    details = planted.of_residents(seed=6, count=LOCAL_DETAILS)
    manager = pages.get("/try/").select_one("form[action^='/try/']")
    assert manager is not None
    assert pages.client.post(str(manager["action"]), data=pages.token()).status_code == 303
    field = pages.get("/manage/words/chatgpt-at-work").select_one("[name=csrf_token]")
    assert field is not None
    token = {"csrf_token": str(field["value"])}
    for detail in details:
        for path, fields in (
            ("/manage/words/chatgpt-at-work", {"text": f"Tell the family of {detail} first."}),
            ("/manage/words/companion-robots/hide", {"reason": f"It is about {detail}."}),
        ):
            response = pages.client.post(path, data={**token, **fields})
            assert response.status_code == 422, (path, detail)
    with store.read() as session:
        assert session.scalars(select(LocalLineRow)).all() == []
        assert session.scalars(select(HiddenAnswerRow)).all() == []
    for place in (database.read_bytes(), _log_of(database), log.read_bytes()):
        there = Searched(place)
        assert [d for d in details if there.holds(d) and not before.holds(d)] == []


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
