"""The words of a text with what their looks tell: capitals, sentence starts, what stands between them."""

import re
from dataclasses import dataclass

_WORD = re.compile(r"(?<!\w)[^\W\d_]{1,40}(?:[-'’‑][^\W\d_]{2,40}){0,3}(?!\w)")
_START = re.compile(r"(?:[.!?…:;\n\r•*]|[-–—]\s|[\"”“«»]|[.!?]\))\s{0,3}[\"'”“‘’«»(\[*]{0,2}$")
_PLACEHOLDER = re.compile(
    r"\[(?:nimi|henkilötunnus|puhelinnumero|sähköposti|osoite|nimimerkki|profiililinkki|tilinumero"
    r"|rekisterinumero|syntymäaika"
    r"|asianumero|namn|personbeteckning|telefonnummer|e-post|adress|signatur|profillänk|kontonummer"
    r"|registernummer|födelsedatum"
    r"|ärendenummer|name|identity code|phone number|e-mail|address|nickname|profile link|account number|number plate"
    r"|date of birth|case number)\]"
)
"""What an identifier was replaced by, in every language: no word of it is looked at again."""
MASK = "\ufffd"
_MIXED = 0.7
_FEW = 6


@dataclass(frozen=True)
class Token:
    """A word of the text. `gap` is what stands between the word before it and itself."""

    text: str
    lower: str
    """The word in small letters, with plain signs."""
    start: int
    end: int
    gap: str
    initial: bool

    @property
    def title(self) -> bool:
        """Whether the word begins with a capital and goes on in small letters."""
        return self.text[:1].isupper() and not (len(self.text) > 1 and self.text.isupper())

    @property
    def shouted(self) -> bool:
        """Whether the word is in capitals only."""
        return len(self.text) > 1 and self.text.isupper()

    @property
    def joined(self) -> bool:
        """Whether only a space parts the word from the one before it."""
        return self.gap in (" ", "  ", ". ") and not self.initial


def masked(text: str) -> str:
    """Return `text`, as long as it was, with its placeholders made unreadable."""
    return _PLACEHOLDER.sub(lambda match: MASK * len(match[0]), text) if "[" in text else text


def tokens(text: str) -> list[Token]:
    """Return the words of `text` in order."""
    found: list[Token] = []
    end = 0
    for match in _WORD.finditer(text):
        gap = text[end : match.start()]
        lower = match[0].lower().replace("’", "'").replace("‑", "-")
        found.append(
            Token(match[0], lower, match.start(), match.end(), gap, _begins(gap, found[-1] if found else None))
        )
        end = match.end()
    return found


def _begins(gap: str, before: Token | None) -> bool:
    """Whether a sentence begins after `gap`; the point of an initial ("K. Lindqvist") does not end one."""
    if before is None:
        return not any(char.isalnum() or char == MASK for char in gap)
    if gap == ". " and len(before.text) == 1:
        return False
    return bool(_START.search(gap[-8:]))


def is_shouted(text: str) -> bool:
    """Whether the whole text is written in capitals, so that a capital says nothing."""
    letters = [char for char in text if char.isalpha()]
    return len(letters) >= _FEW and sum(char.isupper() for char in letters) > _MIXED * len(letters)
