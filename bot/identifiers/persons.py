"""Which words are someone's name: the rules that weigh a word's reading, its looks and its company."""

import re
from collections.abc import Iterator

from bot.identifiers.cues import cues
from bot.identifiers.extension import grown, paired
from bot.identifiers.inflection import INNER
from bot.identifiers.morphology import Morphology
from bot.identifiers.reader import Word
from bot.identifiers.scene import Scene
from bot.identifiers.span import Span

_ENOUGH = 2
_SHORT = 3
_OUTER = frozenset(("lle", "lta", "ltä", "lla", "llä"))
_FAMILY = re.compile(
    r"[^\W\d_]{2,30}(?:nen|sen|sella|sellä|selta|seltä|selle|sesta|sestä|sta|stä|sten|silla|sillä|sille|silta)$"
)
_FARMS = (
    "kankaan",
    "rannan",
    "mäen",
    "niemen",
    "lahden",
    "kosken",
    "järven",
    "vaaran",
    "harjun",
    "salmen",
    "lammen",
    "saaren",
    "vuoren",
    "korven",
    "ojan",
)
"""How the genitive of a family's name ends that was once a place's."""
_ORGANISED = re.compile(r"\s(?:[-–][a-zåäö]{3}|(?:oy|oyj|ry|ab|rf|ltd|säätiö\w{0,4}|stiftelsen)\b)", re.IGNORECASE)
"""What follows a person's name when it is an association's or a company's."""
_NOT_FAMILY = re.compile(r"(?:lai|läi)(?:nen|s)|suome|ihmi|nai")
_FOREIGN = re.compile(
    r"[^\W\d_]{2,30}(?:sson|sen|qvist|kvist|ström|gren|blom|lund|berg|holm|ov|ova|ev|eva|enko|chuk|tšuk"
    r"|dze|yan|jan|zadeh|oğlu|ski|sky|skaja|skaya|escu|wicz|vich|vitš)"
    r"(?:in|n|ille|ilta|illa|ia|issa|ista|lle|lta|lla|a|s)?$"
)


def persons(text: str, morphology: Morphology) -> Iterator[Span]:
    """Yield the names in `text`; one that could hardly be anything else is certain."""
    scene = Scene.of(text, morphology)
    fired = {place for place in range(len(scene.words)) if _is_name(scene, place)} | set(paired(scene))
    for start, end in grown(scene, fired):
        first, last = scene.words[start], scene.words[end]
        if _ORGANISED.match(text, last.token.end):
            continue
        sure = (
            end > start
            or scene.called(start)
            or (first.reading.strong and first.reading.first and first.token.lower != first.token.text)
        )
        yield Span("PERSON", first.token.start, last.token.end, "certain" if sure else "likely")


def _is_name(scene: Scene, place: int) -> bool:
    word = scene.words[place]
    if word.known:
        return (
            not word.little
            and word.reading.first
            and word.token.title
            and (scene.fate(place) or scene.points(place) >= _ENOUGH)
        )
    if len(word.token.text) == 1 or (word.little and not word.token.title):
        return False
    if word.token.lower in cues().kin and not word.capital:
        return False
    if word.reading.name:
        return _listed(scene, place, word)
    return word.unknown and _unlisted(scene, place, word)


def _listed(scene: Scene, place: int, word: Word) -> bool:
    reading = word.reading
    if reading.place and not (reading.first and reading.common and not reading.listed_place):
        return _placelike(scene, place, word)
    if word.little and not word.capital:
        return word.token.title and scene.tongue == "fi" and not scene.kin(place) and scene.points(place) >= _ENOUGH
    if reading.word:
        return _ambiguous(scene, place, word)
    if word.token.title or (word.token.shouted and len(word.token.text) > _SHORT):
        return True
    return _unambiguous_small(scene, place, word)


def _unambiguous_small(scene: Scene, place: int, word: Word) -> bool:
    """Whether a word in small letters that no dictionary knows is someone: a rare name needs company to be believed."""
    reading = word.reading
    if reading.common or scene.points(place) > 0 or scene.belongs(place):
        return True
    if not reading.first:
        return False
    return reading.local and len(word.token.text) > _SHORT


def _ambiguous(scene: Scene, place: int, word: Word) -> bool:
    reading = word.reading
    if word.capital and (not reading.mostly_word or (reading.common and scene.tongue in ("fi", ""))):
        return True
    if reading.mostly_word:
        return word.token.title and (scene.called(place) or (word.capital and scene.points(place) >= _ENOUGH))
    return scene.points(place) >= _ENOUGH


def _placelike(scene: Scene, place: int, word: Word) -> bool:
    """Whether a word that is also a place is someone: places are lived in, people are written to."""
    reading, town = word.reading, word.reading.town
    if not word.token.title and not town and reading.common and not reading.word:
        return scene.points(place) > 0
    if reading.ending in INNER or not word.token.title:
        return scene.called(place)
    if town or not reading.common:
        return scene.points(place) >= _ENOUGH and not (scene.kin(place) and not reading.common)
    if word.capital and reading.ending in _OUTER and not reading.listed_place:
        return True
    return scene.points(place) >= _ENOUGH


def _unlisted(scene: Scene, place: int, word: Word) -> bool:
    token = word.token
    if not word.token.title or len(token.text) < _SHORT or _half_small(token.text):
        return False
    if scene.called(place) or (word.capital and scene.client(place)):
        return True
    if scene.kin(place) and (word.capital or token.lower.endswith(_FARMS)):
        return True
    if word.capital and _looks_like_family(token.lower):
        return True
    return word.capital and token.lower.endswith(("lle", "lta", "ltä")) and scene.lower(place - 1) in cues().reaching


def _half_small(text: str) -> bool:
    """Whether a part of a double word begins small, as in "Stories-kuva"."""
    return any(not part[:1].isupper() for part in text.split("-"))


def _looks_like_family(word: str) -> bool:
    if _FOREIGN.match(word):
        return True
    return word.endswith("nen") and not _NOT_FAMILY.search(word)
