import errno
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.artefact import (
    MANIFEST,
    ArtefactError,
    Fingerprint,
    MissingError,
    building,
    digest,
    file_digest,
    verify,
    write,
)
from tests.index.workers import die_while_writing, exit_code, start

MADE_OF = Fingerprint("a" * 64, "b" * 64, "c" * 64)
OTHER = Fingerprint("d" * 64, "b" * 64, "c" * 64)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return where the index is to stand: nothing is there yet."""
    return tmp_path / "index" / "guideline" / MADE_OF.name


def fill(part: Path) -> None:
    """Write two files, one of them in a folder."""
    (part / "one.bin").write_bytes(b"one" * 100)
    (part / "deep").mkdir()
    (part / "deep" / "two.bin").write_bytes(b"two" * 100)


def beside(place: Path) -> list[str]:
    """Return the names of the folders where `place` stands."""
    return sorted(path.name for path in place.parent.iterdir() if path.is_dir())


def test_written_index_is_verified(place: Path) -> None:
    """What was written whole is accepted, and nothing else lies beside it."""
    write(place, MADE_OF, fill)
    verify(place, MADE_OF)
    assert beside(place) == [MADE_OF.name]
    assert (place / "deep" / "two.bin").read_bytes() == b"two" * 100


def test_index_appears_in_one_step(place: Path) -> None:
    """While the files are being written, nothing stands at the index's place."""
    seen: list[bool] = []

    def look(part: Path) -> None:
        fill(part)
        seen.append(place.exists())

    write(place, MADE_OF, look)
    assert seen == [False]
    assert place.is_dir()


def test_old_index_serves_until_the_new_one_stands(place: Path) -> None:
    """While a new index is being written, the one that stood there is still whole; then the new one replaces it."""
    write(place, MADE_OF, fill)

    def look(part: Path) -> None:
        verify(place, MADE_OF)
        (part / "three.bin").write_bytes(b"three")

    write(place, MADE_OF, look)
    verify(place, MADE_OF)
    assert sorted(path.name for path in place.iterdir()) == [MANIFEST, "three.bin"]


def test_older_indexes_go_when_the_new_one_stands(place: Path) -> None:
    """An index of former knowledge is removed by the next one that is written."""
    write(place.parent / OTHER.name, OTHER, fill)
    write(place, MADE_OF, fill)
    assert beside(place) == [MADE_OF.name]


@pytest.mark.parametrize("name", ["encoder", "code"])
def test_indexes_of_others_are_left_alone(place: Path, name: str) -> None:
    """An index of another encoder or code may be in use by another process that shares the cache: it stays."""
    facts = {"knowledge": "d" * 64, "encoder": "b" * 64, "code": "c" * 64}
    other = Fingerprint(**facts | {name: "e" * 64})
    write(place.parent / other.name, other, fill)
    write(place, MADE_OF, fill)
    assert beside(place) == sorted([MADE_OF.name, other.name])


@pytest.mark.parametrize(
    "error", [OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), KeyboardInterrupt(), ValueError("anything")]
)
def test_failed_build_leaves_nothing(place: Path, error: BaseException) -> None:
    """A full disk, Ctrl-C or a mistake in the middle leaves nothing behind, and the next build is whole."""

    def fail(part: Path) -> None:
        fill(part)
        raise error

    with pytest.raises(type(error)) as caught:
        write(place, MADE_OF, fail)
    assert caught.value is error
    assert beside(place) == []
    write(place, MADE_OF, fill)
    verify(place, MADE_OF)


