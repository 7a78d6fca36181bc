"""Several small things that together point at one person: a small town, an age, a date, a rare role, a diagnosis."""

import re
from collections.abc import Iterator
from functools import cache

import yaml

from bot.identifiers.canvas import Canvas
from bot.identifiers.cues import WordList, listed
from bot.identifiers.lexicon import lexicon
from bot.identifiers.lists import DATA
from bot.identifiers.tokens import Token, masked, tokens

_ENOUGH = 3
_AGE = re.compile(
    r"(?<![\d.,])\d{1,3}\s?-?\s?(?:v\b\.?|vee\b|vuoti|vuoden ikäi|kk ikäi|kuukauden ikäi|år\b|åring"
    r"|years? old|-?year-?old|yo\b|y/o)"
    r"|\b(?:age|aged|ikä|ålder)\W{1,2}\d{1,3}\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?<![\d.])[0-3]?\d\.\s?[01]?\d\.(?:\s?(?:19|20)?\d\d)?(?!\d)|\b(?:19|20)\d\d-[01]\d-[0-3]\d\b"
    r"|\b[0-3]?\d(?:\.|st|nd|rd|th)?\s(?:tammi|helmi|maalis|huhti|touko|kesä|heinä|elo|syys|loka|marras|joulu)kuu"
    r"|\b[0-3]?\d(?:st|nd|rd|th)?\s(?:januar|februar|mars|march|april|maj|may|jun|jul|august|septemb"
    r"|oktob|octob|novemb|decemb)",
    re.IGNORECASE,
)


def indirect(text: str) -> bool:
    """Whether `text` tells enough small things of someone that those who know the place could know the person."""
    read = masked(Canvas.of(text).text)
    words = tokens(read)
    kinds = {kind for word in words for kind in _kinds(word)}
    kinds |= {kind for kind, pattern in (("age", _AGE), ("date", _DATE)) if pattern.search(read)}
    return len(kinds) >= _ENOUGH


def _kinds(word: Token) -> Iterator[str]:
    """Yield each kind of detail that the word gives away."""
    lower = word.lower
    yield from (kind for kind, words in _lists().items() if lower in words)
    if word.text[:1].isupper() and not word.initial and lexicon().is_small_town(lower):
        yield "town"


@cache
def _lists() -> dict[str, WordList]:
    """Return the curated list that lies beside this module, read at the first call."""
    data = yaml.safe_load((DATA / "indirect.yaml").read_text(encoding="utf-8"))
    return {kind: listed(" ".join(lines)) for kind, lines in data.items()}
