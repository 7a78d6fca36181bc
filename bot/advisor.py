"""The conversation's heart: a message in, a reply out, no network, nothing kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.danger import Danger
from bot.guard import Guard, Seen, guarded
from bot.language import detect
from bot.lookup import is_word_search, number
from bot.message import Message
from bot.pages import Pages
from bot.reply import Choice, Part, Reply
from bot.texts import texts
from index.ranking import Decision, Ranked, Ranking, Retriever
from index.text import LONGEST, clean
from knowledge.guideline import Entry, Guideline, Language

BEST = 5
CHOICES = 3
COMPANIONS = 2
_COMPANION_LEAST = 0.08
"""A companion must be at least this likely to be useful."""
_NEARLY = 0.5
"""A companion from another section is preferred when it is at least this share as likely as the best one."""


_NAMED = 0.9
"""How sure one or two words make us that the entries they name are meant, shared among them."""


@dataclass(frozen=True)
class Heard:
    """A message once the guard has read it: what is left of it, in which language, and what to say about it."""

    text: str
    language: Language
    seen: Seen
    cut: bool

    def __repr__(self) -> str:
        """Say nothing of the words."""
        return f"Heard({self.language}, {self.seen})"


class Advisor(Pages):
    """Answers messages from one guideline: look-up first, retrieval for everything else."""

    def __init__(
        self,
        guideline: Guideline,
        retriever: Retriever,
        *,
        danger: Danger,
        guard: Guard = guarded,
        fallback: Language | None = None,
        **parts: Any,
    ) -> None:
        """Take finished parts; `guard` reads a message first, `fallback` answers where its language cannot be told.

        `parts` are those of `Pages`.
        """
        super().__init__(guideline, **parts)
        self._retriever = retriever
        self._danger = danger
        self._guard = guard
        self._fallback = fallback or guideline.language

    def reply(self, message: Message) -> Reply:
        """Answer one message."""
        return self.replies([message])[0]

    def replies(self, messages: Sequence[Message]) -> list[Reply]:
        """Answer messages together, in order: the encoder reads those that need it in one go."""
        heard = [self._hear(message) for message in messages]
        looked_up = [self._look_up(message) for message in heard]
        asked = [message.text for message, reply in zip(heard, looked_up, strict=True) if reply is None]
        rankings = iter(self._retriever.rank(asked) if asked else ())
        return [
            reply or self._retrieved(message, next(rankings)) for message, reply in zip(heard, looked_up, strict=True)
        ]

    def language_of(self, message: Message) -> Language:
        """Return the language to answer in: the worker's choice, else the one they write."""
        return self._hear(message).language

    def _hear(self, message: Message) -> Heard:
        seen = self._guard(message.text.lstrip()[:LONGEST])
        text = clean(seen.text)
        language = message.language or detect(text, self._fallback)
        return Heard(text, language, seen, cut=len(message.text) > LONGEST)

    def _look_up(self, heard: Heard) -> Reply | None:
        if not any(letter.isalnum() for letter in heard.text):
            return Reply(heard.language, (Part("notice", texts(heard.language)("empty")),), decision="silent")
        asked = number(heard.text)
        return self._numbered(asked, heard.language) if asked else None

    def _retrieved(self, heard: Heard, ranking: Ranking) -> Reply:
        ranking = self._with_word_search(heard.text, ranking)
        urgent = self._danger.sees(heard.text)
        parts = (*_notices(heard, urgent=urgent), *self._answer(ranking, heard.language))
        choices = tuple(self._choices(ranking, heard.language))
        return Reply(heard.language, parts, choices, ranking.decision, urgent, ranking.best)

    def _with_word_search(self, text: str, ranking: Ranking) -> Ranking:
        """Put the entries that one or two words name before what retrieval made of so little."""
        words = self._words.find(text) if is_word_search(text) else ()
        found = [entry.id for entry in words if entry.answers]
        if not found:
            return ranking
        share = _NAMED / len(found)
        others = [ranked for ranked in ranking.best if ranked.id not in found]
        rest = [Ranked(ranked.id, min(ranked.confidence, share) / 2) for ranked in others]
        decision: Decision = "answer" if len(found) == 1 else "choose"
        return Ranking(tuple([*(Ranked(name, share) for name in found), *rest][:BEST]), decision, ranking.trained)

    def _answer(self, ranking: Ranking, language: Language) -> Iterator[Part]:
        entries = [self.guideline[ranked.id] for ranked in ranking.best]
        if ranking.decision == "silent":
            yield from self._compose.silence(self.guideline.section(entries[0].section), language)
        elif ranking.decision == "choose":
            yield Part("lead", texts(language)("choose"))
            yield from self._compose.items(entries[:CHOICES], language)
        else:
            yield from self._compose.entry(entries[0], language)
            if not ranking.trained:
                yield Part("notice", texts(language)("untrained"))
            yield from self._compose.companions(self._companions(ranking), language)

    def _choices(self, ranking: Ranking, language: Language) -> Iterator[Choice]:
        entries = [self.guideline[ranked.id] for ranked in ranking.best]
        if ranking.decision == "answer":
            yield from self._entry_choices(entries[0], self._companions(ranking), language)
        elif ranking.decision == "choose":
            yield from (self._compose.to_entry(entry, language) for entry in entries[:CHOICES])
        else:
            yield from self._section_choice(entries[0], language)
            yield self._compose.to_contents(language)

    def _companions(self, ranking: Ranking) -> list[Entry]:
        """Up to two likely companions; one from another section goes before a somewhat likelier one from the same."""
        own = self.guideline[ranking.best[0].id].section
        likely = [ranked for ranked in ranking.best[1:] if ranked.confidence >= _COMPANION_LEAST]
        floor = _NEARLY * max((ranked.confidence for ranked in likely), default=0.0)
        likely.sort(key=lambda ranked: self.guideline[ranked.id].section == own or ranked.confidence < floor)
        return [self.guideline[ranked.id] for ranked in likely[:COMPANIONS]]


def _notices(heard: Heard, *, urgent: bool) -> Iterator[Part]:
    say = texts(heard.language)
    if urgent:
        yield Part("urgent", say("urgent"))
    if heard.seen.identifiers:
        yield Part("notice", say(f"identified.{heard.seen.identifiers}"))
    if heard.seen.indirect:
        yield Part("notice", say("identified.indirect"))
    if heard.cut:
        yield Part("notice", say("cut", count=LONGEST))
