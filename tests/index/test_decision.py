import json
import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.artefact import ArtefactError
from index.decision import FILE, Calibration, Evidence, Judgement, Mixture, Thresholds
from index.lazy import LazyRetriever
from index.ranking import Ranked, Ranking, Retriever
from index.retriever import BEST, GuidelineRetriever, Index
from tests.index.fakes import CALIBRATION, MIXTURE, THRESHOLDS, FakeEncoder, FakeRetriever, passages

SHARE = st.floats(0, 1)
JUDGEMENT = Judgement("fake-trigrams", MIXTURE, CALIBRATION, THRESHOLDS, {"texts": 3.0})


@pytest.mark.parametrize(
    ("unanswered", "confidence", "decision"),
    [
        (0.0, 0.9, "answer"),
        (0.0, 0.6, "answer"),
        (0.0, 0.59, "choose"),
        (0.69, 0.1, "choose"),
        (0.7, 0.1, "silent"),
        (0.7, 0.99, "silent"),
        (1.0, 0.0, "silent"),
    ],
)
def test_thresholds_decide(unanswered: float, confidence: float, decision: str) -> None:
    """Silence comes first; a threshold that is just reached counts as reached."""
    assert Thresholds(silent=0.7, answer=0.6).decide(unanswered, confidence) == decision


@given(SHARE, SHARE, SHARE, SHARE)
def test_more_confidence_never_turns_an_answer_into_a_choice(
    silent: float, answer: float, low: float, high: float
) -> None:
    """What was answered is still answered with more confidence, and silence does not depend on it."""
    thresholds, (low, high) = Thresholds(silent, answer), sorted((low, high))
    less, more = thresholds.decide(0.5, low), thresholds.decide(0.5, high)
    assert (less == "silent") == (more == "silent") == (silent <= 0.5)
    assert less != "answer" or more == "answer"


def evidence(rows: list[list[float]]) -> Evidence:
    """Return evidence whose three views agree."""
    view = np.asarray(rows, np.float32)
    return Evidence(view, view, view)


@settings(deadline=None)
@given(st.lists(st.lists(st.floats(-20, 20, width=32), min_size=3, max_size=3), min_size=1, max_size=5))
def test_mixture_gives_probabilities(rows: list[list[float]]) -> None:
    """Each row is a distribution over the classes, whatever the evidence."""
    probabilities = MIXTURE.probabilities(evidence(rows))
    assert np.allclose(probabilities.sum(1), 1)
    assert ((probabilities >= 0) & (probabilities <= 1)).all()


@settings(deadline=None)
@given(st.lists(st.floats(-3, 3, width=32), min_size=3, max_size=3), st.floats(0.125, 3, width=32), st.integers(0, 2))
def test_more_evidence_makes_a_class_more_probable(row: list[float], more: float, place: int) -> None:
    """Evidence added to one class raises it, lowers the others and keeps their order."""
    raised = [value + more * (number == place) for number, value in enumerate(row)]
    before, after = Mixture(1.0, 0.5, 0.5).probabilities(evidence([row, raised]))
    assert after[place] >= before[place]
    others = [number for number in range(3) if number != place]
    assert (after[others] <= before[others]).all()


def test_unanswered_weight_counts_for_the_last_class_only() -> None:
    """What is added to the unanswered raises the last class and no other."""
    rows = evidence([[1.0, 2.0, 0.5]])
    before, after = Mixture(1, 1, 1).probabilities(rows)[0], Mixture(1, 1, 1, 2.0).probabilities(rows)[0]
    assert after[2] > before[2]
    assert after[0] / after[1] == pytest.approx(before[0] / before[1])


@given(st.lists(SHARE, min_size=2, max_size=8), st.floats(0.01, 5), st.floats(-5, 5))
def test_calibration_keeps_the_order(probabilities: list[float], slope: float, offset: float) -> None:
    """A higher probability never becomes a lower confidence, and confidence is a probability."""
    confidences = Calibration(slope, offset).confidence(np.sort(np.asarray(probabilities)))
    assert (np.diff(confidences) >= -1e-12).all()
    assert ((confidences >= 0) & (confidences <= 1)).all()


def test_calibration_at_its_start_changes_nothing() -> None:
    """Slope one and offset nothing give the probability back, kept off zero and one."""
    confidences = Calibration().confidence(np.asarray([0.0, 0.25, 0.5, 1.0]))
    assert confidences == pytest.approx([0, 0.25, 0.5, 1], abs=1e-5)


def test_judgement_is_read_as_it_was_written(tmp_path: Path) -> None:
    """Numbers and evidence come back from disk the same."""
    JUDGEMENT.save(tmp_path)
    assert Judgement.load(tmp_path, "fake-trigrams") == JUDGEMENT


