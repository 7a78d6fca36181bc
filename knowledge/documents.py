"""YAML files that remember on which line each value stands."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

_TEXT = "tag:yaml.org,2002:str"


class KnowledgeError(Exception):
    """A knowledge file cannot be read; the message names the file, the line and the mend."""


@dataclass(frozen=True)
class Key:
    """A key as it is written; one without quotes may be no text to YAML but a number, a date or a yes."""

    written: str
    is_text: bool
    line: int


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
        return self._parsed[1]

    @cached_property
    def _parsed(self) -> tuple[yaml.Node | None, Any]:
        try:
            loader = _Loader(self.text)
            root = loader.get_single_node()
            return root, None if root is None else loader.construct_document(root)
        except yaml.MarkedYAMLError as error:
            raise KnowledgeError(f"{self.path}:{_where(error) + 1}: {_mend(error, self.text.splitlines())}") from None
        except yaml.YAMLError as error:
            raise KnowledgeError(f"{self.path}: not YAML: {error}") from None

    def mappings(self) -> Iterator[list[Key]]:
        """Go through the keys of every mapping as they are written, also those that `data` has lost."""
        for node in _nodes(self._parsed[0]):
            if isinstance(node, yaml.MappingNode):
                yield [Key(str(key.value), key.tag == _TEXT, _line(key)) for key, _ in node.value]

    def line(self, where: Iterable[str | int]) -> int:
        """Return the line (from 1) of the value at the path `where`, or of the nearest value above it."""
        return self._lines(where)[1]

    def key_line(self, where: Iterable[str | int]) -> int:
        """Return the line (from 1) on which the value at the path `where` has its key, or the nearest one above it."""
        return self._lines(where)[0]

    def _lines(self, where: Iterable[str | int]) -> tuple[int, int]:
        node, lines = self._parsed[0], (1, 1)
        for step in where:
            key, node = _child(node, step)
            if key is None or node is None:
                break
            lines = _line(key), _line(node)
        return lines


class _Loader(yaml.CSafeLoader):
    """YAML's safe loader; it also has a line for a value that cannot be made, such as a day that no calendar has."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:  # noqa: FBT002  the parent's signature
        """Make the value of `node`; raises `yaml.MarkedYAMLError` where Python cannot."""
        try:
            return super().construct_object(node, deep)
        except (ValueError, LookupError, AttributeError):
            raise _Impossible(problem=str(node.value)[:40], problem_mark=node.start_mark) from None


class _Impossible(yaml.MarkedYAMLError):
    """What looks like a date or a number is none."""


def _nodes(root: yaml.Node | None) -> Iterator[yaml.Node]:
    waiting, seen = [root], {id(None)}
    while waiting:
        node = waiting.pop()
        # An alias leads to the same node again, even to one that it stands in.
        if node is not None and id(node) not in seen:
            seen.add(id(node))
            yield node
            waiting += _children(node)


def _children(node: yaml.Node) -> list[yaml.Node | None]:
    if isinstance(node, yaml.MappingNode):
        return [value for _, value in node.value]
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def _child(node: yaml.Node | None, step: str | int) -> tuple[yaml.Node | None, yaml.Node | None]:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    if isinstance(node, yaml.MappingNode):
        # From the last: of a key that stands twice, `data` holds the last.
        return next(((key, value) for key, value in reversed(node.value) if _is(key, step)), (None, None))
    return None, None


def _is(key: yaml.Node, step: str | int) -> bool:
    if isinstance(step, str) or key.tag == _TEXT:
        return key.tag == _TEXT and key.value == step
    # Without quotes 1.10 is the number 1.1.
    return bool(yaml.safe_load(key.value) == step)


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _where(error: yaml.MarkedYAMLError) -> int:
    mark = error.problem_mark or error.context_mark
    return int(mark.line) if mark else 0


def _mend(error: yaml.MarkedYAMLError, lines: list[str]) -> str:
    number = _where(error)
    indent = lines[number][: -len(lines[number].lstrip())] if number < len(lines) else ""
    if "\t" in indent:
        return "a tab stands in the indentation: use spaces."
    if isinstance(error, _Impossible):
        return f"{error.problem!r} looks like a date or a number, but is none: correct it or put it in quotes."
    return f"not YAML ({error.problem}): check the quotes, colons and indentation here."
