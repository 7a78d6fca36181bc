"""Notice what in a message identifies someone. Nothing is read, written, logged or remembered while scanning."""

from collections.abc import Iterator

from bot.identifiers.canvas import Canvas
from bot.identifiers.links import emails, handles, profiles
from bot.identifiers.morphology import Morphology, NoMorphology
from bot.identifiers.numbers import accounts, hetus, phones
from bot.identifiers.persons import persons
from bot.identifiers.places import addresses
from bot.identifiers.records import births, cases, plates
from bot.identifiers.span import Span, settled

_RULES = (hetus, accounts, emails, profiles, cases, births, addresses, handles, plates, phones)
_DEFAULT = NoMorphology()


def scan(text: str, morphology: Morphology = _DEFAULT) -> list[Span]:
    """Return what identifies someone in `text`, in reading order and without overlaps."""
    canvas = Canvas.of(text)
    found = [_typed(canvas, span) for span in _found(canvas.text, morphology)]
    return settled(found, text)


def _found(text: str, morphology: Morphology) -> Iterator[Span]:
    for rule in _RULES:
        yield from rule(text)
    yield from persons(text, morphology)


def _typed(canvas: Canvas, span: Span) -> Span:
    start, end = canvas.typed(span.start, span.end)
    return Span(span.type, start, end, span.certainty)
