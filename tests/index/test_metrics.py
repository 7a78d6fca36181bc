import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.evaluation import Report, evaluate
from index.metrics import FIGURES, Outcome, Share, calibration_error, expected_calibration_error, figures
from index.questions import Question
from index.ranking import Decision, Ranked, Ranking
from knowledge.guideline import Language
from tests.index.fakes import FakeRetriever

NAMES = ["1.1", "1.2", "2.1", "2.4", "3.4"]


def ranking(*names: str, decision: Decision = "answer", confidence: float = 0.8) -> Ranking:
    """Return a ranking of `names`, the first with that confidence."""
    return Ranking(tuple(Ranked(name, confidence / (place + 1)) for place, name in enumerate(names)), decision)


def question(
    relevant: dict[str, int], lang: Language = "fi", register: str = "spoken", text: str = "x", *, near: bool = False
) -> Question:
    """Return a question with those grades."""
    return Question("q", lang, register, text, relevant, "in" if relevant and not near else "near")


OUTCOMES = (
    Outcome(question({"2.4": 2, "2.1": 1}), ranking("2.4", "1.1", "2.1")),
    Outcome(question({"3.4": 2}), ranking("1.1", "1.2", "3.4", decision="choose", confidence=0.4)),
    Outcome(question({"1.1": 2, "1.2": 1}, "sv"), ranking("1.2", "2.1", "2.4", "1.1", confidence=0.6)),
    Outcome(question({"2.1": 2}, "en", "story"), ranking("2.1", "1.1", decision="silent", confidence=0.2)),
    Outcome(question({}, "en", "story"), ranking("1.1", "1.2", decision="silent", confidence=0.1)),
    Outcome(question({}), ranking("1.1", "2.4", confidence=0.7)),
)


def test_figures_of_hand_made_rankings() -> None:
    """Hits, reciprocal ranks, refusals, silence and misleading answers are those counted by hand."""
    values = {name: share.value for name, share in figures(OUTCOMES).items()}
    assert values == pytest.approx(
        {"hit@1": 2 / 4, "hit@3": 3 / 4, "MRR": (1 + 1 / 3 + 1 / 4 + 1) / 4, "refused": 1 / 4, "silent": 1 / 2}
        | {"misled": 1 / 6}
    )
    assert {name: share.count for name, share in figures(OUTCOMES).items()} == (
        dict.fromkeys(("hit@1", "hit@3", "MRR", "refused"), 4) | {"silent": 2, "misled": 6}
    )


@pytest.mark.parametrize(
    ("number", "reciprocal", "silent", "misled"),
    [(0, 1, False, False), (1, 1 / 3, False, False), (2, 1 / 4, False, False), (3, 1, True, False), (4, 0, True, False),
     (5, 0, False, True)],
)  # fmt: skip
def test_each_outcome_by_itself(number: int, reciprocal: float, silent: bool, misled: bool) -> None:
    """A useful first recommendation does not mislead though it is no hit; silence never does."""
    outcome = OUTCOMES[number]
    assert outcome.reciprocal_rank == pytest.approx(reciprocal)
    assert (outcome.silent, outcome.misled) == (silent, misled)


def test_places_beyond_the_ranking_have_no_grade() -> None:
    """Asking deeper than the ranking goes finds nothing."""
    assert OUTCOMES[3].grade(2) == 0
    assert OUTCOMES[3].hit(9)
    assert not Outcome(question({"3.4": 2}), ranking("1.1")).hit(9)


RANKINGS = st.builds(
    lambda order, decision, confidence: ranking(*order, decision=decision, confidence=confidence),
    st.permutations(NAMES).flatmap(lambda names: st.integers(1, 5).map(lambda count: names[:count])),
    st.sampled_from(["answer", "choose", "silent"]),
    st.floats(0, 1),
)
ANSWERED = st.builds(question, st.dictionaries(st.sampled_from(NAMES), st.sampled_from([1, 2]), min_size=1))
OUTCOME = st.builds(Outcome, st.one_of(ANSWERED, st.just(question({}))), RANKINGS)


@given(OUTCOME, st.integers(1, 5))
def test_hits_and_reciprocal_rank_agree(outcome: Outcome, depth: int) -> None:
    """A hit within a depth is a hit within any greater one, and is what the reciprocal rank says."""
    assert outcome.hit(depth) <= outcome.hit(depth + 1)
    assert outcome.hit(depth) == (outcome.reciprocal_rank >= 1 / depth)
    assert 0 <= outcome.reciprocal_rank <= 1
    assert not (outcome.misled and outcome.hit(1))


@settings(deadline=None, max_examples=30)
@given(st.lists(OUTCOME, max_size=20))
def test_figures_are_shares(outcomes: list[Outcome]) -> None:
    """Every figure lies between nothing and all, with its interval around, or is of no question."""
    for share in figures(outcomes).values():
        assert math.isnan(share.value) if not share.count else 0 <= share.low <= share.high <= 1
        assert not share.count or 0 <= share.value <= 1
    assert figures(outcomes)["misled"].count == len(outcomes)
    assert 0 <= expected_calibration_error(outcomes) <= 1


def test_share_says_itself_with_its_interval() -> None:
    """A share is written with two digits, its interval after it; of nothing, it is a dash."""
    assert str(Share(0.8125, 0.75, 0.871, 16)) == "0.81 [0.75–0.87]"
    assert str(Share.of([])) == "–"
    assert str(Share.of([1, 1, 1])) == "1.00 [1.00–1.00]"


