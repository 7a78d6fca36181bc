"""Measure a retriever on labelled questions, as a whole and by language, register, section and scope."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from index.metrics import FIGURES, Outcome, Share, expected_calibration_error, figures
from index.questions import Question
from index.ranking import Retriever

_CHUNK = 64
GROUPS: dict[str, Callable[[Question], str]] = {
    "language": lambda question: question.lang,
    "register": lambda question: question.register,
    "section": lambda question: question.section,
    "scope": lambda question: question.scope,
}


@dataclass(frozen=True)
class Report:
    """The outcomes of one retriever on one set of questions."""

    name: str
    outcomes: tuple[Outcome, ...]

    def figures(self) -> dict[str, Share]:
        """Return the figures of all questions."""
        return figures(self.outcomes)

    def by(self, group: str) -> dict[str, dict[str, Share]]:
        """Return the figures by `group`, one of `GROUPS`."""
        parts: dict[str, list[Outcome]] = defaultdict(list)
        for outcome in self.outcomes:
            parts[GROUPS[group](outcome.question)].append(outcome)
        return {value: figures(parts[value]) for value in sorted(parts)}

    @property
    def calibration_error(self) -> float:
        """The expected calibration error of the first recommendation's confidence."""
        return expected_calibration_error(self.outcomes)

    def confusions(self, count: int = 15) -> list[tuple[str, str, int]]:
        """Return the most frequent (quoted by an expert, given first) pairs that differ."""
        missed = [o for o in self.outcomes if o.question.answered and o.question.quoted and not o.hit(1)]
        pairs = Counter((o.question.quoted[0], o.ranking.best[0].id) for o in missed)
        ordered = sorted(pairs.items(), key=lambda item: (-item[1], item[0]))
        return [(wanted, given, times) for (wanted, given), times in ordered[:count]]

    def as_text(self) -> str:
        """Return the tables for a terminal or a Markdown page."""
        head = ["questions", *FIGURES]
        rows = [_row("all", self.figures(), len(self.outcomes))]
        for group in GROUPS:
            rows += [_row(f"{group} {value}", shares, _count(shares)) for value, shares in self.by(group).items()]
        lines = [" | ".join(cells) for cells in (["", *head], ["---"] * (len(head) + 1), *rows)]
        body = "\n".join(f"| {line} |" for line in lines)
        return f"{self.name} (calibration error {self.calibration_error:.3f})\n\n{body}\n"

    def as_data(self) -> dict[str, Any]:
        """Return the figures as plain values, to be recorded."""
        shares = {name: _plain(share) for name, share in self.figures().items()}
        groups = {
            group: {value: {n: _plain(s) for n, s in row.items()} for value, row in self.by(group).items()}
            for group in GROUPS
        }
        return {"figures": shares, "calibration error": round(self.calibration_error, 4), "by": groups}


def _count(shares: dict[str, Share]) -> int:
    return shares["misled"].count


def _row(name: str, shares: dict[str, Share], count: int) -> list[str]:
    return [name, str(count), *(str(share) for share in shares.values())]


def _plain(share: Share) -> list[float | int | None]:
    if not share.count:
        return [None, None, None, 0]
    return [round(share.value, 4), round(share.low, 4), round(share.high, 4), share.count]


def evaluate(retriever: Retriever, questions: Sequence[Question], name: str) -> Report:
    """Ask every question and return what came of it."""
    outcomes: list[Outcome] = []
    for chunk in _chunks(questions):
        rankings = retriever.rank([question.text for question in chunk])
        outcomes += [Outcome(question, ranking) for question, ranking in zip(chunk, rankings, strict=True)]
    return Report(name, tuple(outcomes))


def _chunks(questions: Sequence[Question]) -> Iterable[Sequence[Question]]:
    return (questions[start : start + _CHUNK] for start in range(0, len(questions), _CHUNK))
