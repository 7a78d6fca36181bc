"""Each word of a message with what the lists and the optional morphology say of it alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.identifiers.cues import cues
from bot.identifiers.lexicon import lexicon
from bot.identifiers.morphology import Morphology
from bot.identifiers.reading import Reading, Tongue
from bot.identifiers.tokens import Token

_SIDES = frozenset(("ala", "ylä", "yli", "iso", "uusi", "vanha", "keski", "pikku", "etelä", "pohjois"))
_LONG = 5
"""A shorter word in capitals is rather an abbreviation."""
_KINDS_OF_PEOPLE = frozenset(
    [
        "niminen",
        "nimisen",
        "nimistä",
        "nimiseltä",
        "setä",
        "sedän",
        "täti",
        "tädin",
        "mummo",
        "mummon",
        "mummu",
        "pappa",
        "papan",
        "vauva",
        "vauvan",
        "poika",
        "pojan",
        "tyttö",
        "tytön",
        "tytöstä",
        "neiti",
        "rouva",
        "herra",
    ]
)


@dataclass(frozen=True)
class Word:
    """A word with all that is known of it alone."""

    token: Token
    reading: Reading
    known: bool
    little: bool
    capital: bool
    """It has a capital that a sentence start does not explain."""

    @property
    def opening(self) -> bool:
        """Whether it has a capital that a sentence start may explain."""
        return self.token.title and not self.capital

    @property
    def unknown(self) -> bool:
        """Whether no list has it."""
        return not (self.reading.name or self.known or self.little or self.reading.place)


class Reader:
    """Reads the words of one message. What it has read it keeps for that message and no longer."""

    def __init__(self, tongue: Tongue, morphology: Morphology) -> None:
        """Take the language of the message and a morphology that may know more than the lists."""
        self._tongue, self._morphology = tongue, morphology
        self._read: dict[str, tuple[Reading, bool]] = {}

    def word(self, token: Token, *, loud: bool) -> Word:
        """Return `token` with its reading; in a `loud` text capitals say nothing."""
        if token.text not in self._read:
            self._read[token.text] = (self._reading(token), token.lower in cues().function)
        reading, little = self._read[token.text]
        capital = (token.title or (token.shouted and len(token.text) >= _LONG)) and not token.initial and not loud
        return Word(token, reading, reading.known, little, capital)

    def _reading(self, token: Token) -> Reading:
        """Read a word; of a double one every part, unless its second part tells what the first one is."""
        head, _, tail = token.lower.partition("-")
        if not head or not tail:
            return self._simple(token.lower)
        if head in _SIDES and not token.title:
            return Reading()
        if tail.rpartition("-")[2] in _KINDS_OF_PEOPLE:
            return self._simple(head)
        if token.title and not all(part[:1].isupper() for part in token.text.split("-")):
            return Reading(known=lexicon().is_known(token.lower))
        return self._double(token, [self._simple(part) for part in token.lower.split("-") if part])

    def _simple(self, word: str) -> Reading:
        listed = lexicon().reading(word, self._tongue)
        if listed.name or listed.place or listed.known or self._tongue in ("sv", "en"):
            return listed
        return self._morphology.reading(word)

    def _double(self, token: Token, parts: Sequence[Reading]) -> Reading:
        """Read a double name: every part must be a name, or with capitals one a last name and none a place."""
        whole, first = lexicon().reading(token.lower, self._tongue), all(part.first for part in parts)
        nobody = whole.listed_place or whole.known or parts[-1].known
        if all(part.name for part in parts) and not (nobody and parts[-1].place):
            ending, doubtful = parts[-1].ending, not token.title and not first
            return Reading(first=first, last=not first, common=True, local=True, ending=ending, word=doubtful)
        if (
            token.title
            and parts[0].last
            and not nobody
            and not any(part.place or part.mostly_word for part in parts[1:])
        ):
            return Reading(last=True, common=True, local=True, ending="n" if token.lower.endswith("n") else "")
        return Reading(place=whole.place, known=nobody or parts[0].known)
