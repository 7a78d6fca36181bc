"""From guideline entries to the parts and choices of a reply. Quotations pass through untouched."""

from collections.abc import Iterator, Sequence

from bot.reply import Choice, Part
from bot.texts import Texts, texts
from knowledge.guideline import Entry, Guideline, Language, Section
from knowledge.signposts import Signpost


class Composer:
    """Writes the parts of replies about one guideline."""

    def __init__(self, guideline: Guideline, signposts: Sequence[Signpost] = ()) -> None:
        """Take the guideline to quote and the places to turn to when it is silent."""
        self.guideline = guideline
        self._signposts = signposts

    def entry(self, entry: Entry, language: Language) -> Iterator[Part]:
        """Title, quotation and citation of `entry`, with the marks of a translation where it is one."""
        say = texts(language)
        yield Part("title", say("choose_item", number=entry.id, title=entry.title(language)))
        yield Part("quote", self.guideline.text(entry, language), entry.url)
        if entry.read_more:
            yield Part("citation", say("read_more", mark=entry.read_more))
        if entry.broken:
            yield Part("citation", say("broken_link"))
        yield Part("citation", self._citation(entry, language))
        yield from self._unofficial(language)

    def _citation(self, entry: Entry, language: Language) -> str:
        guideline, section = self.guideline, self.guideline.section(entry.section)
        words = guideline if language == guideline.language else guideline.translations[language]
        facts = {"number": entry.id, "guideline": words.title, "issuer": words.issuer, "edition": words.edition}
        if not entry.answers or section is None:
            return texts(language)("citation_other", **facts)
        title = guideline.section_title(section, language)
        return texts(language)("citation", section=section.id, section_title=title, **facts)

    def companions(self, entries: Sequence[Entry], language: Language) -> Iterator[Part]:
        """A line for each companion of an answer."""
        for entry in entries:
            yield Part("companion", texts(language)("see_also", number=entry.id, title=entry.title(language)))

    def items(self, entries: Sequence[Entry], language: Language) -> Iterator[Part]:
        """A line for each entry to choose from."""
        for entry in entries:
            yield Part("item", texts(language)("choose_item", number=entry.id, title=entry.title(language)))

    def section(self, section: Section, language: Language) -> Iterator[Part]:
        """The section's title and every entry's text in it, each with its number."""
        title = self.guideline.section_title(section, language)
        lead = self.guideline.examples_lead(section, language)
        yield Part("title", texts(language)("section_title", number=section.id, title=title))
        for entry in section.entries:
            if entry.kind == "platform example" and lead:
                yield Part("quote", lead)
                lead = ""
            yield Part("item", texts(language)("choose_item", number=entry.id, title=entry.title(language)))
            yield Part("quote", self.guideline.text(entry, language), entry.url)
        yield from self._unofficial(language)

    def _unofficial(self, language: Language) -> Iterator[Part]:
        """The mark that stands wherever our own translation is shown."""
        if language != self.guideline.language:
            yield Part("citation", texts(language)("unofficial"))

    def contents(self, language: Language) -> Iterator[Part]:
        """The guideline's title and its sections."""
        guideline = self.guideline
        words = guideline if language == guideline.language else guideline.translations[language]
        yield Part("title", texts(language)("contents", guideline=words.title))
        for section in guideline.sections:
            title = guideline.section_title(section, language)
            yield Part("item", texts(language)("contents_item", number=section.id, title=title))
        yield from self._unofficial(language)

    def silence(self, nearest: Section | None, language: Language) -> Iterator[Part]:
        """The one honest sentence, the nearest section to browse, and the places to turn to."""
        say = texts(language)
        yield Part("lead", say("silent"))
        if nearest is not None:
            title = self.guideline.section_title(nearest, language)
            yield Part("lead", say("nearest", number=nearest.id, title=title))
            yield from self._unofficial(language)
        if self._signposts:
            yield Part("lead", say("signposts"))
        for post in self._signposts:
            text = say("signpost", name=post.name[language], text=post.text[language])
            yield Part("signpost", text, post.url)

    def to_entry(self, entry: Entry, language: Language) -> Choice:
        """A choice that opens `entry`."""
        label = texts(language)("choice.entry", number=entry.id, title=entry.title(language))
        return Choice(label, f"e:{entry.id}:{language}", entry.id)

    def to_section(self, section: Section, language: Language) -> Choice:
        """A choice that opens `section`."""
        return Choice(texts(language)("choice.section", number=section.id), f"s:{section.id}:{language}", section.id)

    def to_contents(self, language: Language) -> Choice:
        """A choice that opens the table of contents."""
        label = texts(language)("choice.contents")
        return Choice(label, f"c::{language}", label.casefold())

    def to_original(self, entry: Entry, say: Texts) -> Choice:
        """A choice that shows `entry` in the guideline's own language."""
        return Choice(say("choice.original"), f"e:{entry.id}:{self.guideline.language}", entry.id)
