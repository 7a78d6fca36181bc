"""The one place where evidence becomes probability and probability becomes answer, choose or silent.

The numbers are not written here: `luotsi index tune` fits them and stores them in a file with their evidence.
"""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import expit, log_softmax, logit

from index.artefact import ArtefactError
from index.lexical import Scores
from index.ranking import Decision

FILE = "decision.json"
_EDGE = 1e-6


@dataclass(frozen=True)
class Evidence:
    """What speaks for each class (the unanswered one last), a row a text: three views of the same texts."""

    learned: Scores
    lexical: Scores
    nearest: Scores

    def __len__(self) -> int:
        """Return how many texts there are."""
        return len(self.learned)


@dataclass(frozen=True)
class Mixture:
    """How much each view counts, and what is added to the unanswered class."""

    learned: float
    lexical: float
    nearest: float
    unanswered: float = 0.0

    def probabilities(self, evidence: Evidence) -> npt.NDArray[np.float64]:
        """Return the probability of each class, the unanswered one last."""
        logits = self.learned * evidence.learned + self.lexical * evidence.lexical + self.nearest * evidence.nearest
        logits = logits.astype(np.float64)
        logits[:, -1] += self.unanswered
        probabilities: npt.NDArray[np.float64] = np.exp(log_softmax(logits, axis=1))
        return probabilities


def log_odds(probability: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the log odds of probabilities, finite for zero and one too."""
    odds: npt.NDArray[np.float64] = logit(np.clip(probability, _EDGE, 1 - _EDGE))
    return odds


@dataclass(frozen=True)
class Calibration:
    """A line through the log odds: turns a class's probability into that of being what an expert would quote."""

    slope: float = 1.0
    offset: float = 0.0

    def confidence(self, probability: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Return calibrated probabilities."""
        confidence: npt.NDArray[np.float64] = expit(self.slope * log_odds(probability) + self.offset)
        return confidence


@dataclass(frozen=True)
class Thresholds:
    """Silent when the unanswered class is at least `silent` likely; answer when the best is at least `answer` sure."""

    silent: float
    answer: float

    def decide(self, unanswered: float, confidence: float) -> Decision:
        """Return what to do with one message."""
        if unanswered >= self.silent:
            return "silent"
        return "answer" if confidence >= self.answer else "choose"


@dataclass(frozen=True)
class Judgement:
    """Everything that was fitted, for which encoder, and the figures it was fitted on."""

    encoder: str
    mixture: Mixture
    calibration: Calibration
    thresholds: Thresholds
    evidence: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def load(cls, folder: Path, encoder: str) -> "Judgement":
        """Read the file in `folder`; raises `ArtefactError` when it is broken or was fitted for another encoder."""
        path = folder / FILE
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            mixture, calibration = Mixture(**data["mixture"]), Calibration(**data["calibration"])
            judgement = cls(data["encoder"], mixture, calibration, Thresholds(**data["thresholds"]), data["evidence"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ArtefactError(f"{path} cannot be read ({type(error).__name__}): run `luotsi index tune`.") from None
        if judgement.encoder != encoder:
            raise ArtefactError(
                f"{path} was fitted for {judgement.encoder}, not for {encoder}: run `luotsi index tune`."
            )
        return judgement

    def save(self, folder: Path) -> None:
        """Write the file into `folder`."""
        (folder / FILE).write_text(json.dumps(asdict(self), indent=1) + "\n", encoding="utf-8")
