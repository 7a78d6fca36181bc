"""YAML files that remember on which line each value stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml


class KnowledgeError(Exception):
    """A knowledge file cannot be read; the message names the file, the line and the mend."""


@dataclass(frozen=True)
class Document:
    """One YAML file: its path and its text."""

    path: Path
    text: str

    @classmethod
    def read(cls, path: Path) -> "Document":
        """Read `path`; raises `KnowledgeError` when it is missing or is not UTF-8."""
        try:
            return cls(path, path.read_text(encoding="utf-8"))
        except UnicodeDecodeError as error:
            raise KnowledgeError(f"{path}: not UTF-8 at byte {error.start}: save the file as UTF-8.") from None
        except OSError as error:
            raise KnowledgeError(f"{path}: cannot be read ({error.strerror}).") from None

    @cached_property
    def data(self) -> Any:
        """The file's content as plain values; raises `KnowledgeError` where it is not YAML."""
        try:
            return yaml.load(self.text, yaml.CSafeLoader)
        except yaml.MarkedYAMLError as error:
            raise KnowledgeError(f"{self.path}:{_where(error) + 1}: {_mend(error, self.text.splitlines())}") from None
        except yaml.YAMLError as error:
            raise KnowledgeError(f"{self.path}: not YAML: {error}") from None

    @cached_property
    def _root(self) -> yaml.Node | None:
        return yaml.compose(self.text, yaml.CSafeLoader)

    def line(self, where: Iterable[str | int]) -> int:
        """Return the line (from 1) of the value at the path `where`, or of the nearest value above it."""
        node = self._root
        line = 1
        for step in where:
            node = _child(node, step)
            if node is None:
                break
            line = node.start_mark.line + 1
        return line


def _child(node: yaml.Node | None, step: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step]  # type: ignore[no-any-return]
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == str(step)), None)
    return None


def _where(error: yaml.MarkedYAMLError) -> int:
    mark = error.problem_mark or error.context_mark
    return int(mark.line) if mark else 0


def _mend(error: yaml.MarkedYAMLError, lines: list[str]) -> str:
    number = _where(error)
    indent = lines[number][: -len(lines[number].lstrip())] if number < len(lines) else ""
    if "\t" in indent:
        return "a tab stands in the indentation: use spaces."
    return f"not YAML ({error.problem}): check the quotes, colons and indentation here."
