"""Stand-ins for the parts that are slow or vary: a retriever that was told what to say, and an encoder of trigrams."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from zlib import crc32

import numpy as np

from index.encoder import Encoder, Vectors
from index.ranking import Decision, Ranked, Ranking, Retriever


def ranking(
    *ids: str, decision: Decision = "answer", confidences: Sequence[float] = (), trained: bool = True
) -> Ranking:
    """Return a ranking of `ids`, with falling confidences where none are given."""
    falling = confidences or [0.8 / 4**place for place in range(len(ids))]
    assert all(better >= worse for better, worse in pairwise(falling)), "confidences fall"
    return Ranking(tuple(map(Ranked, ids, falling)), decision, trained)


USUAL = ranking("2.4", "2.1", "1.2", "2.3", "5.8")
"""What `FakeRetriever` says of a text nobody told it about."""


class FakeRetriever(Retriever):
    """Returns the rankings it was given, by the text as retrieval reads it."""

    def __init__(self, rankings: Mapping[str, Ranking] | None = None, usual: Ranking = USUAL) -> None:
        """Say `rankings` of the texts they name and `usual` of every other; `read` keeps what came together."""
        self._rankings = rankings or {}
        self.usual = usual
        self.read: list[tuple[str, ...]] = []

    def rank(self, texts: Sequence[str]) -> list[Ranking]:
        """Return one ranking for each text, in order."""
        self.read.append(tuple(texts))
        return [self._rankings.get(text, self.usual) for text in texts]


class NoRetriever(Retriever):
    """Stands where nothing may be retrieved: a look-up needs no encoder."""

    def rank(self, texts: Sequence[str]) -> list[Ranking]:
        """Refuse."""
        raise AssertionError(f"{len(texts)} texts needed the encoder")


class FakeEncoder(Encoder):
    """Hashes character trigrams into unit vectors: alike texts are near each other, the same ones always the same."""

    name = "fake-trigrams"
    dimensions = 64

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector for each text, in order."""
        return np.stack([self._vector(text) for text in texts]) if texts else np.zeros((0, 64), np.float32)

    def _vector(self, text: str) -> Vectors:
        vector = np.zeros(self.dimensions, np.float32)
        padded = f"  {text.casefold()} "
        for start in range(len(padded) - 2):
            code = crc32(padded[start : start + 3].encode("utf-8", "surrogatepass"))
            vector[code % self.dimensions] += 1 if code & 0x10000 else -1
        length = float(np.linalg.norm(vector))
        if not length:
            vector[0] = length = 1.0
        return vector / np.float32(length)