def test_failed_build_spares_the_index_that_stands(place: Path) -> None:
    """A rebuild that finds the disk full leaves the former index in use."""
    write(place, MADE_OF, fill)

    def fail(_part: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(OSError, match="No space left"):
        write(place, MADE_OF, fail)
    verify(place, MADE_OF)
    assert beside(place) == [MADE_OF.name]


def test_killed_build_is_cleaned_up_by_the_next(place: Path) -> None:
    """A process that was killed leaves its part and its lock file; the next build waits for neither and clears up."""
    assert exit_code(start(die_while_writing, place, MADE_OF)) == -9
    assert not place.exists()
    assert len(beside(place)) == 1
    with building(place):
        write(place, MADE_OF, fill)
    verify(place, MADE_OF)
    assert beside(place) == [MADE_OF.name]


def test_cache_that_is_no_folder_is_an_error_of_the_system(tmp_path: Path) -> None:
    """Where no folder can be made, the system's own error comes out."""
    (tmp_path / "index").write_text("a file", encoding="utf-8")
    with pytest.raises(OSError, match="index"):
        write(tmp_path / "index" / "guideline" / MADE_OF.name, MADE_OF, fill)


def test_others_may_read_the_index(place: Path) -> None:
    """Folder and files have the modes that any new ones have: one user builds the index, another one may serve it."""

    def fill_privately(part: Path) -> None:
        fill(part)
        (part / "one.bin").chmod(0o600)

    write(place, MADE_OF, fill_privately)
    (place.parent / "ordinary").mkdir()
    (place.parent / "ordinary" / "file").touch()
    assert place.stat().st_mode == (place.parent / "ordinary").stat().st_mode
    assert (place / "one.bin").stat().st_mode == (place.parent / "ordinary" / "file").stat().st_mode


def test_missing_index_says_what_to_do(place: Path) -> None:
    """Where nothing was built, the sentence names the place and the command."""
    with pytest.raises(MissingError) as error:
        verify(place, MADE_OF)
    assert str(error.value) == f"No index in {place} yet: run `luotsi index build`."


@pytest.mark.parametrize("name", ["knowledge", "encoder", "code"])
def test_foreign_index_is_refused(place: Path, name: str) -> None:
    """An index made of other knowledge, by another encoder or other code is refused."""
    facts = {"knowledge": "a" * 64, "encoder": "b" * 64, "code": "c" * 64}
    write(place, Fingerprint(**facts), fill)
    with pytest.raises(ArtefactError, match=r"other knowledge, encoder or code: run `luotsi index build --force`\."):
        verify(place, Fingerprint(**facts | {name: "e" * 64}))


def cut(path: Path) -> None:
    """Cut a file short."""
    path.write_bytes(path.read_bytes()[:-1])


def change(path: Path) -> None:
    """Change one byte of a file."""
    path.write_bytes(b"X" + path.read_bytes()[1:])


def empty(path: Path) -> None:
    """Leave a file without content, as a full disk does."""
    path.write_bytes(b"")


@pytest.mark.parametrize("damage", [cut, change, empty, Path.unlink])
@pytest.mark.parametrize("name", ["one.bin", "deep/two.bin"])
def test_damaged_file_is_refused_by_name(place: Path, name: str, damage: Callable[[Path], None]) -> None:
    """A file that is cut short, changed, empty or missing is named, and so is the mend."""
    write(place, MADE_OF, fill)
    damage(place / name)
    with pytest.raises(ArtefactError) as error:
        verify(place, MADE_OF)
    assert not isinstance(error.value, MissingError)
    assert str(place / name) in str(error.value)
    assert str(error.value).endswith("run `luotsi index build --force`.")


WHOLE = json.dumps({"fingerprint": {"knowledge": "a" * 64, "encoder": "b" * 64, "code": "c" * 64}})


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"7",
        b"{}",
        b"\xff\xfe",
        WHOLE.encode(),
        WHOLE.replace("}}", '}, "files": null}').encode(),
        WHOLE.replace("}}", '}, "files": ["one.bin"]}').encode(),
    ],
)
def test_broken_manifest_is_refused(place: Path, content: bytes) -> None:
    """A manifest that is no manifest makes the index a damaged one, whatever stands in it."""
    write(place, MADE_OF, fill)
    (place / MANIFEST).write_bytes(content)
    with pytest.raises(ArtefactError, match=r"damaged.*run `luotsi index build --force`\."):
        verify(place, MADE_OF)


def test_missing_manifest_is_refused(place: Path) -> None:
    """An index without its manifest is damaged, not missing: it is not silently replaced."""
    write(place, MADE_OF, fill)
    (place / MANIFEST).unlink()
    with pytest.raises(ArtefactError, match="its manifest cannot be read"):
        verify(place, MADE_OF)


PARTS = st.lists(st.binary(max_size=6), max_size=5)


@given(PARTS, PARTS)
def test_digest_knows_where_parts_end(first: list[bytes], second: list[bytes]) -> None:
    """Two lists of parts have the same digest only when they are the same lists."""
    assert (digest(first) == digest(second)) == (first == second)


@given(st.lists(st.binary(min_size=1, max_size=6), min_size=2, max_size=5))
def test_digest_tells_parts_from_their_sum(parts: list[bytes]) -> None:
    """The same bytes in one part, or with the parts in one order and another, are not the same."""
    assert digest(parts) != digest([b"".join(parts)])
    assert digest(iter(parts)) == digest(parts)
    assert (digest(parts[::-1]) == digest(parts)) == (parts[::-1] == parts)


def test_file_digest_is_that_of_its_bytes(tmp_path: Path) -> None:
    """A file's digest is the sha256 of its content."""
    (tmp_path / "file").write_bytes(b"abc")
    assert file_digest(tmp_path / "file") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@given(st.lists(st.text("abc", min_size=1, max_size=3), min_size=3, max_size=3))
def test_fingerprints_have_names_of_their_own(facts: list[str]) -> None:
    """Another knowledge, encoder or code is another folder name."""
    changed = [facts[0] + "d", *facts[1:]]
    assert Fingerprint(*facts).name == Fingerprint(*facts).name
    assert Fingerprint(*facts).name != Fingerprint(*changed).name
