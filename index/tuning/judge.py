"""Fit what decides on evidence about held-out texts: mixture, calibration, thresholds."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from index.decision import Calibration, Evidence, Mixture, Thresholds, log_odds
from index.metrics import calibration_error
from index.passages import Passage
from index.ranking import Decision

REAL = 4.0
"""How much more a real case weighs than an imagined situation: there are fewer of them, and they are what comes."""
_START = (1.0, 2.0, 10.0, 0.0)
_RIDGE = 1e-4
"""Keeps the mixture finite where the held-out texts are told apart without a mistake."""
_FLATTEST = 0.01
"""The least slope of a calibration: with one below zero the best recommendation would come last."""

COSTS: dict[tuple[bool, Decision], tuple[float, float]] = {
    (True, "answer"): (0.0, 8.0),
    (True, "choose"): (1.5, 4.0),
    (True, "silent"): (2.5, 2.5),
    (False, "answer"): (8.0, 8.0),
    (False, "choose"): (4.0, 4.0),
    (False, "silent"): (0.0, 0.0),
}
"""By (does the guideline answer it, decision): the cost when what is shown holds a useful recommendation, and when not.

A wrong answer misleads (8). A choice of three without a useful one wastes a reading and still suggests the wrong thing
(4); with one it costs a tap (1.5). A needless silence is an honest word and names where to turn (2.5).
"""


@dataclass(frozen=True)
class Truth:
    """What is right for each text: its class, which classes are at least useful, how much it weighs."""

    classes: npt.NDArray[np.int64]
    useful: npt.NDArray[np.bool_]
    weights: npt.NDArray[np.float64]

    @classmethod
    def of(cls, passages: Sequence[Passage], names: Sequence[str]) -> "Truth":
        """Read the truth off labelled passages; `names` are the classes in order, the unanswered one last."""
        useful = np.zeros((len(passages), len(names)), bool)
        for row, passage in enumerate(passages):
            useful[row, [names.index(name) for name in (passage.recommendation, *passage.also) if name in names]] = True
        classes = np.asarray([names.index(passage.recommendation) for passage in passages])
        return cls(classes, useful, np.asarray([REAL if passage.source else 1.0 for passage in passages]))

    @property
    def answered(self) -> npt.NDArray[np.bool_]:
        """Which texts the guideline answers."""
        answered: npt.NDArray[np.bool_] = np.asarray(self.classes != self.useful.shape[1] - 1)
        return answered


def fit_mixture(evidence: Evidence, truth: Truth) -> Mixture:
    """Find the mixture under which the right classes are most probable."""

    def loss(values: npt.NDArray[np.float64]) -> float:
        probabilities = Mixture(*values).probabilities(evidence)
        right = probabilities[np.arange(len(evidence)), truth.classes]
        return float(_RIDGE * values @ values - np.average(np.log(right + 1e-9), weights=truth.weights))

    # Not Nelder-Mead: its first steps are shares of the start, and what starts at zero hardly ever moves.
    found = minimize(loss, _START, method="BFGS")
    return Mixture(*(round(float(value), 4) for value in found.x))


def fit_calibration(probabilities: npt.NDArray[np.float64], truth: Truth) -> Calibration:
    """Find the line through the log odds of the best class that makes confidence honest."""
    odds = log_odds(probabilities[:, :-1].max(1))
    targets = _smoothed(probabilities[:, :-1].argmax(1) == truth.classes, truth.weights)

    def loss(line: npt.NDArray[np.float64]) -> float:
        values = line[0] * odds + line[1]
        return float(np.average(np.logaddexp(0, values) - targets * values, weights=truth.weights))

    found = minimize(loss, (1.0, 0.0), method="L-BFGS-B", bounds=[(_FLATTEST, None), (None, None)])
    return Calibration(*(round(float(value), 4) for value in found.x))


def _smoothed(right: npt.NDArray[np.bool_], weights: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return Platt's targets, a little off zero and one: there is a line then even where every text was right."""
    good, bad = weights[right].sum(), weights[~right].sum()
    targets: npt.NDArray[np.float64] = np.where(right, (good + 1) / (good + 2), 1 / (bad + 2))
    return targets


def cost(
    probabilities: npt.NDArray[np.float64], confidences: npt.NDArray[np.float64], truth: Truth, thresholds: Thresholds
) -> float:
    """Return the mean cost of deciding with `thresholds`."""
    order = np.argsort(-confidences, axis=1)
    rows = np.arange(len(order))
    first: npt.NDArray[np.bool_] = truth.useful[rows, order[:, 0]]
    three: npt.NDArray[np.bool_] = np.asarray(truth.useful[rows[:, None], order[:, :3]].any(1))
    silent = probabilities[:, -1] >= thresholds.silent
    sure = confidences[rows, order[:, 0]] >= thresholds.answer
    costs = np.select(
        [silent, sure],
        [_costs("silent", truth.answered, first), _costs("answer", truth.answered, first)],
        _costs("choose", truth.answered, three),
    )
    return float(np.average(costs, weights=truth.weights))


def _costs(
    decision: Decision, answered: npt.NDArray[np.bool_], useful: npt.NDArray[np.bool_]
) -> npt.NDArray[np.float64]:
    yes, no = COSTS[True, decision], COSTS[False, decision]
    costs: npt.NDArray[np.float64] = np.where(answered, np.where(useful, yes[0], yes[1]), no[0])
    return costs


def fit_thresholds(
    probabilities: npt.NDArray[np.float64], confidences: npt.NDArray[np.float64], truth: Truth
) -> Thresholds:
    """Find the thresholds of least cost on a grid."""
    grid = [Thresholds(round(s, 2), round(a, 2)) for s in np.arange(0.2, 0.96, 0.05) for a in np.arange(0.1, 0.9, 0.05)]
    return min(grid, key=lambda thresholds: cost(probabilities, confidences, truth, thresholds))


def record(
    probabilities: npt.NDArray[np.float64], confidences: npt.NDArray[np.float64], truth: Truth, thresholds: Thresholds
) -> dict[str, float]:
    """Return how the fitted numbers do on the held-out texts they were fitted on; a share of no texts is left out."""
    best = confidences.argmax(1)
    right = best == truth.classes
    silent = probabilities[:, -1] >= thresholds.silent
    top = confidences[np.arange(len(best)), best]
    wrong = ~silent & (top >= thresholds.answer) & ~truth.useful[np.arange(len(best)), best]
    shares = {
        "hit@1": right[truth.answered],
        "silent on unanswered": silent[~truth.answered],
        "refused answered": silent[truth.answered],
        "misled": wrong,
    }
    figures = {"texts": float(len(best))}
    figures |= {name: float(values.mean()) for name, values in shares.items() if len(values)}
    figures["calibration error"] = calibration_error(top, right)
    figures["cost"] = cost(probabilities, confidences, truth, thresholds)
    return {name: round(value, 4) for name, value in figures.items()}
