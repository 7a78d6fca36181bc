"""Notice what identifies a client in a message, and take it out."""

from bot.identifiers.redaction import redact
from bot.identifiers.scanner import scan
from bot.identifiers.span import Certainty, Kind, Span

__all__ = ["Certainty", "Kind", "Span", "redact", "scan"]
