import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from index import artefact
from index.artefact import ArtefactError
from index.decision import Thresholds
from index.library import Library
from index.ranking import Ranking
from tests.index.fakes import FakeEncoder, library, write_guideline, write_judgement, write_situations
from tests.index.workers import FITTED, barrier, build_when_all_are_ready, exit_code, start

QUESTIONS = ["asiakas pyysi kaveriksi", "esimies lukee viestit", "sää huomenna"]
FILES = ["dense.faiss", "ngrams.safetensors", "passages.safetensors", "regression.safetensors"]
NOBODY = 65534


@contextmanager
def read_only(root: Path) -> Iterator[None]:
    """Take away the right to write under `root`; root itself, whom no mode stops, becomes nobody meanwhile."""
    modes = {path: path.stat().st_mode for path in [root, *root.rglob("*")]}
    for path in modes:
        path.chmod(0o555 if path.is_dir() else 0o444)
    user = os.geteuid()
    if not user:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(user)
        for path, mode in modes.items():
            path.chmod(mode)


@pytest.fixture
def open_root() -> Iterator[Path]:
    """Return a folder like `root` to which every user finds the way: pytest's own folders are private."""
    with TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        write_guideline(Path(name))
        write_judgement(Path(name))
        yield Path(name)


def indexes(root: Path) -> list[Path]:
    """Return every folder where indexes stand."""
    return [path for path in (root / "cache" / "index" / "guideline").iterdir() if path.is_dir()]


def decided(rankings: list[Ranking]) -> list[tuple[str, str]]:
    """Return the first recommendation and the decision of each ranking."""
    return [(ranking.best[0].id, ranking.decision) for ranking in rankings]


def test_built_index_answers(root: Path) -> None:
    """What was built from YAML on disk ranks, answers and keeps silent."""
    place = library(root).build()
    assert indexes(root) == [place]
    assert sorted(path.name for path in place.iterdir()) == sorted([*FILES, artefact.MANIFEST])
    rankings = library(root).open().rank(QUESTIONS)
    assert decided(rankings[:2]) == [("1.1", "answer"), ("2.1", "answer")]
    assert rankings[2].decision == "silent"


def test_open_builds_what_is_not_there(root: Path) -> None:
    """The first who asks builds the index; the second one, in another process or not, finds it."""
    told: list[str] = []
    first = library(root, progress=lambda step, _done, _total: told.append(step)).open()
    assert set(told) == {"encoding", "fitting"}
    told.clear()
    second = library(root, progress=lambda step, _done, _total: told.append(step)).open()
    assert told == []
    assert first.rank(QUESTIONS) == second.rank(QUESTIONS)


def test_progress_runs_to_its_end(root: Path) -> None:
    """Every step is told up to the whole, in order."""
    told: list[tuple[str, int, int]] = []
    library(root, progress=lambda *step: told.append(step)).build()
    encoding = [(done, total) for step, done, total in told if step == "encoding"]
    assert encoding == sorted(encoding)
    assert encoding[-1] == (48, 48)
    assert told[-1] == ("fitting", 1, 1)


def test_second_build_does_nothing(root: Path) -> None:
    """An index that stands and is true is left as it is."""
    place = library(root).build()
    before = (place / artefact.MANIFEST).stat().st_mtime_ns
    assert library(root).build() == place
    assert (place / artefact.MANIFEST).stat().st_mtime_ns == before


def test_same_knowledge_gives_the_same_index(root: Path) -> None:
    """A forced build of unchanged knowledge answers as before."""
    before = library(root).open().rank(QUESTIONS)
    library(root).build(force=True)
    assert library(root).open().rank(QUESTIONS) == before


def test_changed_knowledge_makes_the_index_stale(root: Path) -> None:
    """After an edit the former index is not used: a new one takes its place."""
    old = library(root).build()
    (root / "guideline" / "situations" / "fi.yaml").write_text(
        '"1.2": [{register: short, text: kuvaus}]\n', encoding="utf-8"
    )
    library(root).open()
    new = library(root).build()
    assert old != new
    assert indexes(root) == [new]


