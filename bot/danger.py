"""Notice that someone may be in danger, so that 112 comes first. Rather once too often than once too seldom."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import yaml

from index.folding import folded

LIST = Path(__file__).parent / "danger.yaml"
_MARKS = re.compile(r"[.!?;:,\n]")
_APOSTROPHES = re.compile("['’‘ʼ´`]")
_GAP = 3
"""How many other words may stand between the words of a sign."""
_NEGATION_REACH = 2
"""How many words before a sign a negation still denies it."""

Row = tuple[str, ...]
"""Folded words in order; a star at a word's end stands for any ending."""


@dataclass(frozen=True)
class Signs:
    """What danger looks like in the words of one language."""

    signs: tuple[Row, ...]
    negations: frozenset[str]
    """Deny the sign they stand before or in, unless the sign itself holds one."""
    calm: tuple[Row, ...] = ()
    """Words side by side that only sound like a sign: they are passed over."""
    breaks: tuple[str, ...] = ()
    """Words behind which a negation denies nothing any more."""


class Danger:
    """A curated list of danger signs in all languages."""

    def __init__(self, lists: Sequence[Signs]) -> None:
        """Take the signs of each language."""
        self._readers = [_Reader(signs) for signs in lists]

    @classmethod
    def load(cls, path: Path = LIST) -> "Danger":
        """Read the curated list."""
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        return cls([_signs(item) for item in data.values()])

    def sees(self, text: str) -> bool:
        """Whether `text` tells of danger to someone, by a sign that no negation denies."""
        clauses = [_plain(clause) for clause in _MARKS.split(text)]
        return any(reader.sees(clauses, _plain(text)) for reader in self._readers)


class _Reader:
    """Reads text for the signs of one language."""

    def __init__(self, signs: Signs) -> None:
        self._negations = signs.negations
        self._signs = _by_first_word(signs.signs)
        self._calm = _by_first_word(signs.calm)
        self._breaks = re.compile(rf"\b(?:{'|'.join(signs.breaks)})\b") if signs.breaks else re.compile("(?!)")

    def sees(self, clauses: Iterable[str], whole: str) -> bool:
        """Whether a sign stands in a clause, or in the whole: signs may run over a comma, negations may not."""
        parts = (part for clause in clauses for part in self._breaks.split(clause))
        return any(self._in_words(text.split()) for text in (*parts, whole))

    def _in_words(self, words: list[str]) -> bool:
        words = list(self._without_calm(words))
        return any(self._stands_at(start, words) for start in range(len(words)))

    def _without_calm(self, words: list[str]) -> Iterator[str]:
        place = 0
        while place < len(words):
            ends = [_end(row, words, place, gap=0) for row in _rows_at(words[place], self._calm)]
            end = max(ends, default=0)
            if not end:
                yield words[place]
            place = end or place + 1

    def _stands_at(self, start: int, words: list[str]) -> bool:
        before = words[max(0, start - _NEGATION_REACH) : start]
        for row in _rows_at(words[start], self._signs):
            # "barnet är inte i fara" denies, "vill inte leva" does not: there the negation is the sign.
            denying = frozenset[str]() if self._negations.intersection(row) else self._negations
            if not denying.intersection(before) and _end(row, words, start, denying=denying):
                return True
        return False


def _signs(item: Mapping[str, Sequence[str]]) -> Signs:
    negations = frozenset(_plain(word) for word in item["negations"])
    breaks = tuple(_plain(words) for words in item.get("breaks", ()))
    return Signs(_rows(item["signs"]), negations, _rows(item.get("calm", ())), breaks)


def _rows(lines: Iterable[str]) -> tuple[Row, ...]:
    """Every way to read the lines of the list: one word of each "this|that"."""
    return tuple(row for line in lines for row in product(*(_choices(word) for word in line.split())))


def _choices(words: str) -> list[str]:
    return [_plain(word) + ("*" if word.endswith("*") else "") for word in words.split("|")]


def _plain(text: str) -> str:
    """Fold `text` so that an apostrophe, straight or curly or left out, makes no other word: "don't" is "dont"."""
    return folded(_APOSTROPHES.sub("", text))


def _by_first_word(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Sort rows by their first word: a long list costs no more to read than a short one."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(row)
    return found


def _rows_at(word: str, rows: Mapping[str, Sequence[Row]]) -> Iterator[Row]:
    longest = max(map(len, rows), default=0)
    yield from rows.get(word, ())
    for length in range(1, min(len(word), longest) + 1):
        yield from rows.get(f"{word[:length]}*", ())


def _end(row: Row, words: list[str], start: int, *, gap: int = _GAP, denying: frozenset[str] = frozenset()) -> int:
    """Return the place behind `row` when its words come in order from `start` on, undenied, or 0."""
    end = start + 1
    for wanted in row[1:]:
        window = words[end : end + gap + 1]
        place = next((offset for offset, word in enumerate(window) if _fits(wanted, word)), None)
        if place is None or denying.intersection(window[:place]):
            return 0
        end += place + 1
    return end


def _fits(wanted: str, word: str) -> bool:
    return word.startswith(wanted[:-1]) if wanted.endswith("*") else word == wanted
