"""Which of the three languages a chat message is written in."""

import re
from functools import cache

from lingua import Language as Lingua
from lingua import LanguageDetector, LanguageDetectorBuilder

from knowledge.guideline import Language

_LANGUAGES: dict[Lingua, Language] = {Lingua.FINNISH: "fi", Lingua.SWEDISH: "sv", Lingua.ENGLISH: "en"}
_SURE = 0.5
"""Below this share of the evidence the text says too little ("ok") and the fallback is kept."""
_NEUTRAL = re.compile(
    r"\b(?:facebook|face|fb|instagram|insta|ig|whatsapp|wapp|messenger|twitter|tiktok|linkedin|snapchat|snap|youtube"
    r"|discord|telegram|signal|threads|reddit|pinterest|twitch|jodel|teams|zoom|google|bluesky|mastodon"
    r"|ok|okay|okei|okej|some|gif|emoji|app|video|live|chat|online)\b",
    re.IGNORECASE,
)
"""Names of services and words that all three languages use: they tell nothing about the writer's language."""


@cache
def _detector() -> LanguageDetector:
    return LanguageDetectorBuilder.from_languages(*_LANGUAGES).build()


def detect(text: str, fallback: Language = "fi") -> Language:
    """Return the language of `text`, or `fallback` when its few words could be of any."""
    telling = _NEUTRAL.sub(" ", text)
    if not any(letter.isalpha() for letter in telling):
        return fallback
    best = _detector().compute_language_confidence_values(telling)[0]
    return _LANGUAGES[best.language] if best.value > _SURE else fallback
