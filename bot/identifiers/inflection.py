"""How Finnish, Swedish and English bend a name, so that "Virtasen" and "Olssons" lead back to the listed form."""

from collections.abc import Iterator

ENDINGS = frozenset(
    [
        "n",
        "a",
        "ä",
        "ta",
        "tä",
        "ssa",
        "ssä",
        "sta",
        "stä",
        "lla",
        "llä",
        "lta",
        "ltä",
        "lle",
        "ksi",
        "na",
        "nä",
        "t",
        "tta",
        "ttä",
        "lt",
        "seen",
        "den",
        "tten",
        "ten",
        "en",
        "hin",
    ]
)
"""What may follow an inflection stem of a Finnish name, spoken "-lt" among them."""
PLAIN_ENDINGS = frozenset({"s"})
"""What may follow a name in Swedish and in an English without its apostrophe."""
INNER = frozenset(("ssa", "ssä", "sta", "stä", "Vn", "hVn", "seen"))
"""The endings of being in a place, coming from it and going into it: said of towns, seldom of people."""
_CLITICS = ("kaan", "kään", "kin", "han", "hän", "ko", "kö", "pa", "pä")
_WEAK = (
    ("kk", "k"), ("pp", "p"), ("tt", "t"), ("nk", "ng"), ("nt", "nn"), ("lt", "ll"), ("rt", "rr"), ("mp", "mm"),
    ("ht", "hd"), ("lk", "l"), ("rk", "r"), ("hk", "h"), ("t", "d"), ("p", "v"), ("k", ""),
)  # fmt: skip
_STRONG = (("nn", "nt"), ("mm", "mp"), ("ll", "lt"), ("rr", "rt"), ("d", "t"), ("t", "tt"), ("p", "pp"), ("k", "kk"))
_SIBILANT = {
    "nen": ("se", "s", "si"),
    "as": ("aa", "akse", "as", "ai"),
    "äs": ("ää", "äkse", "äs"),
    "us": ("ukse", "us"),
    "ys": ("ykse", "ys"),
    "is": ("ikse", "ii", "is"),
    "es": ("ekse", "ee", "es"),
    "os": ("okse", "os"),
}
_VOWELS = frozenset("aeiouyåäöéèáóíúüøæ")
_LONGEST, _SHORT = 5, 4


def stems(name: str, *, plural: bool = True) -> frozenset[str]:
    """Return what Finnish endings are glued to when the lower-case `name` is inflected."""
    if name[-1] in _VOWELS:
        return frozenset(_vowel_stems(name, plural=plural))
    found = {name + "i", name + "e"}
    for tail, replacements in _SIBILANT.items():
        if name.endswith(tail) and len(name) > len(tail) + 1:
            found.update(name[: -len(tail)] + new for new in replacements)
    return frozenset(found)


def _vowel_stems(name: str, *, plural: bool) -> Iterator[str]:
    body, last = name[:-1], name[-1]
    bodies = {body, *_graded(body, _WEAK)}
    yield from (each + last for each in bodies)
    if last == "i":
        yield from (each + "e" for each in bodies)
        yield from (body[:-1] + new + "e" for new in "td" if body.endswith("s"))
    if last == "e":
        yield from (each + "ee" for each in {body, *_graded(body, _STRONG)})
    if plural:
        yield from (each + end for each in bodies for end in _plurals(last))


def _plurals(last: str) -> tuple[str, ...]:
    return {"a": ("i", "oi"), "ä": ("i", "öi"), "i": ("ei",)}.get(last, (last + "i",))


def _graded(body: str, table: tuple[tuple[str, str], ...]) -> Iterator[str]:
    """Change the last consonants as gradation does ("Pekka", "Pekan"); the first row that fits decides."""
    for old, new in table:
        if body.endswith(old) and len(body) > len(old):
            yield body[: -len(old)] + new
            return


def splits(word: str) -> Iterator[tuple[str, str]]:
    """Yield each (stem, ending) that the inflected lower-case `word` could consist of."""
    yield from _cut(word)
    for clitic in _CLITICS:
        if word.endswith(clitic) and len(word) > len(clitic) + 2:
            rest = word[: -len(clitic)]
            yield rest, ""
            if rest[-1] == "n":
                yield rest[:-1], "n"
            return


def _cut(word: str) -> Iterator[tuple[str, str]]:
    for size in range(1, min(_LONGEST, len(word) - 1)):
        if word[-size:] in ENDINGS:
            yield word[:-size], word[-size:]
    if len(word) > _SHORT and word[-1] == "n" and word[-2] == word[-3]:
        yield word[:-2], "Vn"
    if len(word) > _SHORT + 1 and word[-1] == "n" and word[-3] == "h" and word[-2] == word[-4]:
        yield word[:-3], "hVn"
