"""What a word may be: a form of a name, of a word, of a place, of something known that is nobody."""

from dataclasses import dataclass
from typing import Literal

Tongue = Literal["fi", "sv", "en", ""]
"""A language of the text, or nothing where its few words could be of any."""
FIRST, LAST, COMMON, LOCAL, KNOWN, PLACE, TOWN, BIG = (1 << bit for bit in range(8))
"""Marks of a listed word: kind of name, how many bear it; nobody's, a place, a municipality, a big one."""
NAME = FIRST | LAST


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
    listed_place: bool = False
    """A place of our own lists, not only of the dictionaries."""
    town: bool = False
    known: bool = False
    """A platform, an organisation, a law."""

    @property
    def name(self) -> bool:
        """Whether some name has this form."""
        return self.first or self.last

    @property
    def strong(self) -> bool:
        """Whether it can hardly be anything but a name."""
        return self.name and not self.word and not self.place
