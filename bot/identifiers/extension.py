"""From the words that are names to whole names: first and last, initials, "von" and "al" between them."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from bot.identifiers.cues import cues
from bot.identifiers.reader import Word
from bot.identifiers.scene import Scene

_TAILS = (
    "nen", "ranta", "mäki", "niemi", "lahti", "koski", "järvi", "joki", "vaara", "harju", "salmi", "lampi",
    "saari", "vuori",
)  # fmt: skip
_LONG = 7
_PARTICLES = frozenset(
    ["von", "af", "de", "del", "da", "di", "van", "der", "den", "al", "el", "bin", "ben", "ibn", "la", "le", "abu", "o"]
)


def grown(scene: Scene, fired: AbstractSet[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last word of each name that holds a fired word."""
    taken = set(fired)
    for place in range(1, len(scene.words)):
        if place - 1 in taken and place not in taken and (_follows(scene, place) or _between(scene, place, taken)):
            taken.add(place)
    for place in range(len(scene.words) - 2, -1, -1):
        if place + 1 in taken and place not in taken and _leads(scene, place):
            taken.add(place)
    yield from _runs(scene, taken)


def paired(scene: Scene) -> Iterator[int]:
    """Yield the words of first and last names of which neither is surely a name alone ("Sade Koski")."""
    for place in range(1, len(scene.words)):
        left, right = scene.words[place - 1], scene.words[place]
        told = right.capital or scene.tongue in ("fi", "")
        if told and right.token.joined and left.reading.first and not left.reading.ending and _couple(left, right):
            yield from (place - 1, place)


def _couple(left: Word, right: Word) -> bool:
    if not (right.reading.last and right.reading.common and _namelike(left)):
        return False
    if right.capital:
        return left.token.title and not right.known
    return left.reading.common and left.token.title == right.token.title and _namelike(right)


def _runs(scene: Scene, taken: AbstractSet[int]) -> Iterator[tuple[int, int]]:
    start = -1
    for place in range(len(scene.words) + 1):
        inside = place in taken
        if start >= 0 and not (inside and scene.words[place].token.joined):
            yield start, place - 1
            start = -1
        if inside and start < 0:
            start = place


def _between(scene: Scene, place: int, taken: AbstractSet[int]) -> bool:
    """Whether a word that can be a name stands between two that are."""
    near = place + 1 < len(scene.words) and scene.words[place + 1].token.joined and scene.words[place].token.joined
    return near and place + 1 in taken and scene.words[place].reading.name and not scene.words[place].little


def _follows(scene: Scene, place: int) -> bool:
    """Whether the word at `place` goes on with the name before it."""
    word, before = scene.words[place], scene.words[place - 1]
    if not word.token.joined or word.known or (word.little and not word.reading.name):
        return False
    if len(word.token.text) == 1:
        return (word.token.text.isupper() and word.capital) or scene.text[word.token.end : word.token.end + 1] == "."
    if word.token.lower in _PARTICLES:
        return place + 1 < len(scene.words) and scene.words[place + 1].capital
    if word.capital:
        return word.reading.name or (not before.reading.ending and not word.reading.place)
    return _pair(before, word) or (
        not before.reading.ending and before.reading.first and word.unknown and _surname_like(word)
    )


def _surname_like(word: Word) -> bool:
    """Whether a word in small letters that no list has is built as Finnish surnames are."""
    return len(word.token.text) >= _LONG and word.token.lower.endswith(_TAILS)


def _leads(scene: Scene, place: int) -> bool:
    """Whether the word at `place` begins the name after it."""
    word, after = scene.words[place], scene.words[place + 1]
    if not after.token.joined or word.known:
        return False
    if len(word.token.text) == 1:
        return scene.text[word.token.end] == "." or (word.token.text.isupper() and after.token.title and word.capital)
    if word.capital and not word.little:
        return word.reading.name or word.unknown
    return not word.little and (word.reading.common or not word.reading.mostly_word) and _pair(word, after)


def _pair(left: Word, right: Word) -> bool:
    """Whether two words, of which one is a name, are first and last name, or a family's genitive and a first name."""
    if not (_namelike(left) and _namelike(right)):
        return False
    if left.reading.first and not left.reading.ending and right.reading.last:
        return True
    return left.reading.last and left.reading.ending == "n" and right.reading.first


def _namelike(word: Word) -> bool:
    reading, lower = word.reading, word.token.lower
    if not reading.name or word.known or word.little:
        return False
    cued = lower in cues().kin or lower in cues().speaking or lower in cues().belonging or lower in cues().client
    return not cued and (reading.strong or word.token.title or (reading.common and not reading.mostly_word))
