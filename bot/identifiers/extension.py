"""From the words that are names to whole names: first and last, initials, "von" and "al" between them."""

from collections.abc import Iterator, Set

from bot.identifiers.cues import cues
from bot.identifiers.scene import Scene, Word

_PARTICLES = frozenset("von af de del da di van der den al el bin ben ibn la le abu o".split())


def grown(scene: Scene, fired: Set[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last word of each name that holds a fired word."""
    taken = set(fired)
    for place in range(1, len(scene.words)):
        if place - 1 in taken and place not in taken and _follows(scene, place):
            taken.add(place)
    for place in range(len(scene.words) - 2, -1, -1):
        if place + 1 in taken and place not in taken and _leads(scene, place):
            taken.add(place)
    yield from _runs(scene, taken)


def _runs(scene: Scene, taken: Set[int]) -> Iterator[tuple[int, int]]:
    start = -1
    for place in range(len(scene.words) + 1):
        inside = place in taken
        if start >= 0 and not (inside and scene.words[place].token.joined):
            yield start, place - 1
            start = -1
        if inside and start < 0:
            start = place


def _follows(scene: Scene, place: int) -> bool:
    """Whether the word at `place` goes on with the name before it."""
    word, before = scene.words[place], scene.words[place - 1]
    if not word.token.joined or word.known or (word.little and not word.reading.name):
        return False
    if len(word.token.text) == 1:
        return word.token.text.isupper() and word.capital
    if word.token.lower in _PARTICLES:
        return place + 1 < len(scene.words) and scene.words[place + 1].capital
    if word.capital:
        return word.reading.name or (not before.reading.ending and not word.reading.place)
    return _pair(before, word)


def _leads(scene: Scene, place: int) -> bool:
    """Whether the word at `place` begins the name after it."""
    word, after = scene.words[place], scene.words[place + 1]
    if not after.token.joined or word.known:
        return False
    if len(word.token.text) == 1:
        return word.token.text.isupper() and after.token.title
    if word.capital and not word.little:
        return word.reading.name or word.unknown
    return not word.little and not word.reading.mostly_word and _pair(word, after)


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
