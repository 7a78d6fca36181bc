"""How well the scanner does on a set of messages whose identifiers are marked."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.identifiers import Span, scan

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Sample:
    """A message and the texts in it that identify someone."""

    text: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Figures:
    """Shares of messages: found anything, hid everything, fired for nothing."""

    recall: float
    leak_free: float
    false_alarms: float


def samples(name: str, change: Callable[[str], str] = str) -> list[Sample]:
    """Read a set, with `change` (such as `str.lower`) made to every message."""
    rows = [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]
    return [Sample(change(row["text"]), tuple(change(each["value"]) for each in row["entities"])) for row in rows]


def figures(rows: Sequence[Sample]) -> Figures:
    """Scan every message of `rows` and compare."""
    marked = [(row, scan(row.text)) for row in rows if row.values]
    clean = [row for row in rows if not row.values]
    return Figures(
        recall=sum(_touched(row, spans) for row, spans in marked) / len(marked),
        leak_free=sum(_hidden(row, spans) for row, spans in marked) / len(marked),
        false_alarms=sum(bool(scan(row.text)) for row in clean) / len(clean),
    )


def _touched(row: Sample, spans: Sequence[Span]) -> bool:
    return any(_letters(row.text, value) & _covered(spans) for value in row.values)


def _hidden(row: Sample, spans: Sequence[Span]) -> bool:
    return all(_letters(row.text, value) <= _covered(spans) for value in row.values)


def _covered(spans: Sequence[Span]) -> set[int]:
    return {place for span in spans for place in range(span.start, span.end)}


def _letters(text: str, value: str) -> set[int]:
    start = text.find(value)
    return {start + place for place, char in enumerate(value) if char.isalnum()}
