"""`luotsi ask --batch`: JSON lines in, JSON lines out, in order; one broken line spoils no other."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any

from bot.advisor import Advisor
from bot.identifiers import redact, scan
from bot.message import Message
from bot.reply import Reply

SIZE = 64
"""How many questions the encoder reads in one go."""


@dataclass(frozen=True)
class Question:
    """One line of a batch: its id and its text."""

    id: str
    text: str


class BrokenLineError(ValueError):
    """A line that is not a question; the message says what is wrong with it, never what it holds."""


def parse(line: bytes) -> Question:
    """Read one line; raises `BrokenLineError`."""
    try:
        data = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BrokenLineError("is not UTF-8") from None
    except (ValueError, RecursionError):
        raise BrokenLineError("is not JSON") from None
    if not isinstance(data, dict) or not isinstance(data.get("text"), str) or "id" not in data:
        raise BrokenLineError('is not an object with "id" and "text"')
    return Question(data["id"], data["text"])


def as_line(reply: Reply) -> dict[str, Any]:
    """Return what other programs read of a reply."""
    best = [{"id": ranked.id, "confidence": round(ranked.confidence, 4)} for ranked in reply.recommendations]
    return {"language": reply.language, "decision": reply.decision, "urgent": reply.urgent, "recommendations": best}


Complain = Callable[[int, str], None]
Work = Callable[[Iterable[bytes], Complain], Iterator[dict[str, Any]]]
"""Makes one answer of each good line and complains of each broken one."""


def findings(lines: Iterable[bytes], complain: Complain) -> Iterator[dict[str, Any]]:
    """Yield what the guard finds in every good line, in order."""
    for question in _good(lines, complain):
        spans = scan(question.text)
        found = [asdict(span) for span in spans]
        yield {"id": question.id, "found": found, "redacted": redact(question.text, spans)}


def answers(advisor: Advisor, lines: Iterable[bytes], complain: Complain) -> Iterator[dict[str, Any]]:
    """Yield an answer for every good line, in order; `complain` gets the number and the fault of every broken one."""
    questions = _good(lines, complain)
    while chunk := list(islice(questions, SIZE)):
        replies = advisor.replies([Message(question.text) for question in chunk])
        yield from ({"id": question.id} | as_line(reply) for question, reply in zip(chunk, replies, strict=True))


def _good(lines: Iterable[bytes], complain: Complain) -> Iterator[Question]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield parse(line)
            except BrokenLineError as fault:
                complain(number, str(fault))
