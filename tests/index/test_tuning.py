# ruff: noqa: S311 - chance that must be the same every time, not a secret
import random
import shutil
import unicodedata
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from index.adapter import ADAPTER, layers, merge
from index.decision import Evidence, Mixture, Thresholds
from index.encoder import PREFIX
from index.passages import Passage
from index.tuning import train as training
from index.tuning.folds import FOLDS, split
from index.tuning.judge import REAL, Truth, cost, fit_calibration, fit_mixture, fit_thresholds, record
from index.tuning.noise import CHATTER, noisy, plain, typing_errors, with_chatter
from index.tuning.student import LowRank, Recipe, Student
from index.tuning.train import Lesson, lower_states, save, train
from index.tuning.tune import judge
from knowledge.guideline import LANGUAGES, Language
from tests.index.fakes import HIDDEN, LAYERS, FakeEncoder, load_encoder, passages

# Splitting

WRITTEN = st.builds(
    lambda words, name, source: Passage(words, name, "fi", "situation" if name else "unanswered", source=source),
    st.text("abc", min_size=1, max_size=3),
    st.sampled_from(["1.1", "1.2", ""]),
    st.sampled_from(["", "case 1", "case 2", "case 3"]),
)
OWN = st.builds(lambda words: Passage(words, "1.1", "fi", "recommendation"), st.text("abc", min_size=1))


@given(st.lists(st.one_of(WRITTEN, OWN), max_size=20), st.integers(0, FOLDS - 1))
def test_split_keeps_a_source_on_one_side(texts: list[Passage], fold: int) -> None:
    """No source and no text of a worker stands on both sides, nothing is lost, the guideline's words are learned."""
    parts = split(texts, fold)
    learned = [passage for passage in parts.learn if passage.kind != "recommendation"]
    assert not {p.source for p in learned if p.source} & {p.source for p in parts.held}
    assert not {p.text for p in learned if not p.source} & {p.text for p in parts.held if not p.source}
    assert len(parts.learn) + len(parts.held) == len(texts)
    assert all(passage.kind != "recommendation" for passage in parts.held)


@given(st.lists(WRITTEN, max_size=20))
def test_each_text_is_held_out_in_one_fold(texts: list[Passage]) -> None:
    """Over all folds, every situation and question is held out exactly once."""
    held = [passage for fold in range(FOLDS) for passage in split(texts, fold).held]
    assert sorted(map(repr, held)) == sorted(map(repr, texts))


# Noise

WORDS = st.lists(st.text("abcdeäöxy", min_size=1, max_size=12), min_size=1, max_size=8).map(" ".join)


@given(WORDS, st.integers(0, 999))
def test_typing_errors_spare_short_words(text: str, seed: int) -> None:
    """The number of words stays, short ones and first letters too, and a long one changes by a letter at most."""
    spoiled = typing_errors(text, random.Random(seed)).split()
    assert len(spoiled) == len(text.split())
    for before, after in zip(text.split(), spoiled, strict=True):
        assert after == before if len(before) < 5 else after[0] == before[0]
        assert abs(len(after) - len(before)) <= 1


def test_typing_errors_spoil_about_every_second_long_word() -> None:
    """Over many words, nearly half are spoiled; the same chance spoils the same ones."""
    text = " ".join(["kaveripyyntö"] * 2000)
    spoiled = typing_errors(text, random.Random(0))
    assert 0.4 < np.mean([word != "kaveripyyntö" for word in spoiled.split()]) <= 0.5
    assert spoiled == typing_errors(text, random.Random(0))


@given(st.text())
def test_plain_text_has_no_marks_and_no_capitals(text: str) -> None:
    """Neither a diacritic nor a capital is left."""
    assert not any(map(unicodedata.combining, unicodedata.normalize("NFD", plain(text))))
    assert plain(text) == plain(text).lower()


def test_plain_text_keeps_everything_else() -> None:
    """Spaces, punctuation and numbers stay."""
    assert plain("Työssä, Årsta 24!") == "tyossa, arsta 24!"


@pytest.mark.parametrize("language", LANGUAGES)
def test_chatter_comes_before_in_the_same_language(language: Language) -> None:
    """One to three different sentences of the language stand before the unchanged text."""
    for seed in range(30):
        said = with_chatter("kysymys?", language, random.Random(seed))
        chatter = said.removesuffix("kysymys?").strip()
        used = [sentence for sentence in CHATTER[language] if sentence in chatter]
        assert said.endswith(" kysymys?")
        assert 1 <= len(used) <= 3
        assert len(" ".join(used)) == len(chatter)