def test_share_is_the_same_every_time() -> None:
    """The interval is drawn from a fixed seed, lies around the value and narrows with more questions."""
    few, many = Share.of([0, 1] * 10), Share.of([0, 1] * 200)
    assert few == Share.of([0, 1] * 10)
    assert few.low < few.value == 0.5 < few.high
    assert many.high - many.low < few.high - few.low
    assert many.high - many.low == pytest.approx(2 * 1.96 * 0.5 / 20, abs=0.02)


@pytest.mark.parametrize(
    ("confidences", "right", "error"),
    [
        ([1.0, 1.0], [True, True], 0.0),
        ([1.0, 1.0], [False, False], 1.0),
        ([0.0, 0.0], [False, False], 0.0),
        ([0.75, 0.75, 0.75, 0.75], [True, True, True, False], 0.0),
        ([0.9, 0.9, 0.2, 0.2], [True, False, False, False], 0.5 * 0.4 + 0.5 * 0.2),
        ([0.55, 0.59], [True, False], 0.07),
        ([0.05, 0.15], [True, False], 0.5 * 0.95 + 0.5 * 0.15),
        ([], [], 0.0),
    ],
)
def test_calibration_error_of_known_values(confidences: list[float], right: list[bool], error: float) -> None:
    """The error is the gap between confidence and success, bin by bin, weighted by how many there are."""
    assert calibration_error(np.asarray(confidences), np.asarray(right, bool)) == pytest.approx(error)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1), st.integers(1, 20))
def test_calibration_error_is_bounded(pairs: list[tuple[float, bool]], bins: int) -> None:
    """The error lies between none and one, and one bin gives the gap of the means."""
    confidences, right = np.asarray([c for c, _ in pairs]), np.asarray([r for _, r in pairs])
    assert 0 <= calibration_error(confidences, right, bins) <= 1
    assert calibration_error(confidences, right, 1) == pytest.approx(abs(confidences.mean() - right.mean()))


def test_unanswered_questions_count_as_misses_of_confidence() -> None:
    """Confidence in a question without an answer is an error."""
    assert expected_calibration_error(OUTCOMES[5:]) == pytest.approx(0.7)


def report(outcomes: Sequence[Outcome] = OUTCOMES) -> Report:
    """Return a report of outcomes."""
    return Report("ours", tuple(outcomes))


def test_report_breaks_the_figures_down() -> None:
    """Every group's parts add up to the whole, in order of their names."""
    by_language = report().by("language")
    assert list(by_language) == ["en", "fi", "sv"]
    assert by_language["fi"]["hit@1"] == figures([OUTCOMES[0], OUTCOMES[1], OUTCOMES[5]])["hit@1"]
    assert list(report().by("section")) == ["1", "2", "3", "none"]
    assert list(report().by("scope")) == ["in", "near"]
    for group in ("language", "register", "section", "scope"):
        assert sum(row["misled"].count for row in report().by(group).values()) == len(OUTCOMES)


def test_confusions_are_counted_once_a_pair() -> None:
    """Pairs of wanted and given come most frequent first; hits and unanswered questions are none."""
    assert report((*OUTCOMES, OUTCOMES[2])).confusions() == [("1.1", "1.2", 2), ("3.4", "1.1", 1)]
    assert report((*OUTCOMES, OUTCOMES[2])).confusions(1) == [("1.1", "1.2", 2)]


def test_confusions_take_a_question_without_a_quoted_recommendation() -> None:
    """A question that has useful recommendations only is confused with nothing."""
    assert report([Outcome(question({"2.1": 1}), ranking("1.1"))]).confusions() == []


def test_report_as_text_is_a_table() -> None:
    """Each row has as many cells as the head, the first one all questions; empty figures are dashes."""
    lines = report().as_text().splitlines()
    assert lines[0] == f"ours (calibration error {report().calibration_error:.3f})"
    table = [line.split(" | ") for line in lines[2:]]
    assert {len(row) for row in table} == {len(FIGURES) + 2}
    assert [cell.strip("| ") for cell in table[0]] == ["", "questions", *FIGURES]
    assert table[2][:3] == ["| all", "6", str(figures(OUTCOMES)["hit@1"])]
    assert any(row[0] == "| scope near" and row[2] == "–" for row in table)


def test_report_as_data_is_plain() -> None:
    """The recorded figures are numbers to four digits, and None where there is no question."""
    data = report().as_data()
    assert data["figures"]["hit@1"][0] == 0.5
    assert data["by"]["scope"]["near"]["hit@1"] == [None, None, None, 0]
    assert data["calibration error"] == round(report().calibration_error, 4)


def test_every_question_is_asked_once_in_order() -> None:
    """Many questions are asked in chunks, and each gets its own ranking."""
    questions = [question({"2.4": 2}, text=f"q{number}") for number in range(130)]
    retriever = FakeRetriever({"q129": ranking("2.4")})
    outcomes = evaluate(retriever, questions, "ours").outcomes
    assert [text for chunk in retriever.read for text in chunk] == [q.text for q in questions]
    assert [outcome.question for outcome in outcomes] == questions
    assert [outcome.hit(1) for outcome in outcomes] == [False] * 129 + [True]


def test_no_questions_make_an_empty_report() -> None:
    """Nothing asked gives dashes, not an error."""
    empty = evaluate(FakeRetriever(), [], "ours")
    assert empty.outcomes == ()
    assert "–" in empty.as_text()
