"""The text without its identifiers: each gives way to a word for what it was, in the language of the text."""

from collections.abc import Sequence

from bot.identifiers.span import Kind, Span
from bot.identifiers.tokens import tokens
from bot.identifiers.tongue import tongue

_FINNISH: dict[Kind, str] = {
    "PERSON": "[nimi]", "HETU": "[henkilötunnus]", "PHONE": "[puhelinnumero]", "EMAIL": "[sähköposti]", "ADDRESS": "[osoite]",
    "HANDLE": "[nimimerkki]", "URL": "[profiililinkki]", "IBAN": "[tilinumero]", "PLATE": "[rekisterinumero]",
    "DOB": "[syntymäaika]", "CASE_ID": "[asianumero]",
}  # fmt: skip
_SWEDISH: dict[Kind, str] = {
    "PERSON": "[namn]", "HETU": "[personbeteckning]", "PHONE": "[telefonnummer]", "EMAIL": "[e-post]", "ADDRESS": "[adress]",
    "HANDLE": "[signatur]", "URL": "[profillänk]", "IBAN": "[kontonummer]", "PLATE": "[registernummer]",
    "DOB": "[födelsedatum]", "CASE_ID": "[ärendenummer]",
}  # fmt: skip
_ENGLISH: dict[Kind, str] = {
    "PERSON": "[name]", "HETU": "[identity code]", "PHONE": "[phone number]", "EMAIL": "[e-mail]", "ADDRESS": "[address]",
    "HANDLE": "[nickname]", "URL": "[profile link]", "IBAN": "[account number]", "PLATE": "[number plate]",
    "DOB": "[date of birth]", "CASE_ID": "[case number]",
}  # fmt: skip
_PLACEHOLDERS = {"fi": _FINNISH, "": _FINNISH, "sv": _SWEDISH, "en": _ENGLISH}


def redact(text: str, spans: Sequence[Span]) -> str:
    """Return `text` with a placeholder such as "[nimi]" in the place of each of `spans`."""
    placeholders = _PLACEHOLDERS[tongue(token.lower for token in tokens(text))]
    parts: list[str] = []
    end = 0
    for span in sorted(spans, key=lambda each: each.start):
        parts += (text[end : span.start], placeholders[span.type])
        end = span.end
    return "".join((*parts, text[end:]))
