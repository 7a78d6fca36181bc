"""The text without its identifiers: each gives way to a word for what it was, in the language of the text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.identifiers.span import Kind, Span
from bot.identifiers.tokens import masked, tokens
from bot.identifiers.tongue import tongue

_FINNISH: dict[Kind, str] = {
    "PERSON": "[nimi]", "HETU": "[henkilötunnus]", "PHONE": "[puhelinnumero]", "EMAIL": "[sähköposti]",
    "ADDRESS": "[osoite]",
    "HANDLE": "[nimimerkki]", "URL": "[profiililinkki]", "IBAN": "[tilinumero]", "PLATE": "[rekisterinumero]",
    "DOB": "[syntymäaika]", "CASE_ID": "[asianumero]",
}  # fmt: skip
_SWEDISH: dict[Kind, str] = {
    "PERSON": "[namn]", "HETU": "[personbeteckning]", "PHONE": "[telefonnummer]", "EMAIL": "[e-post]",
    "ADDRESS": "[adress]",
    "HANDLE": "[signatur]", "URL": "[profillänk]", "IBAN": "[kontonummer]", "PLATE": "[registernummer]",
    "DOB": "[födelsedatum]", "CASE_ID": "[ärendenummer]",
}  # fmt: skip
_ENGLISH: dict[Kind, str] = {
    "PERSON": "[name]", "HETU": "[identity code]", "PHONE": "[phone number]", "EMAIL": "[e-mail]",
    "ADDRESS": "[address]",
    "HANDLE": "[nickname]", "URL": "[profile link]", "IBAN": "[account number]", "PLATE": "[number plate]",
    "DOB": "[date of birth]", "CASE_ID": "[case number]",
}  # fmt: skip
_PLACEHOLDERS = {"fi": _FINNISH, "": _FINNISH, "sv": _SWEDISH, "en": _ENGLISH}


@dataclass(frozen=True)
class Redaction:
    """A text without its identifiers, with the way back: each piece of it that was kept, here and in the original."""

    text: str
    kept: tuple[tuple[int, int, int], ...]
    """Start here, start in the original, length."""

    @classmethod
    def of(cls, text: str, spans: Sequence[Span]) -> "Redaction":
        """Put a placeholder such as "[nimi]" in the place of each of `spans`."""
        placeholders = _PLACEHOLDERS[tongue(token.lower for token in tokens(masked(text)))]
        parts: list[str] = []
        kept: list[tuple[int, int, int]] = []
        end = size = 0
        for span in (*sorted(spans, key=lambda each: each.start), None):
            start = len(text) if span is None else span.start
            kept.append((size, end, start - end))
            parts += (text[end:start], placeholders[span.type] if span else "")
            size += len(parts[-1]) + len(parts[-2])
            end = span.end if span else end
        return cls("".join(parts), tuple(kept))

    def original(self, span: Span) -> Iterator[Span]:
        """Yield where `span`, found in this text, lies in the original one."""
        for here, there, length in self.kept:
            start, end = max(span.start, here), min(span.end, here + length)
            if start < end:
                yield Span(span.type, start - here + there, end - here + there, span.certainty)


def redact(text: str, spans: Sequence[Span]) -> str:
    """Return `text` with a placeholder such as "[nimi]" in the place of each of `spans`."""
    return Redaction.of(text, spans).text
