"""A quick guess at the language of a message, enough to know whose words a name could be confused with."""

import re
from collections.abc import Iterable
from functools import cache

import yaml

from bot.identifiers.lists import DATA
from bot.identifiers.reading import Tongue

_TONGUES: tuple[Tongue, ...] = ("fi", "sv", "en")
_FINNISH = re.compile(r"aa|ää|ii|uu|yy|yö|äy|uo|(?:ss[aä]|st[aä]|ll[aä]|lle|lt[aä]|nen|ksi|inen|vat|vät|kaan|kään)$")
"""What a longer word of Finnish has and the other two languages hardly ever."""


@cache
def _little() -> tuple[frozenset[str], ...]:
    """Return the frequent words of each language, read at the first call."""
    data = yaml.safe_load((DATA / "tongue.yaml").read_text(encoding="utf-8"))
    return tuple(frozenset(data[each].split()) for each in _TONGUES)


def tongue(words: Iterable[str]) -> Tongue:
    """Return the language most of the little words among `words` belong to, or nothing where they do not say."""
    words = list(words)
    counts = [sum(word in little for word in words) for little in _little()]
    best = max(counts)
    if best and counts.count(best) == 1:
        return _TONGUES[counts.index(best)]
    return "fi" if any(_FINNISH.search(word) for word in words) else ""
