"""Labelled questions, one JSON line each, for evaluation."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from knowledge.guideline import LANGUAGES, Language

QUOTED = 2
"""The grade of a recommendation that an expert would quote; 1 is also useful."""
_GRADES = (1, QUOTED)
_SCOPES = ("in", "near", "out")


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
    def quoted(self) -> tuple[str, ...]:
        """The recommendations an expert would quote; none where some are useful at best."""
        return tuple(name for name, grade in self.relevant.items() if grade == QUOTED)

    @property
    def section(self) -> str:
        """The section of the recommendation an expert would quote, or "none"."""
        return min(self.quoted).partition(".")[0] if self.quoted else "none"


def read_questions(path: Path) -> tuple[Question, ...]:
    """Read a questions file; raises `QuestionsError` with the number of the first broken line."""
    # Split as bytes: `str.splitlines` would also split at U+2028, U+2029 and U+0085, which JSON allows within a text.
    lines = path.read_bytes().split(b"\n")
    return tuple(_question(path, number, line) for number, line in enumerate(lines, 1) if line.strip())


def _question(path: Path, number: int, line: bytes) -> Question:
    try:
        data = json.loads(line.decode())
        known = {name: data[name] for name in ("id", "lang", "register", "text", "relevant", "scope")}
        return _checked(Question(**known, source=data.get("source", "")))
    except (ValueError, KeyError, TypeError) as error:
        raise QuestionsError(
            f"{path}:{number}: not a question ({error}): see docs/retrieval.md for the form."
        ) from None


def _checked(question: Question) -> Question:
    """Return `question`; raises `ValueError` saying what is expected where a field has another value."""
    checks = {
        "id, register, text and source: text": all(
            isinstance(value, str) for value in (question.id, question.register, question.text, question.source)
        ),
        f"lang: one of {', '.join(LANGUAGES)}": question.lang in LANGUAGES,
        f"scope: one of {', '.join(_SCOPES)}": question.scope in _SCOPES,
        "relevant: ids with grade 1 or 2": _are_grades(question.relevant),
    }
    for expected, holds in checks.items():
        if not holds:
            raise ValueError(expected)
    return question


def _are_grades(relevant: Any) -> bool:
    return isinstance(relevant, dict) and all(type(grade) is int and grade in _GRADES for grade in relevant.values())
