"""Learned evidence: a logistic regression over the encoder's vectors."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import log_softmax
from sklearn.linear_model import LogisticRegression

from index.encoder import Vectors
from index.lexical import Scores

_STRENGTH = 3.0
"""The C of the regression, chosen by cross-validation (docs/retrieval.md)."""
_ABSENT = -20.0
"""The log probability of a class that had no text."""


@dataclass(frozen=True)
class Regression:
    """A fitted regression: `weights` (dimensions, classes) and `bias` (classes)."""

    weights: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]

    @classmethod
    def fit(cls, vectors: Vectors, classes: Sequence[int], count: int) -> "Regression":
        """Learn to tell `count` classes from `vectors`."""
        weights, bias = np.zeros((vectors.shape[1], count), np.float32), np.full(count, _ABSENT, np.float32)
        present = np.unique(classes)
        weights[:, present], bias[present] = _fit_columns(vectors, classes, len(present))
        return cls(weights, bias)

    def score(self, vectors: Vectors) -> Scores:
        """Return each vector's log probability of each class."""
        scores: Scores = log_softmax(vectors @ self.weights + self.bias, axis=1)
        return scores

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Return what `Regression(**arrays)` needs, to be saved."""
        return {"weights": self.weights, "bias": self.bias}


def _fit_columns(
    vectors: Vectors, classes: Sequence[int], present: int
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Fit weights and bias of the `present` classes that have texts; one alone has nothing to be told from."""
    if present == 1:
        return np.zeros((vectors.shape[1], 1), np.float32), np.zeros(1, np.float32)
    model = LogisticRegression(C=_STRENGTH, max_iter=400).fit(vectors, classes)
    weights, bias = model.coef_.T.astype(np.float32), model.intercept_.astype(np.float32)
    if present == len(bias):
        return weights, bias
    # Of two classes scikit-learn fits one line, for the second against the first: each takes half of it.
    halves, offsets = np.hstack([-weights, weights]) / 2, np.concatenate([-bias, bias]) / 2
    return halves.astype(np.float32), offsets.astype(np.float32)
