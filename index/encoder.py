"""The encoder: texts in, unit vectors out."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from index.adapter import layers, merge
from index.text import clean

Vectors = npt.NDArray[np.float32]
"""One unit vector a row."""

CHUNK = 64
"""Texts that are encoded together."""

PREFIX = "query: "
"""What multilingual-e5 expects before a text that is compared with its like."""


class Encoder(Protocol):
    """Anything that turns texts into unit vectors of `dimensions` numbers; `name` tells its vectors from others'."""

    name: str
    dimensions: int

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector for each text, in order."""
        ...


def quieten() -> None:
    """Keep transformers from drawing bars of its own between ours."""
    from transformers.utils import logging

    disable: Any = logging.disable_progress_bar
    disable()


class SentenceEncoder:
    """An encoder loaded by sentence-transformers from a folder or a hub name."""

    def __init__(self, name: str, place: str | Path, threads: int = 0, adapter: Path | None = None) -> None:
        """Load the model at `place`, merged with `adapter`; `threads` bounds its threads (0: the library's choice)."""
        import torch
        from sentence_transformers import SentenceTransformer

        quieten()
        if threads:
            torch.set_num_threads(threads)
        self.name = name
        self._model = SentenceTransformer(str(place), device="cpu")
        if adapter is not None:
            merge(layers(self._model), adapter)
        self.dimensions = int(self._model.get_embedding_dimension() or 0)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector for each text; any text is safe here, see `index.text.clean`."""
        cleaned = [PREFIX + clean(text) for text in texts]
        vectors = self._model.encode(cleaned, batch_size=CHUNK, normalize_embeddings=True, show_progress_bar=False)
        # Without texts the model returns no columns either.
        return np.asarray(vectors, dtype=np.float32).reshape(len(texts), self.dimensions)


def encoded(encoder: Encoder, texts: Sequence[str], tell: Callable[[str, int, int], None]) -> Vectors:
    """Encode many texts in order of length, so that short ones are not padded to long ones, telling how far it is."""
    order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
    vectors = np.zeros((len(texts), encoder.dimensions), np.float32)
    for start in range(0, len(order), CHUNK):
        chunk = order[start : start + CHUNK]
        vectors[chunk] = encoder.encode([texts[number] for number in chunk])
        tell("encoding", start + len(chunk), len(order))
    return vectors
