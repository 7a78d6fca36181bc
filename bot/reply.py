"""What leaves the advisor for any channel: parts to show, choices to offer, and what was decided."""

from dataclasses import dataclass
from typing import Literal

from index.ranking import Ranked
from knowledge.guideline import Language

Decision = Literal["answer", "choose", "silent"]

PartKind = Literal[
    "urgent", "notice", "lead", "title", "quote", "citation", "companion", "item", "signpost", "question"
]
"""`quote` is the guideline's text (or its marked translation), untouched; everything else is ours."""


@dataclass(frozen=True)
class Part:
    """One piece of a reply, in the order it is shown; `url` where it links somewhere."""

    kind: PartKind
    text: str
    url: str = ""


@dataclass(frozen=True)
class Choice:
    """Something to press: its label, the action it stands for, and what to type where nothing can be pressed.

    `action` is short and holds ids only (at most 64 bytes, a button's limit in chat services), never a person's words.
    """

    label: str
    action: str
    plain: str


@dataclass(frozen=True)
class Reply:
    """A channel-neutral reply; `recommendations` are the five best, best first, also when the guideline is silent."""

    language: Language
    parts: tuple[Part, ...]
    choices: tuple[Choice, ...] = ()
    decision: Decision = "answer"
    urgent: bool = False
    recommendations: tuple[Ranked, ...] = ()

    def __repr__(self) -> str:
        """Name the decision only."""
        return f"Reply({self.decision}, {self.language}, {len(self.parts)} parts)"
