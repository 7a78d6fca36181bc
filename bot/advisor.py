"""The conversation's heart: a message in, a reply out, no network, nothing kept."""

import random
from collections.abc import Callable, Iterator, Sequence

from bot.compose import Composer
from bot.danger import Danger
from bot.language import detect
from bot.lookup import Number, WordIndex, is_word_search, number
from bot.message import Message
from bot.reply import Choice, Part, Reply
from bot.texts import texts
from index.ranking import Decision, Ranked, Ranking, Retriever
from index.text import LONGEST, clean
from knowledge.guideline import LANGUAGES, Entry, Guideline, Language, Section
from knowledge.signposts import Reflections, Signpost

CHOICES = 3
COMPANIONS = 2
_COMPANION_LEAST = 0.08
"""A companion must be at least this likely to be useful."""
_NEARLY = 0.5
"""A companion from another section is preferred when it is at least this share as likely as the best one."""


class Advisor:
    """Answers messages from one guideline: look-up first, retrieval for everything else."""

    def __init__(
        self,
        guideline: Guideline,
        retriever: Retriever,
        *,
        danger: Danger,
        signposts: Sequence[Signpost] = (),
        reflections: Reflections | None = None,
        chance: Callable[[Sequence[Entry]], Entry] = random.choice,
    ) -> None:
        """Take finished parts; `chance` picks the entry of a tip."""
        self.guideline = guideline
        self._retriever = retriever
        self._danger = danger
        self._words = WordIndex(guideline)
        self._compose = Composer(guideline, signposts)
        self._reflections = reflections or {}
        self._chance = chance

    def reply(self, message: Message) -> Reply:
        """Answer one message."""
        return self.replies([message])[0]

    def replies(self, messages: Sequence[Message]) -> list[Reply]:
        """Answer messages together, in order: the encoder reads those that need it in one go."""
        looked_up = [self._look_up(message) for message in messages]
        open_texts = [clean(message.text) for message, reply in zip(messages, looked_up, strict=True) if reply is None]
        rankings = iter(self._retriever.rank(open_texts) if open_texts else ())
        return [
            reply or self._retrieved(message, next(rankings))
            for message, reply in zip(messages, looked_up, strict=True)
        ]

    def act(self, action: str) -> Reply:
        """Do what a pressed choice stands for; an action from an older guideline gets the table of contents."""
        kind, _, rest = action.partition(":")
        target, _, language = rest.partition(":")
        chosen = next((known for known in LANGUAGES if known == language), self.guideline.language)
        if kind == "e" and (entry := self.guideline.get(target)):
            return self.entry(entry, chosen)
        if kind == "s" and (section := self.guideline.section(target)):
            return self.section(section, chosen)
        return self.contents(chosen)

    def entry(self, entry: Entry, language: Language) -> Reply:
        """Show one entry."""
        parts = tuple(self._compose.entry(entry, language))
        return Reply(language, parts, tuple(self._entry_choices(entry, (), language)), recommendations=_certain(entry))

    def section(self, section: Section, language: Language) -> Reply:
        """Show one section."""
        choices = tuple(self._compose.to_entry(entry, language) for entry in section.entries)
        best = tuple(Ranked(entry.id, 1.0) for entry in section.entries if entry.answers)[:5]
        return Reply(language, tuple(self._compose.section(section, language)), choices, recommendations=best)

    def contents(self, language: Language) -> Reply:
        """Show the table of contents."""
        choices = tuple(self._compose.to_section(section, language) for section in self.guideline.sections)
        return Reply(language, tuple(self._compose.contents(language)), choices)

    def tip(self, language: Language) -> Reply:
        """Show one recommendation with a question to think about."""
        entry = self._chance(self.guideline.recommendations)
        lead = Part("lead", texts(language)("tip", number=entry.id, title=entry.title(language)))
        questions = self._reflections.get(entry.id, {}).get(language, ())
        question = [Part("question", texts(language)("reflection", question=item)) for item in questions[:1]]
        parts = (lead, *tuple(self._compose.entry(entry, language))[1:], *question)
        return Reply(language, parts, tuple(self._entry_choices(entry, (), language)), recommendations=_certain(entry))

    def search(self, text: str, language: Language) -> Reply | None:
        """Look `text` up by number or by search words; None when nothing is found."""
        asked = number(clean(text))
        if asked is not None:
            return self._numbered(asked, language)
        found = self._words.find(text)
        return self._found(found, language) if found else None

    def language_of(self, message: Message) -> Language:
        """Return the language to answer in: the worker's choice, else the one they write."""
        return message.language or detect(clean(message.text), self.guideline.language)

    def _look_up(self, message: Message) -> Reply | None:
        text, language = clean(message.text), self.language_of(message)
        if not any(letter.isalnum() for letter in text):
            return Reply(language, (Part("notice", texts(language)("empty")),), decision="silent")
        asked = number(text)
        return self._numbered(asked, language) if asked else None

    def _numbered(self, asked: Number, language: Language) -> Reply:
        if asked.entry and (entry := self.guideline.get(asked.id)):
            return self.entry(entry, language)
        if not asked.entry and (section := self.guideline.section(asked.section)):
            return self.section(section, language)
        first, last = self.guideline.sections[0].id, self.guideline.sections[-1].id
        notice = Part("notice", texts(language)("no_entry", number=asked.id, first=first, last=last))
        return Reply(language, (notice,), (self._compose.to_contents(language),), "silent")

    def _found(self, entries: Sequence[Entry], language: Language) -> Reply:
        if len(entries) == 1:
            return self.entry(entries[0], language)
        lead = Part("lead", texts(language)("found"))
        parts = (lead, *self._compose.items(entries, language))
        best = tuple(Ranked(entry.id, 1 / len(entries)) for entry in entries[:5])
        return Reply(
            language, parts, tuple(self._compose.to_entry(e, language) for e in entries), "choose", recommendations=best
        )

    def _retrieved(self, message: Message, ranking: Ranking) -> Reply:
        language = self.language_of(message)
        ranking = self._with_word_search(message, ranking)
        urgent = self._danger.sees(clean(message.text))
        parts = (*self._notices(message, language, urgent=urgent), *self._answer(ranking, language))
        choices = tuple(self._choices(ranking, language))
        return Reply(language, parts, choices, ranking.decision, urgent, ranking.best)

    def _with_word_search(self, message: Message, ranking: Ranking) -> Ranking:
        """Put the entries that one or two words name before what retrieval made of so little."""
        found = (
            [entry.id for entry in self._words.find(message.text) if entry.answers]
            if is_word_search(clean(message.text))
            else []
        )
        if not found:
            return ranking
        share = 0.9 / len(found)
        named = [Ranked(entry_id, share) for entry_id in found]
        rest = [
            Ranked(ranked.id, min(ranked.confidence, share) / 2) for ranked in ranking.best if ranked.id not in found
        ]
        decision: Decision = "answer" if len(found) == 1 else "choose"
        return Ranking(tuple([*named, *rest][:5]), decision, ranking.trained)

    def _notices(self, message: Message, language: Language, *, urgent: bool) -> Iterator[Part]:
        if urgent:
            yield Part("urgent", texts(language)("urgent"))
        if len(message.text) > LONGEST:
            yield Part("notice", texts(language)("cut", count=LONGEST))

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

    def _entry_choices(self, entry: Entry, companions: Sequence[Entry], language: Language) -> Iterator[Choice]:
        yield from (self._compose.to_entry(companion, language) for companion in companions)
        yield from self._section_choice(entry, language)
        if language != self.guideline.language:
            yield self._compose.to_original(entry, texts(language))

    def _section_choice(self, entry: Entry, language: Language) -> Iterator[Choice]:
        section = self.guideline.section(entry.section)
        if section is not None:
            yield self._compose.to_section(section, language)

    def _companions(self, ranking: Ranking) -> list[Entry]:
        """Up to two likely companions; one from another section goes before a somewhat likelier one from the same."""
        own = self.guideline[ranking.best[0].id].section
        likely = [ranked for ranked in ranking.best[1:] if ranked.confidence >= _COMPANION_LEAST]
        floor = _NEARLY * max((ranked.confidence for ranked in likely), default=0.0)
        likely.sort(key=lambda ranked: self.guideline[ranked.id].section == own or ranked.confidence < floor)
        return [self.guideline[ranked.id] for ranked in likely[:COMPANIONS]]


def _certain(entry: Entry) -> tuple[Ranked, ...]:
    return (Ranked(entry.id, 1.0),) if entry.answers else ()
