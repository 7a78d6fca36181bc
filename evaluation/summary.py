"""The few recorded figures that README quotes: `python -m evaluation.summary` prints them."""

import json
from collections.abc import Sequence
from pathlib import Path

RESULTS = Path(__file__).parent / "results.json"
_ROWS = ("luotsi", "nearest situation", "plain RAG", "BM25, stemmed")
_COLUMNS = (("questions", "hit@1"), ("questions", "hit@3"), ("cases", "hit@1"), ("cases", "hit@3"))
_NAMES = {"questions": "written", "cases": "real cases"}


def summary() -> str:
    """Return a table of hits beside the baselines, and a sentence on silence."""
    sets = json.loads(RESULTS.read_text(encoding="utf-8"))["sets"]
    head = ["", *(f"{_NAMES[name]}: {figure}" for name, figure in _COLUMNS)]
    rows = [[row, *(f"{sets[name][row]['figures'][figure][0]:.2f}" for name, figure in _COLUMNS)] for row in _ROWS]
    own = sets["questions"]["luotsi"]["figures"]
    said = f"Of the written questions that the guideline does not answer, Luotsi is silent on {own['silent'][0]:.0%}; "
    return _table([head, ["---"] * len(head), *rows]) + f"\n\n{said}it refuses {own['refused'][0]:.0%} of the others."


def _table(lines: Sequence[Sequence[str]]) -> str:
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


if __name__ == "__main__":
    print(summary())
