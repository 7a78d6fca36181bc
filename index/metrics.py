"""Figures of retrieval quality, with bootstrap intervals."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.questions import QUOTED, Question
from index.ranking import Ranking

_DRAWS = 1000


@dataclass(frozen=True)
class Outcome:
    """One question and what was answered to it."""

    question: Question
    ranking: Ranking

    def grade(self, place: int) -> int:
        """Return the grade of the recommendation at `place` (from 0)."""
        best = self.ranking.best
        return self.question.relevant.get(best[place].id, 0) if place < len(best) else 0

    def hit(self, depth: int) -> bool:
        """Whether one of the first `depth` is one an expert would quote."""
        return any(self.grade(place) == QUOTED for place in range(depth))

    @property
    def reciprocal_rank(self) -> float:
        """One over the place of the first recommendation an expert would quote; 0 when it is not among the best."""
        return next((1 / (place + 1) for place in range(len(self.ranking.best)) if self.grade(place) == QUOTED), 0.0)

    @property
    def silent(self) -> bool:
        """Whether the decision was silence."""
        return self.ranking.decision == "silent"

    @property
    def misled(self) -> bool:
        """Whether a recommendation was given as the answer that an expert would not even call useful."""
        return self.ranking.decision == "answer" and self.grade(0) == 0


@dataclass(frozen=True)
class Share:
    """A share of `count` questions with its 95 % bootstrap interval."""

    value: float
    low: float
    high: float
    count: int

    @classmethod
    def of(cls, values: Iterable[float]) -> "Share":
        """Average `values`; the interval comes from a fixed seed."""
        array = np.asarray(list(values), dtype=float)
        if not len(array):
            return cls(float("nan"), float("nan"), float("nan"), 0)
        draws = np.random.default_rng(0).choice(array, (_DRAWS, len(array))).mean(1)
        low, high = np.quantile(draws, (0.025, 0.975))
        return cls(float(array.mean()), float(low), float(high), len(array))

    def __str__(self) -> str:
        """Write the share with its interval, "0.81 [0.77–0.85]"."""
        return "–" if not self.count else f"{self.value:.2f} [{self.low:.2f}–{self.high:.2f}]"


FIGURES: dict[str, tuple[Callable[[Outcome], bool], Callable[[Outcome], float]]] = {
    "hit@1": (lambda o: o.question.answered, lambda o: o.hit(1)),
    "hit@3": (lambda o: o.question.answered, lambda o: o.hit(3)),
    "MRR": (lambda o: o.question.answered, lambda o: o.reciprocal_rank),
    "refused": (lambda o: o.question.answered, lambda o: o.silent),
    "silent": (lambda o: not o.question.answered, lambda o: o.silent),
    "misled": (lambda _: True, lambda o: o.misled),
}
"""By name: of which questions, and what is averaged; `refused` is silence on answered questions."""


def figures(outcomes: Sequence[Outcome]) -> dict[str, Share]:
    """Return every figure of `outcomes`."""
    return {name: Share.of(float(value(o)) for o in outcomes if counts(o)) for name, (counts, value) in FIGURES.items()}


def calibration_error(confidences: npt.NDArray[np.float64], right: npt.NDArray[np.bool_], bins: int = 10) -> float:
    """Return the expected calibration error over `bins` bins of equal width."""
    places = np.minimum((confidences * bins).astype(int), bins - 1)
    gaps = [
        abs(confidences[places == b].mean() - right[places == b].mean()) * (places == b).mean()
        for b in np.unique(places)
    ]
    return float(sum(gaps))


def expected_calibration_error(outcomes: Sequence[Outcome]) -> float:
    """Return the calibration error of the best recommendation's confidence; unanswered questions count as misses."""
    confidences = np.asarray([o.ranking.best[0].confidence for o in outcomes])
    return calibration_error(confidences, np.asarray([o.hit(1) for o in outcomes]))
