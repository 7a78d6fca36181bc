"""One guideline's index: where it lies, whether it is still true, building it, opening it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from index import artefact
from index.artefact import Fingerprint, MissingError
from index.carrier import CARRIED, Carrier
from index.decision import FILE, Judgement
from index.encoder import Encoder, encoded
from index.passages import Passage, passages
from index.retriever import GuidelineRetriever, Index
from knowledge.reading import knowledge_files, read_examples, read_guideline

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""

TUNED = Path(__file__).parent / "tuned"
"""The tuned parts that the package brings: those of the carried encoder for `_GUIDELINE`."""
_GUIDELINE = "talentia-some"
_CODE = ("passages.py", "encoder.py", "dense.py", "learned.py", "lexical.py", "retriever.py", "text.py", "folding.py")


def _silent(_step: str, _done: int, _total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Library:
    """The index of the guideline in `folder`, kept under `cache`; `encoder` or `name` replace the carried encoder.

    `tuned` names a folder of tuned parts; without it, they are where `own` and `fitted` say.
    """

    folder: Path
    cache: Path
    encoder: Encoder | None = None
    name: str = ""
    threads: int = 0
    progress: Progress | None = None
    tuned: Path = field(default=TUNED)

    @property
    def own(self) -> Path:
        """Where the tuned parts of this guideline and encoder belong: in the package, or under `cache`."""
        replaced = self.encoder.name if self.encoder else self.name
        if self.tuned != TUNED or (self.folder.name == _GUIDELINE and not replaced):
            return self.tuned
        return self.cache / "tuned" / self.folder.name / artefact.digest([(replaced or CARRIED).encode()])[:16]

    @property
    def fitted(self) -> Path:
        """The folder of the tuned parts in use.

        With the carried encoder, a guideline that was not tuned yet takes the package's: it works by its text alone
        then, and the retriever gives no recommendation without situations as the answer, only as a choice.
        """
        carried = not (self.encoder or self.name)
        return self.tuned if carried and not (self.own / FILE).is_file() else self.own

    @property
    def _carrier(self) -> Carrier:
        return Carrier(self.cache, self.fitted, self.name, self.threads, self._tell)

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
            artefact.digest([part for path in files for part in self._named(path)]),
            artefact.digest([self.encoder_name.encode()]),
            artefact.digest([(code / name).read_bytes() for name in _CODE]),
        )

    def _named(self, path: Path) -> tuple[bytes, bytes]:
        """The file's name counts like its content: the name says what is read as what."""
        return path.relative_to(self.folder).as_posix().encode(), path.read_bytes()

    def place(self, fingerprint: Fingerprint) -> Path:
        """Return the folder of the index made of `fingerprint`."""
        return self.cache / "index" / self.folder.name / fingerprint.name

    def build(self, *, force: bool = False) -> Path:
        """Build the index unless a true one stands already, and return its folder.

        One process builds at a time; where the index stands, no lock is taken, for which a cache in an image may have
        no room. Raises `ArtefactError` when what stands there is damaged and `force` is not set.
        """
        fingerprint = self.fingerprint()
        place = self.place(fingerprint)
        if force or not _stands(place, fingerprint):
            self._build(place, fingerprint, force=force)
        return place

    def _build(self, place: Path, fingerprint: Fingerprint, *, force: bool) -> None:
        with artefact.building(place):
            # Another process may have built it while this one waited for the lock.
            if force or not _stands(place, fingerprint):
                artefact.write(place, fingerprint, lambda part: self._fit().save(part))

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

        folder = out or self.own
        folder.mkdir(parents=True, exist_ok=True)
        tune(self.passages(), self._carrier, folder, self._tell)
        return folder

    def judge(self) -> Path:
        """Fit anew only what decides, with the adapter that stands, and return the folder of both.

        Raises `ArtefactError` when the carried encoder has no adapter for this guideline yet.
        """
        from index.tuning.tune import rejudge

        folder = self.own
        folder.mkdir(parents=True, exist_ok=True)
        rejudge(self.passages(), self._carrier, folder, self._tell)
        return folder

    def open(self) -> GuidelineRetriever:
        """Return the retriever, building the index first where there is none of this knowledge, encoder and code.

        Raises `ArtefactError` when the index on disk is damaged or the tuned parts belong to another encoder.
        """
        judgement = Judgement.load(self.fitted, self.encoder_name)
        return GuidelineRetriever(Index.load(self.build()), self._encoder, judgement)


def _stands(place: Path, fingerprint: Fingerprint) -> bool:
    try:
        artefact.verify(place, fingerprint)
    except MissingError:
        return False
    return True
