"""A built index on disk: written whole or not at all, verified before it is trusted."""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import uuid4

from filelock import FileLock

MANIFEST = "manifest.json"
_PART = ".part-"
"""How the names of unfinished folders begin."""


class ArtefactError(Exception):
    """An index on disk cannot be used; the message says why and what to do."""


class MissingError(ArtefactError):
    """There is no index for this knowledge, encoder and code yet: it has to be built."""


@dataclass(frozen=True)
class Fingerprint:
    """What an index was made of; three hexadecimal digests, see `digest`."""

    knowledge: str
    encoder: str
    code: str

    @property
    def name(self) -> str:
        """A folder name that no other combination has."""
        return digest([f"{self.knowledge}{self.encoder}{self.code}".encode()])[:16]


def digest(parts: Iterator[bytes] | list[bytes]) -> str:
    """Return the sha256 of `parts` one after another, each with its length so that none runs into the next."""
    sha = hashlib.sha256()
    for part in parts:
        sha.update(len(part).to_bytes(8, "little") + part)
    return sha.hexdigest()


def file_digest(path: Path) -> str:
    """Return the sha256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def verify(folder: Path, fingerprint: Fingerprint) -> None:
    """Check that `folder` holds a whole index made of exactly `fingerprint`.

    Raises `MissingError` when it is not there, `ArtefactError` when it is damaged or somebody else's.
    """
    if not folder.is_dir():
        raise MissingError(f"No index in {folder} yet: run `luotsi index build`.")
    manifest = _manifest(folder)
    if manifest.get("fingerprint") != asdict(fingerprint):
        raise ArtefactError(
            f"The index in {folder} was made of other knowledge, encoder or code: run `luotsi index build --force`."
        )
    for name, expected in manifest["files"].items():
        _verify_file(folder / name, expected)


def _manifest(folder: Path) -> dict[str, dict[str, str]]:
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return {"fingerprint": dict(manifest["fingerprint"]), "files": dict(manifest["files"])}
    except (OSError, ValueError, KeyError, TypeError):
        raise ArtefactError(
            f"The index in {folder} is damaged (its manifest cannot be read): run `luotsi index build --force`."
        ) from None


def _verify_file(path: Path, expected: str) -> None:
    if not path.is_file() or file_digest(path) != expected:
        raise ArtefactError(
            f"The index is damaged ({path} is missing, cut short or changed): run `luotsi index build --force`."
        )


def write(folder: Path, fingerprint: Fingerprint, fill: Callable[[Path], None]) -> None:
    """Let `fill` write an index's files, and put them at `folder` in one step.

    What an interrupted build left behind is removed; when the new index stands, those of former knowledge are too.
    Raises `OSError` when the disk is full or read-only; nothing is left at `folder` then.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    remove_unfinished(folder.parent)
    with unfinished(folder) as part:
        fill(part)
        _write_manifest(part, fingerprint)
        share(part)
        shutil.rmtree(folder, ignore_errors=True)
        part.rename(folder)
    _remove_former(folder, fingerprint)


@contextmanager
def unfinished(folder: Path) -> Iterator[Path]:
    """Give a new folder beside `folder`, to be filled and renamed; where that fails, it is removed.

    It is not made by `mkdtemp`, whose folders only their maker may enter: one user builds, another one may serve.
    """
    part = folder.parent / f"{_PART}{uuid4().hex}"
    part.mkdir()
    try:
        yield part
    finally:
        shutil.rmtree(part, ignore_errors=True)


def share(part: Path) -> None:
    """Let whoever may enter `part` read its files: safetensors writes files for their maker only."""
    for path in part.rglob("*"):
        if path.is_file():
            path.chmod(part.stat().st_mode & 0o666)


def remove_unfinished(parent: Path) -> None:
    """Remove what processes that were killed left in `parent`; for the holder of its lock only."""
    for part in parent.glob(f"{_PART}*"):
        shutil.rmtree(part, ignore_errors=True)


def _write_manifest(folder: Path, fingerprint: Fingerprint) -> None:
    files = {
        path.relative_to(folder).as_posix(): file_digest(path) for path in sorted(folder.rglob("*")) if path.is_file()
    }
    manifest = {"fingerprint": asdict(fingerprint), "files": files}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")


def _remove_former(folder: Path, fingerprint: Fingerprint) -> None:
    """Remove the indexes of other knowledge; those of another encoder or code may be in use by another process."""
    for other in folder.parent.iterdir():
        if other != folder and other.is_dir() and _is_former(other, fingerprint):
            shutil.rmtree(other, ignore_errors=True)


def _is_former(folder: Path, fingerprint: Fingerprint) -> bool:
    try:
        made_of = _manifest(folder)["fingerprint"]
    except ArtefactError:
        return False
    return (made_of.get("encoder"), made_of.get("code")) == (fingerprint.encoder, fingerprint.code)


@contextmanager
def building(folder: Path) -> Iterator[None]:
    """Hold the lock under which one process at a time builds `folder`; the others wait."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.parent / f"{folder.parent.name}.lock"):
        yield