def test_judgement_of_another_encoder_is_refused(tmp_path: Path) -> None:
    """What was fitted for one encoder names both and refuses."""
    JUDGEMENT.save(tmp_path)
    with pytest.raises(ArtefactError) as error:
        Judgement.load(tmp_path, "another")
    assert str(error.value) == (
        f"{tmp_path / FILE} was fitted for fake-trigrams, not for another: run `luotsi index tune`."
    )


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "{}",
        "null",
        '{"encoder": "fake-trigrams"}',
        json.dumps({"encoder": "fake-trigrams", "mixture": [], "calibration": {}, "thresholds": {}, "evidence": {}}),
        json.dumps({"encoder": "x", "mixture": {"new": 1}, "calibration": {}, "thresholds": {}, "evidence": {}}),
    ],
)
def test_broken_judgement_says_what_to_run(tmp_path: Path, content: str) -> None:
    """A file that holds no judgement is named with the command that makes one."""
    (tmp_path / FILE).write_text(content, encoding="utf-8")
    with pytest.raises(ArtefactError, match=r"decision\.json cannot be read \(\w+\): run `luotsi index tune`\."):
        Judgement.load(tmp_path, "fake-trigrams")


def test_missing_judgement_says_what_to_run(tmp_path: Path) -> None:
    """Where nothing was tuned yet, the sentence says how."""
    with pytest.raises(ArtefactError, match="run `luotsi index tune`"):
        Judgement.load(tmp_path, "fake-trigrams")


@pytest.fixture(scope="module")
def index() -> Index:
    """Return an index of 26 situations and seven recommendations' own words."""
    from index.passages import Passage

    own = [Passage(f"suositus numero {n}", f"5.{n}", "fi", "recommendation") for n in range(7)]
    texts = (*passages(), *own)
    return Index.fit(texts, FakeEncoder().encode([passage.text for passage in texts]))


def retriever(index: Index, thresholds: Thresholds = THRESHOLDS) -> GuidelineRetriever:
    """Return the real retriever over the fake encoder."""
    return GuidelineRetriever(index, FakeEncoder(), Judgement("fake-trigrams", MIXTURE, CALIBRATION, thresholds))


def test_five_best_come_best_first(index: Index) -> None:
    """A ranking holds five recommendations in falling confidence, none twice and the unanswered not among them."""
    for ranking in retriever(index).rank(["asiakas pyysi kaveriksi 7", "sää huomenna 3", "", "\ud800"]):
        confidences = [ranked.confidence for ranked in ranking.best]
        assert len({ranked.id for ranked in ranking.best}) == len(ranking.best) == BEST
        assert confidences == sorted(confidences, reverse=True)
        assert all(0 <= confidence <= 1 for confidence in confidences)
        assert "" not in {ranked.id for ranked in ranking.best}


def test_silent_ranking_still_names_the_best(index: Index) -> None:
    """Silence comes with the five best all the same."""
    (ranking,) = retriever(index).rank(["sää huomenna 3"])
    assert ranking.decision == "silent"
    assert len(ranking.best) == BEST


def test_untrained_recommendation_never_answers(index: Index) -> None:
    """However sure, a recommendation without situations is offered as a choice; a trained one answers."""
    lenient = retriever(index, Thresholds(silent=1.1, answer=0.0))
    untrained, trained = lenient.rank(["suositus numero 3", "esimies lukee viestit 2"])
    assert (untrained.best[0].id, untrained.decision, untrained.trained) == ("5.3", "choose", False)
    assert (trained.best[0].id, trained.decision, trained.trained) == ("2.1", "answer", True)


def test_company_changes_no_ranking(index: Index) -> None:
    """A message is ranked alone as among others."""
    texts = ["asiakas pyysi kaveriksi 7", "sää huomenna 3", "esimies lukee"]
    together = retriever(index).rank(texts)
    alone = [retriever(index).rank([text])[0] for text in texts]
    assert [[r.id for r in ranking.best] for ranking in together] == [[r.id for r in ranking.best] for ranking in alone]
    assert [r.decision for r in together] == [r.decision for r in alone]


def test_no_texts_give_no_rankings(index: Index) -> None:
    """Nothing asked, nothing ranked."""
    assert retriever(index).rank([]) == []


def test_lazy_retriever_loads_once_and_late() -> None:
    """Nothing is loaded before the first question, and once for all threads that ask at the same time."""
    loads: list[FakeRetriever] = []
    ready = threading.Barrier(4)

    def load() -> Retriever:
        loads.append(FakeRetriever({"kysymys": Ranking((Ranked("2.4", 0.9),), "answer")}))
        return loads[-1]

    lazy = LazyRetriever(load)
    assert loads == []
    answers: list[Ranking] = []

    def ask() -> None:
        ready.wait(10)
        answers.extend(lazy.rank(["kysymys"]))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert len(loads) == 1
    assert [answer.best[0].id for answer in answers] == ["2.4"] * 4


def test_lazy_retriever_tries_again_after_a_failure() -> None:
    """A retriever that could not be loaded is loaded at the next question."""
    attempts: list[str] = []

    def load() -> Retriever:
        attempts.append("load")
        if len(attempts) == 1:
            raise ArtefactError("damaged")
        return FakeRetriever()

    lazy = LazyRetriever(load)
    with pytest.raises(ArtefactError, match="damaged"):
        lazy.rank(["kysymys"])
    assert len(lazy.rank(["kysymys"])) == 1
