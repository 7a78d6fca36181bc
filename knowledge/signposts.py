"""Where a worker can turn, and what a team can think about: our words around the guideline, never advice beyond it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.guideline import Language


@dataclass(frozen=True)
class Signpost:
    """A named place to turn to; `source` and `checked` (ISO day) say where its facts come from."""

    id: str
    name: Mapping[Language, str]
    text: Mapping[Language, str]
    source: str
    checked: str
    url: str = ""


Reflections = Mapping[str, Mapping[Language, Sequence[str]]]
"""Questions by recommendation id and language."""
