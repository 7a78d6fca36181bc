"""The text as the rules read it: composed, without invisible characters, and with the way back to what was typed."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_INVISIBLE = frozenset(
    map(
        chr,
        (0xAD, 0x34F, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF),
    )
)


@dataclass(frozen=True)
class Canvas:
    """A normalised text; character i of it came from the characters `starts[i]` to `ends[i]` of what was typed."""

    text: str
    starts: range | tuple[int, ...]
    ends: range | tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> "Canvas":
        """Normalise `text`; one that is plain already, as most are, costs next to nothing."""
        if text.isascii() or (unicodedata.is_normalized("NFKC", text) and _INVISIBLE.isdisjoint(text)):
            return cls(text, range(len(text)), range(1, len(text) + 1))
        rows = [(char, start, end) for start, end in _clusters(text) for char in _composed(text[start:end])]
        return cls("".join(row[0] for row in rows), tuple(row[1] for row in rows), tuple(row[2] for row in rows))

    def typed(self, start: int, end: int) -> tuple[int, int]:
        """Return where the characters `start` to `end` lie in the text as it was typed."""
        return self.starts[start], self.ends[end - 1]


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each character lies together with the marks that combine with it."""
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or not (unicodedata.combining(text[place]) and place - start < _MARKS):
            yield start, place
            start = place


_MARKS = 8
"""More marks than any language piles on a letter: a longer pile is cut, so that one letter cannot cost a whole text."""


def _composed(cluster: str) -> str:
    """Compose a letter with its marks, and unfold a wide one; a sign that unfolds to a phrase stays what it is."""
    form = unicodedata.normalize("NFKC", cluster)
    form = form if len(form) <= len(cluster) else unicodedata.normalize("NFC", cluster)
    return "".join(char for char in form if char not in _INVISIBLE)
