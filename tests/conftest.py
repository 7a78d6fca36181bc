"""What many tests need: the real guideline, an advisor without an encoder, and a small knowledge folder to break."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from bot.advisor import Advisor
from bot.danger import Danger
from index.ranking import Ranking
from knowledge.guideline import Guideline
from knowledge.reading import folders, read_examples, read_guideline, read_reflections, read_signposts
from knowledge.situations import Examples
from tests.fakes import USUAL, FakeRetriever, NoRetriever

settings.register_profile("luotsi", deadline=None, max_examples=80)
settings.load_profile("luotsi")

Advising = Callable[[Ranking | None], Advisor]
DATA = Path(__file__).parent / "data"


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No setting and no .env of the person who runs the tests reaches them, and nothing is written outside."""
    for name in [name for name in os.environ if name.upper().startswith("LUOTSI_")]:
        monkeypatch.delenv(name)
    place = tmp_path_factory.mktemp("place")
    monkeypatch.setenv("LUOTSI_CACHE_DIR", str(place / "cache"))
    monkeypatch.setenv("LUOTSI_DATA_DIR", str(place / "data"))
    monkeypatch.chdir(place)


@pytest.fixture(scope="session")
def folder() -> Path:
    """Return the folder of the real guideline."""
    return folders()["talentia-some"]


@pytest.fixture(scope="session")
def guideline(folder: Path) -> Guideline:
    """Return the real guideline."""
    return read_guideline(folder)


@pytest.fixture(scope="session")
def danger() -> Danger:
    """Return the real signs of danger."""
    return Danger.load()


@pytest.fixture(scope="session")
def told(folder: Path, guideline: Guideline, danger: Danger) -> tuple[FakeRetriever, Advisor]:
    """Return the real conversation on top of a fake retriever, made once; its tip is the first recommendation."""
    retriever = FakeRetriever()
    advisor = Advisor(
        guideline,
        retriever,
        danger=danger,
        signposts=read_signposts(folder),
        reflections=read_reflections(folder),
        chance=lambda entries: entries[0],
    )
    return retriever, advisor


@pytest.fixture
def retriever(told: tuple[FakeRetriever, Advisor]) -> FakeRetriever:
    """Return the retriever of `advisor`, which says the usual of everything until a test tells it otherwise."""
    told[0].usual = USUAL
    told[0].read.clear()
    return told[0]


@pytest.fixture
def advisor(retriever: FakeRetriever, told: tuple[FakeRetriever, Advisor]) -> Advisor:
    """Return the conversation on top of `retriever`."""
    assert retriever is told[0]
    return told[1]


@pytest.fixture(scope="session")
def advising(guideline: Guideline, danger: Danger) -> Advising:
    """Return what gives an advisor whose retriever always says one ranking, or (None) may not be asked at all.

    Property tests take this and no guideline, whose representation would fill their reports.
    """
    retriever = FakeRetriever()
    asking = Advisor(guideline, retriever, danger=danger)
    looking_up = Advisor(guideline, NoRetriever(), danger=danger)

    def advisor(usual: Ranking | None) -> Advisor:
        retriever.usual = usual or USUAL
        return asking if usual else looking_up

    return advisor


@pytest.fixture(scope="session")
def examples(folder: Path) -> Examples:
    """Return the situations and unanswered questions of the real guideline."""
    return read_examples(folder)


@pytest.fixture
def small_folder(tmp_path: Path) -> Path:
    """Return the folder of a guideline of four recommendations, free to be broken."""
    return Path(shutil.copytree(DATA / "small", tmp_path / "guidelines" / "small"))
