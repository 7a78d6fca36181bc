"""Measure Luotsi and the baselines on the validation sets; write results.json, plots and docs/results.md."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.bootstrap import bootstrap
from evaluation.page import write_page
from evaluation.plots import write_plots
from evaluation.studies import Studies
from index.evaluation import Report, evaluate
from index.library import Library
from index.questions import Question, read_questions
from index.ranking import Retriever

HERE = Path(__file__).parent
DOCS = HERE.parent / "docs"
SETS = {"questions": "written questions", "cases": "real cases"}


def main() -> None:
    """Run everything; takes some minutes."""
    library = bootstrap().library
    sets = {name: read_questions(HERE / f"{name}.jsonl") for name in SETS}
    studies = Studies(library)
    reports = {name: _reports(library, studies, questions) for name, questions in sets.items()}
    results: dict[str, Any] = {}
    results["sets"] = {name: {report.name: report.as_data() for report in rows} for name, rows in reports.items()}
    for study in (studies.robustness, studies.learning_curve, studies.ablation):
        _record(results)
        results[study.__name__.replace("_", " ")] = study(sets)
    _record(results)
    own = {name: rows[0] for name, rows in reports.items()}
    write_plots(results, own, DOCS / "pictures")
    write_page(results, own, DOCS / "results.md")
    for name, rows in reports.items():
        print(f"\n## {SETS[name]}\n")
        for report in rows:
            print(report.as_text() if report.name == "luotsi" else _line(report))


def _record(results: dict[str, Any]) -> None:
    """Write what is known so far: the studies take minutes each."""
    (HERE / "results.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


def _reports(library: Library, studies: Studies, questions: Sequence[Question]) -> list[Report]:
    retrievers: dict[str, Retriever] = {"luotsi": library.open(), **studies.baselines()}
    return [evaluate(retriever, questions, name) for name, retriever in retrievers.items()]


def _line(report: Report) -> str:
    figures = report.figures()
    return f"{report.name}: " + ", ".join(f"{name} {figures[name]}" for name in ("hit@1", "hit@3", "MRR"))


if __name__ == "__main__":
    main()
