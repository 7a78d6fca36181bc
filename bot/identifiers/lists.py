"""The lists as they lie on disk. `data/README.md` says where each comes from and under which licence."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from bot.identifiers.inflection import stems
from bot.identifiers.reading import BIG, COMMON, FIRST, KNOWN, LAST, LOCAL, NAME, PLACE, TOWN

DATA = Path(__file__).parent / "data"
_COMMON_FIRST, _COMMON_LAST = 900, 3000
"""How many names of the register's order of popularity count as borne by many."""


def ambiguous() -> dict[str, frozenset[str]]:
    """Return the forms of names that are also something else, by language and by what they are."""
    return {kind: frozenset(text.split()) for kind, text in json.loads(_text("ambiguous.json")).items()}


def listed_words() -> dict[str, int]:
    """Return every listed word with its marks."""
    marks: dict[str, int] = {}
    for name in ("dvv_male_first", "dvv_female_first"):
        _mark(marks, _array(name), FIRST | LOCAL, _COMMON_FIRST)
    _mark(marks, _array("dvv_last"), LAST | LOCAL, _COMMON_LAST)
    for kind, mark in (("first", FIRST), ("last", LAST)):
        _mark(marks, _array(f"faker_{kind}"), mark)
        _mark(marks, _lines(f"own_{kind}"), mark | LOCAL)
    for name, mark in (("known", KNOWN), ("places", PLACE), ("municipalities", PLACE | TOWN), ("big_towns", BIG)):
        _mark(marks, _lines(name), mark)
    return marks


def stemmed(bare: Mapping[str, int]) -> dict[str, int]:
    """Return the marks of the listed words by the stems that Finnish endings are glued to."""
    found: dict[str, int] = {}
    for word, marks in bare.items():
        for stem in stems(word, plural=bool(marks & NAME)):
            if len(stem) > 1:
                found[stem] = found.get(stem, 0) | marks
    return found


def _text(name: str) -> str:
    return (DATA / name).read_text(encoding="utf-8")


def _array(name: str) -> list[str]:
    return list(json.loads(_text(name + ".json")))


def _lines(name: str) -> Iterator[str]:
    """Yield the words of a list of our own, whose lines may be remarks."""
    for line in _text(name + ".txt").splitlines():
        if not line.startswith("#"):
            yield from line.split()


def _mark(marks: dict[str, int], words: Iterable[str], mark: int, common: int = 0) -> None:
    for rank, word in enumerate(words):
        if len(word) > 1 or mark == KNOWN:
            marks[word] = marks.get(word, 0) | mark | (COMMON if rank < common else 0)
