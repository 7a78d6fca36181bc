import json
from pathlib import Path

import pytest

from index.evaluation import evaluate
from index.questions import read_questions
from index.retriever import GuidelineRetriever

pytestmark = pytest.mark.real

EVALUATION = Path(__file__).parents[2] / "evaluation"
SLACK = 0.02


@pytest.mark.parametrize("name", ["questions", "cases"])
def test_validation_has_not_fallen(retriever: GuidelineRetriever, name: str) -> None:
    """Neither hit@1 nor silence on the validation sets is more than two points under what is recorded."""
    recorded = json.loads((EVALUATION / "results.json").read_text("utf-8"))["sets"][name]["luotsi"]["figures"]
    figures = evaluate(retriever, read_questions(EVALUATION / f"{name}.jsonl"), name).figures()
    fallen = [figure for figure in ("hit@1", "silent") if figures[figure].value < recorded[figure][0] - SLACK]
    assert fallen == []
