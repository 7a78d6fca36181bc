"""One guideline's index: where it lies, whether it is still true, building it, opening it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np

from index import artefact
from index.artefact import Fingerprint, Missing
from index.carrier import Carrier
from index.decision import Judgement
from index.encoder import Encoder, Vectors
from index.passages import Passage, passages
from index.retriever import GuidelineRetriever, Index
from knowledge.reading import knowledge_files, read_examples, read_guideline

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""

TUNED = Path(__file__).parent / "tuned"
_CODE = ("passages.py", "dense.py", "learned.py", "lexical.py", "retriever.py", "text.py", "folding.py")
_CHUNK = 64


def _silent(_step: str, _done: int, _total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Library:
    """The index of the guideline in `folder`, kept under `cache`; `encoder` (a test's) or `name` replace the carried one."""

    folder: Path
    cache: Path
    encoder: Encoder | None = None
    name: str = ""
    threads: int = 0
    progress: Progress | None = None
    tuned: Path = field(default=TUNED)

    @cached_property
    def _carrier(self) -> Carrier:
        return Carrier(self.cache, self.tuned, self.name, self.threads, self._tell)

    @property
    def _tell(self) -> Progress:
        return self.progress or _silent

    @cached_property
    def _encoder(self) -> Encoder:
        return self.encoder or self._carrier.load()

    @property
    def encoder_name(self) -> str:
        """What tells this encoder's vectors from any other's, known without loading it."""
        return self.encoder.name if self.encoder else self._carrier.identity

    def fingerprint(self) -> Fingerprint:
        """Return what an index built now would be made of."""
        files = knowledge_files(self.folder)
        code = Path(__file__).parent
        return Fingerprint(
            artefact.digest([path.read_bytes() for path in files]),
            artefact.digest([self.encoder_name.encode()]),
            artefact.digest([(code / name).read_bytes() for name in _CODE]),
        )

    def place(self, fingerprint: Fingerprint) -> Path:
        """Return the folder of the index made of `fingerprint`."""
        return self.cache / "index" / self.folder.name / fingerprint.name

    def build(self, *, force: bool = False) -> Path:
        """Build the index unless a true one stands already, and return its folder.

        One process builds at a time. Raises `ArtefactError` when what stands there is damaged and `force` is not set.
        """
        fingerprint = self.fingerprint()
        place = self.place(fingerprint)
        with artefact.building(place):
            if force or not _stands(place, fingerprint):
                artefact.write(place, fingerprint, lambda part: self._fit().save(part))
        return place

    def _fit(self) -> Index:
        texts = self.passages()
        vectors = self._encoded(texts)
        self._tell("fitting", 0, 1)
        index = Index.fit(texts, vectors)
        self._tell("fitting", 1, 1)
        return index

    def passages(self) -> tuple[Passage, ...]:
        """Return every passage of the guideline."""
        return passages(read_guideline(self.folder), read_examples(self.folder))

    def _encoded(self, texts: tuple[Passage, ...]) -> Vectors:
        """Encode in order of length, so that short texts are not padded to long ones, telling how far it is."""
        order = sorted(range(len(texts)), key=lambda number: len(texts[number].text))
        vectors = np.zeros((len(texts), self._encoder.dimensions), np.float32)
        for start in range(0, len(order), _CHUNK):
            chunk = order[start : start + _CHUNK]
            vectors[chunk] = self._encoder.encode([texts[number].text for number in chunk])
            self._tell("encoding", start + len(chunk), len(order))
        return vectors

    def open(self) -> GuidelineRetriever:
        """Return the retriever, building the index first where there is none of this knowledge, encoder and code.

        Raises `ArtefactError` when the index on disk is damaged or the tuned parts belong to another encoder.
        """
        judgement = Judgement.load(self.tuned, self.encoder_name)
        fingerprint = self.fingerprint()
        place = self.place(fingerprint)
        if not _stands(place, fingerprint):
            self.build()
        return GuidelineRetriever(Index.load(place), self._encoder, judgement)


def _stands(place: Path, fingerprint: Fingerprint) -> bool:
    try:
        artefact.verify(place, fingerprint)
    except Missing:
        return False
    return True
