"""Where the encoder comes from: the carried weights, unpacked once, with the tuned adapter; or any other by name."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock

from index.adapter import ADAPTER
from index.artefact import file_digest, remove_unfinished, share, unfinished
from index.encoder import SentenceEncoder
from index.model_folder import write_folder
from index.weights import SHA256

CARRIED = f"e5-small:{SHA256[:16]}"
"""The name of the carried encoder without an adapter."""


@dataclass(frozen=True)
class Carrier:
    """Finds, unpacks and loads the encoder; `name` is a hub name or folder that replaces the carried one."""

    cache: Path
    tuned: Path
    name: str = ""
    threads: int = 0
    tell: Callable[[str, int, int], None] = lambda _step, _done, _total: None

    @property
    def identity(self) -> str:
        """What tells this encoder's vectors from any other's."""
        if self.name:
            return self.name
        adapter = self.tuned / ADAPTER
        tail = f"+{file_digest(adapter)[:16]}" if adapter.is_file() else ""
        return f"{CARRIED}{tail}"

    def load(self) -> SentenceEncoder:
        """Load the encoder, unpacking it first where nobody has; raises `WeightsError` when it has no weights."""
        if self.name:
            return SentenceEncoder(self.identity, self.name, self.threads)
        adapter = self.tuned / ADAPTER
        return SentenceEncoder(self.identity, self.unpacked(), self.threads, adapter if adapter.is_file() else None)

    def plain(self) -> Any:
        """Load the carried model without an adapter, to be tuned."""
        from sentence_transformers import SentenceTransformer

        return SentenceTransformer(str(self.unpacked()), device="cpu")

    def unpacked(self) -> Path:
        """Return the folder of the carried encoder, writing it in one step where it is not there yet."""
        folder = self.cache / "encoder" / SHA256[:16]
        if not folder.is_dir():
            folder.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(folder.parent / "encoder.lock"):
                if not folder.is_dir():
                    self._unpack(folder)
        return folder

    def _unpack(self, folder: Path) -> None:
        remove_unfinished(folder.parent)
        self.tell("unpacking the encoder", 0, 1)
        with unfinished(folder) as part:
            write_folder(part)
            share(part)
            part.rename(folder)
        self.tell("unpacking the encoder", 1, 1)
