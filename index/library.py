"""One guideline's index: where it lies, whether it is still true, building it, opening it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from index import artefact
from index.artefact import Fingerprint, MissingError
from index.carrier import Carrier
from index.decision import Judgement
from index.encoder import Encoder, encoded
from index.passages import Passage, passages
from index.retriever import GuidelineRetriever, Index
from knowledge.reading import knowledge_files, read_examples, read_guideline

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""

TUNED = Path(__file__).parent / "tuned"
_CODE = ("passages.py", "dense.py", "learned.py", "lexical.py", "retriever.py", "text.py", "folding.py")


def _silent(_step: str, _done: int, _total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Library:
    """The index of the guideline in `folder`, kept under `cache`; `encoder` or `name` replace the carried encoder."""

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
        vectors = encoded(self._encoder, [passage.text for passage in texts], self._tell)
        self._tell("fitting", 0, 1)
        index = Index.fit(texts, vectors)
        self._tell("fitting", 1, 1)
        return index

    def passages(self) -> tuple[Passage, ...]:
        """Return every passage of the guideline."""
        return passages(read_guideline(self.folder), read_examples(self.folder))

    def tune(self, out: Path | None = None) -> Path:
        """Fit the adapter and what decides on the guideline's situations, write both into `out`, and return it.

        Only the carried encoder gets an adapter; any other is taken as it is.
        """
        from index.tuning.tune import tune

        folder = out or (self.tuned if not self.name else self.cache / "tuned" / self.folder.name)
        folder.mkdir(parents=True, exist_ok=True)
        tune(self.passages(), self._carrier, folder, self._tell)
        return folder

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
    except MissingError:
        return False
    return True
