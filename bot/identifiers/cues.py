"""The words that, beside a name, tell that it is one: kin, forms of address, verbs of people who write to people."""

from dataclasses import dataclass
from functools import cache

import yaml

from bot.identifiers.lists import DATA


@dataclass(frozen=True)
class WordList:
    """Words and beginnings of words."""

    words: frozenset[str]
    heads: frozenset[str]

    def __contains__(self, word: object) -> bool:
        """Whether `word` is listed, or begins as a listed beginning does."""
        if not isinstance(word, str):
            return False
        return word in self.words or any(word[:size] in self.heads for size in range(3, min(len(word), 10) + 1))


@dataclass(frozen=True)
class Cues:
    """All lists of cue words, by what they say of the word beside them."""

    kin: WordList
    belonging: WordList
    called: WordList
    client: WordList
    speaking: WordList
    reaching: WordList
    function: WordList
    fate: WordList
    things: WordList
    """What has a name and is nobody: a group, a page."""


@cache
def cues() -> Cues:
    """Return the curated list that lies beside this module, read at the first call."""
    data = yaml.safe_load((DATA / "cues.yaml").read_text(encoding="utf-8"))
    return Cues(**{kind: listed(" ".join(lines)) for kind, lines in data.items()})


def listed(line: str) -> WordList:
    """Read the words of `line`, of which one that ends in `~` stands for any ending."""
    words = line.split()
    heads = frozenset(word[:-1] for word in words if word.endswith("~"))
    return WordList(frozenset(word.rstrip("~") for word in words), heads)
