import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file
from transformers import BertConfig, BertModel

from index.adapter import ADAPTER, layers, linear_layers, merge
from index.artefact import file_digest
from index.carrier import Carrier
from index.encoder import CHUNK, SentenceEncoder, Vectors, encoded
from index.weights import SHA256
from tests.index.fakes import HIDDEN, LAYERS, FakeEncoder, load_encoder

TEXTS = ["asiakas pyysi kaveriksi", "moi", "\ufdfa" * 50, "a\x00b", "\ud800", "", "\u202eאבג\u202c"]


def assert_units(vectors: Vectors, count: int, dimensions: int) -> None:
    """Check that there are `count` vectors of length one."""
    assert vectors.shape == (count, dimensions)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_sentence_encoder_gives_unit_vectors(tiny_encoder: Path) -> None:
    """Any text, an empty or a broken one too, becomes a vector of length one."""
    encoder = SentenceEncoder("tiny", tiny_encoder)
    assert (encoder.name, encoder.dimensions) == ("tiny", HIDDEN)
    assert_units(encoder.encode(TEXTS), len(TEXTS), HIDDEN)


def test_no_texts_give_no_vectors(tiny_encoder: Path) -> None:
    """Without a text there is no row, but there are columns."""
    assert SentenceEncoder("tiny", tiny_encoder).encode([]).shape == (0, HIDDEN)


def test_company_changes_no_vector(tiny_encoder: Path) -> None:
    """A text's vector is the same alone and beside longer ones."""
    encoder = SentenceEncoder("tiny", tiny_encoder)
    together = encoder.encode(["moi", "asiakas pyysi minua kaveriksi"])
    assert np.allclose(together[0], encoder.encode(["moi"])[0], atol=1e-5)


def test_text_is_cleaned_before_it_is_encoded(tiny_encoder: Path) -> None:
    """What cannot be seen makes no difference to the vector."""
    plain, hidden = SentenceEncoder("tiny", tiny_encoder).encode(["kaveri", " ka\u200bveri\x00"])
    assert np.allclose(plain, hidden, atol=1e-6)


def test_encoded_keeps_the_order_and_tells_progress() -> None:
    """Many texts come back in their own order, whatever order they were read in."""
    texts = [f"teksti {'x' * (number * 7 % 23)} {number}" for number in range(CHUNK + 9)]
    told: list[tuple[str, int, int]] = []
    vectors = encoded(FakeEncoder(), texts, lambda *step: told.append(step))
    assert np.array_equal(vectors, FakeEncoder().encode(texts))
    assert told == [("encoding", CHUNK, CHUNK + 9), ("encoding", CHUNK + 9, CHUNK + 9)]


def test_encoded_takes_no_texts() -> None:
    """Nothing to encode is nothing to tell."""
    told: list[tuple[str, int, int]] = []
    assert encoded(FakeEncoder(), [], lambda *step: told.append(step)).shape == (0, 64)
    assert told == []


def adapter(folder: Path, name: str, outputs: int, inputs: int, rank: int = 2) -> torch.Tensor:
    """Write an adapter of one layer, and return the change it makes to the weights."""
    generator = torch.Generator().manual_seed(1)
    down, up = (torch.randn(size, generator=generator).half() for size in ((rank, inputs), (outputs, rank)))
    save_file({f"{name}.A": down, f"{name}.B": up}, folder / ADAPTER)
    return up.float() @ down.float()


def test_merge_adds_the_product_to_its_layer_only(tmp_path: Path) -> None:
    """The adapted layer's weights become W + B·A; every other weight stays."""
    config = BertConfig(hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64, vocab_size=50)
    bert = BertModel(config)
    before = {name: value.clone() for name, value in bert.encoder.layer.state_dict().items()}
    change = adapter(tmp_path, "1.intermediate.dense", 64, 32)
    merge(bert.encoder.layer, tmp_path / ADAPTER)
    for name, value in bert.encoder.layer.state_dict().items():
        expected = before[name] + change if name == "1.intermediate.dense.weight" else before[name]
        assert torch.allclose(value, expected, atol=1e-6), name


