"""Where someone lives: street addresses and postal ones, in Finnish, Swedish and English."""

import re
from collections.abc import Iterator

from bot.identifiers.lexicon import lexicon
from bot.identifiers.span import Span

_CASE = r"(?:n|lla|llä|lta|ltä|lle|ssa|ssä|sta|stä|a|ä|ta|tä|hun|lle)?"
_SAFE = r"(?:katu|kadu|tie|kuja|polku|polu|raitti|raiti|väylä|bulevardi|esplanadi|penger|penkere|kaari|kaare)"
_RISKY = (
    r"(?:ranta|ranna|mäki|mäe|puisto|rinne|rintee|tori|aukio|linja|laita|laida|piha|portti|porti|pelto"
    r"|pello|aho|niemi|metsä"
    r"|syrjä|lehto|harju|kallio|kulma|ahde|pihka|saari|saare|ketu|keto|suora|törmä|nurmi|niitty|niity|rivi)"
)
_UNIT = (
    r"(?!\s?(?:km|m|v|vuot|vuod|kk|kuukau|pv|päiv|h\b|tunti|min|viik|€|eur|%|kert|kpl|prosent|henk|asia"
    r"|laps|perhe|år|barn|"
    r"years?|people|cases?)\b)"
)
_NUMBER = rf"\s{{1,2}}\d{{1,4}}(?:\s?[-–]\s?\d{{1,4}})?(?![\d.,/§]\d){_UNIT}"
_DOOR = (
    r"(?:\s?[A-Za-z](?![\w'’]))?"
    r"(?:\s?(?:as|huoneisto|lgh|bst|bostad|apt)?\.?\s?\d{1,3}(?![\w.])(?!\s?(?:v|vuo|kk|€|%|h)\b))?(?:\s?[a-d](?!\w))?"
)
_LEAD = (
    r"(?:(?:vanha|uusi|iso|pieni|pikku|ylä|ala|läntinen|itäinen|pohjoinen|eteläinen|keskinen|suuri)\w{0,3}[ -]){0,2}"
)
_STREETS = tuple(
    re.compile(pattern, flags)
    for pattern, flags in (
        (rf"(?<![\w-]){_LEAD}[^\W\d_](?:[^\W\d_]|-){{1,40}}?{_SAFE}{_CASE}{_NUMBER}{_DOOR}", re.IGNORECASE),
        (
            (
                rf"(?<![\w-])(?:[A-ZÅÄÖ][^\W\d_]{{1,30}} ){{1,3}}(?:katu|kadu|tie|kuja|polku|polu|ranta"
                rf"|puisto){_CASE}{_NUMBER}{_DOOR}"
            ),
            0,
        ),
        (rf"(?<![\w-])[A-ZÅÄÖ](?:[^\W\d_]|-){{1,40}}?(?:{_RISKY}|{_RISKY.upper()}){_CASE}{_NUMBER}{_DOOR}", 0),
        (
            (
                r"(?<![\w-])[^\W\d_](?:[^\W\d_]|-){1,40}?(?:gatan|gata|vägen|gränden|gränd|stigen|stig|torget"
                r"|esplanaden|backen"
                rf"|brinken|allén|kajen|stranden|kroken|svängen|bågen|tået|rundan)s?{_NUMBER}{_DOOR}"
            ),
            re.IGNORECASE,
        ),
        (
            (
                r"(?<!\w)\d{1,4}[a-z]?,?\s(?P<words>(?:[^\W\d_][^\W\d_'’]{1,20}\s){1,3})"
                r"(?:street|st|road|rd|lane|avenue|ave|drive|crescent|terrace|gardens|boulevard|close|court|grove"
                r"|square|way)(?!\w)"
            ),
            re.IGNORECASE,
        ),
    )
)
_HOME = re.compile(
    r"\b(?:asu\w{0,6}|osoite\w{0,5}|osoittee\w{0,5}|muutti|bor|adress\w{0,3}|lives|address)\s(?:\w{1,12}\s){0,3}?"
    r"(?P<street>[A-ZÅÄÖ][^\W\d_]{2,40}?(?:katu|kadu|kuja|polku|polu|tie)(?:n|lla|llä|lta|ltä|lle|ssa|ssä)?"
    r"|[A-ZÅÄÖ][^\W\d_]{2,40}?(?:gatan|vägen|gränden|stigen))(?!\w)"
)
_POSTAL = re.compile(r"(?<![\w.,/-])(?:FI-?|SE-?)?\d{2}[05]\d{2}\s(?P<town>[^\W\d_]{3,20})(?!\w)", re.IGNORECASE)
_ROADS = re.compile(
    r"(?:valta|kanta|moottori|maan|yhdys|kehä|rauta|pää|kevyen liikenteen |hiihto)(?:tie|tei)", re.IGNORECASE
)
_LOOSE = frozenset(
    [
        "the",
        "a",
        "an",
        "on",
        "in",
        "of",
        "down",
        "off",
        "for",
        "at",
        "to",
        "from",
        "and",
        "or",
        "my",
        "our",
        "your",
        "his",
        "her",
        "their",
        "people",
        "cases",
        "clients",
        "families",
        "years",
        "different",
        "any",
        "no",
        "every",
        "each",
        "both",
        "all",
        "other",
        "main",
        "wrong",
        "right",
        "high",
        "one",
        "two",
        "three",
        "this",
        "that",
        "by",
        "per",
        "long",
        "good",
        "easy",
        "only",
        "fast",
        "same",
        "new",
        "old",
        "hard",
        "best",
        "another",
        "half",
        "more",
        "many",
        "most",
        "some",
        "such",
        "is",
        "was",
        "are",
        "were",
    ]
)


def addresses(text: str) -> Iterator[Span]:
    """Yield street addresses with a number, and postal codes with their town."""
    for pattern in _STREETS:
        for match in pattern.finditer(text):
            if not _ROADS.match(match[0]) and not _LOOSE.intersection(_words(match)):
                yield Span("ADDRESS", match.start(), match.end(), "certain")
    for match in _POSTAL.finditer(text):
        if lexicon().is_town(match["town"].lower()):
            yield Span("ADDRESS", match.start(), match.end(), "likely")


def streets(text: str) -> Iterator[Span]:
    """Yield streets without a number that someone is said to live on."""
    for match in _HOME.finditer(text):
        yield Span("ADDRESS", match.start("street"), match.end("street"), "likely")


def _words(match: re.Match[str]) -> list[str]:
    """Return the words that name an English street, which are what tells it from "5 years down the road"."""
    return (match.groupdict().get("words") or "").lower().split()
