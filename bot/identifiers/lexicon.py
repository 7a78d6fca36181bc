"""The lists at work: from a word as it was written to what it may be."""

from collections.abc import Iterator, Mapping
from functools import cache

from bot.identifiers.inflection import INNER, PLAIN_ENDINGS, splits
from bot.identifiers.lists import ambiguous, listed_words, stemmed
from bot.identifiers.reading import BIG, COMMON, FIRST, KNOWN, LAST, LOCAL, NAME, PLACE, TOWN, Reading, Tongue

_KINDS = KNOWN | PLACE | TOWN | BIG


class Lexicon:
    """All lists, read once."""

    def __init__(self, bare: Mapping[str, int], bent: Mapping[str, int], words: Mapping[str, frozenset[str]]) -> None:
        """Take the marks of words by listed form and by stem, and the sets of ambiguous words."""
        self._bare, self._bent, self._words = bare, bent, words

    def reading(self, word: str, tongue: Tongue) -> Reading:
        """Return what the lower-case `word` may be in a text in `tongue`."""
        name, ending, kinds = self._look(word, tongue)
        both, only = self._also_word(word, tongue) if name else (False, False)
        return Reading(
            first=bool(name & FIRST),
            last=bool(name & LAST),
            common=bool(name & COMMON),
            local=bool(name & LOCAL),
            ending=ending,
            word=both or only,
            mostly_word=only,
            place=bool(kinds & PLACE)
            or (word in self._words["fi_place"] and not (name & COMMON and ending not in INNER)),
            listed_place=bool(kinds & PLACE),
            town=bool(kinds & TOWN),
            known=bool(kinds & KNOWN),
        )

    def is_known(self, word: str) -> bool:
        """Whether `word`, or what stands before its first sign, names a platform, an organisation: nobody."""
        word = word.lower()
        heads = {word, word.replace("_", "-").partition("-")[0], word.partition(".")[0]}
        if any(self._bare.get(head, 0) & KNOWN for head in heads):
            return True
        return any(self._look(head, "")[2] & KNOWN for head in heads if head.replace("-", "").isalpha())

    def is_town(self, word: str) -> bool:
        """Whether the lower-case `word` is a form of the name of a Finnish municipality."""
        return bool(self._look(word, "")[2] & TOWN)

    def is_small_town(self, word: str) -> bool:
        """Whether the lower-case `word` is a form of the name of a municipality where people know each other."""
        return self._look(word, "")[2] & (TOWN | BIG) == TOWN

    def _look(self, word: str, tongue: Tongue) -> tuple[int, str, int]:
        """Return the name marks of `word`, the ending that led to them, and its other marks."""
        bare = self._bare.get(word, 0)
        name, ending, kinds = bare, "", bare
        settled = bool(bare & NAME)
        for marks, tail in self._forms(word, tongue):
            if not (settled and bare & COMMON):
                kinds |= marks
            if not settled and marks & NAME and marks & ~_KINDS > name & ~_KINDS:
                name, ending = marks, tail
        return (name if name & NAME else 0), ending, kinds & _KINDS

    def _forms(self, word: str, tongue: Tongue) -> Iterator[tuple[int, str]]:
        """Yield the marks of each listed word that `word` may be a form of, with the ending."""
        if tongue != "fi" and word[-1:] in PLAIN_ENDINGS and (marks := self._bare.get(word[:-1], 0)):
            yield marks, "s"
        if tongue in ("fi", ""):
            for stem, tail in splits(word):
                if marks := (self._bent if tail else self._bare).get(stem, 0):
                    yield marks, tail

    def _also_word(self, word: str, tongue: Tongue) -> tuple[bool, bool]:
        """Return whether `word` is a word beside the name, and whether dictionaries know only the word."""
        words, finnish = self._words, tongue in ("fi", "")
        if finnish and word in words["fi_word"]:
            return True, True
        both = finnish and (word in words["fi_both"] or (word.isascii() and word in words["fi_folded"]))
        foreign = word in words[tongue or "fi"] or (not tongue and (word in words["sv"] or word in words["en"]))
        return both or foreign, word in words["mostly"]


@cache
def lexicon() -> Lexicon:
    """Return the lists that lie in `data`, read at the first call."""
    bare = listed_words()
    return Lexicon(bare, stemmed(bare), ambiguous())
