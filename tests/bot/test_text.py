"""Cleaning and folding: what every message passes through before anything looks at it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.folding import folded
from index.text import LONGEST, clean

ANY = st.text(st.characters(), max_size=200)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  a \t b\r\nc ", "a b c"),
        ("a\x00b\ud800c", "a b c"),
        ("kave\u00adri\u200bpyyntö", "kaveripyyntö"),
        ("\u202eabc\u202c", "abc"),
        ("a\u0308", "ä"),
        ("２．４", "2.4"),
        ("ﬁ", "fi"),
        ("\ufeffhei", "hei"),
        ("\x00\x01\x02", ""),
        ("", ""),
    ],
)
def test_clean(text: str, cleaned: str) -> None:
    """Control, surrogate and invisible characters go, compatible forms become one, spaces become single."""
    assert clean(text) == cleaned


@given(ANY)
def test_cleaned_text_is_safe(text: str) -> None:
    """Cleaned text can be written as UTF-8, is in single spaces, and stays as it is when cleaned again."""
    result = clean(text)
    assert result.encode("utf-8").decode("utf-8") == result
    assert not any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in result)
    assert result == " ".join(result.split())
    assert clean(result) == result


@pytest.mark.parametrize("start", ["", "a", "aa", "a" * 9, "a" * 13])
def test_characters_that_expand_stay_in_bounds(start: str) -> None:
    """One thousand U+FDFA, each of which becomes eighteen characters, are cut at the limit and end in no space."""
    result = clean(start + "\ufdfa" * 1000)
    assert LONGEST - 1 <= len(result) <= LONGEST
    assert result == result.strip()


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=3))
def test_long_text_is_cut(text: str) -> None:
    """No more than the limit comes back, whatever repeats."""
    assert len(clean(text * LONGEST)) <= LONGEST


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Kaveripyyntö!", "kaveripyynto"),
        ("VÄNFÖRFRÅGAN", "vanforfragan"),
        ("some-ammattitaito", "some ammattitaito"),
        ("  (työ)  ", "tyo"),
        ("straße", "strasse"),
        ("🙂", ""),
    ],
)
def test_folded(text: str, plain: str) -> None:
    """Case, diacritics and punctuation make no difference."""
    assert folded(text) == plain


@given(ANY)
def test_folded_is_lower_case_words_in_single_spaces(text: str) -> None:
    """A folded text is words of small letters without marks, in single spaces."""
    result = folded(text)
    assert result == " ".join(result.split())
    assert not any(unicodedata.combining(letter) for letter in result)
    assert all(letter in " _" or letter.isalnum() for letter in result)


@given(st.text("abcäöåÄÖÅxyzXYZ -.!?_", max_size=40))
def test_folding_forgets_case_and_is_done_once(text: str) -> None:
    """A text in capitals folds the same, and folding again changes nothing."""
    assert folded(text.upper()) == folded(text) == folded(folded(text))
