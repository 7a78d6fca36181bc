"""Build everything once: the defaults are production, the arguments are the tests' seams."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from bot.settings import Settings, SettingsError, load
from knowledge.documents import KnowledgeError
from knowledge.guideline import Guideline
from knowledge.reading import folders, read_guideline, read_reflections, read_signposts

if TYPE_CHECKING:
    from bot.advisor import Advisor
    from index.encoder import Encoder
    from index.library import Library, Progress
    from index.ranking import Retriever


@dataclass(frozen=True)
class App:
    """The finished parts; those that need the encoder or other heavy imports are built when first asked for."""

    settings: Settings
    guideline: Guideline
    make_library: "Callable[[], Library]"

    @cached_property
    def library(self) -> "Library":
        """The index of the guideline, on disk or still to be built."""
        return self.make_library()

    @cached_property
    def advisor(self) -> "Advisor":
        """The conversation; it loads the encoder with the first message that needs it."""
        from bot.advisor import Advisor
        from bot.danger import Danger
        from index.lazy import LazyRetriever

        folder = _folder(self.settings)
        return Advisor(
            self.guideline,
            LazyRetriever(self._retriever),
            danger=Danger.load(),
            fallback=self.settings.language,
            signposts=read_signposts(folder),
            reflections=read_reflections(folder),
        )

    def _retriever(self) -> "Retriever":
        return self.library.open()


def bootstrap(
    settings: Settings | None = None,
    encoder: "Encoder | None" = None,
    progress: "Progress | None" = None,
) -> App:
    """Return the application; `progress` is told how far a build of the index has come.

    Raises `SettingsError` or `KnowledgeError` when something is wrong that a person has to mend.
    """
    settings = settings or load()
    folder = _folder(settings)

    def library() -> "Library":
        from index.library import Library

        return Library(
            folder,
            settings.cache_dir,
            encoder=encoder,
            name=settings.encoder,
            threads=settings.threads,
            progress=progress,
        )

    return App(settings, read_guideline(folder), library)


def _folder(settings: Settings) -> Path:
    try:
        known = folders(settings.knowledge_dir)
    except KnowledgeError as error:
        raise SettingsError(str(error)) from None
    if settings.guideline not in known:
        names = ", ".join(known)
        raise SettingsError(f"There is no guideline {settings.guideline!r}: LUOTSI_GUIDELINE takes one of: {names}.")
    return known[settings.guideline]
