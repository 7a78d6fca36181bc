"""A message as the name rules see it: its words with their readings, and the company each of them keeps."""

import re
from dataclasses import dataclass

from bot.identifiers.cues import cues
from bot.identifiers.morphology import Morphology
from bot.identifiers.reader import Reader, Word
from bot.identifiers.reading import Tongue
from bot.identifiers.tokens import is_shouted, tokens
from bot.identifiers.tongue import tongue

_AGE = re.compile(
    r"\s?,?\s?(?:on |oli |är |is |täytti |fyllde |turned )?(?:(?:jo |vasta |nyt |bara "
    r"|only )?\d{1,3}\s?-?(?:v\b|vee\b|vuoti|vuot|kk\b|år|years?\b|yo\b|y/o)"
    r"|on (?:yksi|kaksi|kolme|neljä|viisi|kuusi|seitsemän|kahdeksan|yhdeksän|kymmenen"
    r"|\w{4,8}toista)\b(?! (?!ja\b)\w+(?:a|ä)\b)"
    r"|on \d{1,2}\b(?!\.| (?!ja\b)\w+(?:a|ä)\b)|\(\d{1,2}\)|, \d{1,2}[,.)])",
    re.IGNORECASE,
)
_BE = frozenset(["on", "oli", "är", "is", "var", "was", "ovat", "are"])
_NAME = frozenset(["nimi", "nimensä", "nimeltään", "nimet", "namn", "namnet", "name", "names"])
_SENT = frozenset(
    [
        "viestin",
        "viestiä",
        "viestejä",
        "kuvan",
        "kuvia",
        "kaveripyynnön",
        "sähköpostia",
        "sähköpostin",
        "kirjeen",
        "päätöksen",
    ]
)
_PRESENT = frozenset(
    [
        "on",
        "ei",
        "taas",
        "se",
        "sitten",
        "juuri",
        "eilen",
        "tänään",
        "har",
        "is",
        "was",
        "has",
        "taas",
        "nyt",
        "vielä",
        "aina",
        "jatkuvasti",
        "keeps",
        "alltid",
    ]
)


@dataclass(frozen=True)
class Scene:
    """The words of one message."""

    text: str
    words: tuple[Word, ...]
    tongue: Tongue

    @classmethod
    def of(cls, text: str, morphology: Morphology) -> "Scene":
        """Read `text` word by word."""
        found = tokens(text)
        speech = tongue(token.lower for token in found)
        loud, reader = is_shouted(text), Reader(speech, morphology)
        return cls(text, tuple(reader.word(token, loud=loud) for token in found), speech)

    def lower(self, place: int) -> str:
        """Return the word at `place` in small letters, or nothing beyond the ends."""
        return self.words[place].token.lower if 0 <= place < len(self.words) else ""

    def points(self, place: int) -> int:
        """Return how much the words around say that the one at `place` is someone: 2 is enough."""
        weight = 2 if self.words[place].token.title else 1
        return (
            self._called(place)
            + weight * (self._kin(place) + self._client(place) + self._speaks(place))
            + 2 * self._reached(place)
            + self._aged(place)
        )

    def called(self, place: int) -> bool:
        """Whether the word at `place` is said to be a name."""
        return bool(self._called(place))

    def kin(self, place: int) -> bool:
        """Whether the word at `place` is a genitive with a relative or a household after it."""
        return bool(self._kin(place))

    def client(self, place: int) -> bool:
        """Whether a client or another person is named by the word at `place`."""
        return bool(self._client(place))

    def _called(self, place: int) -> int:
        if self.words[place].token.initial or self._quoted(place):
            return 0
        before, two, three = (self.lower(place - back) for back in (1, 2, 3))
        if before in _BE and two in _NAME:
            return 2 * (three not in cues().things)
        return 2 * (before in cues().called and two not in cues().things)

    def _quoted(self, place: int) -> bool:
        return any(sign in self.words[place].token.gap for sign in '"”“»«#')

    def _kin(self, place: int) -> int:
        token, after = self.words[place].token, self.lower(place + 1)
        genitive = token.lower[-1] in "ns" or self.text[token.end : token.end + 2] in ("'s", "’s")
        family = self.words[place].reading.last and self.words[place].reading.common and token.lower.endswith("sen")
        tribe = token.lower.endswith(("laisen", "läisen"))
        return (2 if family and not tribe and not token.title else 1) if genitive and after in cues().kin else 0

    def belongs(self, place: int) -> bool:
        """Whether the word at `place` is a genitive with something that people have after it."""
        token, after = self.words[place].token, self.lower(place + 1)
        genitive = token.lower[-1] in "ns" or self.text[token.end : token.end + 2] in ("'s", "’s")
        return genitive and after in cues().belonging

    def fate(self, place: int) -> bool:
        """Whether the word at `place` is a genitive with something after it that only a person goes through."""
        return self.words[place].token.lower[-1] in "ns" and self.lower(place + 1) in cues().fate

    def _client(self, place: int) -> int:
        return int(
            self.lower(place - 1) in cues().client and self.words[place].token.gap.strip() in ("", ",", "(", "-", ":")
        )

    def _speaks(self, place: int) -> int:
        word, after = self.words[place], self.lower(place + 1)
        if word.reading.ending or word.reading.place:
            return 0
        says = after in cues().speaking or (after in _PRESENT and self.lower(place + 2) in cues().speaking)
        return (2 if word.reading.first and word.reading.common else 1) if says else 0

    def _reached(self, place: int) -> int:
        word = self.words[place]
        if word.reading.ending not in ("lle", "lta", "ltä", "lt"):
            return 0
        reached = self.lower(place - 1) in cues().reaching
        return int(reached or (self.lower(place - 1) in _SENT and self.lower(place - 2) in cues().reaching))

    def _aged(self, place: int) -> int:
        end = self.words[place].token.end
        return 2 * bool(_AGE.match(self.text, end, end + 40))
