"""The whole of `luotsi index tune`: an adapter to judge held-out texts with, one for use, and what decides."""

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from index.carrier import Carrier
from index.decision import Judgement
from index.encoder import Encoder, encoded
from index.passages import UNANSWERED, Passage
from index.retriever import Index
from index.tuning.folds import split
from index.tuning.judge import Truth, fit_calibration, fit_mixture, fit_thresholds, record

Tell = Callable[[str, int, int], None]


def tune(passages: Sequence[Passage], carrier: Carrier, folder: Path, tell: Tell) -> None:
    """Write the adapter and the judgement for `passages` into `folder`.

    The judgement is fitted on a third of the texts that neither its adapter nor its classifiers have seen; the adapter
    that is used then learns from all of them.
    """
    halves = split(passages)
    with TemporaryDirectory() as place:
        _train(halves.learn, carrier, Path(place), tell)
        encoder = Carrier(carrier.cache, Path(place), carrier.name, carrier.threads).load()
    judgement = judge(halves.learn, halves.held, encoder, tell)
    _train(passages, carrier, folder, tell)
    identity = Carrier(carrier.cache, folder, carrier.name).identity
    Judgement(identity, judgement.mixture, judgement.calibration, judgement.thresholds, judgement.evidence).save(folder)


def _train(passages: Sequence[Passage], carrier: Carrier, folder: Path, tell: Tell) -> None:
    if carrier.name:
        return
    from index.tuning.student import Recipe
    from index.tuning.train import save, train

    classes = [*dict.fromkeys(p.recommendation for p in passages if p.recommendation != UNANSWERED), UNANSWERED]
    save(train(carrier.plain(), passages, classes, Recipe(), tell), folder)


def judge(learn: Sequence[Passage], held: Sequence[Passage], encoder: Encoder, tell: Tell) -> Judgement:
    """Fit mixture, calibration and thresholds on `held`, seen by an index of `learn`."""
    index = Index.fit(learn, encoded(encoder, [passage.text for passage in learn], tell))
    texts = [passage.text for passage in held]
    evidence = index.evidence(texts, encoded(encoder, texts, tell))
    truth = Truth.of(held, index.classes)
    mixture = fit_mixture(evidence, truth)
    probabilities = mixture.probabilities(evidence)
    calibration = fit_calibration(probabilities, truth)
    confidences = calibration.confidence(probabilities[:, :-1])
    thresholds = fit_thresholds(probabilities, confidences, truth)
    figures = record(probabilities, confidences, truth, thresholds)
    return Judgement(encoder.name, mixture, calibration, thresholds, figures)
