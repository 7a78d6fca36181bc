"""What reaches the advisor from any channel."""

from dataclasses import dataclass

from knowledge.guideline import Language


@dataclass(frozen=True)
class Message:
    """A worker's words, and the language they chose to be answered in (None: the one they write)."""

    text: str
    language: Language | None = None

    def __repr__(self) -> str:
        """Say nothing of the words: a message may end up in a traceback or a log."""
        return f"Message(<{len(self.text)} characters>, {self.language})"
