"""What holds for every text there is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.identifiers import indirect, redact, scan

_WORDS = [
    "Matti",
    "Virtanen",
    "virtasen",
    "jennalle",
    "Toivo",
    "toivo",
    "Lahti",
    "Aino",
    "lähetti",
    "soitti",
    "äiti",
    "040",
    "1234567",
    "010190-123A",
    "FI21",
    "1234",
    "@jonde",
    "x.com/abc",
    "a@b.fi",
    "Kotikatu",
    "5",
    "ABC-123",
    "s.",
    "1.2.1990",
    "asiakasnro",
    "4455",
    "nimi",
    "on",
    "K.",
    "von",
    "[nimi]",
    "[name]",
    ",",
    ".",
    "asiakas",
    "9",
    "v",
    "ja",
    "Salon",
    "Petri",
    "Hans",
]
_CHATTER = st.lists(st.sampled_from(_WORDS), max_size=14).map(" ".join)
_ANYTHING = st.text(st.characters(), max_size=120) | _CHATTER
_HOSTILE = (
    "a", "0 ", "@a1", "a.b@", "a-@", "A FI", "Virtasen Matin ", "katu 1", "\u0301", "\u200b", "\ufdfa",
    "FI14 1009 ", "x.com/", "Aa-Bb-",
    "12 a b c street ", "vanha uusi ", "1 2 3 ", "[nimi] ", "K. ", "nick ", "insta a_ ",
)  # fmt: skip


@given(_ANYTHING)
def test_spans_lie_inside_the_text(text: str) -> None:
    """Spans come in order, inside the text and without overlaps."""
    places = [place for span in scan(text) for place in (span.start, span.end)]
    assert places == sorted(places)
    assert all(0 <= span.start < span.end <= len(text) for span in scan(text))


@settings(max_examples=400)
@given(_ANYTHING)
def test_redaction_is_idempotent(text: str) -> None:
    """Nothing new is found in what was redacted."""
    assert scan(redact(text, scan(text))) == []


@given(st.text(st.characters(codec=None), max_size=200))
def test_never_throws(text: str) -> None:
    """Any text, with surrogates and NUL, is scanned."""
    assert isinstance(indirect(text + "\ud800\0"), bool)
    scan(text + "\ud800\0")


@pytest.mark.parametrize("piece", _HOSTILE)
def test_hostile_text_is_read_to_its_end(piece: str) -> None:
    """The longest message there is, made to be slow, is scanned, and its spans lie inside it."""
    text = (piece * 4096)[:4096]
    assert all(0 <= span.start < span.end <= len(text) for span in scan(text))
