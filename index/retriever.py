"""Retrieval in one guideline: encode once, look from three sides, mix, calibrate, decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors.numpy import load_file, save_file

from index.decision import Evidence, Judgement
from index.dense import DenseIndex
from index.encoder import Encoder, Vectors
from index.learned import Regression
from index.lexical import NGrams, Scores
from index.passages import UNANSWERED, Passage
from index.ranking import Ranked, Ranking

BEST = 5
NEIGHBOURS = 64
_TRAINED = 12
"""A recommendation with fewer situations than this is reported as untrained."""


@dataclass(frozen=True)
class Index:
    """What is stored: the classes (recommendation ids, the unanswered one last) and the three views."""

    classes: tuple[str, ...]
    trained: frozenset[str]
    passage_classes: npt.NDArray[np.int64]
    dense: DenseIndex
    regression: Regression
    ngrams: NGrams

    @classmethod
    def fit(cls, passages: Sequence[Passage], vectors: Vectors) -> "Index":
        """Build the three views from passages and their vectors, row by row the same."""
        classes = (*dict.fromkeys(p.recommendation for p in passages if p.recommendation != UNANSWERED), UNANSWERED)
        numbers = [classes.index(passage.recommendation) for passage in passages]
        texts = [passage.text for passage in passages]
        return cls(
            classes,
            frozenset(name for name in classes if _situations(passages, name) >= _TRAINED),
            np.asarray(numbers, dtype=np.int64),
            DenseIndex.of(vectors, range(len(passages))),
            Regression.fit(vectors, numbers, len(classes)),
            NGrams.fit(texts, numbers, len(classes)),
        )

    def evidence(self, texts: Sequence[str], vectors: Vectors) -> Evidence:
        """Return the three views of `texts`, whose vectors are `vectors`."""
        return Evidence(self.regression.score(vectors), self.ngrams.score(texts), self._nearest(vectors))

    def _nearest(self, vectors: Vectors) -> Scores:
        """Each class's similarity to its nearest passage; one not among the neighbours counts as the farthest."""
        found = self.dense.nearest(vectors, min(NEIGHBOURS, len(self.dense)))
        scores = np.repeat(found.similarities[:, -1:], len(self.classes), axis=1)
        rows = np.arange(len(vectors))[:, None]
        np.maximum.at(scores, (rows, self.passage_classes[found.passages]), found.similarities)
        return scores

    def save(self, folder: Path) -> None:
        """Write everything into `folder`."""
        self.dense.save(folder / "dense.faiss")
        save_file(self.regression.arrays(), folder / "regression.safetensors")
        save_file(self.ngrams.arrays(), folder / "ngrams.safetensors")
        save_file({"passage_classes": self.passage_classes}, folder / "passages.safetensors", self._names())

    def _names(self) -> dict[str, str]:
        return {"classes": " ".join(self.classes[:-1]), "trained": " ".join(sorted(self.trained))}

    @classmethod
    def load(cls, folder: Path) -> "Index":
        """Read what `save` wrote; the files are verified before (`index.artefact`)."""
        from safetensors import safe_open

        with safe_open(folder / "passages.safetensors", "numpy") as file:
            names, owners = file.metadata(), file.get_tensor("passage_classes")
        return cls(
            (*names["classes"].split(), UNANSWERED),
            frozenset(names["trained"].split()),
            owners,
            DenseIndex.load(folder / "dense.faiss"),
            Regression(**load_file(folder / "regression.safetensors")),
            NGrams(**load_file(folder / "ngrams.safetensors")),
        )


def _situations(passages: Sequence[Passage], name: str) -> int:
    return sum(passage.recommendation == name and passage.kind == "situation" for passage in passages)


class GuidelineRetriever:
    """Ranks the recommendations of one guideline."""

    def __init__(self, index: Index, encoder: Encoder, judgement: Judgement) -> None:
        """Take finished parts."""
        self._index = index
        self.encoder = encoder
        self._judgement = judgement

    def rank(self, texts: Sequence[str]) -> list[Ranking]:
        """Return one ranking for each text, in order."""
        if not texts:
            return []
        evidence = self._index.evidence(texts, self.encoder.encode(texts))
        probabilities = self._judgement.mixture.probabilities(evidence)
        confidences = self._judgement.calibration.confidence(probabilities[:, :-1])
        return [self._ranking(*row) for row in zip(probabilities[:, -1], confidences, strict=True)]

    def _ranking(self, unanswered: float, confidences: npt.NDArray[np.float64]) -> Ranking:
        order = np.argsort(-confidences, kind="stable")[:BEST]
        best = tuple(Ranked(self._index.classes[number], float(confidences[number])) for number in order)
        trained = best[0].id in self._index.trained
        decision = self._judgement.thresholds.decide(float(unanswered), best[0].confidence)
        return Ranking(best, "choose" if decision == "answer" and not trained else decision, trained)
