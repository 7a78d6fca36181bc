"""Notice that someone may be in danger, so that 112 comes first. Rather once too often than once too seldom."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from index.folding import folded

LIST = Path(__file__).parent / "danger.yaml"
_CLAUSE = re.compile(r"[.!?;:,\n]| mutta | men | but ")
_GAP = 3
"""How many other words may stand between the words of a sign."""
_NEGATION_REACH = 2
"""How many words before a sign a negation still denies it."""


@dataclass(frozen=True)
class Signs:
    """What danger looks like in words: `signs` are rows of word beginnings, `negations` deny what follows them."""

    signs: tuple[tuple[str, ...], ...]
    negations: frozenset[str]


class Danger:
    """A curated list of danger signs in all languages."""

    def __init__(self, lists: Sequence[Signs]) -> None:
        """Take the signs of each language."""
        self._lists = lists

    @classmethod
    def load(cls, path: Path = LIST) -> "Danger":
        """Read the curated list."""
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        return cls([_signs(item) for item in data.values()])

    def sees(self, text: str) -> bool:
        """Whether `text` tells of danger to someone, by a sign that no negation denies."""
        clauses = [folded(clause).split() for clause in _CLAUSE.split(text.casefold())]
        return any(self._in_clause(words) for words in (*clauses, folded(text).split()))

    def _in_clause(self, words: list[str]) -> bool:
        return any(_occurs(sign, words, signs.negations) for signs in self._lists for sign in signs.signs)


def _signs(item: Mapping[str, Sequence[str]]) -> Signs:
    rows = tuple(tuple(_word(word) for word in row.split()) for row in item["signs"])
    return Signs(rows, frozenset(folded(word) for word in item["negations"]))


def _word(word: str) -> str:
    """Fold a word of the list, keeping the star that stands for any ending."""
    return folded(word) + ("*" if word.endswith("*") else "")


def _occurs(sign: tuple[str, ...], words: list[str], negations: frozenset[str]) -> bool:
    for start in _starts(sign[0], words):
        denied = sign[0] not in negations and negations.intersection(words[max(0, start - _NEGATION_REACH) : start])
        if not denied and _follows(sign[1:], words, start + 1):
            return True
    return False


def _starts(first: str, words: list[str]) -> Iterator[int]:
    return (place for place, word in enumerate(words) if _fits(first, word))


def _follows(rest: tuple[str, ...], words: list[str], start: int) -> bool:
    """Whether the words of `rest` come in order from `start` on, with at most `_GAP` others between two."""
    for wanted in rest:
        window = words[start : start + _GAP + 1]
        place = next((offset for offset, word in enumerate(window) if _fits(wanted, word)), None)
        if place is None:
            return False
        start += place + 1
    return True


def _fits(wanted: str, word: str) -> bool:
    return word.startswith(wanted[:-1]) if wanted.endswith("*") else word == wanted
