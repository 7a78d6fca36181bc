"""Passages: everything the dense index holds, each pointing to the recommendation it speaks for."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from knowledge.guideline import LANGUAGES, Guideline, Language
from knowledge.situations import Examples

PassageKind = Literal["recommendation", "situation", "unanswered"]
UNANSWERED = ""
"""The `recommendation` of a passage that no recommendation answers."""


@dataclass(frozen=True)
class Passage:
    """A text in the index: whose it is, in which language, of which kind; `source` groups retellings of one case."""

    text: str
    recommendation: str
    language: Language
    kind: PassageKind
    also: tuple[str, ...] = ()
    source: str = ""


def passages(guideline: Guideline, examples: Examples) -> tuple[Passage, ...]:
    """Return the guideline's passages: its own words and translations, then the situations and unanswered questions."""
    return (*_own_words(guideline), *_situations(examples), *_unanswered(examples))


def _own_words(guideline: Guideline) -> Iterator[Passage]:
    for entry in guideline.recommendations:
        for language in LANGUAGES:
            text = f"{entry.title(language)}. {guideline.text(entry, language)}"
            yield Passage(text, entry.id, language, "recommendation")


def _situations(examples: Examples) -> Iterator[Passage]:
    for situation in examples.situations:
        yield Passage(
            situation.text, situation.recommendation, situation.language, "situation", situation.also, situation.source
        )


def _unanswered(examples: Examples) -> Iterator[Passage]:
    for question in examples.unanswered:
        yield Passage(question.text, UNANSWERED, question.language, "unanswered", (), question.source)
