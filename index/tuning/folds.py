"""Hold a part of the passages out, retellings of one source together: what decides is fitted on unseen texts."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from index.passages import Passage

FOLDS = 6


@dataclass(frozen=True)
class Split:
    """Passages to learn from and passages held out, none of one source on both sides."""

    learn: tuple[Passage, ...]
    held: tuple[Passage, ...]


def split(passages: Sequence[Passage], fold: int = 0) -> Split:
    """Hold out one of `FOLDS` folds; the guideline's own words are always learned from."""
    held = tuple(p for p in passages if p.kind != "recommendation" and _fold(p) == fold)
    kept = set(map(id, held))
    return Split(tuple(p for p in passages if id(p) not in kept), held)


def _fold(passage: Passage) -> int:
    """The same for every text of one source, today and tomorrow: from a digest, not from chance."""
    return int(hashlib.sha256((passage.source or passage.text).encode()).hexdigest(), 16) % FOLDS
