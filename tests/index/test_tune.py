import shutil
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from index import library as libraries
from index.adapter import ADAPTER, layers, merge
from index.artefact import ArtefactError, digest, file_digest
from index.carrier import CARRIED, Carrier
from index.decision import FILE, Judgement
from index.library import TUNED, Library
from index.passages import Passage
from index.tuning import student, train, tune
from index.weights import SHA256
from tests.index.fakes import FakeEncoder, load_encoder, passages, write_guideline, write_judgement

SMALL = student.Recipe(frozen=2, rank=2, epochs=1, batch=16, tokens=32)


def silent(_step: str, _done: int, _total: int) -> None:
    """Tell nobody."""


@pytest.fixture
def carrier(tiny_encoder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Carrier:
    """Return a carrier of the tiny encoder, tuned by a small recipe into a folder that is empty yet."""
    monkeypatch.setattr(student, "Recipe", lambda: SMALL)
    shutil.copytree(tiny_encoder, tmp_path / "cache" / "encoder" / SHA256[:16])
    (tmp_path / "tuned").mkdir()
    return Carrier(tmp_path / "cache", tmp_path / "tuned")


def names(folder: Path) -> list[str]:
    """Return what lies in a folder."""
    return sorted(path.name for path in folder.iterdir())


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder."""
    return {name: (folder / name).read_bytes() for name in names(folder)}


def alike(first: Judgement, second: Judgement) -> bool:
    """Whether two judgements were fitted to the same evidence; the n-grams' solver tosses coins in the last digits."""
    mixtures = [list(asdict(judgement.mixture).values()) for judgement in (first, second)]
    return first.evidence["texts"] == second.evidence["texts"] and mixtures[0] == pytest.approx(mixtures[1], abs=0.05)


def test_tuning_leaves_a_pair_that_belongs_together(carrier: Carrier) -> None:
    """Adapter and judgement stand in the folder, nothing else does, and the judgement is for that adapter."""
    tune.tune(passages(), carrier, carrier.tuned, silent)
    assert names(carrier.tuned) == [ADAPTER, FILE]
    assert (carrier.tuned / ADAPTER).stat().st_mode == (carrier.tuned / FILE).stat().st_mode
    assert carrier.identity == f"{CARRIED}+{file_digest(carrier.tuned / ADAPTER)[:16]}"
    assert Judgement.load(carrier.tuned, carrier.identity).evidence["texts"] > 0


@pytest.mark.parametrize("step", ["tuning", "encoding"])
def test_interrupted_tuning_leaves_the_old_pair(carrier: Carrier, step: str) -> None:
    """Interrupted while the adapter learns or after it, the former adapter and judgement are as they were."""
    (carrier.tuned / ADAPTER).write_bytes(b"old adapter")
    (carrier.tuned / FILE).write_bytes(b"old judgement")

    def interrupt(told: str, _done: int, _total: int) -> None:
        if told == step:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        tune.tune(passages(), carrier, carrier.tuned, interrupt)
    assert contents(carrier.tuned) == {ADAPTER: b"old adapter", FILE: b"old judgement"}


def test_rejudging_refits_the_judgement_only(carrier: Carrier) -> None:
    """With the adapter that stands, the judgement comes out as tuning made it; the adapter is not touched."""
    tune.tune(passages(), carrier, carrier.tuned, silent)
    adapter, judgement = (carrier.tuned / ADAPTER).read_bytes(), Judgement.load(carrier.tuned, carrier.identity)
    (carrier.tuned / FILE).write_text("{}", encoding="utf-8")
    tune.rejudge(passages(), carrier, carrier.tuned, silent)
    assert names(carrier.tuned) == [ADAPTER, FILE]
    assert (carrier.tuned / ADAPTER).read_bytes() == adapter
    assert alike(Judgement.load(carrier.tuned, carrier.identity), judgement)


def test_rejudging_needs_an_adapter(carrier: Carrier) -> None:
    """Where the carried encoder has no adapter yet, the sentence says what makes one."""
    with pytest.raises(ArtefactError, match=r"no adapter\.safetensors in .*: run `luotsi index tune`\."):
        tune.rejudge(passages(), carrier, carrier.tuned, silent)


def test_tuning_needs_situations(carrier: Carrier) -> None:
    """A guideline of which nothing can be held out is told so before anything is learned."""
    own = [Passage("teksti", "1.1", "fi", "recommendation")]
    with pytest.raises(ArtefactError, match="too few situations"):
        tune.tune(own, carrier, carrier.tuned, silent)


def test_target_passes_over_an_unknown_companion() -> None:
    """A companion that is no class, such as an introduction, gets no share."""
    passage = Passage("a", "1.1", "fi", "situation", also=("0.1", "2.1"))
    known = Passage("a", "1.1", "fi", "situation", also=("2.1",))
    targets = [train._target(one, ("1.1", "2.1", ""), SMALL) for one in (passage, known)]
    assert torch.equal(*targets)


def cut(path: Path) -> None:
    """Leave half of a file."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def rename(path: Path) -> None:
    """Name a layer that the network does not have."""
    save_file({"9.output.dense.A": torch.zeros(2, 64), "9.output.dense.B": torch.zeros(32, 2)}, path)


def halve(path: Path) -> None:
    """Leave out one side of each layer."""
    save_file({name: value for name, value in load_file(path).items() if name.endswith("A")}, path)


def widen(path: Path) -> None:
    """Write a change of one row, which torch would spread over all."""
    save_file({"2.output.dense.A": torch.ones(2, 64), "2.output.dense.B": torch.ones(1, 2)}, path)


@pytest.mark.parametrize("damage", [cut, rename, halve, widen, Path.unlink])
def test_damaged_adapter_is_refused(tiny_encoder: Path, tmp_path: Path, damage: Callable[[Path], None]) -> None:
    """A truncated adapter or that of another network is named with what mends it, and no weight has changed."""
    path = tmp_path / ADAPTER
    save_file({"2.output.dense.A": torch.ones(2, 64), "2.output.dense.B": torch.ones(32, 2)}, path)
    damage(path)
    upper = layers(load_encoder(tiny_encoder))
    before = {name: value.clone() for name, value in upper.state_dict().items()}
    with pytest.raises(ArtefactError, match=r"adapter\.safetensors is damaged or .*: run `luotsi index tune`\."):
        merge(upper, path)
    assert all(torch.equal(value, before[name]) for name, value in upper.state_dict().items())


# Where the tuned parts lie


def test_the_packages_parts_are_for_its_guideline_and_encoder(tmp_path: Path) -> None:
    """The carried encoder and guideline have theirs in the package, any other combination in the cache."""
    assert Library(tmp_path / "talentia-some", tmp_path).own == TUNED
    others = [
        (Library(tmp_path / "talentia-some", tmp_path, name="hub/other"), "hub/other"),
        (Library(tmp_path / "second", tmp_path, name="hub/other"), "hub/other"),
        (Library(tmp_path / "second", tmp_path), CARRIED),
        (Library(tmp_path / "second", tmp_path, encoder=FakeEncoder("fake")), "fake"),
    ]
    for library, encoder in others:
        assert library.own == tmp_path / "tuned" / library.folder.name / digest([encoder.encode()])[:16]
    assert Library(tmp_path / "second", tmp_path, name="hub/other", tuned=tmp_path).own == tmp_path


def test_untuned_second_guideline_takes_the_packages_parts(carrier: Carrier, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the carried encoder it opens and offers choices; once it is tuned, its own parts are in use."""
    root = carrier.cache.parent
    monkeypatch.setattr(libraries, "TUNED", root / "tuned")
    write_judgement(root, encoder=CARRIED)
    write_guideline(root, situations=False)

    def second() -> Library:
        return Library(root / "guideline", root / "cache", tuned=root / "tuned")

    assert second().fitted == root / "tuned"
    (ranking,) = second().open().rank(["Älä hyväksy asiakasta kaveriksi."])
    assert ranking.decision != "answer"
    second().own.mkdir(parents=True)
    write_judgement(second().own.parent)
    shutil.move(second().own.parent / "tuned" / FILE, second().own / FILE)
    assert second().fitted == second().own != root / "tuned"


def test_named_encoder_never_takes_the_packages_parts(tmp_path: Path) -> None:
    """What was fitted for one encoder says nothing about another: untuned, it is refused."""
    library = Library(tmp_path / "talentia-some", tmp_path / "cache", name="hub/other")
    assert library.fitted == library.own != TUNED
    with pytest.raises(ArtefactError, match="run `luotsi index tune`"):
        library.open()


def test_library_judges_anew(root: Path, tiny_encoder: Path) -> None:
    """What `tune` wrote for a named encoder is fitted again in the same place."""
    library = Library(root / "guideline", root / "cache", name=str(tiny_encoder))
    folder = library.tune()
    before = Judgement.load(folder, str(tiny_encoder))
    (folder / FILE).unlink()
    assert library.judge() == folder
    assert alike(Judgement.load(folder, str(tiny_encoder)), before)
