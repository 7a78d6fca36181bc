from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.dense import DenseIndex
from index.learned import Regression
from index.lexical import NGrams
from index.passages import Passage
from index.retriever import Index
from tests.index.fakes import FakeEncoder, passages

TEXTS = ["asiakas pyysi kaveriksi", "kaveripyyntö asiakkaalta", "esimies lukee viestit", "esimiehen viestit"]
CLASSES = [0, 0, 1, 1]


def units(rows: int, dimensions: int = 8, seed: int = 0) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """Return random unit vectors."""
    vectors = np.random.default_rng(seed).normal(size=(rows, dimensions)).astype(np.float32)
    result: np.ndarray[tuple[int, int], np.dtype[np.float32]] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return result


def test_nearest_is_the_largest_inner_product() -> None:
    """Neighbours come nearest first, under the numbers they were given, with their inner products."""
    vectors = units(20)
    index = DenseIndex.of(vectors, range(100, 120))
    found = index.nearest(vectors[:3], 5)
    products = vectors[:3] @ vectors.T
    assert len(index) == 20
    assert np.array_equal(found.passages, np.argsort(-products, axis=1)[:, :5] + 100)
    assert np.allclose(found.similarities, -np.sort(-products, axis=1)[:, :5], atol=1e-6)
    assert found.passages[:, 0].tolist() == [100, 101, 102]


def test_short_index_fills_up_with_minus_one() -> None:
    """Where fewer passages are indexed than asked for, the row ends in -1."""
    found = DenseIndex.of(units(2), range(2)).nearest(units(1), 4)
    assert found.passages[0, 2:].tolist() == [-1, -1]


def test_saved_dense_index_finds_the_same(tmp_path: Path) -> None:
    """What was written and read again finds what it found before."""
    index = DenseIndex.of(units(20), range(20))
    index.save(tmp_path / "dense.faiss")
    loaded = DenseIndex.load(tmp_path / "dense.faiss")
    assert np.array_equal(loaded.nearest(units(3), 5).passages, index.nearest(units(3), 5).passages)


def test_truncated_dense_index_is_an_error(tmp_path: Path) -> None:
    """A file that was cut short cannot be read as an index."""
    DenseIndex.of(units(20), range(20)).save(tmp_path / "dense.faiss")
    (tmp_path / "dense.faiss").write_bytes((tmp_path / "dense.faiss").read_bytes()[:60])
    with pytest.raises(RuntimeError):
        DenseIndex.load(tmp_path / "dense.faiss")


def test_regression_tells_classes_apart() -> None:
    """Vectors near a class's own get its highest log probability; a class without vectors gets next to none."""
    vectors = np.eye(4, dtype=np.float32).repeat(4, axis=0)
    classes = np.repeat([0, 1, 2, 4], 4)
    scores = Regression.fit(vectors, classes.tolist(), 5).score(vectors)
    assert np.array_equal(scores.argmax(1), classes)
    assert np.allclose(np.exp(scores).sum(1), 1, atol=1e-5)
    assert (np.exp(scores[:, 3]) < 1e-6).all()


@pytest.mark.parametrize("classes", [(0, 1), (0, 2), (1, 2)])
def test_regression_tells_two_classes_apart(classes: tuple[int, int]) -> None:
    """A guideline of which only two classes have texts is learned like any other."""
    vectors = np.eye(2, dtype=np.float32).repeat(6, axis=0)
    truth = np.repeat(classes, 6)
    scores = Regression.fit(vectors, truth.tolist(), 3).score(vectors)
    assert np.array_equal(scores.argmax(1), truth)


def test_regression_takes_a_single_class() -> None:
    """Where only one class has texts, it is what everything is taken for."""
    scores = Regression.fit(units(6), [1] * 6, 3).score(units(2))
    assert scores.argmax(1).tolist() == [1, 1]


def test_n_grams_recognise_inflected_words() -> None:
    """Words that share a stem count for the same class."""
    ngrams = NGrams.fit(TEXTS, CLASSES, 3)
    scores = ngrams.score(["Asiakkaiden kaveripyynnöt!", "ESIMIEHELLE VIESTI"])
    assert scores.shape == (2, 3)
    assert scores.argmax(1).tolist() == [0, 1]