def test_renamed_knowledge_makes_the_index_stale(root: Path) -> None:
    """A file that is put aside under another name is no longer read, and the index knows."""
    before = library(root).fingerprint()
    situations = root / "guideline" / "situations"
    (situations / "fi.yaml").rename(situations / "old.yaml")
    assert library(root).fingerprint() != before


def test_other_encoder_has_its_own_index(root: Path) -> None:
    """The fingerprint follows the encoder's name."""
    assert library(root).fingerprint() != library(root, FakeEncoder("other")).fingerprint()


def cut(path: Path) -> None:
    """Leave half of a file."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def change(path: Path) -> None:
    """Change the last byte of a file."""
    data = path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a root whose index is built, to be copied and damaged."""
    root = tmp_path_factory.mktemp("built")
    write_guideline(root)
    write_judgement(root)
    library(root).build()
    return root


@pytest.mark.parametrize(
    ("name", "damage"),
    [*((name, cut) for name in (*FILES, artefact.MANIFEST)), (FILES[0], change), (FILES[1], Path.unlink)],
)
def test_damaged_index_is_refused_until_forced(
    built: Path, tmp_path: Path, name: str, damage: Callable[[Path], None]
) -> None:
    """Neither opening nor building goes over a damaged file in silence; both say what mends it."""
    root = shutil.copytree(built, tmp_path / "root")
    (place,) = indexes(root)
    damage(place / name)
    for use in (library(root).open, library(root).build):
        with pytest.raises(ArtefactError, match=r"damaged.*: run `luotsi index build --force`\."):
            use()
    assert indexes(root) == [place]


def test_forced_build_mends_a_damaged_index(root: Path) -> None:
    """With force, a good index stands where a damaged one stood."""
    place = library(root).build()
    cut(place / "dense.faiss")
    library(root).build(force=True)
    artefact.verify(place, library(root).fingerprint())
    assert len(library(root).open().rank(QUESTIONS)) == 3


def test_foreign_index_is_refused(root: Path) -> None:
    """An index of another encoder that somebody put in the right place is refused."""
    other = library(root, FakeEncoder("other"))
    foreign = other.build()
    ours = library(root).place(library(root).fingerprint())
    foreign.rename(ours)
    with pytest.raises(ArtefactError, match="made of other knowledge, encoder or code"):
        library(root).open()


def test_tuned_parts_of_another_encoder_are_refused_first(root: Path) -> None:
    """What was fitted for another encoder is refused by both names, before minutes go into building."""
    with pytest.raises(ArtefactError, match=r"fitted for fake-trigrams, not for other: run `luotsi index tune`\."):
        library(root, FakeEncoder("other")).open()
    assert not (root / "cache").exists()


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), KeyboardInterrupt()])
@pytest.mark.parametrize("where", ["encoding", "fitting"])
def test_interrupted_build_starts_clean_again(root: Path, where: str, error: BaseException) -> None:
    """Interrupted at any step, nothing is left, and the next build is whole."""

    def interrupt(step: str, _done: int, _total: int) -> None:
        if step == where:
            raise error

    with pytest.raises(type(error)):
        library(root, progress=interrupt).build()
    assert indexes(root) == []
    artefact.verify(library(root).build(), library(root).fingerprint())


def test_two_processes_leave_one_good_index(root: Path) -> None:
    """Two processes that build at once leave one index, which one of them fitted and the other found."""
    ready = barrier(2)
    both = [start(build_when_all_are_ready, root, ready) for _ in range(2)]
    assert [exit_code(process) for process in both] == [0, 0]
    place = library(root).place(library(root).fingerprint())
    assert indexes(root) == [place]
    artefact.verify(place, library(root).fingerprint())
    assert (root / FITTED).read_text(encoding="utf-8") == "fitted\n"
    assert decided(library(root).open().rank(QUESTIONS[:1])) == [("1.1", "answer")]


def test_read_only_cache_cannot_be_built_in(open_root: Path) -> None:
    """Where nothing may be written, the system's own error says so, and names the place."""
    (open_root / "cache").mkdir()
    with read_only(open_root), pytest.raises(PermissionError, match="cache"):
        library(open_root).build()
    assert list((open_root / "cache").iterdir()) == []


