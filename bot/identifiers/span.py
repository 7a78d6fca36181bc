"""What the scanner says about a stretch of text: that it identifies someone, how, and how surely."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal["HETU", "IBAN", "EMAIL", "URL", "CASE_ID", "DOB", "ADDRESS", "HANDLE", "PLATE", "PHONE", "PERSON"]
"""The kinds of identifiers, the one that wins an overlap first."""
Certainty = Literal["certain", "likely"]
_RANK = {kind: place for place, kind in enumerate(get_args(Kind))}


@dataclass(frozen=True)
class Span:
    """An identifier of `type` at `start` to `end`, counted in characters of the text as it was given."""

    type: Kind
    start: int
    end: int
    certainty: Certainty


def settled(spans: Iterable[Span], text: str) -> list[Span]:
    """Return `spans` without overlaps, in reading order: a stronger kind keeps its place, a weaker one what is left."""
    taken = bytearray(len(text))
    kept: list[Span] = []
    for span in sorted(spans, key=lambda each: (_RANK[each.type], each.start, -each.end)):
        for start, end in _free(taken, span):
            if any(char.isalnum() for char in text[start:end]):
                kept.append(Span(span.type, start, end, span.certainty))
        taken[span.start : span.end] = b"\1" * (span.end - span.start)
    return sorted(kept, key=lambda each: each.start)


def _free(taken: bytearray, span: Span) -> Iterator[tuple[int, int]]:
    start = taken.find(0, span.start, span.end)
    while start >= 0:
        end = taken.find(1, start, span.end)
        end = span.end if end < 0 else end
        yield start, end
        start = taken.find(0, end, span.end)
