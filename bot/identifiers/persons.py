"""Which words are someone's name: the rules that weigh a word's reading, its looks and its company."""

import re
from collections.abc import Iterator

from bot.identifiers.cues import cues
from bot.identifiers.extension import grown
from bot.identifiers.lexicon import lexicon
from bot.identifiers.morphology import Morphology
from bot.identifiers.scene import Scene, Word
from bot.identifiers.span import Span

_ENOUGH = 2
_INNER = frozenset(("ssa", "ssä", "sta", "stä", "Vn", "hVn", "seen"))
_OUTER = frozenset(("lle", "lta", "ltä", "lla", "llä"))
_FAMILY = re.compile(
    r"[^\W\d_]{2,30}(?:nen|sen|sella|sellä|selta|seltä|selle|sesta|sestä|sta|stä|sten|silla|sillä|sille|silta)$"
)
_NOT_FAMILY = re.compile(r"(?:lai|läi)(?:nen|s)|suome|ihmi|nai")
_FOREIGN = re.compile(
    r"[^\W\d_]{2,30}(?:sson|sen|qvist|kvist|ström|gren|blom|lund|berg|holm|ov|ova|ev|eva|enko|chuk|tšuk|dze|yan|jan|zadeh|oğlu|ski|sky|skaja|skaya|escu|wicz|vich|vitš)"
    r"(?:in|n|ille|ilta|illa|ia|issa|ista|lle|lta|lla|a|s)?$"
)


def persons(text: str, morphology: Morphology) -> Iterator[Span]:
    """Yield the names in `text`; one that could hardly be anything else is certain."""
    scene = Scene.of(text, morphology)
    fired = {place for place in range(len(scene.words)) if _is_name(scene, place)}
    for start, end in grown(scene, fired):
        first, last = scene.words[start], scene.words[end]
        sure = (
            end > start
            or scene.called(start)
            or (first.reading.strong and first.reading.first and not first.token.lower == first.token.text)
        )
        yield Span("PERSON", first.token.start, last.token.end, "certain" if sure else "likely")


def _is_name(scene: Scene, place: int) -> bool:
    word = scene.words[place]
    if word.known or len(word.token.text) < 2 or (word.little and not word.token.title):
        return False
    if word.reading.name:
        return _listed(scene, place, word)
    return word.unknown and _unlisted(scene, place, word)


def _listed(scene: Scene, place: int, word: Word) -> bool:
    reading = word.reading
    if reading.place and not (reading.first and reading.common and not lexicon().is_municipality(word.token.lower)):
        return _placelike(scene, place, word)
    if reading.word or word.little:
        return _ambiguous(scene, place, word)
    if reading.first or word.token.title or word.token.shouted:
        return len(word.token.text) > 3 or word.token.title or reading.common or scene.points(place) > 0
    return bool(_FAMILY.match(word.token.lower)) or reading.common or scene.points(place) > 0 or scene.belongs(place)


def _ambiguous(scene: Scene, place: int, word: Word) -> bool:
    if word.capital and (not word.reading.mostly_word or word.reading.common):
        return True
    return scene.points(place) >= _ENOUGH and not (word.reading.mostly_word and not word.token.title)


def _placelike(scene: Scene, place: int, word: Word) -> bool:
    """Whether a word that is also a place is someone: places are lived in, people are written to."""
    if word.reading.ending in _INNER or not word.token.title:
        return scene.called(place)
    if word.reading.common and word.reading.ending in _OUTER and word.capital:
        return True
    return scene.points(place) >= _ENOUGH


def _unlisted(scene: Scene, place: int, word: Word) -> bool:
    token = word.token
    if not word.token.title or len(token.text) < 3:
        return False
    if scene.called(place) or (word.capital and scene.client(place)):
        return True
    if word.capital and (scene.kin(place) or _looks_like_family(token.lower)):
        return True
    return word.capital and token.lower.endswith(("lle", "lta", "ltä")) and scene.lower(place - 1) in cues().reaching


def _looks_like_family(word: str) -> bool:
    if _FOREIGN.match(word):
        return True
    return word.endswith(("nen", "sella", "selta", "selle", "sellä", "seltä")) and not _NOT_FAMILY.search(word)
