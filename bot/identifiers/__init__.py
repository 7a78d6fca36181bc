"""Notice what identifies a client in a message, and take it out."""

from bot.identifiers.indirect import indirect
from bot.identifiers.morphology import Morphology, NoMorphology, Voikko
from bot.identifiers.redaction import redact
from bot.identifiers.scanner import scan
from bot.identifiers.span import Certainty, Kind, Span

__all__ = ["Certainty", "Kind", "Morphology", "NoMorphology", "Span", "Voikko", "indirect", "redact", "scan"]