def test_n_grams_forgive_lost_diacritics() -> None:
    """With and without diacritics, in capitals or not, a text has the same evidence."""
    ngrams = NGrams.fit(TEXTS, CLASSES, 2)
    scores = ngrams.score(["kaveripyyntö", "kaveripyynto", "KAVERIPYYNTÖ"])
    assert np.allclose(scores, scores[:1], atol=1e-6)


def test_class_without_texts_has_no_lexical_evidence() -> None:
    """A class nobody wrote for has the margin of a class that is not meant."""
    assert NGrams.fit(TEXTS, CLASSES, 3).score(TEXTS)[:, 2].tolist() == [-1.0] * 4


def test_single_class_has_no_lexical_evidence() -> None:
    """Where there is nothing to tell apart, no class is preferred."""
    assert (NGrams.fit(TEXTS, [1] * 4, 2).score(TEXTS) == -1).all()


@settings(deadline=None, max_examples=40)
@given(st.text(st.one_of(st.characters(), st.sampled_from("\x00\ud800\ufdfa😀 "))))
def test_n_grams_read_any_text(text: str) -> None:
    """Any text gets finite evidence, one without a known n-gram what the classes have by themselves."""
    scores = NGRAMS.score([text])
    assert np.isfinite(scores).all()
    assert scores.shape == (1, 2)


NGRAMS = NGrams.fit(TEXTS, CLASSES, 2)


@pytest.mark.parametrize("text", ["", "😀😀", "\x00", "   "])
def test_text_without_letters_has_the_classes_own_margin(text: str) -> None:
    """Nothing to count leaves the intercepts."""
    assert np.allclose(NGRAMS.score([text])[0], NGRAMS.bias)


def index(texts: tuple[Passage, ...]) -> Index:
    """Fit the three views on `texts`."""
    return Index.fit(texts, FakeEncoder().encode([passage.text for passage in texts]))


def test_views_have_a_column_for_each_class() -> None:
    """Each view speaks of every recommendation and of the unanswered, which come last."""
    fitted = index(passages())
    evidence = fitted.evidence(TEXTS, FakeEncoder().encode(TEXTS))
    assert fitted.classes == ("1.1", "2.1", "")
    assert {view.shape for view in (evidence.learned, evidence.lexical, evidence.nearest)} == {(4, 3)}
    assert len(evidence) == 4


def test_nearest_view_is_each_classs_nearest_passage() -> None:
    """A class counts by its most similar passage, one that is not among the neighbours by the farthest of them."""
    texts = passages()
    vectors = FakeEncoder().encode([passage.text for passage in texts])
    queries = FakeEncoder().encode(TEXTS)
    products = queries @ vectors.T
    classes = np.asarray([("1.1", "2.1", "").index(passage.recommendation) for passage in texts])
    expected = np.stack([products[:, classes == number].max(1) for number in range(3)], axis=1)
    assert np.allclose(Index.fit(texts, vectors).evidence(TEXTS, queries).nearest, expected, atol=1e-5)


def test_trained_are_those_with_a_dozen_situations() -> None:
    """Twelve situations make a recommendation a trained one, eleven do not; other passages do not count."""

    def of(name: str, count: int, kind: str) -> list[Passage]:
        return [Passage(f"{name} {kind} {n}", name, "fi", kind) for n in range(count)]  # type: ignore[arg-type]

    texts = [*of("1.1", 12, "situation"), *of("1.2", 11, "situation"), *of("1.2", 3, "recommendation")]
    assert index((*texts, *of("", 20, "unanswered"))).trained == {"1.1"}


def test_saved_index_gives_the_same_evidence(tmp_path: Path) -> None:
    """Written and read again, the three views say what they said."""
    fitted = index(passages())
    fitted.save(tmp_path)
    loaded = Index.load(tmp_path)
    vectors = FakeEncoder().encode(TEXTS)
    before, after = fitted.evidence(TEXTS, vectors), loaded.evidence(TEXTS, vectors)
    assert (loaded.classes, loaded.trained) == (fitted.classes, fitted.trained)
    for view in ("learned", "lexical", "nearest"):
        assert np.array_equal(getattr(before, view), getattr(after, view)), view
