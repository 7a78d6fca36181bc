"""Notice what in a message identifies someone. Nothing is read, written, logged or remembered while scanning."""

import re
from collections.abc import Iterator, Sequence

from bot.identifiers.canvas import Canvas
from bot.identifiers.links import emails, handles, profiles
from bot.identifiers.morphology import Morphology, NoMorphology
from bot.identifiers.numbers import accounts, hetus, phones
from bot.identifiers.persons import persons
from bot.identifiers.places import addresses, streets
from bot.identifiers.records import births, cases, plates
from bot.identifiers.redaction import Redaction
from bot.identifiers.span import Span, settled
from bot.identifiers.tokens import MASK, masked

_RULES = (
    (emails, re.compile(r"@|ät|at|miuku|snabel|\Wa\W", re.IGNORECASE)),
    (profiles, re.compile(r"[a-z]/\S", re.IGNORECASE)),
    (handles, re.compile(r"[@#_\d]")),
    *((rule, re.compile(r"\d")) for rule in (hetus, accounts, cases, births, addresses, plates, phones)),
    (streets, re.compile(r"katu|kadu|kuja|pol[ku]|tie|gatan|vägen|gränden|stigen")),
)
"""Each rule beside a sign it cannot do without, which most messages lack."""
_DEFAULT = NoMorphology()
_MANY = 40
"""More identifiers than a message holds: a wall of them is read once, so that it stays cheap."""
_LONG = 1200
_ROUNDS = 4
"""How often what is left after redaction is read again: a word may look different once its neighbours are gone."""


def scan(text: str, morphology: Morphology = _DEFAULT) -> list[Span]:
    """Return what identifies someone in `text`, in reading order and without overlaps."""
    spans = settled(_once(text, morphology), text)
    for _ in range(_rounds(text, spans)):
        redaction = Redaction.of(text, spans)
        more = [span for found in _once(redaction.text, morphology) for span in redaction.original(found)]
        if not more:
            break
        spans = settled((*spans, *more), text)
    return spans


def _rounds(text: str, spans: Sequence[Span]) -> int:
    if not spans or len(spans) > _MANY:
        return 0
    return _ROUNDS if len(text) <= _LONG else 1


def _once(text: str, morphology: Morphology) -> Sequence[Span]:
    """Return what one reading finds, overlaps and all; what a placeholder covers is never looked at."""
    canvas = Canvas.of(text)
    read = masked(canvas.text)
    found = (span for span in _found(read, morphology) if MASK not in read[span.start : span.end])
    return [Span(span.type, *canvas.typed(span.start, span.end), span.certainty) for span in found]


def _found(text: str, morphology: Morphology) -> Iterator[Span]:
    for rule, sign in _RULES:
        if sign.search(text):
            yield from rule(text)
    yield from persons(text, morphology)
