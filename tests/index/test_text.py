import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.folding import folded
from index.text import LONGEST, clean

LIGATURE = "\ufdfa"
"""One character that NFKC turns into eighteen."""
AWKWARD = (
    "\x00\x1b\x7f\x85\u00ad\u200b\u200d\u200e\u202e\u2028\u2066\u2069\ufeff\ud800\udfff\ufdfa\u0345\u00a8ßİŉΐ각aä .,_-"
)
ANY = st.text(st.one_of(st.characters(), st.sampled_from(AWKWARD)))
LONGER = {
    "expanding": LIGATURE * LONGEST,
    "cut at a space": "x" + LIGATURE * 1000,
    "sharp s": "ß" * LONGEST,
    "한": "한" * LONGEST,
}
"""Texts at the cap, by what is awkward about them."""
LONG = st.builds(lambda text, times: text * times, ANY, st.integers(1, 2000))


@settings(deadline=None, max_examples=60)
@given(st.one_of(ANY, LONG))
def test_clean_never_grows_beyond_its_cap(text: str) -> None:
    """Whatever comes in, at most `LONGEST` characters come out."""
    assert len(clean(text)) <= LONGEST


@settings(deadline=None, max_examples=60)
@given(st.one_of(ANY, LONG))
@example("\ud800\x00\udfff")
def test_clean_keeps_nothing_an_encoder_chokes_on(text: str) -> None:
    """Surrogates, NUL and other control characters never come out, so that the text is valid UTF-8."""
    cleaned = clean(text)
    assert not [letter for letter in cleaned if unicodedata.category(letter) in {"Cc", "Cs"}]
    assert cleaned.encode().decode() == cleaned


@settings(deadline=None, max_examples=60)
@given(st.one_of(ANY, LONG))
def test_clean_is_idempotent(text: str) -> None:
    """Cleaning a clean text changes nothing, even where the cap fell on a space."""
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize("name", LONGER)
def test_long_texts_come_clean_at_once(name: str) -> None:
    """A text at the cap is as clean and as short after one go as after two."""
    once = clean(LONGER[name])
    assert len(once) <= LONGEST
    assert len(clean(once)) == len(once)
    assert once == once.strip()


@pytest.mark.parametrize("name", LONGER)
def test_long_texts_are_folded_at_once(name: str) -> None:
    """A text at the cap that grows by folding is as short after one go as after two."""
    once = folded(LONGER[name])
    assert len(folded(once)) == len(once)


@pytest.mark.parametrize(
    ("given_text", "cleaned"),
    [
        ("", ""),
        (" \t\n ", ""),
        ("a\x00b", "a b"),
        ("a\ud800b", "a b"),
        ("pyyn\u00adtö", "pyyntö"),
        ("kave\u200bri", "kaveri"),
        ("\ufeffmoi", "moi"),
        ("rivi\r\n\r\ntoinen", "rivi toinen"),
        ("ﬁrma", "firma"),
        ("pyynto\u0308", "pyyntö"),
        ("\u202eאבג\u202c", "אבג"),
        ("\u2067אבג\u2069", "אבג"),
        ("\u061cأب", "أب"),
        ("mon\u180egol", "mongol"),
        (" " * LONGEST + "moi", "moi"),
        ("\u200b\x00 " * LONGEST + "moi", "moi"),
        ("x" * 10_000, "x" * LONGEST),
    ],
)
def test_clean_says_the_same_in_one_form(given_text: str, cleaned: str) -> None:
    """Texts that look the same become the same; what cannot be seen is gone."""
    assert clean(given_text) == cleaned


@settings(deadline=None, max_examples=60)
@given(st.one_of(ANY, LONG))
def test_folded_is_idempotent(text: str) -> None:
    """Folding a folded text changes nothing."""
    assert folded(folded(text)) == folded(text)


@settings(deadline=None)
@given(ANY)
def test_folded_has_no_marks_or_capitals(text: str) -> None:
    """No combining mark and no character with another lower form is left, and spaces are single."""
    result = folded(text)
    assert not any(map(unicodedata.combining, result))
    assert result == result.casefold()
    assert result == " ".join(result.split())


@pytest.mark.parametrize(
    "text", ["Kaveripyyntö!", "KAVERIPYYNTÖ", "kaveripyynto", "  kaveripyyntö?? ", "kaveripyynto\u0308"]
)
def test_folded_is_one_form_for_many_ways_to_type(text: str) -> None:
    """Case, diacritics and punctuation make no difference."""
    assert folded(text) == "kaveripyynto"
