"""The trained index: everything needed to rank the answers for a question, and nothing else.

An index is made once from the knowledge (``training.train``), kept as bytes and keyed by the hash
of the phrasings. Ranking is a few sums over arrays: same index, same question, same ranking.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant import text
from assistant.knowledge import Knowledge
from assistant.matching.calibration import Held, Rates, Thresholds, thresholds
from assistant.matching.features import Features, Floats, Vector, nearness
from assistant.matching.ranker import Postings, Ranker, Raw
from assistant.matching.reading import Reader, Reading, Usage
from assistant.matching.signals import (
    SmallModel,
    certainty_signals,
    probabilities,
    scope_signals,
    scores,
)
from assistant.wordlist import company, meanings

FORMAT = "plainly-index-5"
SHOWN_MATCHES = 5
COUNTED_WORDS = 6
# Below this nearness two words are not worth naming side by side.
NEAR = 0.3
# Below this a declined kind is a guess; then no kind is named.
KIND_PROBABILITY = 0.5


class UnusableIndexError(Exception):
    """The bytes are no index of this version; build it again with ``assistant index``."""


def key_of(knowledge: Knowledge) -> str:
    """Return the hash of all that an index is trained on; the text of answers is no part of it."""
    trained_on = {
        "phrasings": phrasings_of(knowledge),
        "declined": {name: kind.phrasings for name, kind in knowledge.declined.items()},
        "lexicon": [knowledge.lexicon.replace, knowledge.lexicon.add],
    }
    return hashlib.sha256(json.dumps(trained_on, sort_keys=True).encode()).hexdigest()


def phrasings_of(knowledge: Knowledge) -> dict[str, tuple[str, ...]]:
    """Return the phrasings by answer id; the title of an answer is one of them."""
    return {
        answer.id: tuple(dict.fromkeys((answer.title, *answer.phrasings)))
        for answer in knowledge.answers.values()
    }


@dataclass(frozen=True)
class Match:
    """An answer and how well it fits, from 0 to 1, with the phrasing of it that is closest."""

    answer: str
    score: float
    phrasing: str


@dataclass(frozen=True)
class Ranking:
    """The answers for a question, best first, and what the order rests on.

    ``scope`` is how likely the question is one of ours, ``certainty`` how likely the first match
    is right, both from 0 to 1. ``counted_words`` spoke most for the first match; ``near_words`` are
    those of them that no phrasing of it holds, each with the word of the closest phrasing that it
    is near to in meaning.
    """

    matches: tuple[Match, ...]
    scope: float
    certainty: float
    reading: Reading
    counted_words: tuple[str, ...]
    declined_kind: str | None
    near_words: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class HeldOut:
    """How the phrasings of one answer did when held out of training.

    ``first`` is the share of them that found it first; ``confused`` names the answers that came
    first instead, with how often.
    """

    answer: str
    phrasings: int
    first: float
    confused: tuple[tuple[str, int], ...]


def held_out(
    answers: Sequence[str], wanted: NDArray[np.int32], got: NDArray[np.int32]
) -> list[HeldOut]:
    """Return how each of *answers* did, weakest first.

    *wanted* and *got* number, for each question, its answer and the one that came first. An answer
    of which nothing was held out has no share of first ones, and stands first.
    """
    found = []
    for place, answer in enumerate(answers):
        first = got[wanted == place]
        wrong = Counter(answers[other] for other in first if other != place)
        share = float((first == place).mean()) if len(first) else 0.0
        confused = tuple(sorted(wrong.items(), key=lambda item: (-item[1], item[0])))
        found.append(HeldOut(answer, len(first), share, confused))
    return sorted(found, key=lambda held: (held.first, held.answer))


@dataclass(frozen=True, eq=False)
class Index:
    """A trained index; see ``training.build``."""

    key: str
    answers: tuple[str, ...]
    phrasings: tuple[str, ...]
    kinds: tuple[str, ...]
    reader: Reader
    ranker: Ranker
    scope_model: SmallModel
    certainty_model: SmallModel
    held: Held

    def rank(self, question: str) -> Ranking:
        """Return the answers for *question*; ties are broken by answer id."""
        reading = self.reader.read(question)
        raw = self.ranker.raw(reading.words)
        answer_scores = np.round(scores(raw), 4)
        chances = probabilities(answer_scores)
        # Answers stand in order of their ids, so a stable sort breaks ties by id.
        order = np.argsort(-answer_scores, kind="stable")[:SHOWN_MATCHES]
        known = self.ranker.coverage(reading.words, int(order[0]))
        length = len(reading.words)
        matches = tuple(
            Match(
                self.answers[place],
                round(float(chances[place]), 6),
                self.phrasings[self.ranker.closest(raw, int(place))],
            )
            for place in order
        )
        counted = self._counted(raw, reading, int(order[0]))
        return Ranking(
            matches=matches,
            scope=round(self.scope_model.probability(scope_signals(raw, known, length)), 6),
            certainty=round(
                self.certainty_model.probability(certainty_signals(raw, known, length)), 6
            ),
            reading=reading,
            counted_words=counted,
            declined_kind=self._kind(raw),
            near_words=self._near(counted, int(order[0]), matches[0].phrasing),
        )

    def thresholds(self, rates: Rates) -> Thresholds:
        """Return where to answer, offer and decline for the wanted *rates*."""
        return thresholds(self.held, rates, declined=bool(self.kinds))

    def held_out(self) -> list[HeldOut]:
        """Return how each answer's own phrasings did when held out of training, weakest first."""
        return held_out(self.answers, self.held.wanted, self.held.got)

    def _counted(self, raw: Raw, reading: Reading, place: int) -> tuple[str, ...]:
        """Return the words that spoke most for the answer at *place*, strongest first.

        A word speaks by itself, and by what it means.
        """
        by_word, _, by_meaning = raw.vectors
        said = self._lead(by_word, place) * by_word.weights
        strength = dict(zip(by_word.features.tolist(), said.tolist(), strict=True))
        lead = self._lead(by_meaning, place)
        meant = self.ranker.features.meanings_of(reading.words)
        found: dict[str, float] = {}
        for word in reading.words:
            stem = text.stem(word)
            number = self.ranker.features.numbers.get(stem, -1)
            total = strength.get(number, 0.0)
            if stem in meant:
                total += float((meant[stem] * lead).sum())
            if total > 0:
                found[word] = round(total, 4)
        ordered = sorted(found, key=lambda word: (-found[word], word))
        return tuple(ordered[:COUNTED_WORDS])

    def _near(
        self, counted: Sequence[str], place: int, phrasing: str
    ) -> tuple[tuple[str, str], ...]:
        """Return the *counted* words that the answer at *place* lacks, with their next of kin."""
        lacked = [word for word in counted if not self.ranker.holds(text.stem(word), place)]
        others = sorted(set(text.words(phrasing))) if lacked else []
        found = []
        for word in lacked:
            near = [(nearness(text.stem(word), text.stem(other)), other) for other in others]
            best, other = max(near, default=(0.0, ""), key=lambda pair: pair[0])
            if best >= NEAR:
                found.append((word, other))
        return tuple(found)

    def _lead(self, vector: Vector, place: int) -> Floats:
        """Return how much more each feature of *vector* says for the answer at *place*."""
        says = self.ranker.weights[vector.features, : len(self.answers)].astype(np.float32)
        lead: Floats = says[:, place] - says.mean(axis=1)
        return lead

    def _kind(self, raw: Raw) -> str | None:
        if not self.kinds:
            return None
        chances = probabilities(raw.kinds.astype(np.float64))
        best = int(chances.argmax())
        return self.kinds[best] if chances[best] >= KIND_PROBABILITY else None


