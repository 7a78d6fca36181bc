"""The lists: which words are names, which of them are also ordinary words or places, and which names are nobody's."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from bot.identifiers.inflection import PLAIN_ENDINGS, splits, stems

DATA = Path(__file__).parent / "data"
Tongue = Literal["fi", "sv", "en", ""]
"""A language of the text, or nothing where its few words could be of any."""
_COMMON_FIRST, _COMMON_LAST = 900, 3000
_FIRST, _LAST, _COMMON, _LOCAL = 1, 2, 4, 8


@dataclass(frozen=True)
class Reading:
    """What the lists know of a word: of which name it may be a form, and what else it may be."""

    first: bool = False
    last: bool = False
    common: bool = False
    """One of the names that many people bear."""
    local: bool = False
    """A name that people in Finland bear, by its register or our own lists."""
    ending: str = ""
    word: bool = False
    """Also an ordinary word."""
    mostly_word: bool = False
    """Known to the dictionaries only as an ordinary word."""
    place: bool = False

    @property
    def name(self) -> bool:
        """Whether some name has this form."""
        return self.first or self.last

    @property
    def strong(self) -> bool:
        """Whether it can hardly be anything but a name."""
        return self.name and not self.word and not self.place


class Lexicon:
    """All lists, read once."""

    def __init__(self, bare: Mapping[str, int], bent: Mapping[str, int], words: Mapping[str, frozenset[str]]) -> None:
        """Take names by their listed form, by the stems of their Finnish inflection, and the sets of other words."""
        self._bare, self._bent, self._words = bare, bent, words

    def reading(self, word: str, tongue: Tongue) -> Reading:
        """Return what the lower-case `word` may be in a text in `tongue`."""
        flags, ending = self._best(word, tongue)
        if not flags:
            return Reading(place=self.is_place(word))
        both, only = self._also_word(word, tongue)
        return Reading(
            first=bool(flags & _FIRST),
            last=bool(flags & _LAST),
            common=bool(flags & _COMMON),
            local=bool(flags & _LOCAL),
            ending=ending,
            word=both or only,
            mostly_word=only,
            place=self.is_place(word),
        )

    def _best(self, word: str, tongue: Tongue) -> tuple[int, str]:
        """Return the name flags of `word` and the ending that led to them; the listed form counts most."""
        found, ending = self._bare.get(word, 0), ""
        if not found and tongue != "fi" and word[-1] in PLAIN_ENDINGS:
            found, ending = self._bare.get(word[:-1], 0), "s"
        if not found and tongue in ("fi", ""):
            for stem, tail in splits(word):
                flags = self._bent.get(stem, 0) if tail else self._bare.get(stem, 0)
                if flags > found:
                    found, ending = flags, tail
        return found, ending

    def _also_word(self, word: str, tongue: Tongue) -> tuple[bool, bool]:
        """Return whether `word` is a word beside the name, and whether dictionaries know only the word."""
        words, plain = self._words, word.isascii() and tongue in ("fi", "")
        if tongue in ("fi", "") and word in words["fi_word"]:
            return True, True
        both = tongue in ("fi", "") and (word in words["fi_both"] or (plain and word in words["fi_folded"]))
        return both or word in words[tongue or "fi"] or (
            not tongue and word in words["sv"] | words["en"]
        ), word in words["mostly"]

    def is_place(self, word: str) -> bool:
        """Whether `word` is a form of a municipality, region, country or a place the dictionaries know."""
        return word in self._words["fi_place"] or self._leads_to(word, "places")

    def is_municipality(self, word: str) -> bool:
        """Whether `word` is a form of the name of a Finnish municipality."""
        return self._leads_to(word, "municipalities")

    def is_small_town(self, word: str) -> bool:
        """Whether `word` is a form of the name of a municipality where people know each other."""
        return self.is_municipality(word) and not self._leads_to(word, "big_towns")

    def is_known(self, word: str) -> bool:
        """Whether `word` is a form of the name of a platform, an organisation, a law: of nobody."""
        word = word.lower()
        head = word.partition("-")[0]
        if self._bare.get(word, 0) & _COMMON and word not in self._words["known"]:
            return False
        return self._leads_to(word, "known") or (head != word and self._leads_to(head, "known"))

    def is_listed_place(self, word: str) -> bool:
        """Whether `word` is a form of a municipality, region, country or well-known place of our own lists."""
        return self._leads_to(word, "places")

    def _leads_to(self, word: str, kind: str) -> bool:
        bare, bent = self._words[kind], self._words[kind + "_stems"]
        if word in bare or (word[-1:] == "s" and word[:-1] in bare):
            return True
        return any((stem in bent) if tail else (stem in bare) for stem, tail in splits(word)) if word else False


@cache
def lexicon() -> Lexicon:
    """Return the lists that lie beside this module, read at the first call."""
    bare = dict(_names())
    words = {kind: frozenset(text.split()) for kind, text in json.loads(_read("ambiguous.json")).items()}
    for kind, files in (
        ("known", ("known",)),
        ("municipalities", ("municipalities",)),
        ("places", ("municipalities", "places")),
    ):
        listed = frozenset(word for file in files for word in _lines(file))
        words[kind], words[kind + "_stems"] = listed, frozenset(stem for word in listed for stem in stems(word))
    return Lexicon(bare, _bent(bare), words)


def _read(name: str) -> str:
    return (DATA / name).read_text(encoding="utf-8")


def _lines(name: str) -> Iterator[str]:
    """Yield the words of a list of our own, whose lines may be remarks."""
    for line in _read(name + ".txt").splitlines():
        if not line.startswith("#"):
            yield from line.split()


def _names() -> Iterable[tuple[str, int]]:
    flags: dict[str, int] = {}
    for name in ("dvv_male_first", "dvv_female_first"):
        _mark(flags, json.loads(_read(name + ".json")), _FIRST | _LOCAL, _COMMON_FIRST)
    _mark(flags, json.loads(_read("dvv_last.json")), _LAST | _LOCAL, _COMMON_LAST)
    for kind, flag in (("first", _FIRST), ("last", _LAST)):
        _mark(flags, json.loads(_read(f"faker_{kind}.json")), flag, 0)
        _mark(flags, _lines(f"own_{kind}"), flag | _LOCAL, 0)
    return flags.items()


def _mark(flags: dict[str, int], names: Iterable[str], flag: int, common: int) -> None:
    for rank, name in enumerate(names):
        if len(name) > 1:
            flags[name] = flags.get(name, 0) | flag | (_COMMON if rank < common else 0)


def _bent(bare: Mapping[str, int]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, flags in bare.items():
        for stem in stems(name):
            if len(stem) > 1:
                found[stem] = found.get(stem, 0) | flags
    return found
