"""Methods to compare: each is fitted on phrasings by answer and ranks answers for questions.

Only ``numpy`` and the product are imported at the top, so that a method can be measured without
the packages that the others need.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant import text
from assistant.matching import Index
from assistant.wordlist import british

KEPT = 3
# How many of the best phrasings a search engine is asked for, to find three different answers.
FETCHED = 100
# Questions whose scores for all phrasings are held at once.
BATCH = 500
Matrix = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Scores:
    """For each question the three best answers, best first, and how likely it is covered at all.

    ``scope`` is the method's own best score; only its order counts.
    """

    best: list[tuple[str, ...]]
    scope: Matrix


def together(parts: Sequence[Scores]) -> Scores:
    """Return the scores of several batches of questions as one."""
    best = [answers for part in parts for answers in part.best]
    return Scores(best, np.concatenate([part.scope for part in parts]))


class Method(Protocol):
    """One way of ranking answers; ``slow`` ones are left out where every phrasing is known."""

    name: str
    slow: bool

    def fit(self, phrasings: Mapping[str, Sequence[str]]) -> None:
        """Learn *phrasings* by answer."""

    def scores(self, questions: Sequence[str]) -> Scores:
        """Return the scores of the answers for *questions*."""


class Flat:
    """Phrasings in one row, sorted by answer, as most methods need them."""

    slow = False

    def fit(self, phrasings: Mapping[str, Sequence[str]]) -> None:
        """Learn *phrasings* by answer."""
        self.answers = sorted(phrasings)
        self.lines = [line for answer in self.answers for line in phrasings[answer]]
        counts = [len(phrasings[answer]) for answer in self.answers]
        self.labels = np.repeat(np.arange(len(counts)), counts)
        self.starts = np.concatenate(([0], np.cumsum(counts)[:-1]))
        self.learn()

    def learn(self) -> None:
        """Learn ``lines``, which have ``labels``; nothing to do for a scan."""

    def by_phrasing(self, similarity: Matrix) -> Scores:
        """Return scores from *similarity* (questions x phrasings): the closest phrasing counts."""
        return self.by_answer(np.maximum.reduceat(similarity, self.starts, axis=1))

    def by_answer(self, matrix: Matrix) -> Scores:
        """Return scores from *matrix* (questions x answers); ties go to the first answer id."""
        order = np.argsort(-matrix, axis=1, kind="stable")[:, :KEPT]
        best = [tuple(self.answers[place] for place in row) for row in order]
        return Scores(best, matrix.max(axis=1).astype(np.float64))

    def by_hits(self, hits: Sequence[Sequence[tuple[int, float]]]) -> Scores:
        """Return scores from the best phrasings of each question with their scores."""
        best = []
        for row in hits:
            found = dict.fromkeys(self.answers[self.labels[place]] for place, _ in row)
            best.append(tuple(found)[:KEPT])
        return Scores(best, np.array([row[0][1] if row else 0.0 for row in hits]))


class Ours:
    """The product's own matching, through its public interface."""

    name = "Plainly"
    slow = False

    def __init__(self, processes: int = 1) -> None:
        self.processes = processes

    def fit(self, phrasings: Mapping[str, Sequence[str]]) -> None:
        """Train an index on *phrasings* alone: no lexicon, no declined questions."""
        from assistant.matching import training

        self.index: Index = training.build(
            phrasings,
            {},
            key="",
            replace={},
            add={},
            english=british(),
            processes=self.processes,
        )

    def scores(self, questions: Sequence[str]) -> Scores:
        """Return the first three matches for *questions*, and the scope of each."""
        rankings = [self.index.rank(question) for question in questions]
        self.rankings = rankings
        best = [tuple(match.answer for match in r.matches[:KEPT]) for r in rankings]
        return Scores(best, np.array([ranking.scope for ranking in rankings]))


class Scan(Flat):
    """rapidfuzz: the closest phrasing by a ratio of whole strings, looked for in all of them."""

    def __init__(self, ratio: str) -> None:
        self.name, self.ratio = f"rapidfuzz {ratio}", ratio
        self.slow = True

    def learn(self) -> None:
        """Prepare the phrasings once: lower case, letters and digits alone."""
        from rapidfuzz import utils

        self.prepared = [utils.default_process(line) for line in self.lines]

    def scores(self, questions: Sequence[str]) -> Scores:
        """Return the scores of the answers for *questions*."""
        from rapidfuzz import fuzz, process, utils

        ratio = getattr(fuzz, self.ratio)
        asked = [utils.default_process(question) for question in questions]
        parts = [
            self.by_phrasing(process.cdist(part, self.prepared, scorer=ratio, dtype=np.float32))
            for part in (asked[start : start + BATCH] for start in range(0, len(asked), BATCH))
        ]
        return together(parts)


