"""What is known of words before any knowledge is read: which there are, their kin, and names.

``british-english.txt`` tells real words from misspelt ones, ``common-words.txt`` which are written
most; ``meanings.npz`` tells which words mean much the same by a dictionary, ``company.npz`` which
are used alike; ``given-names.txt`` holds given names. Many of these are ordinary words as well
(Rose, May, Will), so the lists are kept apart and each use can decide. The files COPYRIGHT name
the public lists that they were made from.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

LIST, COMMON = "british-english.txt", "common-words.txt"
MEANINGS, COMPANY = "meanings.npz", "company.npz"
MEANING_DIMENSIONS, COMPANY_DIMENSIONS = 200, 100


@dataclass(frozen=True, eq=False)
class Table:
    """Where stems stand among each other: those of like meaning, or like use, stand near.

    ``vectors`` has one row of whole numbers a stem, all of about the same length.
    ``digest`` tells one edition of the table from another.
    """

    rows: Mapping[str, int]
    vectors: NDArray[np.int8]
    digest: str


@cache
def british() -> frozenset[str]:
    """Return about 63,000 lower-case words of Debian's ``wbritish`` (SCOWL), names left out."""
    return _words(LIST)


@cache
def given_names() -> frozenset[str]:
    """Return about 6,500 lower-case given names common in England or among those who work there."""
    return _words("given-names.txt")


def _words(name: str) -> frozenset[str]:
    return frozenset(files(__name__).joinpath(name).read_text("utf-8").split())


@cache
def common() -> tuple[str, ...]:
    """Return about 8,000 everyday words, most written first, given names left out."""
    return tuple(files(__name__).joinpath(COMMON).read_text("utf-8").split())


@cache
def meanings() -> Table:
    """Return the meanings of about 22,000 stems, made from WordNet by ``wordlist.wordnet``."""
    return _table(MEANINGS)


@cache
def company() -> Table:
    """Return the use of about 23,000 stems, made from GloVe by ``wordlist.glove``."""
    return _table(COMPANY)


def _table(name: str) -> Table:
    data = files(__name__).joinpath(name).read_bytes()
    with np.load(io.BytesIO(data), allow_pickle=False) as table:
        stems = table["stems"].tobytes().decode().split("\n")
        vectors = table["vectors"]
    rows = {stem: row for row, stem in enumerate(stems)}
    return Table(rows, vectors, hashlib.sha256(data).hexdigest()[:16])
