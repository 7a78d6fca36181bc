"""The whole of `luotsi index tune`: the adapter, and what decides, fitted on texts the adapter has not seen."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from index.adapter import ADAPTER
from index.artefact import ArtefactError, share, unfinished
from index.carrier import Carrier
from index.decision import FILE, Judgement
from index.encoder import Encoder, encoded
from index.passages import UNANSWERED, Passage
from index.retriever import Index
from index.tuning.folds import Split, split
from index.tuning.judge import Truth, fit_calibration, fit_mixture, fit_thresholds, record

Tell = Callable[[str, int, int], None]


def tune(passages: Sequence[Passage], carrier: Carrier, folder: Path, tell: Tell) -> None:
    """Write the adapter and the judgement for `passages` into `folder`.

    The adapter learns from all but a sixth of the texts, the judgement is fitted on that sixth. A second training on
    everything would take as long again and leave the judgement fitted to another adapter than the one in use.
    Interrupted at any step, both stay as they were. Raises `ArtefactError` when there is nothing to fit on.
    """
    parts = _parts(passages)
    with _put_at_the_end(folder) as new:
        _train(parts.learn, carrier, new, tell)
        judge(parts.learn, parts.held, replace(carrier, tuned=new).load(), tell).save(new)


def rejudge(passages: Sequence[Passage], carrier: Carrier, folder: Path, tell: Tell) -> None:
    """Write the judgement alone anew, for the adapter that stands in `folder`; minutes instead of an hour.

    The split is the one of `tune`, so that the adapter has not seen the texts that decide, as long as nobody wrote new
    ones. Raises `ArtefactError` when there is no adapter or nothing to fit on.
    """
    if not (carrier.name or (folder / ADAPTER).is_file()):
        raise ArtefactError(f"There is no {ADAPTER} in {folder} to judge with: run `luotsi index tune`.")
    parts = _parts(passages)
    with _put_at_the_end(folder) as new:
        judge(parts.learn, parts.held, replace(carrier, tuned=folder).load(), tell).save(new)


def _parts(passages: Sequence[Passage]) -> Split:
    parts = split(passages)
    if not parts.held:
        raise ArtefactError("The guideline has too few situations to hold some out: nothing can be fitted on them.")
    return parts


@contextmanager
def _put_at_the_end(folder: Path) -> Iterator[Path]:
    """Give a folder whose files move to `folder` when all of them are written, and go when that fails."""
    with unfinished(folder / FILE) as part:
        yield part
        share(part)
        for path in sorted(part.iterdir()):
            path.replace(folder / path.name)


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
