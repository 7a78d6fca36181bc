"""`luotsi check`: every problem of every knowledge file in one run, with its file, line and mend."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator, ValidationError

from knowledge.documents import Document, KnowledgeError
from knowledge.guideline import LANGUAGES

SCHEMAS = Path(__file__).parent / "schema"
_REQUIRED = ("guideline.yaml", "labels.yaml", "signposts.yaml")


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong; `line` counts from 1, 0 means the file as a whole."""

    path: Path
    line: int
    what: str

    def __str__(self) -> str:
        """Write the problem the way compilers do, so that editors can jump to it."""
        place = f"{self.path}:{self.line}" if self.line else str(self.path)
        return f"{place}: {self.what}"


def problems(folder: Path) -> list[Problem]:
    """Return every problem in the guideline of `folder`, by file and line; an empty list means all is well."""
    documents, found = _read(folder)
    for name, document in documents.items():
        found += _schema_problems(name, document)
    if not found:
        found += _cross_problems(documents)
    return sorted(found, key=lambda problem: (str(problem.path), problem.line))


def _read(folder: Path) -> tuple[dict[str, Document], list[Problem]]:
    documents: dict[str, Document] = {}
    found = [
        Problem(folder / name, 0, "missing: the guideline needs it.")
        for name in _needed(folder)
        if not (folder / name).is_file()
    ]
    for path in sorted(folder.rglob("*.yaml")):
        try:
            document = Document.read(path)
            _ = document.data
        except KnowledgeError as error:
            found.append(_from_error(path, str(error)))
        else:
            documents[path.relative_to(folder).as_posix()] = document
    return documents, found


def _needed(folder: Path) -> list[str]:
    own = _own_language(folder)
    return [*_REQUIRED, *(f"translations/{language}.yaml" for language in LANGUAGES if language != own)]


def _own_language(folder: Path) -> str:
    try:
        return str(Document.read(folder / "guideline.yaml").data["language"])
    except (KnowledgeError, KeyError, TypeError):
        return LANGUAGES[0]


def _from_error(path: Path, message: str) -> Problem:
    line, _, what = message.removeprefix(f"{path}:").partition(": ")
    return Problem(path, int(line), what) if line.isdigit() else Problem(path, 0, message.removeprefix(f"{path}: "))


def _schema_problems(name: str, document: Document) -> Iterator[Problem]:
    schema = _schema(name)
    if schema is None:
        yield Problem(document.path, 0, "unknown file: a guideline has no file of this name.")
        return
    for error in Draft202012Validator(schema).iter_errors(document.data):
        yield Problem(document.path, document.line(error.absolute_path), _sentence(error))


@cache
def _schema(name: str) -> Any:
    stem = {"situations": "situations", "translations": "translation"}.get(
        name.partition("/")[0], name.removesuffix(".yaml")
    )
    path = SCHEMAS / f"{stem}.schema.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else None


def _sentence(error: ValidationError) -> str:
    where = ".".join(str(step) for step in error.absolute_path) or "the file"
    value = str(error.instance)[:40]
    sentences = {
        "type": f"{where} is {value!r}, but should be {error.validator_value}: put text in quotes, lists under a dash.",
        "minLength": f"{where} is empty: write it or remove it.",
        "maxLength": f"{where} is longer than {error.validator_value} characters: shorten it.",
        "enum": f"{where} is {value!r}: choose one of {error.validator_value}.",
        "uniqueItems": f"{where} says the same thing twice: remove one.",
        "minItems": f"{where} has too few items: {error.validator_value} are needed.",
    }
    if error.validator == "pattern":
        return _pattern_sentence(where, str(error.instance))
    return sentences.get(str(error.validator), f"{where}: {error.message}.")


def _pattern_sentence(where: str, value: str) -> str:
    if "\t" in value or "\n" in value:
        return f"{where} holds a tab or a line break: use spaces, on one line."
    return (
        f"{where} is empty: write it or remove it."
        if not value.strip()
        else f"{where} is {value[:40]!r}: not the expected form."
    )


def _cross_problems(documents: dict[str, Document]) -> Iterator[Problem]:
    guideline = documents["guideline.yaml"].data
    answering = [item["id"] for section in guideline["sections"] for item in section["recommendations"]]
    sections = ["0", *(section["id"] for section in guideline["sections"]), str(len(guideline["sections"]) + 1)]
    others = [item["id"] for item in (*guideline["introduction"], *guideline["sources"])]
    yield from _repeated(documents["guideline.yaml"], [*answering, *others])
    yield from _coverage(documents["labels.yaml"], (), [*sections, *answering, *others])
    for name, document in documents.items():
        if name.startswith("translations/"):
            yield from _coverage(document, ("texts",), [*answering, *others])
            yield from _coverage(document, ("sections",), sections)
        if name.startswith("situations/"):
            yield from _unknown_ids(document, (), answering)
            yield from _unknown_also(document, answering)
    if "reflections.yaml" in documents:
        yield from _coverage(documents["reflections.yaml"], (), answering)
    yield from _duplicates(documents)


def _repeated(document: Document, ids: list[str]) -> Iterator[Problem]:
    for entry_id in sorted({entry_id for entry_id in ids if ids.count(entry_id) > 1}):
        yield Problem(document.path, 0, f"the id {entry_id} stands twice: ids are unique.")


def _coverage(document: Document, where: tuple[str, ...], wanted: list[str]) -> Iterator[Problem]:
    yield from _unknown_ids(document, where, wanted)
    for entry_id in wanted:
        if entry_id not in _at(document, where):
            yield Problem(document.path, document.line(where), f'"{entry_id}" is missing: add it.')


def _unknown_ids(document: Document, where: tuple[str, ...], known: list[str]) -> Iterator[Problem]:
    for entry_id in _at(document, where):
        if entry_id not in known:
            yield Problem(
                document.path,
                document.line((*where, entry_id)),
                f'"{entry_id}" is no id of the guideline: correct or remove it.',
            )


def _at(document: Document, where: Iterable[str]) -> Any:
    value = document.data or {}
    for step in where:
        value = value[step]
    return value


def _unknown_also(document: Document, known: list[str]) -> Iterator[Problem]:
    for entry_id, items in (document.data or {}).items():
        for number, item in enumerate(items):
            for other in item.get("also", ()):
                if other not in known or other == entry_id:
                    yield Problem(
                        document.path,
                        document.line((entry_id, number, "also")),
                        f'also: "{other}" is no other recommendation: correct it.',
                    )


def _duplicates(documents: dict[str, Document]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for document, where, text in _texts(documents):
        line = document.line(where)
        key = _folded(text)
        if key in seen:
            yield Problem(document.path, line, f"the same text stands in {seen[key]}: keep one.")
        seen.setdefault(key, f"{document.path.name}:{line}")


def _texts(documents: dict[str, Document]) -> Iterator[tuple[Document, tuple[str | int, ...], str]]:
    for name, document in documents.items():
        if name.startswith("situations/") or name == "unanswered.yaml":
            for key, items in (document.data or {}).items():
                for number, item in enumerate(items):
                    yield document, (key, number), item["text"]


def _folded(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in unicodedata.normalize("NFKC", text).casefold()).split())
