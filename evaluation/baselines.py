"""What others would have built: each ranks the recommendations and always answers, for it knows no silence."""

from collections.abc import Iterable, Sequence
from functools import cached_property

import bm25s
import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer
from snowballstemmer import stemmer

from index.encoder import Encoder
from index.passages import Passage
from index.ranking import Ranked, Ranking
from index.retriever import BEST

_LANGUAGES = {"fi": "finnish", "sv": "swedish", "en": "english"}


def _ranking(scores: Iterable[tuple[str, float]]) -> Ranking:
    """The best distinct recommendations; a raw score is no confidence, so none is claimed."""
    best = dict.fromkeys(name for name, _ in sorted(scores, key=lambda item: -item[1]))
    return Ranking(tuple(Ranked(name, 0.0) for name in list(best)[:BEST]), "answer")


class Similarity:
    """Rank by inner product of vectors: plain RAG over the guideline's texts, or the nearest situation."""

    def __init__(self, passages: Sequence[Passage], vectors: npt.NDArray[np.float32], encoder: Encoder) -> None:
        """Take passages with their vectors."""
        self._names = [passage.recommendation for passage in passages]
        self._vectors = vectors
        self._encoder = encoder

    def rank(self, texts: Sequence[str]) -> list[Ranking]:
        """Return one ranking for each text."""
        products = self._encoder.encode(texts) @ self._vectors.T
        return [_ranking(zip(self._names, row.tolist(), strict=True)) for row in products]


class Bm25:
    """Rank by BM25 over word stems of the guideline's texts."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        """Index `passages`, each stemmed in its own language."""
        self._names = [passage.recommendation for passage in passages]
        self._index = bm25s.BM25()
        self._index.index([_stems(passage.text, passage.language) for passage in passages], show_progress=False)

    def rank(self, texts: Sequence[str]) -> list[Ranking]:
        """Return one ranking for each text, stemmed as Finnish, Swedish and English at once."""
        return [self._one(text) for text in texts]

    def _one(self, text: str) -> Ranking:
        stems = [stem for language in _LANGUAGES for stem in _stems(text, language)]
        return _ranking(zip(self._names, self._index.get_scores(stems).tolist(), strict=True))


def _stems(text: str, language: str) -> list[str]:
    stems: list[str] = stemmer(_LANGUAGES[language]).stemWords(text.casefold().split())
    return stems


class NGramTfidf:
    """Rank by cosine of character n-gram TF-IDF over the guideline's texts."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        """Index `passages`."""
        self._names = [passage.recommendation for passage in passages]
        self._vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
        self._matrix = self._vectorizer.fit_transform([passage.text for passage in passages])

    def rank(self, texts: Sequence[str]) -> list[Ranking]:
        """Return one ranking for each text."""
        products = (self._vectorizer.transform(texts) @ self._matrix.T).toarray()
        return [_ranking(zip(self._names, row.tolist(), strict=True)) for row in products]


class LangChain:
    """Plain RAG as LangChain builds it by default: its vector store, its embeddings class, our encoder's folder."""

    def __init__(self, passages: Sequence[Passage], folder: str) -> None:
        """Index `passages` with the encoder in `folder`."""
        from langchain_core.documents import Document
        from langchain_core.vectorstores import InMemoryVectorStore
        from langchain_huggingface import HuggingFaceEmbeddings

        documents = [Document(passage.text, metadata={"name": passage.recommendation}) for passage in passages]
        embeddings = HuggingFaceEmbeddings(model_name=folder, model_kwargs={"device": "cpu"})
        self._store = InMemoryVectorStore.from_documents(documents, embeddings)

    def rank(self, texts: Sequence[str]) -> list[Ranking]:
        """Return one ranking for each text."""
        found = [self._store.similarity_search_with_score(text, k=4 * BEST) for text in texts]
        return [_ranking((document.metadata["name"], score) for document, score in hits) for hits in found]


class LlamaIndex:
    """Plain RAG as LlamaIndex builds it by default: its vector index and retriever, our encoder's folder."""

    def __init__(self, passages: Sequence[Passage], folder: str) -> None:
        """Index `passages` with the encoder in `folder`."""
        self._passages = passages
        self._folder = folder

    @cached_property
    def _retriever(self):  # type: ignore[no-untyped-def] # noqa: ANN202 - the library's own type is generic and private
        from llama_index.core import VectorStoreIndex
        from llama_index.core.schema import TextNode
        from llama_index.embeddings.huggingface import HuggingFaceEmbedding

        nodes = [TextNode(text=passage.text, metadata={"name": passage.recommendation}) for passage in self._passages]
        for node in nodes:
            node.excluded_embed_metadata_keys = ["name"]
        embedding = HuggingFaceEmbedding(model_name=self._folder, device="cpu")
        return VectorStoreIndex(nodes, embed_model=embedding).as_retriever(similarity_top_k=4 * BEST)

    def rank(self, texts: Sequence[str]) -> list[Ranking]:
        """Return one ranking for each text."""
        found = [self._retriever.retrieve(text) for text in texts]
        return [_ranking((hit.node.metadata["name"], hit.score or 0.0) for hit in hits) for hits in found]
