"""docs/results.md: the recorded figures as tables."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from index.evaluation import Report

TITLES = {"questions": "Written questions", "cases": "Real cases"}


def write_page(results: Mapping[str, Any], reports: Mapping[str, Report], path: Path) -> None:
    """Write the page; every number in it comes from this run."""
    path.parent.mkdir(exist_ok=True)
    parts = [
        "# Results",
        "Made by `make evaluate`; intervals are 95 % bootstrap. How it is measured: [retrieval.md](retrieval.md).",
    ]
    for name, report in reports.items():
        parts += [f"## {TITLES[name]}", _baselines(results["sets"][name]), report.as_text(), _confusions(report)]
    for study in ("ablation", "learning curve", "robustness"):
        parts += [f"## {study.capitalize()}", _table(results[study])]
    parts += [
        "## Plots",
        "![Reliability](pictures/reliability.png)",
        "![Learning curve](pictures/learning-curve.png)",
        "![Baselines](pictures/baselines.png)",
    ]
    path.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def _baselines(rows: Mapping[str, Any]) -> str:
    names = ("hit@1", "hit@3", "MRR")
    cells = {name: {figure: row["figures"][figure] for figure in names} for name, row in rows.items()}
    return _grid(["", *names], [[name, *(_interval(row[figure]) for figure in names)] for name, row in cells.items()])


def _interval(share: Sequence[float]) -> str:
    return f"{share[0]:.2f} [{share[1]:.2f}–{share[2]:.2f}]"


def _confusions(report: Report) -> str:
    rows = [[wanted, given, str(count)] for wanted, given, count in report.confusions()]
    return "Most frequent confusions:\n\n" + _grid(["an expert would quote", "given first", "times"], rows)


def _table(figures: Mapping[str, Mapping[str, float]]) -> str:
    names = list(next(iter(figures.values())))
    return _grid(["", *names], [[name, *(f"{row[figure]:.3f}" for figure in names)] for name, row in figures.items()])


def _grid(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
