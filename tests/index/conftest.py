"""A tiny guideline with its judgement, and a tiny encoder, on disk."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.index.fakes import write_encoder, write_guideline, write_judgement


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a folder with a guideline of three recommendations and what decides, for `fakes.library`."""
    write_guideline(tmp_path)
    write_judgement(tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def tiny_encoder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return the folder of a BERT with three layers of width 32, as sentence-transformers loads it."""
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # so small a network only waits for a second thread
    folder = tmp_path_factory.mktemp("tiny") / "encoder"
    write_encoder(folder)
    yield folder
    torch.set_num_threads(threads)