def test_noise_is_of_every_kind() -> None:
    """Over many tosses a text comes in capitals, without diacritics, with typing errors and after chatter."""
    text = "Pyysikö asiakas KAVERIKSI työtiliä?"
    said = [noisy(text, "fi", random.Random(seed)) for seed in range(100)]
    assert {text.upper(), plain(text)} <= set(said)
    assert any(one.endswith(f" {text}") for one in said)
    assert any(one.endswith(f" {plain(text)}") for one in said)
    assert any(one not in {text, text.upper(), plain(text)} and len(one) < len(text) + 5 for one in said)


# What decides

COUNT = 60
CLASSES = np.arange(COUNT) % 4
"""Four classes in turn, the last one the unanswered."""


def truth(weights: npt.NDArray[np.float64] | None = None) -> Truth:
    """Return what is right for sixty texts, nothing else being useful."""
    return Truth(CLASSES, np.eye(4, dtype=bool)[CLASSES], np.ones(COUNT) if weights is None else weights)


def telling(strength: float, seed: int) -> npt.NDArray[np.float32]:
    """Return a view that raises the right class by `strength` over noise."""
    noise = np.random.default_rng(seed).normal(size=(COUNT, 4))
    return (noise + strength * np.eye(4)[CLASSES]).astype(np.float32)


def seen() -> Evidence:
    """Return evidence of which the learned view tells the truth and the two others nothing."""
    return Evidence(telling(2.0, 1), telling(0.0, 2), telling(0.0, 3))


def likelihood(mixture: Mixture) -> float:
    """Return the mean log probability of what is right."""
    return float(np.log(mixture.probabilities(seen())[np.arange(COUNT), CLASSES]).mean())


def test_mixture_trusts_the_view_that_tells() -> None:
    """The view that knows counts most, and the fitted mixture is better than where the search began."""
    mixture = fit_mixture(seen(), truth())
    assert mixture.learned > 3 * max(abs(mixture.lexical), abs(mixture.nearest))
    assert likelihood(mixture) > likelihood(Mixture(1.0, 2.0, 10.0, 0.0))
    assert likelihood(mixture) > np.log(1 / 4)


def test_mixture_finds_the_unanswered_again() -> None:
    """Where every view underrates the unanswered alike, what is added makes up for it."""
    views = [telling(2.0, seed) for seed in (1, 2, 3)]
    for view in views:
        view[:, -1] -= 3
    assert fit_mixture(Evidence(*views), truth()).unanswered > 1


def test_mixture_follows_the_heavier_texts() -> None:
    """Texts without weight have no say."""
    weights = (CLASSES != 3).astype(float)
    never = fit_mixture(seen(), truth(weights))
    assert never.unanswered < fit_mixture(seen(), truth()).unanswered


def overconfident() -> npt.NDArray[np.float64]:
    """Return probabilities of 0.97 for the first class, of which two in three are right among the answered."""
    return np.tile([0.97, 0.01, 0.01, 0.01], (COUNT, 1))


def test_calibration_makes_confidence_honest() -> None:
    """Where 0.97 is right one time in four, the confidence becomes about a quarter."""
    probabilities = overconfident()
    probabilities[::2, 0] = 0.96
    calibration = fit_calibration(probabilities, truth())
    assert calibration.confidence(probabilities[:, 0]).mean() == pytest.approx(0.25, abs=0.02)


def test_calibration_rises_where_probability_tells() -> None:
    """Fitted on evidence that tells, more probability is more confidence, and the mean is the share of hits."""
    probabilities = Mixture(2.0, 0.0, 0.0).probabilities(seen())
    calibration = fit_calibration(probabilities, truth())
    best = probabilities[:, :-1].max(1)
    assert calibration.slope > 0
    hits = float((probabilities[:, :-1].argmax(1) == CLASSES).mean())
    assert calibration.confidence(best).mean() == pytest.approx(hits, abs=0.02)


def test_calibration_takes_texts_that_are_all_right() -> None:
    """Where every held-out text was ranked right there is still a calibration, and a confident one."""
    alike = Truth(np.zeros(8, int), np.eye(4, dtype=bool)[[0] * 8], np.ones(8))
    calibration = fit_calibration(overconfident()[:8], alike)
    assert (calibration.confidence(overconfident()[:8, 0]) > 0.5).all()