class Bm25(Flat):
    """BM25 over stems (bm25s); no stop words are left out, which is 2 points better on CLINC150."""

    name = "BM25 (bm25s)"

    def learn(self) -> None:
        """Index the phrasings."""
        import bm25s  # type: ignore[import-not-found, unused-ignore]
        import Stemmer  # type: ignore[import-not-found, unused-ignore]

        self.stemmer = Stemmer.Stemmer("english")
        self.tokenize = bm25s.tokenize
        self.engine = bm25s.BM25()
        self.engine.index(self._words(self.lines), show_progress=False)

    def scores(self, questions: Sequence[str]) -> Scores:
        """Return the scores of the answers for *questions*."""
        rows = [
            self.engine.get_scores(words) if words else np.zeros(len(self.lines))
            for words in self._words(questions)
        ]
        return self.by_phrasing(np.stack(rows))

    def _words(self, lines: Sequence[str]) -> list[list[str]]:
        words: list[list[str]] = self.tokenize(
            list(lines),
            stopwords=[],
            stemmer=self.stemmer,
            return_ids=False,
            show_progress=False,
        )
        return words


class Fts5(Flat):
    """SQLite's full-text search with its Porter stemmer; any word may match."""

    name = "SQLite FTS5"

    def learn(self) -> None:
        """Fill a table in memory."""
        self.database = sqlite3.connect(":memory:")
        self.database.execute(
            "CREATE VIRTUAL TABLE t USING fts5(line, tokenize='porter unicode61')"
        )
        rows = enumerate(self.lines, 1)
        self.database.executemany("INSERT INTO t(rowid, line) VALUES (?, ?)", rows)

    def scores(self, questions: Sequence[str]) -> Scores:
        """Return the scores of the answers for *questions*."""
        return self.by_hits([self._hits(question) for question in questions])

    def _hits(self, question: str) -> list[tuple[int, float]]:
        words = [f'"{word}"' for word in text.words(question)]
        if not words:
            return []
        rows = self.database.execute(
            "SELECT rowid, -rank FROM t WHERE t MATCH ? ORDER BY rank, rowid LIMIT ?",
            (" OR ".join(words), FETCHED),
        )
        return [(rowid - 1, score) for rowid, score in rows]


class Tantivy(Flat):
    """tantivy with its English stemmer; any word may match."""

    name = "tantivy"

    def learn(self) -> None:
        """Fill an index in memory."""
        import tantivy  # type: ignore[import-not-found, unused-ignore]

        builder = tantivy.SchemaBuilder()
        builder.add_text_field("line", tokenizer_name="en_stem")
        builder.add_integer_field("place", stored=True)
        self.engine = tantivy.Index(builder.build())
        writer = self.engine.writer(num_threads=1)
        for place, line in enumerate(self.lines):
            writer.add_document(tantivy.Document(line=line, place=place))
        writer.commit()
        writer.wait_merging_threads()
        self.engine.reload()
        self.searcher = self.engine.searcher()

    def scores(self, questions: Sequence[str]) -> Scores:
        """Return the scores of the answers for *questions*."""
        return self.by_hits([self._hits(question) for question in questions])

    def _hits(self, question: str) -> list[tuple[int, float]]:
        words = [word for part in text.words(question) for word in part.split("'")]
        if not words:
            return []
        wanted = self.engine.parse_query(" ".join(f'"{word}"' for word in words), ["line"])
        found: Any = self.searcher.search(wanted, FETCHED).hits
        return [(self.searcher.doc(place)["place"][0], score) for score, place in found]


def by_name(processes: int) -> dict[str, Callable[[], Method]]:
    """Return how to make each method, by the word that ``--methods`` takes."""
    from tests.bench import learned

    return {
        "ours": lambda: Ours(processes),
        "token-set": lambda: Scan("token_set_ratio"),
        "wratio": lambda: Scan("WRatio"),
        "bm25": Bm25,
        "fts5": Fts5,
        "tantivy": Tantivy,
        "tfidf": learned.TfIdf,
        "tfidf-lr": learned.TfIdfRegression,
        "minilm": learned.Nearest,
        "minilm-lr": learned.EmbeddingRegression,
    }
