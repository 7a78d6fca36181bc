"""What stands before everything else: identifying details are taken out of a message, and the worker is told so."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.identifiers import Certainty, indirect, redact, scan


@dataclass(frozen=True)
class Seen:
    """A message as the rest of the house gets to see it: without identifiers, and what was noticed about it."""

    text: str
    identifiers: Certainty | None = None
    indirect: bool = False

    def __repr__(self) -> str:
        """Say nothing of the words."""
        return f"Seen({self.identifiers}, indirect={self.indirect})"


Guard = Callable[[str], Seen]
"""Anything that reads a message first."""


def guarded(text: str) -> Seen:
    """Return `text` without what identifies someone; nothing of it is kept, logged or cached."""
    spans = scan(text)
    if not spans:
        return Seen(text, None, indirect(text))
    certain = any(span.certainty == "certain" for span in spans)
    return Seen(redact(text, spans), "certain" if certain else "likely")