def test_calibration_never_turns_the_order_round() -> None:
    """Even on evidence that misleads, more probability stays more confidence: the ranking is made by it."""
    probabilities = overconfident()
    probabilities[CLASSES == 0] = [0.4, 0.2, 0.2, 0.2]
    assert fit_calibration(probabilities, truth()).slope > 0


def decided(unanswered: float, best: float, texts: Truth, thresholds: Thresholds) -> float:
    """Return the cost of deciding the same for every text: the first class best, then the second and third."""
    count = len(texts.classes)
    probabilities = np.tile([0.0, 0.0, 0.0, unanswered], (count, 1))
    return cost(probabilities, np.tile([best, best / 2, best / 3], (count, 1)), texts, thresholds)


ONE = {
    name: Truth(np.asarray([number]), np.eye(4, dtype=bool)[[number]], np.ones(1))
    for number, name in enumerate(("first", "second", "third", "unanswered"))
}
"""One text each, by which of the ranking is right."""


@pytest.mark.parametrize(
    ("right", "unanswered", "best", "expected"),
    [
        ("first", 0.0, 0.9, 0.0),
        ("second", 0.0, 0.9, 8.0),
        ("unanswered", 0.0, 0.9, 8.0),
        ("first", 0.0, 0.2, 1.5),
        ("third", 0.0, 0.2, 1.5),
        ("unanswered", 0.0, 0.2, 4.0),
        ("first", 0.9, 0.9, 2.5),
        ("unanswered", 0.9, 0.9, 0.0),
    ],
)
def test_cost_is_the_stated_one(right: str, unanswered: float, best: float, expected: float) -> None:
    """Answer, choice and silence cost what the table says, for what is right and what is not."""
    assert decided(unanswered, best, ONE[right], Thresholds(0.5, 0.5)) == expected


def test_cost_is_an_average_by_weight() -> None:
    """A real case weighs more than an imagined one."""
    both = Truth(np.asarray([0, 1]), np.eye(4, dtype=bool)[[0, 1]], np.asarray([1.0, REAL]))
    assert decided(0.0, 0.9, both, Thresholds(0.5, 0.5)) == pytest.approx(8 * REAL / (REAL + 1))


def test_thresholds_are_the_cheapest_of_the_grid() -> None:
    """Where the unanswered are told at 0.6 and hits at 0.7, the thresholds fall between them and the others."""
    probabilities = np.zeros((COUNT, 4))
    probabilities[:, -1] = np.where(CLASSES == 3, 0.6, 0.3)
    confidences = np.tile([0.4, 0.0, 0.0], (COUNT, 1))
    confidences[CLASSES == 0, 0] = 0.7
    thresholds = fit_thresholds(probabilities, confidences, truth())
    assert 0.3 < thresholds.silent <= 0.6
    assert 0.4 < thresholds.answer <= 0.7
    assert cost(probabilities, confidences, truth(), thresholds) == pytest.approx((0 + 1.5 + 1.5 + 0) / 4)


def test_truth_is_read_off_passages() -> None:
    """Companions are useful beside the recommendation itself, unknown ones are passed over, real cases weigh more."""
    texts = [
        Passage("a", "1.2", "fi", "situation", also=("1.1", "0.1")),
        Passage("b", "", "fi", "unanswered"),
        Passage("c", "1.1", "fi", "situation", source="case 1"),
    ]
    read = Truth.of(texts, ("1.1", "1.2", ""))
    assert read.classes.tolist() == [1, 2, 0]
    assert read.useful.tolist() == [[True, True, False], [False, False, True], [True, False, False]]
    assert read.weights.tolist() == [1.0, 1.0, REAL]
    assert read.answered.tolist() == [True, False, True]


def test_record_is_counted_by_hand() -> None:
    """The recorded figures are those of the decisions."""
    texts = Truth(np.asarray([0, 1, 3, 3]), np.eye(4, dtype=bool)[[0, 1, 3, 3]], np.ones(4))
    probabilities = np.asarray([[0.9, 0, 0, 0.1], [0.9, 0, 0, 0.1], [0.1, 0, 0, 0.9], [0.8, 0, 0, 0.2]])
    figures = record(probabilities, probabilities[:, :-1], texts, Thresholds(0.5, 0.5))
    assert figures == {
        "texts": 4,
        "hit@1": 0.5,
        "silent on unanswered": 0.5,
        "refused answered": 0.0,
        "misled": 0.5,
        "calibration error": pytest.approx((2 * 0.4 + 0.1 + 0.8) / 4),
        "cost": 4.0,
    }


