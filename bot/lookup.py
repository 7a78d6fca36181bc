"""Look-up by number ("2", "2.4", "kohta 2.4") and by one or two words, without the encoder."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from index.folding import folded
from knowledge.guideline import LANGUAGES, Entry, Guideline

_PLACES = (
    "kohta|kohda|suositu|osio|luku|luvu|punkt|rekommendation|avsnitt|kapit|section|item|rec|chapter|point|nr|numero|#"
)
"""Beginnings of the words for a place in the guideline; any ending may follow: "kohdassa", "punkten"."""
_NUMBER = re.compile(
    rf"(?:(?:(?:i|in|the|under)\s+)*(?:{_PLACES})[^\W\d]*\.?\s*)?(\d{{1,2}})(?:\s?[.,:-]\s?(\d{{1,2}}))?[.?!]?"
)
_CLOSE = 82.0
"""How alike (of 100) a typed word and a search word must be: one slip in seven letters passes, another word not."""
_SHORTEST_PREFIX = 4
_SEARCH_WORDS = 2


@dataclass(frozen=True)
class Number:
    """A section's or an entry's number as someone asked for it."""

    section: str
    entry: str = ""

    @property
    def id(self) -> str:
        """The number as the guideline writes it."""
        return f"{self.section}.{self.entry}" if self.entry else self.section


def number(text: str) -> Number | None:
    """Return the number that `text` asks for and nothing else, or None."""
    match = _NUMBER.fullmatch(text.strip().casefold())
    return Number(str(int(match[1])), str(int(match[2])) if match[2] else "") if match else None


def is_word_search(text: str) -> bool:
    """Whether `text` is one or two words: a search, not a situation."""
    return 0 < len(text.split()) <= _SEARCH_WORDS


class WordIndex:
    """The search words and short titles of a guideline's entries."""

    def __init__(self, guideline: Guideline) -> None:
        """Index the labels of `guideline`."""
        self._guideline = guideline
        self._entries: dict[str, list[str]] = {}
        for entry in guideline:
            for word in _words(entry):
                self._entries.setdefault(word, []).append(entry.id)

    def find(self, text: str) -> tuple[Entry, ...]:
        """Return the entries whose words match `text`: exactly, by a common beginning, or but for a typing error."""
        query = folded(text)
        ids = self._entries.get(query) or self._by_prefix(query) or self._by_likeness(query)
        return tuple(self._guideline[entry_id] for entry_id in dict.fromkeys(ids))

    def _by_prefix(self, query: str) -> list[str]:
        if len(query) < _SHORTEST_PREFIX:
            return []
        return self._ids(word for word in self._entries if _share_beginning(word, query))

    def _by_likeness(self, query: str) -> list[str]:
        if len(query) < _SHORTEST_PREFIX:
            return []
        matches = process.extract(query, self._entries.keys(), scorer=fuzz.ratio, score_cutoff=_CLOSE, limit=3)
        best = max((score for _, score, _ in matches), default=0.0)
        return self._ids(word for word, score, _ in matches if score == best)

    def _ids(self, words: Iterable[str]) -> list[str]:
        return [entry_id for word in words for entry_id in self._entries[word]]


def _words(entry: Entry) -> Iterator[str]:
    yield from (folded(word) for word in entry.label.words)
    yield from (folded(entry.title(language)) for language in LANGUAGES)


def _share_beginning(word: str, query: str) -> bool:
    """Whether one begins with the other: an unfinished word, or one with a Finnish ending.

    An ending grows on its word: "kaverina" is still "kaveri", while "kaveri kuoli" says something else.
    """
    return word.startswith(query) or (len(word) > _SHORTEST_PREFIX and _has_ending(query, word))


def _has_ending(query: str, word: str) -> bool:
    return query.startswith(word) and " " not in query[len(word) :]
