"""What no file shows by itself: ids that the guideline does not have or that a file lacks, and texts told twice.

Values of a wrong shape are passed over: the file's own schema has named them already.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from knowledge.documents import Document
from knowledge.problems import Problem

_Where = tuple[str | int, ...]

_SECTION, _ENTRY = "9", "9.9"
"""The two forms of an id, as `_form` writes them."""


@dataclass(frozen=True)
class _Ids:
    """The guideline's ids: of its sections, of what answers a situation, and of the introduction and the sources."""

    sections: list[str]
    answering: list[str]
    others: list[str]

    @property
    def entries(self) -> list[str]:
        return [*self.answering, *self.others]


def cross_problems(documents: Mapping[str, Document]) -> Iterator[Problem]:
    """Yield what is wrong between the readable `documents` of a guideline, by name."""
    guideline = documents.get("guideline.yaml")
    ids = _ids(guideline.data) if guideline else None
    if guideline and ids:
        yield from _repeated(guideline, ids)
        for name, document in documents.items():
            yield from _id_problems(name, document, ids)
    yield from _duplicates(documents)


def _ids(data: Any) -> _Ids | None:
    """Return the ids in `data`, or None where one cannot be read: every file that is right would then seem wrong."""
    try:
        sections = [section["id"] for section in data["sections"]]
        answering = [item["id"] for section in data["sections"] for item in section["recommendations"]]
        others = [item["id"] for item in (*data["introduction"], *data["sources"])]
    except (KeyError, TypeError):
        return None
    sound = _have_form(sections, _SECTION) and _have_form((*answering, *others), _ENTRY)
    return _Ids(["0", *sections, str(len(sections) + 1)], answering, others) if sound else None


def _have_form(ids: Iterable[object], form: str) -> bool:
    return all(_form(entry_id) == form for entry_id in ids)


def _form(entry_id: object) -> str:
    return re.sub(r"[0-9]+", "9", entry_id) if isinstance(entry_id, str) else ""


def _repeated(guideline: Document, ids: _Ids) -> Iterator[Problem]:
    every = [*ids.sections, *ids.entries]
    for entry_id in sorted({entry_id for entry_id in every if every.count(entry_id) > 1}):
        yield Problem(guideline.path, 0, f"the id {entry_id} stands twice: ids are unique.")


def _id_problems(name: str, document: Document, ids: _Ids) -> Iterator[Problem]:
    if name == "labels.yaml":
        yield from _coverage(document, (), [*ids.sections, *ids.entries])
    elif name == "reflections.yaml":
        yield from _coverage(document, (), ids.answering)
    elif name.startswith("translations/"):
        yield from _coverage(document, ("texts",), ids.entries)
        yield from _coverage(document, ("sections",), ids.sections)
    elif name.startswith("situations/"):
        yield from _unknown_ids(document, (), ids.answering)
        yield from _unknown_also(document, ids.answering)


def _coverage(document: Document, where: _Where, wanted: list[str]) -> Iterator[Problem]:
    present = _at(document, where)
    if present is None:
        return
    yield from _unknown_ids(document, where, wanted)
    for entry_id in wanted:
        if entry_id not in present:
            yield Problem(document.path, document.key_line(where), f'"{entry_id}" is missing: add it.')


def _unknown_ids(document: Document, where: _Where, known: list[str]) -> Iterator[Problem]:
    forms = {_form(entry_id) for entry_id in known}
    for entry_id in _at(document, where) or ():
        if entry_id not in known and _form(entry_id) in forms:
            line = document.key_line((*where, entry_id))
            yield Problem(document.path, line, f'"{entry_id}" is no id of the guideline: correct or remove it.')


def _at(document: Document, where: _Where) -> Mapping[Any, Any] | None:
    """Return the mapping at `where`, or None if there is something else or nothing."""
    value = document.data
    for step in where:
        value = value.get(step) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else None


def _unknown_also(document: Document, known: list[str]) -> Iterator[Problem]:
    for (entry_id, number), item in _items(document):
        for other in _list(item.get("also")):
            if _form(other) == _ENTRY and (other not in known or other == entry_id):
                line = document.key_line((entry_id, number, "also"))
                yield Problem(document.path, line, f'also: "{other}" is no other recommendation: correct it.')


def _items(document: Document) -> Iterator[tuple[tuple[Any, int], dict[str, Any]]]:
    """Go through what stands in the lists of `document`, each with its place."""
    for key, items in (_at(document, ()) or {}).items():
        for number, item in enumerate(_list(items)):
            if isinstance(item, dict):
                yield (key, number), item


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _duplicates(documents: Mapping[str, Document]) -> Iterator[Problem]:
    seen: dict[str, tuple[Document, _Where]] = {}
    for document, where, text in _texts(documents):
        first, place = seen.setdefault(_folded(text), (document, where))
        if (first, place) != (document, where):
            twin = f"{first.path.name}:{first.line(place)}"
            yield Problem(document.path, document.line(where), f"the same text stands in {twin}: keep one.")


def _texts(documents: Mapping[str, Document]) -> Iterator[tuple[Document, _Where, str]]:
    for name, document in documents.items():
        if name.startswith("situations/") or name == "unanswered.yaml":
            for where, item in _items(document):
                text = item.get("text")
                if isinstance(text, str) and text.strip():
                    yield document, where, text


def _folded(text: str) -> str:
    """Return the words of `text` without case, spaces and punctuation; a text without words stays as it is."""
    return " ".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).casefold())) or text.strip()