def test_record_takes_a_guideline_without_unanswered_questions() -> None:
    """What cannot be counted is left out or plain, not an error and not a number that JSON does not know."""
    texts = Truth(np.asarray([0, 1]), np.eye(4, dtype=bool)[[0, 1]], np.ones(2))
    probabilities = np.asarray([[0.9, 0, 0, 0.1], [0.2, 0.7, 0, 0.1]])
    figures = record(probabilities, probabilities[:, :-1], texts, Thresholds(0.5, 0.5))
    assert not any(np.isnan(value) for value in figures.values())


def test_judgement_is_fitted_on_held_out_texts() -> None:
    """Learned and held-out texts make a judgement for the encoder that read them, with its figures."""
    told: list[str] = []
    parts = split(passages())
    judgement = judge(parts.learn, parts.held, FakeEncoder(), lambda step, _done, _total: told.append(step))
    assert judgement.encoder == "fake-trigrams"
    assert judgement.evidence["texts"] == len(parts.held)
    assert judgement.evidence["hit@1"] > 0.8
    assert set(told) == {"encoding"}


# The adapter

RECIPE = Recipe(frozen=1, rank=4, epochs=8, batch=8, rate=2e-2, tokens=32)
NAMES = ("1.1", "2.1", "")


def silent(_step: str, _done: int, _total: int) -> None:
    """Tell nobody."""


def vectors(model: Any) -> npt.NDArray[np.float32]:
    """Return what a model makes of the texts."""
    encoded: npt.NDArray[np.float32] = model.encode([PREFIX + p.text for p in passages()], normalize_embeddings=True)
    return encoded


def test_low_rank_change_starts_at_nothing() -> None:
    """Before learning, the wrapped layer gives exactly what the layer itself gives."""
    base = nn.Linear(6, 4)
    values = torch.randn(3, 6)
    assert torch.equal(LowRank(base, 2)(values), base(values))


def test_low_rank_change_is_the_product() -> None:
    """The wrapped layer gives what a layer with weights W + B·A gives."""
    base, values = nn.Linear(6, 4), torch.randn(3, 6)
    change = LowRank(base, 2)
    nn.init.normal_(change.B)
    assert torch.allclose(change(values), values @ (base.weight + change.B @ change.A).T + base.bias, atol=1e-5)


def test_student_starts_as_the_encoder(tiny_encoder: Path) -> None:
    """Wrapping the upper layers changes no vector; only the changes and the directions are learned."""
    model = load_encoder(tiny_encoder)
    before = vectors(model)
    student = Student(layers(model)[RECIPE.frozen :], 3, RECIPE)
    assert np.array_equal(vectors(model), before)
    learned = {name for name, parameter in student.named_parameters() if parameter.requires_grad}
    assert {name.rpartition(".")[2] for name in learned} == {"A", "B", "directions", "bias"}
    assert len(student.changes()) == 6 * (LAYERS - RECIPE.frozen)


def test_lower_states_are_continued_by_the_upper_layers(tiny_encoder: Path) -> None:
    """What the frozen layers made is all that the upper layers need: together they give the model's own vector."""
    model = load_encoder(tiny_encoder)
    texts = ["asiakas pyysi kaveriksi", "moi"]
    states = lower_states(model, texts, RECIPE, silent)
    expected = model.encode([PREFIX + text for text in texts], normalize_embeddings=True)
    for state, vector in zip(states, expected, strict=True):
        values = state.float()[None]
        for layer in layers(model)[RECIPE.frozen :]:
            values = layer(values)
        mean = values[0].mean(0)
        assert (mean / mean.norm()).detach().numpy() == pytest.approx(vector, abs=5e-3)


def lesson(model: Any) -> Lesson:
    """Return the lesson of the passages, each as written in place of the spoiled text."""
    texts = [passage.text for passage in passages() for _ in range(2)]
    targets = torch.stack([training._target(passage, NAMES, RECIPE) for passage in passages()])
    return Lesson(lower_states(model, texts, RECIPE, silent), targets, random.Random(0))


