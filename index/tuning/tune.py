"""The whole of `luotsi index tune`: the adapter, and what decides, fitted on texts the adapter has not seen."""

from collections.abc import Callable, Sequence
from pathlib import Path

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

    The adapter learns from all but a sixth of the texts, the judgement is fitted on that sixth. A second training on
    everything would take as long again and leave the judgement fitted to another adapter than the one in use.
    """
    parts = split(passages)
    _train(parts.learn, carrier, folder, tell)
    encoder = Carrier(carrier.cache, folder, carrier.name, carrier.threads).load()
    judge(parts.learn, parts.held, encoder, tell).save(folder)


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
