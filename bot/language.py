"""Which of the three languages a chat message is written in."""

import re
from functools import cache

from lingua import Language as Lingua
from lingua import LanguageDetector, LanguageDetectorBuilder

from knowledge.guideline import Language

_LANGUAGES: dict[Lingua, Language] = {Lingua.FINNISH: "fi", Lingua.SWEDISH: "sv", Lingua.ENGLISH: "en"}
_SURE = 0.5
"""Below this share of the evidence the text says too little ("ok") and the fallback is kept."""


_WORD = re.compile(r"[\w'’-]+")
_NEUTRAL = frozenset(
    "facebook face fb instagram insta ig whatsapp wapp wa messenger twitter tiktok linkedin snapchat snap youtube discord "
    "telegram signal threads reddit pinterest twitch jodel teams zoom google meta bluesky mastodon x "
    "ok okay okei okej some gif emoji app video live chat online".split()
)
"""Names of services and words that all three languages use: they tell nothing about the writer's language."""


@cache
def _detector() -> LanguageDetector:
    return LanguageDetectorBuilder.from_languages(*_LANGUAGES).build()


def detect(text: str, fallback: Language = "fi") -> Language:
    """Return the language of `text`, or `fallback` when its few words could be of any."""
    best = _detector().compute_language_confidence_values(_telling(text))[0]
    return _LANGUAGES[best.language] if best.value > _SURE else fallback


def _telling(text: str) -> str:
    """Leave the words out that are of no language; where nothing is left, the detector is sure of nothing."""
    return _WORD.sub(lambda word: "" if word[0].casefold() in _NEUTRAL else word[0], text)
