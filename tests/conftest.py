"""What many tests need: the real guideline, an advisor without an encoder, and a small knowledge folder to break."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from bot.advisor import Advisor
from bot.danger import Danger
from index.ranking import Ranking, Retriever
from knowledge.guideline import Guideline
from knowledge.reading import folders, read_guideline, read_reflections, read_signposts
from tests.fakes import FakeRetriever, NoRetriever

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
def advising(guideline: Guideline, danger: Danger) -> Advising:
    """Return what makes an advisor whose retriever always says one ranking, or (None) may not be asked at all.

    Property tests take this and no guideline, whose representation would fill their reports.
    """

    def advisor(usual: Ranking | None) -> Advisor:
        retriever: Retriever = FakeRetriever(usual=usual) if usual else NoRetriever()
        return Advisor(guideline, retriever, danger=danger)

    return advisor


@pytest.fixture
def retriever() -> FakeRetriever:
    """Return a retriever that says the usual of everything."""
    return FakeRetriever()


@pytest.fixture
def advisor(folder: Path, guideline: Guideline, danger: Danger, retriever: FakeRetriever) -> Advisor:
    """Return the real conversation on top of the fake retriever; its tip is always the first recommendation."""
    return Advisor(
        guideline,
        retriever,
        danger=danger,
        signposts=read_signposts(folder),
        reflections=read_reflections(folder),
        chance=lambda entries: entries[0],
    )


@pytest.fixture
def small_folder(tmp_path: Path) -> Path:
    """Return the folder of a guideline of four recommendations, free to be broken."""
    return Path(shutil.copytree(DATA / "small", tmp_path / "guidelines" / "small"))
