"""What comes out of retrieval: recommendations with calibrated confidences, best first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

Decision = Literal["answer", "choose", "silent"]


@dataclass(frozen=True)
class Ranked:
    """A recommendation and the calibrated probability that an expert would quote it."""

    id: str
    confidence: float


@dataclass(frozen=True)
class Ranking:
    """The five best, best first, what they amount to, and whether the best one was learned from examples."""

    best: tuple[Ranked, ...]
    decision: Decision
    trained: bool = True


class Retriever(Protocol):
    """Anything that ranks the recommendations of one guideline for messages."""

    def rank(self, texts: Sequence[str]) -> list[Ranking]:
        """Return one ranking for each text, in order."""
        ...