def test_read_only_cache_serves_the_index_that_stands(open_root: Path) -> None:
    """An index that was baked into an image needs no right to write: it opens, and building finds nothing to do."""
    place = library(open_root).build()
    with read_only(open_root):
        assert decided(library(open_root).open().rank(QUESTIONS[:1])) == [("1.1", "answer")]
        assert library(open_root).build() == place


def test_guideline_without_situations_ranks_but_never_answers(tmp_path: Path) -> None:
    """By its texts alone a guideline ranks every recommendation, reported as untrained, and offers choices only."""
    write_guideline(tmp_path, situations=False)
    write_judgement(tmp_path, thresholds=Thresholds(silent=1.0, answer=0.0))
    (ranking,) = library(tmp_path).open().rank(["Älä hyväksy asiakasta kaveriksi."])
    assert ranking.best[0].id == "1.1"
    assert {ranked.id for ranked in ranking.best} == {"1.1", "1.2", "2.1"}
    assert (ranking.decision, ranking.trained) == ("choose", False)


def test_recommendation_without_situations_ranks_but_never_answers(root: Path) -> None:
    """Beside trained recommendations, one that has no situations yet is found and offered, but not as the answer."""
    write_judgement(root, thresholds=Thresholds(silent=1.0, answer=0.0))
    untrained, trained = library(root).open().rank(["Kerro kuvaamisesta etukäteen.", QUESTIONS[0]])
    assert (untrained.best[0].id, untrained.decision, untrained.trained) == ("1.2", "choose", False)
    assert (trained.best[0].id, trained.decision, trained.trained) == ("1.1", "answer", True)


def test_passages_are_the_guidelines_and_the_workers_words(root: Path) -> None:
    """Every recommendation stands in three languages with its title; introduction and sources are no passages."""
    passages = library(root).passages()
    own = [passage for passage in passages if passage.kind == "recommendation"]
    assert [(p.recommendation, p.language) for p in own[:3]] == [("1.1", "fi"), ("1.1", "sv"), ("1.1", "en")]
    assert own[0].text == "Otsikko 1.1. Älä hyväksy asiakasta kaveriksi."
    assert own[2].text == "Title 1.1. Do not befriend clients."
    assert {p.recommendation for p in own} == {"1.1", "1.2", "2.1"}
    assert [sum(p.kind == kind for p in passages) for kind in ("situation", "unanswered")] == [26, 13]
    assert {p.recommendation for p in passages if p.kind == "unanswered"} == {""}
    assert passages[9].source == "case 0"


def test_named_encoder_is_tuned_and_opened_by_the_same_settings(root: Path, tiny_encoder: Path) -> None:
    """After tuning for an encoder that LUOTSI_ENCODER names, the retriever opens with nothing else changed."""
    shutil.rmtree(root / "tuned")

    def named() -> Library:
        return Library(root / "guideline", root / "cache", name=str(tiny_encoder))

    tuned = named().tune()
    assert [path.name for path in tuned.iterdir()] == ["decision.json"]
    (ranking,) = named().open().rank(QUESTIONS[:1])
    assert len(ranking.best) == 3


def test_second_guideline_is_a_second_folder(root: Path) -> None:
    """Building one guideline's index leaves another's alone."""
    first = library(root).build()
    shutil.copytree(root / "guideline", root / "second")
    second = Library(root / "second", root / "cache", encoder=FakeEncoder(), tuned=root / "tuned").build()
    assert first.is_dir()
    assert second.is_dir()
    assert first != second


def test_situations_written_later_are_learned(tmp_path: Path) -> None:
    """A guideline that gets its first situations becomes a trained one at the next opening."""
    write_guideline(tmp_path, situations=False)
    write_judgement(tmp_path)
    assert not library(tmp_path).open().rank(QUESTIONS[:1])[0].trained
    write_situations(tmp_path / "guideline")
    assert library(tmp_path).open().rank(QUESTIONS[:1])[0].trained