def test_linear_layers_have_stable_names(tiny_encoder: Path) -> None:
    """From a layer on, its six linear layers are named, counted from the bottom."""
    upper = dict(linear_layers(layers(load_encoder(tiny_encoder)), 2))
    assert len(upper) == 6
    assert all(name.startswith("2.") for name in upper)
    assert upper["2.output.dense"].out_features == HIDDEN
    assert len(dict(linear_layers(layers(load_encoder(tiny_encoder)), 0))) == 6 * LAYERS


def test_adapter_changes_the_encoder(tiny_encoder: Path, tmp_path: Path) -> None:
    """An encoder with an adapter gives other unit vectors than the plain one."""
    adapter(tmp_path, "2.output.dense", 32, 64)
    plain = SentenceEncoder("tiny", tiny_encoder).encode(TEXTS)
    adapted = SentenceEncoder("tiny", tiny_encoder, adapter=tmp_path / ADAPTER).encode(TEXTS)
    assert_units(adapted, len(TEXTS), HIDDEN)
    assert not np.allclose(plain, adapted, atol=1e-3)


@pytest.fixture
def carrier(tiny_encoder: Path, tmp_path: Path) -> Carrier:
    """Return a carrier in whose cache the tiny encoder stands for the unpacked one."""
    shutil.copytree(tiny_encoder, tmp_path / "cache" / "encoder" / SHA256[:16])
    (tmp_path / "tuned").mkdir()
    return Carrier(tmp_path / "cache", tmp_path / "tuned")


def test_carried_encoder_is_loaded_from_the_cache(carrier: Carrier) -> None:
    """What was unpacked before is not unpacked again: no lock is taken, nothing is written."""
    assert_units(carrier.load().encode(TEXTS), len(TEXTS), HIDDEN)
    assert [path.name for path in (carrier.cache / "encoder").iterdir()] == [SHA256[:16]]


def test_identity_follows_weights_and_adapter(carrier: Carrier) -> None:
    """The carried encoder is named by its weights' digest, and by its adapter's where it has one."""
    assert carrier.identity == f"e5-small:{SHA256[:16]}"
    adapter(carrier.tuned, "2.output.dense", 32, 64)
    assert carrier.identity == f"e5-small:{SHA256[:16]}+{file_digest(carrier.tuned / ADAPTER)[:16]}"
    assert carrier.load().name == carrier.identity


def test_carried_encoder_takes_its_adapter(carrier: Carrier) -> None:
    """With an adapter beside it, the carried encoder gives adapted vectors; to be tuned, it comes without."""
    plain = carrier.load().encode(TEXTS)
    adapter(carrier.tuned, "2.output.dense", 32, 64)
    assert not np.allclose(carrier.load().encode(TEXTS), plain, atol=1e-3)
    bare = carrier.plain().encode(["query: asiakas pyysi kaveriksi"], normalize_embeddings=True)
    assert np.allclose(bare[0], plain[0], atol=1e-5)


def test_named_encoder_replaces_the_carried_one(tiny_encoder: Path, tmp_path: Path) -> None:
    """Another encoder is named by its own name, takes no adapter of ours and needs no unpacking."""
    adapter(tmp_path, "2.output.dense", 32, 64)
    carrier = Carrier(tmp_path / "cache", tmp_path, name=str(tiny_encoder))
    assert carrier.identity == str(tiny_encoder)
    assert np.allclose(carrier.load().encode(TEXTS), SentenceEncoder("tiny", tiny_encoder).encode(TEXTS), atol=1e-5)
    assert not (tmp_path / "cache").exists()


def test_tiny_encoder_is_a_sentence_transformers_folder(tiny_encoder: Path) -> None:
    """The folder names its three modules: transformer, pooling, normalisation."""
    modules = json.loads((tiny_encoder / "modules.json").read_text(encoding="utf-8"))
    assert [module["type"].rpartition(".")[2] for module in modules] == ["Transformer", "Pooling", "Normalize"]
