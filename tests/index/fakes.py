"""Small stand-ins: an encoder of hashed trigrams, a guideline of three recommendations, a packed BERT of 3 layers."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from index.decision import Calibration, Judgement, Mixture, Thresholds
from index.encoder import Encoder, Vectors
from index.library import Library, Progress
from index.passages import Passage
from index.ranking import Ranked, Ranking, Retriever

MIXTURE = Mixture(1.0, 2.0, 10.0, 0.0)
CALIBRATION = Calibration(1.0, 0.0)
THRESHOLDS = Thresholds(0.5, 0.5)


@dataclass
class FakeEncoder(Encoder):
    """Counts hashed trigrams: alike texts are near each other, the same text is always the same vector."""

    name: str = "fake-trigrams"
    dimensions: int = 64

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector for each text, in order."""
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        for row, text in enumerate(texts):
            padded = f"  {text.casefold()} "
            for start in range(len(padded) - 2):
                code = crc32(padded[start : start + 3].encode("utf-8", "surrogatepass"))
                vectors[row, code % self.dimensions] += 1
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors


@dataclass
class FakeRetriever(Retriever):
    """Says of each text what it was told; `read` keeps how the texts came together."""

    rankings: Mapping[str, Ranking] = field(default_factory=dict)
    read: list[tuple[str, ...]] = field(default_factory=list)

    def rank(self, texts: Sequence[str]) -> list[Ranking]:
        """Return one ranking for each text, in order."""
        self.read.append(tuple(texts))
        return [self.rankings.get(text, Ranking((Ranked("1.1", 0.5),), "choose")) for text in texts]


def library(root: Path, encoder: Encoder | None = None, progress: Progress | None = None) -> Library:
    """Return the library of the guideline that `write_guideline` and `write_judgement` put under `root`."""
    return Library(
        root / "guideline", root / "cache", encoder=encoder or FakeEncoder(), progress=progress, tuned=root / "tuned"
    )


def write_judgement(
    root: Path, encoder: str = "fake-trigrams", thresholds: Thresholds = THRESHOLDS, mixture: Mixture = MIXTURE
) -> None:
    """Write what decides under `root`."""
    (root / "tuned").mkdir(exist_ok=True)
    Judgement(encoder, mixture, CALIBRATION, thresholds).save(root / "tuned")


def passages() -> tuple[Passage, ...]:
    """Return 26 situations of two recommendations and 13 questions without one, each of its own words."""
    return tuple(
        Passage(
            f"{words} {number}",
            name,
            "fi",
            "situation" if name else "unanswered",
            source=f"case {number}" if number < 3 else "",
        )
        for name, words in {
            "1.1": "asiakas pyysi kaveriksi",
            "2.1": "esimies lukee viestit",
            "": "sää huomenna",
        }.items()
        for number in range(13)
    )


def write_guideline(root: Path, *, situations: bool = True) -> None:
    """Write a guideline of three recommendations under `root`; 1.2 has no situations, nor has any without them."""
    folder = root / "guideline"
    (folder / "translations").mkdir(parents=True)
    (folder / "guideline.yaml").write_text(_GUIDELINE, encoding="utf-8")
    (folder / "labels.yaml").write_text(_LABELS, encoding="utf-8")
    for language in ("sv", "en"):
        (folder / "translations" / f"{language}.yaml").write_text(_TRANSLATION, encoding="utf-8")
    if situations:
        write_situations(folder)


def write_situations(folder: Path) -> None:
    """Write the situations and the unanswered questions of `passages` into a guideline's folder."""
    texts: dict[str, list[str]] = {}
    for passage in passages():
        about = "text" if passage.recommendation else "lang: fi, scope: out, text"
        register = "register: short, " if passage.recommendation else ""
        source = f", source: {passage.source}" if passage.source else ""
        line = f'  - {{{register}{about}: "{passage.text}"{source}}}'
        texts.setdefault(passage.recommendation, []).append(line)
    (folder / "situations").mkdir()
    lists = [f'"{name}":\n' + "\n".join(texts[name]) for name in ("1.1", "2.1")]
    (folder / "situations" / "fi.yaml").write_text("\n".join(lists) + "\n", encoding="utf-8")
    (folder / "unanswered.yaml").write_text("weather:\n" + "\n".join(texts[""]) + "\n", encoding="utf-8")


_GUIDELINE = """\
id: guideline
language: fi
title: Ohje
issuer: Me
edition: "1"
introduction: [{id: "0.1", text: Alku.}]
sections:
  - id: "1"
    title: Rajat
    recommendations:
      - {id: "1.1", kind: recommendation, text: Älä hyväksy asiakasta kaveriksi.}
      - {id: "1.2", kind: recommendation, text: Kerro kuvaamisesta etukäteen.}
  - id: "2"
    title: Työ
    recommendations:
      - {id: "2.1", kind: recommendation, text: Sovi esimiehen kanssa viesteistä.}
sources_title: Lähteet
sources: [{id: "3.1", text: Laki.}]
"""
_LABELS = "\n".join(
    f'"{name}": {{title: {{fi: "Otsikko {name}", sv: "Rubrik {name}", en: "Title {name}"}}}}'
    for name in ("0", "1", "2", "3", "0.1", "1.1", "1.2", "2.1", "3.1")
)
_TRANSLATION = """\
status: unofficial
title: Guideline
issuer: We
edition: "1"
sections: {"0": Start, "1": Limits, "2": Work, "3": Sources}
texts:
  "0.1": Start.
  "1.1": Do not befriend clients.
  "1.2": Tell about filming before.
  "2.1": Agree on messages with the manager.
  "3.1": Law.
"""

