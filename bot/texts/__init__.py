"""The bot's own sentences, in one YAML file a language; none stands in code."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.guideline import Language

HERE = Path(__file__).parent


class Texts:
    """The sentences of one language, by dotted key."""

    def __init__(self, language: Language, sentences: Mapping[str, str | list[str]]) -> None:
        """Take the flat `sentences` of `language`."""
        self.language = language
        self._sentences = sentences

    def __call__(self, key: str, /, **values: object) -> str:
        """Return the sentence under `key` with `values` filled in; raises KeyError for an unknown key."""
        sentence = self._sentences[key]
        assert isinstance(sentence, str), f"{key} is a list of sentences: ask for `lines`"
        return sentence.format(**values)

    def lines(self, key: str) -> list[str]:
        """Return the list of sentences under `key`."""
        return list(self._sentences[key])

    def keys(self) -> set[str]:
        """Return every key."""
        return set(self._sentences)


@cache
def texts(language: Language) -> Texts:
    """Return the sentences of `language`."""
    data = yaml.safe_load((HERE / f"{language}.yaml").read_text(encoding="utf-8"))
    return Texts(language, dict(_flat(data)))


def _flat(data: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str | list[str]]]:
    flat: list[tuple[str, str | list[str]]] = []
    for key, value in data.items():
        flat += _flat(value, f"{prefix}{key}.") if isinstance(value, dict) else [(f"{prefix}{key}", value)]
    return flat
