"""What stands on a certificate, and what its check code tells anyone who asks."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from assistant.training.check import Identity, Support


class Certificate(Struct, frozen=True, kw_only=True):
    """Who passed which check when, until when, and how it was confirmed who they were.

    ``title`` is that of the plan; ``version`` that of the items; ``witness`` is a senior's name
    where one confirmed the identity. It is proof of a check on a day, and no licence.
    """

    code: str
    name: str
    title: str
    provider: str
    location: str
    passed_on: date
    due_on: date
    version: str
    identity: Identity
    witness: str = ""
    support: tuple[Support, ...] = ()
    language: str = "en"


class CodeCheck(Struct, frozen=True):
    """What a check code reveals: valid today or not, and the day of the check. Never a name."""

    valid: bool
    passed_on: date | None = None
