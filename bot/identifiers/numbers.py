"""Identifiers made of digits that have a check or a numbering plan: personal identity codes, accounts, telephones."""

import re
from collections.abc import Iterator

import phonenumbers
from stdnum import iban
from stdnum.exceptions import ValidationError
from stdnum.fi import hetu

from bot.identifiers.span import Certainty, Span

_DASH = r"(?:\s?[-‐‑‒–—−+A-FU-Y]\s?|\s(?:viiva|miinus|streck|minus)\s)"
_HETU = re.compile(
    rf"(?<![\w/-])(?P<day>[0-3]\d)\s?(?P<month>[01]\d)\s?\d\d{_DASH}\d{{3}}\s?-?[0-9A-Z]?(?![\w])"
    rf"|(?<![\w/-])(?P<day2>[0-3]\d)(?P<month2>[01]\d)\d\d\s?[-−+A-FU-Y]\s?\d{{4}}[A-Z0-9]?(?!\w)"
    r"|(?<![\w/-])[0-3]\d[01]\d{6}[0-9A-Z](?!\w)",
    re.IGNORECASE,
)
_PERSONNUMMER = re.compile(r"(?<![\w/-])(?:19|20)?\d\d[01]\d[0-3]\d\s?[-+]\s?\d{4}(?!\w)")
_HETU_CUE = re.compile(
    r"\b(?:hetu\w{0,6}|henkilötunnu\w{1,8}|sotu\w{0,5}|personbeteckning\w{0,3}|personnummer\w{0,3}|personnumret"
    r"|personal identity code|social security number|ssn)\W{1,3}(?:(?:on|oli|är|is)\s)?"
    r"(?P<code>\d[\dA-Z][\d ]{2,10}[-+A-FU-Y]?[ \dA-Z]{0,5}\d[A-Z]?)(?!\w)",
    re.IGNORECASE,
)
_FINNISH_IBAN = re.compile(r"(?<!\w)FI(?:[ -]?\d){14,20}(?!\w)", re.IGNORECASE)
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d\d(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\w)", re.IGNORECASE)
_ACCOUNT = re.compile(
    r"\b(?:tilinumero\w{0,5}|tilinro|tili nro|kontonummer|kontonumret|bankkonto|account number)\W{1,3}"
    r"(?:(?:on|oli|är|is)\s)?(?P<code>\d(?:[ -]?\d){5,19})(?!\w)",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<![\w/.,§+-])(?:\+|00)?\(?\d(?:[ ./()‐‑–-]{0,2}\d){6,14}(?![\w/]|[.,-]\d)")
_PHONE_CUE = re.compile(
    r"(?:puh|p|tel|tfn|gsm|nro|numero\w{0,6}|phone|mobile|nummer|number|whatsapp)\W{0,3}(?:on |är |is )?$",
    re.IGNORECASE,
)
_FINNISH = re.compile(r"0(?:4\d|50|1[03-9]|2\d?|3|5|6|8|9)\d{5,9}")
_DATE = re.compile(r"[0-3]?\d[./][01]?\d[./](?:19|20)?\d\d")
_DAYS, _MONTHS = 31, 12
_SHORTEST = 15
"""The length of the shortest account number, the Norwegian."""
_CHECKED = 16
"""How many numbers of one message the numbering plans are asked about, so that a wall of digits stays cheap."""


def hetus(text: str) -> Iterator[Span]:
    """Yield personal identity codes, mistyped ones too; their check only makes them certain."""
    for match in _HETU.finditer(text):
        if _is_day(match) and (match["day"] or match["day2"] or _checked(match[0])):
            yield Span("HETU", match.start(), match.end(), "certain")
    for match in _PERSONNUMMER.finditer(text):
        yield Span("HETU", match.start(), match.end(), "certain")
    for match in _HETU_CUE.finditer(text):
        yield Span("HETU", match.start("code"), match.end("code"), "certain")


def _is_day(match: re.Match[str]) -> bool:
    day, month = match["day"] or match["day2"] or match[0][:2], match["month"] or match["month2"] or match[0][2:4]
    return 1 <= int(day) <= _DAYS and 1 <= int(month) <= _MONTHS


def _checked(code: str) -> bool:
    """Whether a code written without its century sign is a real one, with the sign of either century."""
    return any(hetu.is_valid(code[:6] + sign + code[6:].upper(), allow_temporary=True) for sign in "-A")


def accounts(text: str) -> Iterator[Span]:
    """Yield bank accounts: Finnish ones whatever their check says, foreign ones that pass it, and cued numbers."""
    for match in _FINNISH_IBAN.finditer(text):
        yield Span("IBAN", match.start(), match.end(), "certain")
    for match in _IBAN.finditer(text):
        if end := _valid_end(match[0]):
            yield Span("IBAN", match.start(), match.start() + end, "certain")
    for match in _ACCOUNT.finditer(text):
        yield Span("IBAN", match.start("code"), match.end("code"), "likely")


def _valid_end(candidate: str) -> int:
    """Return the length of the valid account `candidate` begins with, cutting words that followed it, or 0."""
    while len(candidate) >= _SHORTEST:
        try:
            iban.validate(candidate)
        except ValidationError:
            candidate = candidate.rpartition(" ")[0]
        else:
            return len(candidate)
    return 0


def phones(text: str) -> Iterator[Span]:
    """Yield telephone numbers: Finnish and international shapes at once, others when cued or in a numbering plan."""
    for count, match in enumerate(_PHONE.finditer(text)):
        if certainty := _phone(match, text, checkable=count < _CHECKED):
            yield Span("PHONE", match.start(), match.end(), certainty)


def _phone(match: re.Match[str], text: str, *, checkable: bool) -> Certainty | None:
    digits = re.sub(r"\D", "", match[0])
    if _DATE.match(match[0]):
        return None
    if match[0].startswith("+") or _FINNISH.fullmatch(digits) or digits.startswith("00358"):
        return "certain"
    if _PHONE_CUE.search(text, max(0, match.start() - 24), match.start()):
        return "certain"
    return "likely" if checkable and digits[0] == "0" and _planned(digits) else None


def _planned(digits: str) -> bool:
    """Whether a numbering plan of the neighbourhood knows `digits`."""
    for region in ("FI", "SE", "EE", "GB"):
        try:
            number = phonenumbers.parse(digits, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return True
    return False
