"""What workers write: situations that a recommendation answers, and questions that the guideline leaves unanswered."""

from dataclasses import dataclass
from typing import Literal

from knowledge.guideline import Language

Register = Literal[
    "spoken", "standard", "bureaucratic", "short", "story", "typo", "plain", "mixed", "hedged", "colleague", "after"
]
Scope = Literal["near", "out"]


@dataclass(frozen=True)
class Situation:
    """A message that `recommendation` answers; `also` are useful too; a retold real case names its `source`."""

    text: str
    recommendation: str
    language: Language
    register: Register
    also: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True)
class Unanswered:
    """A message that the guideline does not answer: a near miss or something else altogether, with its topic."""

    text: str
    language: Language
    topic: str
    scope: Scope
    source: str = ""


@dataclass(frozen=True)
class Examples:
    """Everything that the ranking of one guideline learns from."""

    situations: tuple[Situation, ...] = ()
    unanswered: tuple[Unanswered, ...] = ()