HIDDEN, LAYERS, HEADS, WIDE, POSITIONS = 32, 3, 2, 64, 64
PIECES: tuple[tuple[str, float], ...] = (
    *((sign, 0.0) for sign in ("<s>", "<pad>", "</s>", "<unk>")),
    *((letter, -3.0) for letter in "▁abcdefghijklmnopqrstuvwxyzäöå:0123456789"),
    ("▁asiakas", -2.0),
    ("▁query", -2.0),
)
SCALE = 1 / 32
"""Of the synthetic four-bit blocks; exact in float16."""


def synthetic_tensors(seed: int = 0) -> dict[str, npt.NDArray[np.float32]]:
    """Return the tensors of a BERT with three layers by their packed names, each exact in four bits or in float32."""
    rng = np.random.default_rng(seed)
    matrices = {"emb.word": (len(PIECES), HIDDEN), "emb.pos": (POSITIONS, HIDDEN), "emb.type": (2, HIDDEN)}
    vectors = {"emb.ln.w": 1.0, "emb.ln.b": 0.0}
    for layer in range(LAYERS):
        matrices |= {f"l{layer}.{part}.w": (HIDDEN, HIDDEN) for part in ("q", "k", "v", "ao")}
        matrices |= {f"l{layer}.fi.w": (WIDE, HIDDEN), f"l{layer}.fo.w": (HIDDEN, WIDE)}
        vectors |= {f"l{layer}.{part}.b": 0.25 for part in ("q", "k", "v", "ao", "fo")}
        vectors |= {f"l{layer}.{part}.{kind}": float(kind == "w") for part in ("aln", "oln") for kind in "wb"}
    tensors = {name: (rng.integers(-8, 8, size) * SCALE).astype(np.float32) for name, size in matrices.items()}
    tensors |= {name: np.full(HIDDEN, value, np.float32) for name, value in vectors.items()}
    return tensors | {f"l{layer}.fi.b": np.zeros(WIDE, np.float32) for layer in range(LAYERS)}


def packed(tensors: Mapping[str, npt.NDArray[np.float32]], pieces: Sequence[tuple[str, float]] = PIECES) -> bytes:
    """Write `tensors` and `pieces` in the layout that `index.weights.unpack` reads; matrices in four bits."""
    words = [piece.encode() for piece, _ in pieces]
    offsets = np.cumsum([0, *map(len, words)])
    blob, skipped = b"".join(words), b"normalisation map"
    head = b"E5PACKED" + struct.pack("<7if", HIDDEN, LAYERS, HEADS, WIDE, len(pieces), POSITIONS, 2, 1e-12)
    head += struct.pack("<i5iQ", 0, len(pieces), 0, 1, 2, 3, len(blob))
    head += offsets.astype("<u4").tobytes() + np.asarray([score for _, score in pieces], "<f4").tobytes() + blob
    head += struct.pack("<iI", 0, len(skipped)) + skipped + struct.pack("<i", len(tensors))
    bodies = [_q4(values) if values.ndim > 1 else values.astype("<f4").tobytes() for values in tensors.values()]
    at = len(head) + sum(2 + len(name.encode()) + 21 for name in tensors)
    directory = b""
    for (name, values), body in zip(tensors.items(), bodies, strict=True):
        raw = name.encode()
        directory += struct.pack(f"<H{len(raw)}sBIQQ", len(raw), raw, values.ndim > 1, values.size, at, len(body))
        at += len(body)
    return head + directory + b"".join(bodies)


def _q4(values: npt.NDArray[np.float32]) -> bytes:
    nibbles = (values.reshape(-1, 32) / SCALE + 8).astype(np.uint8)
    blocks = np.zeros(len(nibbles), [("scale", "<f2"), ("nibbles", "u1", 16)])
    blocks["scale"], blocks["nibbles"] = SCALE, nibbles[:, :16] | nibbles[:, 16:] << 4
    return blocks.tobytes()


def write_encoder(folder: Path) -> None:
    """Write the synthetic encoder as a sentence-transformers folder, by the steps that write the real one."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer

    from index import model_folder, weights

    read = weights.unpack(packed(synthetic_tensors()))
    parts = folder / "parts"
    parts.mkdir(parents=True)
    model_folder._bert(read).save_pretrained(parts)
    model_folder._save_tokenizer(read, str(parts))
    word = Transformer(str(parts), max_seq_length=read.shape.positions)
    SentenceTransformer(modules=[word, Pooling(HIDDEN), Normalize()], device="cpu").save(str(folder))


def load_encoder(folder: Path) -> Any:
    """Load what `write_encoder` wrote, afresh."""
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(folder), device="cpu")
