"""Which of the three languages a chat message is written in."""

from functools import cache

from lingua import Language as Lingua
from lingua import LanguageDetector, LanguageDetectorBuilder

from knowledge.guideline import Language

_LANGUAGES: dict[Lingua, Language] = {Lingua.FINNISH: "fi", Lingua.SWEDISH: "sv", Lingua.ENGLISH: "en"}
_SURE = 0.5
"""Below this share of the evidence the text says too little ("ok") and the fallback is kept."""


@cache
def _detector() -> LanguageDetector:
    return LanguageDetectorBuilder.from_languages(*_LANGUAGES).build()


def detect(text: str, fallback: Language = "fi") -> Language:
    """Return the language of `text`, or `fallback` when its few words could be of any."""
    best = _detector().compute_language_confidence_values(text)[0]
    return _LANGUAGES[best.language] if best.value > _SURE else fallback
