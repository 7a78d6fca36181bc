import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language import detect
from knowledge.guideline import LANGUAGES, Language

WRITTEN: dict[Language, list[str]] = {
    "fi": [
        "Asiakas lähetti kaveripyynnön",
        "asiakas pyysi mua kaveriks instassa",
        "saanko vastata",
        "voinko laittaa tän faceen",
        "kaveripyynto facebook",
        "wtf mitä mä teen",
        "onko ok jos postaan kuvan työpaikalta",
        "kiitos",
    ],
    "sv": [
        "En klient skickade en vänförfrågan",
        "en klient adda mig på insta",
        "vad ska ja göra",
        "får ja svara",
        "kan man lägga ut en bild från jobbet",
        "hej, ja undrar en sak",
        "tack",
    ],
    "en": [
        "A client sent me a friend request",
        "client added me on insta",
        "can i reply",
        "is it ok to post a photo from work",
        "friend request from a client",
        "what should I do",
        "thanks",
    ],
}


@pytest.mark.parametrize(("language", "text"), [(name, text) for name, texts in WRITTEN.items() for text in texts])
def test_language_of_short_chat(language: Language, text: str) -> None:
    """The language of a few chat words is told, dialect and English service names among them."""
    assert detect(text) == language


@pytest.mark.parametrize("fallback", LANGUAGES)
@pytest.mark.parametrize("text", ["", " ", "2.4", "🙂", "👍👍", "...", "ok", "????"])
def test_text_that_says_too_little_keeps_the_fallback(text: str, fallback: Language) -> None:
    """Numbers, emoji, nothing and an "ok" are of no language: the fallback is kept."""
    assert detect(text, fallback) == fallback


@pytest.mark.parametrize("text", ["facebook", "insta", "instagram", "whatsapp", "tiktok", "linkedin", "twitter"])
def test_name_of_a_service_is_of_no_language(text: str) -> None:
    """A Finnish worker who searches for "facebook" gets no English answer: the fallback is kept."""
    assert [detect(text, fallback) for fallback in LANGUAGES] == list(LANGUAGES)


@given(st.text(max_size=60))
def test_any_text_has_one_of_three_languages(text: str) -> None:
    """Whatever is written, one of the three languages comes back."""
    assert detect(text) in LANGUAGES
