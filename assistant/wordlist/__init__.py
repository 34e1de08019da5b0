"""What is known of words before any knowledge is read: which there are, their kin, and names.

``british-english.txt`` tells real words from misspelt ones; ``meanings.npz`` tells which words mean
much the same; ``given-names.txt`` holds given names. Many of these are ordinary words as well
(Rose, May, Will), so the lists are kept apart and each use can decide. COPYRIGHT names the public
lists that they were made from.
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

LIST, MEANINGS = "british-english.txt", "meanings.npz"
DIMENSIONS = 200


@dataclass(frozen=True, eq=False)
class Meanings:
    """Where stems stand among each other: those of like meaning stand near.

    ``vectors`` has one row of ``DIMENSIONS`` whole numbers a stem, all of about the same length.
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
def meanings() -> Meanings:
    """Return the meanings of about 22,000 stems, made from WordNet by ``wordlist.wordnet``."""
    data = files(__name__).joinpath(MEANINGS).read_bytes()
    with np.load(io.BytesIO(data), allow_pickle=False) as table:
        stems = table["stems"].tobytes().decode().split("\n")
        vectors = table["vectors"]
    rows = {stem: row for row, stem in enumerate(stems)}
    return Meanings(rows, vectors, hashlib.sha256(data).hexdigest()[:16])
