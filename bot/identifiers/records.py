"""What registers know someone by: dates of birth, case numbers, car plates. A cue word must stand beside most."""

import re
from collections.abc import Iterator

from bot.identifiers.span import Span

_MONTH = (
    r"(?:(?:tammi|helmi|maalis|huhti|touko|kesä|heinä|elo|syys|loka|marras|joulu)kuu[a-zä]{0,4}|(?:jan"
    r"|feb|mar|apr|may|maj|jun|"
    r"jul|aug|sep|oct|okt|nov|dec)[a-z]{0,7}\.?)"
)
_DATE = (
    rf"(?:[0-3]?\d\s?[./-]\s?[01]?\d\s?[./-]\s?(?:\d{{4}}|\d\d)|(?:19|20)\d\d-[01]\d-[0-3]\d"
    rf"|[0-3]?\d(?:\.|st|nd|rd|th)?\s(?:of\s)?{_MONTH}\s?,?\s?(?:19|20)?\d\d|{_MONTH}\s[0-3]?\d(?:st|nd|rd"
    rf"|th)?,?\s(?:19|20)\d\d)(?![\d])"
)
_BIRTH = (
    r"(?:synt\.?|synt(?:ynyt|ynyttä|yneen|yneet|yi|yny)|syntymäaika\w{0,4}|syntymäpäivä\w{0,4}|synttärit"
    r"|s\.|född\w?|f\.|fött|föddes|"
    r"födelsedatum|födelsedag|born|birthday|date of birth|d\.?o\.?b\.?|b\.)"
)
_DOB = re.compile(rf"(?<!\w){_BIRTH}[:,]?\s?(?:(?:on|oli|är|is|was|den|the)\s){{0,2}}(?P<date>{_DATE})", re.IGNORECASE)
_BORN_AFTER = re.compile(rf"(?<![\w.])(?P<date>{_DATE})\s?(?:syntyn\w{{1,8}}|född\w?|born)(?!\w)", re.IGNORECASE)
_CASE_WORD = (
    r"(?:(?:asiakas|potilas|asia|tapaus|päätös|hakemus|diaari|asiakirja|lähete|ilmoitus|palvelupyyntö|tiketti)[ -]?"
    r"(?:n:o|nro|no\b|nr\b|numero|id\b|tunnus|tunnukse)\w{0,5}|diaari\w{0,6}|dnro|dnr|diar\w{0,8}|"
    r"(?:ärende|kund|klient|patient|besluts|diarie|fall)[ -]?(?:nummer|numret|nr|id)|"
    r"(?:case|client|customer|patient|file|ticket|decision|reference)\s?(?:number|no|nr|id|#)|ref)"
)
_CASE = re.compile(
    rf"(?<!\w){_CASE_WORD}\.?:?\s{{0,2}}(?:(?:on|oli|är|is|was)\s)?[#:]?\s?"
    r"(?P<code>(?:[A-ZÅÄÖ]{1,6}[ /-]?)?\d[\w./:-]{0,30}|[A-ZÅÄÖ]{1,6}[-/][\w./-]{2,30})",
    re.IGNORECASE,
)
_REGISTRY = re.compile(r"(?<!\w)[A-ZÅÄÖ]{2,6}[/ -]\d{1,6}/\d\d\.\d\d(?:\.\d\d){0,3}/(?:19|20)\d\d(?!\w)", re.IGNORECASE)
_PLATE = re.compile(r"(?<![\w-])(?P<letters>[A-ZÅÄÖ]{3})-\d{2,3}(?![\w-])")
_CAR = (
    r"(?:auto\w{0,5}|rekkari\w{0,4}|rekisteri\w{0,12}|rek\.?\s?(?:nro|tunnus)?|kilp\w{1,6}|skoda\w{0,4}"
    r"|volvo\w{0,4}|toyota\w{0,4}|"
    r"audi\w{0,4}|bemari\w{0,4}|bmw|mersu\w{0,4}|volkkari\w{0,4}|mopo\w{0,4}|bil|bilen|registernummer"
    r"|registreringsnummer|"
    r"registernumret|plåt|skylt|car|plate|registration|reg|van|vehicle|ajoneuvo\w{0,4}|pakettiauto\w{0,4}"
    r"|moottoripyörä\w{0,4})"
)
_CUED_PLATE = re.compile(
    rf"(?<!\w){_CAR}\W{{1,3}}(?:(?:on|oli|jonka|med|number|nummer|numero|nro|tunnus|kilvellä|kilvissä"
    rf"|kilpi|plate|is|with|är)\W{{1,2}}){{0,3}}"
    r"(?P<plate>[A-ZÅÄÖ]{2,3}[ -]?\d{1,3}[A-ZÅÄÖ]?|[A-Z]{2}\d\d ?[A-Z]{3})(?!\w)",
    re.IGNORECASE,
)
_DIGITS = 3
_CODES = frozenset(
    [
        "DSM",
        "ICD",
        "ISO",
        "LGB",
        "FIN",
        "EUR",
        "USB",
        "SFS",
        "GPT",
        "PHQ",
        "BDI",
        "WHO",
        "RFC",
        "PDF",
        "MMS",
        "SMS",
        "HIV",
        "FAS",
        "CRC",
        "TLS",
        "SSL",
        "IEC",
        "ADD",
        "ASD",
        "CBT",
        "DBT",
    ]
)


def births(text: str) -> Iterator[Span]:
    """Yield dates that a cue says someone was born on; a bare date is nobody's."""
    for pattern in (_DOB, _BORN_AFTER):
        for match in pattern.finditer(text):
            yield Span("DOB", match.start("date"), match.end("date"), "certain")


def cases(text: str) -> Iterator[Span]:
    """Yield client, case and registry numbers that are called so, and registry numbers of the official form."""
    for match in _CASE.finditer(text):
        code = match["code"].rstrip(".,;:-/")
        if sum(char.isdigit() for char in code) >= _DIGITS:
            yield Span("CASE_ID", match.start("code"), match.start("code") + len(code), "certain")
    for match in _REGISTRY.finditer(text):
        yield Span("CASE_ID", match.start(), match.end(), "certain")


def plates(text: str) -> Iterator[Span]:
    """Yield car plates: of the Finnish form anywhere, looser ones where a vehicle is named before them."""
    for match in _PLATE.finditer(text):
        if match["letters"] not in _CODES:
            yield Span("PLATE", match.start(), match.end(), "likely")
    for match in _CUED_PLATE.finditer(text):
        yield Span("PLATE", match.start("plate"), match.end("plate"), "certain")
