"""Make ``meanings.npz`` from the files of WordNet 3.0; run once, its result is kept.

``python -m assistant.wordlist.wordnet FOLDER``, where the folder holds ``data.noun`` and the like
(Debian's package ``wordnet-base`` puts them into ``/usr/share/wordnet``).

WordNet is a dictionary written by people: a word has senses, each with a short explanation and with
links to wider, narrower and kindred senses. Two words mean much the same when they share senses,
linked senses, or words in the explanations. Those counts (positive pointwise mutual information)
are reduced to a few hundred numbers a stem by a singular value decomposition. No neural network
and no text written by users is part of it.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import sparse
from sklearn.utils.extmath import randomized_svd

from assistant import text
from assistant.wordlist import MEANING_DIMENSIONS, MEANINGS, british

FILES = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}
Sense = tuple[str, str]
# How near the two ends of a link are in meaning, by WordNet's sign for the kind of link; weak links
# are those to narrower senses and to opposites.
LINKS = {"@": 1.0, "@i": 1.0, "+": 1.0, "&": 1.0, "$": 1.0, "\\": 0.8, "=": 0.8}
LINKS |= {"*": 0.7, ">": 0.7, ";c": 0.5, "!": 0.2}
OTHER_LINK = 0.3
# Each step away along links counts half; what has become smaller than this is dropped.
STEPS, PER_STEP, LEAST = 3, 0.5, 0.01
# A sense is also explained by its own words, which count double, and all that twice the links.
OWN_WORD, EXPLANATION_SHARE = 2.0, 2.0
# Rare contexts would otherwise decide alone.
SMOOTHING = 0.75


@dataclass(frozen=True)
class Entry:
    """A sense: its words, its links with their weights, and its explanation."""

    words: tuple[str, ...]
    links: tuple[tuple[Sense, float], ...]
    explanation: str


def read_senses(folder: Path) -> dict[Sense, Entry]:
    """Return all senses of WordNet's data files in *folder*."""
    senses = {}
    for name, kind in FILES.items():
        for line in _lines(folder / f"data.{name}"):
            head, _, explanation = line.partition("|")
            fields = head.split()
            count = int(fields[3], 16)
            words = fields[4 : 4 + 2 * count : 2]
            pointers = fields[5 + 2 * count :]
            links = tuple(
                ((part.replace("s", "a"), offset), LINKS.get(sign, OTHER_LINK))
                for sign, offset, part in zip(
                    pointers[0::4],
                    pointers[1::4],
                    pointers[2::4],
                    strict=False,
                )
            )
            plain = tuple(re.sub(r"\(.*\)", "", word).lower() for word in words)
            senses[kind, fields[0]] = Entry(plain, links[: int(fields[4 + 2 * count])], explanation)
    return senses


def read_stems(folder: Path) -> dict[str, dict[Sense, float]]:
    """Return the senses of each stem of a single word, the first sense of a word weighing most."""
    stems: dict[str, dict[Sense, float]] = {}
    for name, kind in FILES.items():
        for line in _lines(folder / f"index.{name}"):
            fields = line.split()
            offsets = fields[-int(fields[2]) :]
            if "_" not in fields[0]:
                senses = stems.setdefault(text.stem(fields[0]), {})
                for rank, offset in enumerate(offsets, 1):
                    sense = (kind, offset)
                    senses[sense] = senses.get(sense, 0.0) + 1 / rank
    return stems


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="latin-1") as lines:
        yield from (line for line in lines if not line.startswith("  "))


def vectors(
    senses: Mapping[Sense, Entry], stems: Mapping[str, Mapping[Sense, float]], chosen: list[str]
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Return one row of length one for each *chosen* stem."""
    sense_number = {sense: number for number, sense in enumerate(senses)}
    stem_number = {stem: number for number, stem in enumerate(sorted(stems))}
    links: list[tuple[int, int, float]] = []
    explained: list[tuple[int, int, float]] = []
    for sense, entry in senses.items():
        row = sense_number[sense]
        links += [(row, sense_number[end], weight) for end, weight in entry.links]
        own = [part for word in entry.words for part in word.split("_")]
        others = re.findall(r"[a-z]+", entry.explanation.lower())
        for words, weight in ((own, OWN_WORD), (others, 1.0)):
            numbers = (stem_number.get(text.stem(word)) for word in words)
            explained += [(row, number, weight) for number in numbers if number is not None]
    has = [
        (stem_number[stem], sense_number[sense], weight / sum(own_senses.values()))
        for stem, own_senses in stems.items()
        for sense, weight in own_senses.items()
    ]
    count = len(sense_number)
    near = _matrix(has, (len(stem_number), count)) @ _spread(_matrix(links, (count, count)))
    by_word = near @ _matrix(explained, (count, len(stem_number)))
    rows = [stem_number[stem] for stem in chosen]
    both = sparse.hstack([_information(near), EXPLANATION_SHARE * _information(by_word)]).tocsr()
    left, strength, _ = randomized_svd(both[rows], MEANING_DIMENSIONS, n_iter=3, random_state=0)
    placed = left * np.sqrt(strength)
    found: np.ndarray[tuple[int, int], np.dtype[np.float64]] = placed / (
        np.linalg.norm(placed, axis=1, keepdims=True) + 1e-9
    )
    return found


def _matrix(entries: list[tuple[int, int, float]], shape: tuple[int, int]) -> sparse.csr_matrix:
    rows, columns, weights = zip(*entries, strict=True)
    return sparse.csr_matrix((weights, (rows, columns)), shape)


def _spread(links: sparse.csr_matrix) -> sparse.csr_matrix:
    """Return how much of each sense is in each other, over several links."""
    total = np.asarray(links.sum(axis=1)).ravel()
    step = sparse.diags(1 / np.where(total > 0, total, 1.0)) @ links
    spread = current = sparse.identity(links.shape[0], format="csr")
    for _ in range(STEPS):
        current = (current @ step) * PER_STEP
        current.data[current.data < LEAST] = 0
        current.eliminate_zeros()
        spread = spread + current
    return spread


def _information(counts: sparse.csr_matrix) -> sparse.csr_matrix:
    """Return the positive pointwise mutual information of rows and columns."""
    counts = counts.tocoo()
    per_row = np.asarray(counts.sum(axis=1)).ravel()
    per_column = np.asarray(counts.sum(axis=0)).ravel() ** SMOOTHING
    expected = per_row[counts.row] * per_column[counts.col] / per_column.sum()
    values = np.log(np.maximum(counts.data / expected, 1.0))
    found = sparse.csr_matrix((values, (counts.row, counts.col)), counts.shape)
    found.eliminate_zeros()
    return found


def main() -> None:
    """Read WordNet and write ``meanings.npz`` for the stems of the British word list."""
    parser = argparse.ArgumentParser(prog="python -m assistant.wordlist.wordnet")
    parser.add_argument("folder", type=Path, help="where WordNet's data.noun is")
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name(MEANINGS))
    given = parser.parse_args()
    stems = read_stems(given.folder)
    chosen = sorted({text.stem(word) for word in british()} & stems.keys())
    placed = vectors(read_senses(given.folder), stems, chosen)
    packed = np.round(placed * (127 / np.abs(placed).max())).astype(np.int8)
    names = np.frombuffer("\n".join(chosen).encode(), np.uint8)
    np.savez_compressed(given.out, stems=names, vectors=packed)


if __name__ == "__main__":
    main()