def to_bytes(index: Index) -> bytes:
    """Return *index* as the bytes of an index file; the same index gives the same bytes."""
    ranker = index.ranker
    arrays: dict[str, np.ndarray[Any, Any]] = {
        "weights": ranker.weights,
        "bias": ranker.bias,
        "idf": ranker.features.idf,
        "starts": ranker.postings.starts,
        "posting_phrasings": ranker.postings.phrasings,
        "posting_weights": ranker.postings.weights,
        "answer_starts": ranker.answer_starts,
        **{f"held_{name}": array for name, array in asdict(index.held).items()},
    }
    for name, model in (("scope", index.scope_model), ("certainty", index.certainty_model)):
        arrays[f"model_{name}"] = np.stack([model.mean, model.spread, model.weights])
    about = {
        "format": FORMAT,
        "key": index.key,
        "answers": index.answers,
        "phrasings": index.phrasings,
        "kinds": index.kinds,
        "features": list(ranker.features.numbers),
        "unseen": ranker.features.unseen,
        "meanings": [meanings().digest, company().digest],
        "words": index.reader.usage.words,
        "pairs": index.reader.usage.pairs,
        "biases": [index.scope_model.bias, index.certainty_model.bias],
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(zipfile.ZipInfo("about.json"), json.dumps(about), zipfile.ZIP_DEFLATED)
        for name, array in sorted(arrays.items()):
            part = io.BytesIO()
            np.save(part, array, allow_pickle=False)
            packed.writestr(zipfile.ZipInfo(f"{name}.npy"), part.getvalue(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def from_bytes(
    data: bytes, replace: dict[str, str], add: dict[str, str], english: Collection[str]
) -> Index:
    """Return the index that *data* holds, to read questions with this lexicon and word list.

    Raises UnusableIndexError for anything that is not an index of this version.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            about = json.loads(packed.read("about.json"))
            if about["format"] != FORMAT:
                raise UnusableIndexError(f"index format {about['format']!r} is not {FORMAT!r}")
            if about["meanings"] != [meanings().digest, company().digest]:
                raise UnusableIndexError("it was trained with another table of meanings")
            arrays = {
                name.removesuffix(".npy"): np.load(
                    io.BytesIO(packed.read(name)), allow_pickle=False
                )
                for name in packed.namelist()
                if name.endswith(".npy")
            }
        usage = Usage(about["words"], about["pairs"])
        return _assemble(about, arrays, Reader(usage, replace, add, english))
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError) as error:
        raise UnusableIndexError(f"this is not an index file: {error}") from error


def _assemble(about: dict[str, Any], arrays: dict[str, Any], reader: Reader) -> Index:
    numbers = {name: number for number, name in enumerate(about["features"])}
    models = []
    for name, bias in zip(("scope", "certainty"), about["biases"], strict=True):
        mean, spread, weights = arrays[f"model_{name}"]
        models.append(SmallModel(mean, spread, weights, bias))
    return Index(
        key=about["key"],
        answers=tuple(about["answers"]),
        phrasings=tuple(about["phrasings"]),
        kinds=tuple(about["kinds"]),
        reader=reader,
        ranker=Ranker(
            features=Features(numbers, arrays["idf"], about["unseen"]),
            weights=arrays["weights"],
            bias=arrays["bias"],
            postings=Postings(
                arrays["starts"], arrays["posting_phrasings"], arrays["posting_weights"]
            ),
            answer_starts=arrays["answer_starts"],
            phrasing_count=len(about["phrasings"]),
        ),
        scope_model=models[0],
        certainty_model=models[1],
        held=Held(
            **{
                name.removeprefix("held_"): a
                for name, a in arrays.items()
                if name.startswith("held_")
            }
        ),
    )
