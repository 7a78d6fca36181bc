"""What can be opened without asking: entries, sections, the table of contents, a tip, a search by word or number."""

import random
from collections.abc import Callable, Iterator, Sequence

from bot.compose import Composer
from bot.lookup import Number, WordIndex, number
from bot.reply import Choice, Part, Reply
from bot.texts import texts
from index.ranking import Ranked
from index.text import clean
from knowledge.guideline import LANGUAGES, Entry, Guideline, Language, Section
from knowledge.signposts import Reflections, Signpost


class Pages:
    """The pages of one guideline, each a reply; none needs the encoder."""

    def __init__(
        self,
        guideline: Guideline,
        signposts: Sequence[Signpost] = (),
        reflections: Reflections | None = None,
        chance: Callable[[Sequence[Entry]], Entry] = random.choice,
    ) -> None:
        """Take finished parts; `chance` picks the entry of a tip."""
        self.guideline = guideline
        self._words = WordIndex(guideline)
        self._compose = Composer(guideline, signposts)
        self._reflections = reflections or {}
        self._chance = chance

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

    def _entry_choices(self, entry: Entry, companions: Sequence[Entry], language: Language) -> Iterator[Choice]:
        yield from (self._compose.to_entry(companion, language) for companion in companions)
        yield from self._section_choice(entry, language)
        if language != self.guideline.language:
            yield self._compose.to_original(entry, texts(language))

    def _section_choice(self, entry: Entry, language: Language) -> Iterator[Choice]:
        section = self.guideline.section(entry.section)
        if section is not None:
            yield self._compose.to_section(section, language)


def _certain(entry: Entry) -> tuple[Ranked, ...]:
    return (Ranked(entry.id, 1.0),) if entry.answers else ()
