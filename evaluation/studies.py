"""Baselines, ablations, the learning curve and robustness: all on one set of vectors, computed once."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import faiss
import numpy as np

from evaluation.baselines import Bm25, LangChain, LlamaIndex, NGramTfidf, Similarity
from index.carrier import Carrier
from index.decision import Judgement
from index.encoder import Encoder, Vectors, encoded
from index.evaluation import evaluate
from index.library import Library
from index.passages import Passage
from index.questions import Question
from index.ranking import Retriever
from index.retriever import GuidelineRetriever, Index
from index.tuning.noise import plain, typing_errors, with_chatter

CURVE = (3, 12, 48, 96)
"""Situations a recommendation in the learning curve."""

Figures = dict[str, dict[str, float]]
Sets = Mapping[str, Sequence[Question]]


class Remembering:
    """An encoder that encodes each validation question once; for measuring only, never for what people write."""

    def __init__(self, encoder: Encoder) -> None:
        """Wrap `encoder`."""
        self.name, self.dimensions = encoder.name, encoder.dimensions
        self._encoder = encoder
        self._seen: dict[str, Vectors] = {}

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector for each text."""
        new = [text for text in dict.fromkeys(texts) if text not in self._seen]
        self._seen |= dict(zip(new, self._encoder.encode(new), strict=True))
        return np.stack([self._seen[text] for text in texts])


@dataclass(frozen=True)
class Studies:
    """Everything that is measured beside the retriever itself."""

    library: Library

    @cached_property
    def _passages(self) -> tuple[Passage, ...]:
        return self.library.passages()

    @cached_property
    def _encoder(self) -> Encoder:
        return Remembering(self.library.open().encoder)

    @cached_property
    def _vectors(self) -> Vectors:
        """The passages' vectors as the built index holds them, in order."""
        place = self.library.place(self.library.fingerprint())
        whole: Any = faiss.read_index(str(place / "dense.faiss"))  # kept in a name: it owns the index inside it
        vectors: Vectors = whole.index.reconstruct_n(0, whole.ntotal)
        return vectors

    @cached_property
    def _plain_encoder(self) -> Encoder:
        return Remembering(Carrier(self.library.cache, self.library.cache / "no-adapter").load())

    @cached_property
    def _plain_vectors(self) -> Vectors:
        return self._encoded(self._plain_encoder, self._passages)

    def _encoded(self, encoder: Encoder, passages: Sequence[Passage]) -> Vectors:
        return encoded(encoder, [passage.text for passage in passages], lambda *_: None)

    @property
    def _judgement(self) -> Judgement:
        return Judgement.load(self.library.fitted, self.library.encoder_name)

    def baselines(self) -> dict[str, Retriever]:
        """Return what others would have built, with the encoder as it comes."""
        own = [number for number, passage in enumerate(self._passages) if passage.kind == "recommendation"]
        said = [number for number, passage in enumerate(self._passages) if passage.kind == "situation"]
        texts = [self._passages[number] for number in own]
        situations = [self._passages[number] for number in said]
        folder = str(Carrier(self.library.cache, self.library.fitted).unpacked())
        return {
            "plain RAG": Similarity(texts, self._plain_vectors[own], self._plain_encoder),
            "plain RAG (LangChain)": LangChain(texts, folder),
            "plain RAG (LlamaIndex)": LlamaIndex(texts, folder),
            "BM25, stemmed": Bm25(texts),
            "character n-grams": NGramTfidf(texts),
            "nearest situation": Similarity(situations, self._plain_vectors[said], self._plain_encoder),
        }

    def ablation(self, sets: Sets) -> Figures:
        """Return hit@1 and hit@3 without one view or another, and without the adapter."""
        judgement = self._judgement
        mixture = judgement.mixture
        rows: dict[str, Retriever] = {"all views": self._retriever(judgement)}
        for view in ("learned", "lexical", "nearest"):
            rows[f"without {view}"] = self._retriever(replace(judgement, mixture=replace(mixture, **{view: 0.0})))
            only = {other: 0.0 for other in ("learned", "lexical", "nearest") if other != view}
            rows[f"only {view}"] = self._retriever(replace(judgement, mixture=replace(mixture, **only)))
        index = Index.fit(self._passages, self._plain_vectors)
        rows["without the adapter"] = GuidelineRetriever(index, self._plain_encoder, judgement)
        return {name: self._hits(retriever, sets) for name, retriever in rows.items()}

    def _retriever(self, judgement: Judgement) -> Retriever:
        return GuidelineRetriever(self._index, self._encoder, judgement)

    @cached_property
    def _index(self) -> Index:
        return Index.fit(self._passages, self._vectors)

    def learning_curve(self, sets: Sets) -> Figures:
        """Return hit@1 and hit@3 by how many situations each recommendation has."""
        return {str(count): self._hits(self._taught(count), sets) for count in CURVE}

    def _taught(self, count: int) -> Retriever:
        order = list(range(len(self._passages)))
        random.Random(0).shuffle(order)
        seen: dict[str, int] = {}
        kept = [number for number in order if self._keeps(self._passages[number], seen, count)]
        index = Index.fit([self._passages[number] for number in kept], self._vectors[kept])
        return GuidelineRetriever(index, self._encoder, self._judgement)

    def _keeps(self, passage: Passage, seen: dict[str, int], count: int) -> bool:
        if passage.kind != "situation":
            return True
        seen[passage.recommendation] = seen.get(passage.recommendation, 0) + 1
        return seen[passage.recommendation] <= count

    def robustness(self, sets: Sets) -> Figures:
        """Return hit@1 and hit@3 on the same questions typed worse."""
        rng = random.Random(0)
        ways = {
            "as written": lambda question: question.text,
            "no diacritics": lambda question: plain(question.text),
            "capitals": lambda question: question.text.upper(),
            "typing errors": lambda question: typing_errors(question.text, rng),
            "chatter before": lambda question: with_chatter(question.text, question.lang, rng),
        }
        retriever = self._retriever(self._judgement)
        spoiled = {name: _spoiled(sets, way) for name, way in ways.items()}
        return {name: self._hits(retriever, questions) for name, questions in spoiled.items()}

    def _hits(self, retriever: Retriever, sets: Sets) -> dict[str, float]:
        figures: dict[str, float] = {}
        for name, questions in sets.items():
            shares = evaluate(retriever, [question for question in questions if question.answered], name).figures()
            figures |= {f"{name} {figure}": round(shares[figure].value, 4) for figure in ("hit@1", "hit@3")}
        return figures


def _spoiled(sets: Sets, way: Any) -> dict[str, list[Question]]:
    return {name: [replace(question, text=way(question)) for question in questions] for name, questions in sets.items()}
