"""Dense evidence: the nearest passages by inner product, in FAISS."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from index.encoder import Vectors


@dataclass(frozen=True)
class Neighbours:
    """For each query a row: passage numbers, nearest first, and their inner products; -1 fills up a short row."""

    passages: npt.NDArray[np.int64]
    similarities: npt.NDArray[np.float32]


class DenseIndex:
    """An exact inner-product index over unit vectors, each under its passage's number."""

    def __init__(self, index: Any) -> None:
        """Take a finished FAISS index."""
        self._index = index

    @classmethod
    def of(cls, vectors: Vectors, numbers: Sequence[int]) -> "DenseIndex":
        """Index `vectors` under `numbers`."""
        index = faiss.IndexIDMap2(faiss.IndexFlatIP(vectors.shape[1]))
        index.add_with_ids(np.ascontiguousarray(vectors), np.asarray(numbers, dtype=np.int64))
        return cls(index)

    @classmethod
    def load(cls, path: Path) -> "DenseIndex":
        """Read an index that `save` wrote; raises RuntimeError when the file is no such index."""
        return cls(faiss.read_index(str(path)))

    def save(self, path: Path) -> None:
        """Write the index to `path`."""
        faiss.write_index(self._index, str(path))

    def __len__(self) -> int:
        """Return how many passages are indexed."""
        return int(self._index.ntotal)

    def nearest(self, queries: Vectors, count: int) -> Neighbours:
        """Return the `count` nearest passages of each query."""
        similarities, numbers = self._index.search(np.ascontiguousarray(queries), count)
        return Neighbours(numbers, similarities)
