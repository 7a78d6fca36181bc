"""What happens to a text between a tired thumb and the bot: typing errors, lost diacritics, capitals, chatter."""

import random
import unicodedata

from knowledge.guideline import Language

_LETTERS = "aeinstlkourmäö"
_SHORTEST = 5
"""Letters of the words that get a typing error; shorter ones become other words too easily."""

CHATTER: dict[Language, tuple[str, ...]] = {
    "fi": (
        "Moi taas!",
        "Olipa pitkä päivä.",
        "Satoi koko aamun ja bussi oli myöhässä.",
        "Kahvi loppui kesken.",
        "Kirjoitan tätä puhelimella ruokatunnilla.",
        "Meillä on tällä viikolla paljon kokouksia.",
        "Olen ollut talossa kolme vuotta.",
        "Anteeksi jos tästä tulee pitkä.",
    ),
    "sv": (
        "Hej igen!",
        "Det har varit en lång dag.",
        "Det regnade hela morgonen och bussen var sen.",
        "Kaffet tog slut.",
        "Jag skriver på telefonen under lunchen.",
        "Vi har många möten den här veckan.",
        "Jag har jobbat här i tre år.",
    ),
    "en": (
        "Hi again!",
        "It has been a long day.",
        "It rained all morning and the bus was late.",
        "We ran out of coffee.",
        "I am writing this on my phone at lunch.",
        "We have many meetings this week.",
        "I have worked here for three years.",
    ),
}


def noisy(text: str, language: Language, rng: random.Random) -> str:
    """Return `text` as it might also have been typed."""
    spoil = rng.choice((typing_errors, plain, str.upper, with_chatter))
    if spoil is with_chatter:
        return with_chatter(plain(text) if rng.random() < 1 / 3 else text, language, rng)
    return typing_errors(text, rng) if spoil is typing_errors else plain(text) if spoil is plain else text.upper()


def typing_errors(text: str, rng: random.Random) -> str:
    """Spoil about every second longer word by one letter."""
    return " ".join(
        _slip(word, rng) if len(word) >= _SHORTEST and rng.random() < 1 / 2 else word for word in text.split()
    )


def _slip(word: str, rng: random.Random) -> str:
    place = rng.randrange(1, len(word) - 1)
    before, letter, after = word[:place], word[place], word[place + 1 :]
    return rng.choice(
        (
            before + after,
            before + letter + letter + after,
            before + after[0] + letter + after[1:],
            before + rng.choice(_LETTERS) + after,
        )
    )


def plain(text: str) -> str:
    """Take the diacritics away and the capitals."""
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).lower()


def with_chatter(text: str, language: Language, rng: random.Random) -> str:
    """Put one to three sentences before `text` that have nothing to do with it."""
    return " ".join([*rng.sample(CHATTER[language], rng.randint(1, 3)), text])