def test_learning_lowers_the_loss(tiny_encoder: Path) -> None:
    """After a few epochs the situations point to their recommendations far better than before."""
    torch.manual_seed(0)
    model = load_encoder(tiny_encoder)
    task = lesson(model)
    student = Student(layers(model)[RECIPE.frozen :], len(NAMES), RECIPE)
    told: list[tuple[str, int, int]] = []

    def loss() -> float:
        with torch.no_grad():
            return -float((task.targets * student(*task.states_of(range(len(task.targets))))).sum(1).mean())

    before = loss()
    training._learn(student, task, RECIPE, lambda *step: told.append(step))
    assert loss() < 0.7 * before
    assert told[-1] == ("tuning", 40, 40)


def test_batches_hold_every_text_once(tiny_encoder: Path) -> None:
    """An epoch is every text once, in batches of the size asked for, in another order than the one before."""
    task = lesson(load_encoder(tiny_encoder))
    first, second = list(task.batches(8)), list(task.batches(8))
    assert sorted(number for batch in first for number in batch) == list(range(39))
    assert max(map(len, first)) == 8
    assert first != second


def test_target_shares_between_the_recommendation_and_its_companions() -> None:
    """The shares add up to one: most for the recommendation, a little for companions, a trace for all."""
    passage = Passage("a", "1.1", "fi", "situation", also=("2.1",))
    target = training._target(passage, NAMES, RECIPE).tolist()
    assert sum(target) == pytest.approx(1)
    assert target == pytest.approx([0.9 / 1.25 + 0.1 / 3, 0.9 * 0.25 / 1.25 + 0.1 / 3, 0.1 / 3])


@pytest.fixture(scope="module")
def taught(tiny_encoder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Path]:
    """Return a model as its training left it, and the folder of the adapter that was learned."""
    folder = tmp_path_factory.mktemp("adapter")
    model = load_encoder(tiny_encoder)
    save(train(model, passages(), NAMES, RECIPE, silent), folder)
    return model, folder


def test_merged_adapter_is_the_trained_change(taught: tuple[Any, Path], tiny_encoder: Path) -> None:
    """A fresh encoder with the saved adapter gives what the trained one gives, and not what it gave before."""
    trained, folder = taught
    fresh = load_encoder(tiny_encoder)
    plain_vectors = vectors(fresh)
    merge(layers(fresh), folder / ADAPTER)
    merged, expected = vectors(fresh), vectors(trained)
    assert np.abs(merged - expected).max() < 5e-3
    assert np.abs(plain_vectors - expected).max() > 0.1


def test_adapter_leaves_the_frozen_layers_alone(taught: tuple[Any, Path]) -> None:
    """Only layers from the first upper one on are changed, by matrices of the rank, in half precision."""
    from safetensors.torch import load_file

    tensors = load_file(taught[1] / ADAPTER)
    assert {int(name.partition(".")[0]) for name in tensors} == set(range(RECIPE.frozen, LAYERS))
    assert tensors["1.attention.self.query.A"].shape == (RECIPE.rank, HIDDEN)
    assert tensors["1.attention.self.query.B"].shape == (HIDDEN, RECIPE.rank)
    assert {tensor.dtype for tensor in tensors.values()} == {torch.float16}


def test_training_draws_a_recommendations_situations_together(taught: tuple[Any, Path], tiny_encoder: Path) -> None:
    """After training, situations of one recommendation are more alike than those of two, by more than before."""

    def apart(points: npt.NDArray[np.float32]) -> float:
        alike = points @ points.T
        same = np.asarray([[a.recommendation == b.recommendation for b in passages()] for a in passages()])
        return float(alike[same].mean() - alike[~same].mean())

    assert apart(vectors(taught[0])) > apart(vectors(load_encoder(tiny_encoder))) + 0.1


def test_training_is_the_same_every_time(tiny_encoder: Path) -> None:
    """From the same seed come the same numbers."""
    recipe = Recipe(frozen=2, rank=2, epochs=1, batch=16, tokens=32)
    first, second = (train(load_encoder(tiny_encoder), passages(), NAMES, recipe, silent) for _ in range(2))
    assert first.keys() == second.keys()
    assert all(torch.equal(first[name], second[name]) for name in first)


def test_trained_adapter_is_carried(taught: tuple[Any, Path], tiny_encoder: Path, tmp_path: Path) -> None:
    """The saved adapter is what the carrier puts on the encoder of its cache."""
    from index.carrier import Carrier
    from index.weights import SHA256

    shutil.copytree(tiny_encoder, tmp_path / "encoder" / SHA256[:16])
    carried = Carrier(tmp_path, taught[1]).load().encode([passage.text for passage in passages()])
    assert np.abs(carried - vectors(taught[0])).max() < 5e-3
