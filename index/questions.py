"""Labelled questions, one JSON line each, for evaluation."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from knowledge.guideline import Language

QUOTED = 2
"""The grade of a recommendation that an expert would quote; 1 is also useful."""


class QuestionsError(Exception):
    """A questions file is broken; the message names the line."""


@dataclass(frozen=True)
class Question:
    """A message with its grades: 2 = an expert would quote it, 1 = also useful; `near` and `out` have none."""

    id: str
    lang: Language
    register: str
    text: str
    relevant: Mapping[str, int]
    scope: Literal["in", "near", "out"]
    source: str = ""

    @property
    def answered(self) -> bool:
        """Whether the guideline answers it."""
        return self.scope == "in"

    @property
    def section(self) -> str:
        """The section of the recommendation an expert would quote, or "none"."""
        quoted = sorted(name for name, grade in self.relevant.items() if grade == QUOTED)
        return quoted[0].partition(".")[0] if quoted else "none"


def read_questions(path: Path) -> tuple[Question, ...]:
    """Read a questions file; raises `QuestionsError` with the number of the first broken line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(_question(path, number, line) for number, line in enumerate(lines, 1) if line.strip())


def _question(path: Path, number: int, line: str) -> Question:
    try:
        data = json.loads(line)
        known = {name: data[name] for name in ("id", "lang", "register", "text", "relevant", "scope")}
        return Question(**known, source=data.get("source", ""))
    except (ValueError, KeyError, TypeError) as error:
        raise QuestionsError(
            f"{path}:{number}: not a question ({error}): see docs/retrieval.md for the form."
        ) from None
