"""A guideline as data: its words, which are the issuer's, and the labels and translations, which are ours."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

Language = Literal["fi", "sv", "en"]
LANGUAGES: tuple[Language, ...] = ("fi", "sv", "en")
"""The languages a worker may write and read in, the first one the default."""

Kind = Literal["introduction", "recommendation", "platform example", "source"]


@dataclass(frozen=True)
class Label:
    """What we call an entry: a short title for buttons in each language, and the words people use for it."""

    titles: Mapping[Language, str]
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """One numbered piece of the guideline; `text` is the issuer's, unchanged."""

    id: str
    kind: Kind
    text: str
    label: Label
    read_more: str = ""
    url: str = ""
    broken: bool = False

    @property
    def answers(self) -> bool:
        """Whether the entry can answer a situation; the introduction and the sources are for look-up only."""
        return self.kind in {"recommendation", "platform example"}

    @property
    def section(self) -> str:
        """The id of the section the entry stands in."""
        return self.id.partition(".")[0]

    def title(self, language: Language) -> str:
        """Return the short title in `language`."""
        return self.label.titles[language]


@dataclass(frozen=True)
class Section:
    """A numbered section with its entries in order; `title` is the issuer's."""

    id: str
    title: str
    label: Label
    entries: tuple[Entry, ...]
    examples_lead: str = ""


@dataclass(frozen=True)
class Translation:
    """Our own, unofficial translation: texts and section titles by id."""

    title: str
    issuer: str
    edition: str
    sections: Mapping[str, str]
    texts: Mapping[str, str]
    examples_lead: str = ""


@dataclass(frozen=True)
class Guideline:
    """A whole guideline: introduction (section 0), sections, sources (the last section), translations by language."""

    id: str
    language: Language
    title: str
    issuer: str
    edition: str
    sections: tuple[Section, ...]
    translations: Mapping[Language, Translation] = field(default_factory=dict)

    @cached_property
    def _entries(self) -> dict[str, Entry]:
        return {entry.id: entry for section in self.sections for entry in section.entries}

    @cached_property
    def recommendations(self) -> tuple[Entry, ...]:
        """The entries that can answer a situation, in order."""
        return tuple(entry for entry in self if entry.answers)

    def __iter__(self) -> Iterator[Entry]:
        """Go through every entry in order."""
        return iter(self._entries.values())

    def get(self, entry_id: str) -> Entry | None:
        """Return the entry with that id, or None."""
        return self._entries.get(entry_id)

    def __getitem__(self, entry_id: str) -> Entry:
        """Return the entry with that id; raises KeyError."""
        return self._entries[entry_id]

    def section(self, section_id: str) -> Section | None:
        """Return the section with that id, or None."""
        return next((section for section in self.sections if section.id == section_id), None)

    def text(self, entry: Entry, language: Language) -> str:
        """Return the entry's words in `language`: the issuer's own, or our unofficial translation of them."""
        return entry.text if language == self.language else self.translations[language].texts[entry.id]

    def examples_lead(self, section: Section, language: Language) -> str:
        """Return the line that stands before a section's platform examples, or nothing."""
        if language == self.language or not section.examples_lead:
            return section.examples_lead
        return self.translations[language].examples_lead

    def section_title(self, section: Section, language: Language) -> str:
        """Return the section's title in `language`."""
        return section.title if language == self.language else self.translations[language].sections[section.id]
