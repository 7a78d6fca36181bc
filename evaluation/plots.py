"""The plots of docs/results.md."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np

mpl.use("Agg")
from matplotlib import pyplot as plt

from index.evaluation import Report

_BINS = 10


def write_plots(results: Mapping[str, Any], reports: Mapping[str, Report], folder: Path) -> None:
    """Write every plot into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    _reliability(reports, folder / "reliability.png")
    _learning_curve(results["learning curve"], folder / "learning-curve.png")
    _baselines(results["sets"], folder / "baselines.png")


def _reliability(reports: Mapping[str, Report], path: Path) -> None:
    figure, axes = plt.subplots(figsize=(5, 5))
    axes.plot([0, 1], [0, 1], color="grey", linewidth=0.8)
    for name, report in reports.items():
        confidences = np.asarray([outcome.ranking.best[0].confidence for outcome in report.outcomes])
        right = np.asarray([outcome.hit(1) for outcome in report.outcomes])
        places = np.minimum((confidences * _BINS).astype(int), _BINS - 1)
        used = np.unique(places)
        points = [(confidences[places == b].mean(), right[places == b].mean()) for b in used]
        axes.plot(
            *zip(*points, strict=True), marker="o", label=f"{name} (calibration error {report.calibration_error:.3f})"
        )
    axes.set(xlabel="confidence", ylabel="share that an expert would quote", title="Reliability")
    axes.legend()
    _save(figure, path)


def _learning_curve(figures: Mapping[str, Mapping[str, float]], path: Path) -> None:
    figure, axes = plt.subplots(figsize=(6, 4))
    counts = [int(count) for count in figures]
    for name in next(iter(figures.values())):
        axes.plot(counts, [row[name] for row in figures.values()], marker="o", label=name)
    axes.set(xlabel="situations a recommendation", ylabel="share", title="Learning curve", xscale="log", ylim=(0, 1))
    axes.legend()
    _save(figure, path)


def _baselines(sets: Mapping[str, Mapping[str, Any]], path: Path) -> None:
    figure, axes = plt.subplots(figsize=(7, 4))
    names = list(next(iter(sets.values())))
    height = 0.8 / len(sets)
    for number, (label, rows) in enumerate(sets.items()):
        values = [rows[name]["figures"]["hit@1"][0] for name in names]
        axes.barh(np.arange(len(names)) + number * height, values, height, label=label)
    axes.set(
        yticks=np.arange(len(names)) + height / 2, yticklabels=names, xlabel="hit@1", xlim=(0, 1), title="Beside others"
    )
    axes.invert_yaxis()
    axes.legend()
    _save(figure, path)


def _save(figure: Any, path: Path) -> None:
    figure.tight_layout()
    figure.savefig(path, dpi=110, metadata={"Software": None})
    plt.close(figure)
