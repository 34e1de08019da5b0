"""What published notices said in other languages, kept for when a release says it in other words.

A sentence is kept once for each language and English text, however many notices say it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.languages import Catalogue, Message, sha256
from assistant.storage.tables import KeptTranslationRow
from assistant.storage.upsert import upsert

_KEYS = ("language", "sentence", "source_sha256")


def keep(session: Session, messages: Iterable[Message], shipped: Iterable[Catalogue]) -> None:
    """Keep each of *messages* as the *shipped* catalogues have it.

    What the provider's people said of a translation stays in their reviews, and is laid over this.
    """
    said = tuple(messages)
    for catalogue in shipped:
        rows = [
            {
                "language": catalogue.language.code,
                "sentence": message.id,
                "source_sha256": sha256(message.text),
                "text": catalogue.sentences[message.id].text,
            }
            for message in said
            if not catalogue.faults([message])
        ]
        upsert(session, KeptTranslationRow, rows, _KEYS)


def of(session: Session, messages: Iterable[Message]) -> dict[str, dict[str, str]]:
    """Return what is kept of *messages*, by language and then by id."""
    hashes = {(message.id, sha256(message.text)) for message in messages}
    named = KeptTranslationRow.sentence.in_({id for id, _ in hashes})
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in session.scalars(select(KeptTranslationRow).where(named)):
        if (row.sentence, row.source_sha256) in hashes:
            found[row.language][row.sentence] = row.text
    return dict(found)


def are_any(session: Session) -> bool:
    """Return whether anything is kept yet."""
    return session.scalars(select(KeptTranslationRow.id).limit(1)).first() is not None
