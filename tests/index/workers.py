"""What other processes do in the tests; they import this module afresh."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Barrier
from typing import Any

from index import artefact
from index.artefact import Fingerprint
from tests.index.fakes import library

FITTED = "fitted.txt"
_SPAWN = multiprocessing.get_context("spawn")


def start(work: Callable[..., None], *arguments: Any) -> BaseProcess:
    """Start a fresh Python process that does `work`."""
    process = _SPAWN.Process(target=work, args=arguments)
    process.start()
    return process


def exit_code(process: BaseProcess) -> int | None:
    """Wait for a process and return its exit code; one that hangs is ended and told by None."""
    process.join(120)
    if process.is_alive():
        process.kill()
        return None
    return process.exitcode


def barrier(parties: int) -> Any:
    """Return a barrier at which processes wait for each other."""
    return _SPAWN.Barrier(parties)


def build_when_all_are_ready(root: Path, ready: Barrier) -> None:
    """Build the index, at the same time as the others, and note it down when the fitting was done here."""

    def note(step: str, done: int, _total: int) -> None:
        if step == "fitting" and done:
            with (root / FITTED).open("a", encoding="utf-8") as file:
                file.write("fitted\n")

    ready.wait(60)
    library(root, progress=note).build()


def die_while_writing(folder: Path, fingerprint: Fingerprint) -> None:
    """Be killed in the middle of writing an index."""

    def fill(part: Path) -> None:
        (part / "half.bin").write_bytes(b"half")
        os.kill(os.getpid(), signal.SIGKILL)

    with artefact.building(folder):
        artefact.write(folder, fingerprint, fill)
