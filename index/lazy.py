"""A retriever that is loaded when it is first needed, once, whoever asks first."""

from collections.abc import Callable, Sequence
from threading import Lock

from index.ranking import Ranking, Retriever


class LazyRetriever:
    """Stands for a retriever that takes seconds and a gigabyte to load."""

    def __init__(self, load: Callable[[], Retriever]) -> None:
        """`load` returns the real one."""
        self._load = load
        self._lock = Lock()
        self._retriever: Retriever | None = None

    def rank(self, texts: Sequence[str]) -> list[Ranking]:
        """Return one ranking for each text, loading the real retriever first where nobody has yet."""
        return self.loaded().rank(texts)

    def loaded(self) -> Retriever:
        """Return the real retriever."""
        with self._lock:
            if self._retriever is None:
                self._retriever = self._load()
            return self._retriever
