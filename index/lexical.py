"""Lexical evidence: a linear classifier over character n-grams, which carry Finnish inflection better than words do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.preprocessing import normalize
from sklearn.svm import LinearSVC

from index.folding import folded

BUCKETS = 2**18
LONGEST = 1500
"""Characters of a text that count: the cost of n-grams grows with every one."""
_LEAST_TEXTS = 2
_SOFTNESS = 0.3
"""The C of the linear classifier, chosen by cross-validation (docs/retrieval.md)."""

Scores = npt.NDArray[np.float32]
"""A row a text, a column a class."""


def _counts(texts: Sequence[str]) -> csr_matrix:
    vectorizer = HashingVectorizer(
        analyzer="char_wb", ngram_range=(2, 5), n_features=BUCKETS, norm=None, alternate_sign=False, dtype=np.float32
    )
    counts: csr_matrix = vectorizer.transform([folded(text)[:LONGEST] for text in texts])
    counts.data = 1 + np.log(counts.data)
    return counts


@dataclass(frozen=True)
class NGrams:
    """A fitted classifier: which buckets count (`columns`, -1 for the others), their weights, and the class rows."""

    columns: npt.NDArray[np.int32]
    idf: npt.NDArray[np.float32]
    weights: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]

    @classmethod
    def fit(cls, texts: Sequence[str], classes: Sequence[int], count: int) -> "NGrams":
        """Learn to tell `count` classes from `texts`; a class without a text gets no evidence."""
        counts = _counts(texts)
        documents = np.asarray((counts > 0).sum(0)).ravel()
        kept = np.flatnonzero(documents >= min(_LEAST_TEXTS, len(texts)))
        columns = np.full(BUCKETS, -1, np.int32)
        columns[kept] = np.arange(len(kept), dtype=np.int32)
        idf = (np.log((1 + len(texts)) / (1 + documents[kept])) + 1).astype(np.float32)
        features = normalize(counts[:, kept].multiply(idf).tocsr())
        return cls(columns, idf, *_fit_rows(features, np.asarray(classes), count))

    def score(self, texts: Sequence[str]) -> Scores:
        """Return each text's margin for each class."""
        counts = _counts(texts)
        columns = self.columns[counts.indices]
        known = columns >= 0
        rows = np.repeat(np.arange(len(texts)), np.diff(counts.indptr))[known]
        values = counts.data[known] * self.idf[columns[known]]
        features = normalize(csr_matrix((values, (rows, columns[known])), (len(texts), len(self.idf))))
        scores: Scores = np.asarray(features @ self.weights + self.bias, dtype=np.float32)
        return scores

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Return what `NGrams(**arrays)` needs, to be saved."""
        return {"columns": self.columns, "idf": self.idf, "weights": self.weights, "bias": self.bias}


def _fit_rows(features: csr_matrix, classes: npt.NDArray[np.int64], count: int) -> tuple[npt.NDArray[np.float32], ...]:
    """Fit one margin a class; the classifier leaves out classes without texts, here they keep a margin of -1."""
    weights, bias = np.zeros((features.shape[1], count), np.float32), np.full(count, -1, np.float32)
    present = np.unique(classes)
    if len(present) > 1:
        for number in present:
            model = LinearSVC(C=_SOFTNESS, random_state=0).fit(features, classes == number)
            weights[:, number], bias[number] = model.coef_[0], model.intercept_[0]
    return weights, bias
