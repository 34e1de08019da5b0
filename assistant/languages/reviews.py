"""The ledger of reviews: who has checked which sentence of a translation."""

from __future__ import annotations

import csv
import hashlib
from datetime import date
from pathlib import Path
from typing import Annotated

import msgspec

from assistant.languages.table import LanguageError

HASH_PATTERN = r"^[0-9a-f]{64}$"


class Review(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of the review ledger: a named fluent person checked this very pair of texts."""

    language: Annotated[str, msgspec.Meta(min_length=2)]
    id: Annotated[str, msgspec.Meta(min_length=1)]
    source_sha256: Annotated[str, msgspec.Meta(pattern=HASH_PATTERN)]
    translation_sha256: Annotated[str, msgspec.Meta(pattern=HASH_PATTERN)]
    name: Annotated[str, msgspec.Meta(min_length=2)]
    role: Annotated[str, msgspec.Meta(min_length=2)]
    qualification: Annotated[str, msgspec.Meta(min_length=2)]
    method: Annotated[str, msgspec.Meta(min_length=2)]
    reviewed_on: date


def sha256(text: str) -> str:
    """Return the hash of *text* by which the review ledger knows it."""
    return hashlib.sha256(text.encode()).hexdigest()


def read_reviews(path: Path) -> tuple[Review, ...]:
    """Return the lines of the review ledger; LanguageError names a line that lacks something."""
    columns = [field.name for field in msgspec.structs.fields(Review)]
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, strict=True)
        if rows.fieldnames != columns:
            raise LanguageError(f"{path.name}:1: the columns must be {','.join(columns)}")
        found = []
        for row in rows:
            try:
                found.append(msgspec.convert(row, Review))
            except msgspec.ValidationError as error:
                raise LanguageError(f"{path.name}:{rows.line_num}: {error}") from error
    return tuple(found)
