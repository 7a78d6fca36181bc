"""`luotsi check`: every problem of every knowledge file in one run, with its file, line and mend."""

from pathlib import Path

from knowledge.crosscheck import cross_problems
from knowledge.documents import Document, KnowledgeError
from knowledge.formcheck import form_problems
from knowledge.guideline import LANGUAGES
from knowledge.problems import Problem

__all__ = ["Problem", "problems"]

_REQUIRED = ("guideline", "labels", "signposts")
_OPTIONAL = ("reflections", "unanswered")


def problems(folder: Path) -> list[Problem]:
    """Return every problem in the guideline of `folder`, by file and line; an empty list means all is well."""
    documents, found = _read(folder)
    for document, schema in documents.values():
        found += form_problems(document, schema)
    found += cross_problems({name: document for name, (document, _) in documents.items()})
    # Two rules may say the same of one value, as of an empty text: it is told once.
    return sorted(set(found), key=lambda problem: (str(problem.path), problem.line, problem.what))


def _read(folder: Path) -> tuple[dict[str, tuple[Document, str]], list[Problem]]:
    """Return the documents by name, each with the name of its schema, and what is wrong with the files as such."""
    translations = _translations(folder)
    schemas = _schemas(translations)
    found = _missing(folder, translations)
    documents: dict[str, tuple[Document, str]] = {}
    for path in sorted(folder.rglob("*.yaml")):
        name = path.relative_to(folder).as_posix()
        read = _readable(path) if name in schemas else Problem(path, 0, "unknown file: nothing reads this name.")
        if isinstance(read, Problem):
            found.append(read)
        else:
            documents[name] = read, schemas[name]
    return documents, found


def _translations(folder: Path) -> list[str]:
    own = _own_language(folder)
    return [f"translations/{language}.yaml" for language in LANGUAGES if language != own]


def _own_language(folder: Path) -> str:
    try:
        language = Document.read(folder / "guideline.yaml").data["language"]
    except (KnowledgeError, KeyError, TypeError):
        return LANGUAGES[0]
    return str(language) if language in LANGUAGES else LANGUAGES[0]


def _schemas(translations: list[str]) -> dict[str, str]:
    """Return the name of the schema for every file that is read."""
    return (
        {f"{stem}.yaml": stem for stem in (*_REQUIRED, *_OPTIONAL)}
        | {f"situations/{language}.yaml": "situations" for language in LANGUAGES}
        | dict.fromkeys(translations, "translation")
    )


def _missing(folder: Path, translations: list[str]) -> list[Problem]:
    names = [*(f"{stem}.yaml" for stem in _REQUIRED), *translations]
    absent = (folder / name for name in names if not (folder / name).is_file())
    return [Problem(path, 0, "missing: the guideline needs it.") for path in absent]


def _readable(path: Path) -> Document | Problem:
    try:
        document = Document.read(path)
        _ = document.data
    except KnowledgeError as error:
        return _from_error(path, str(error))
    return document


def _from_error(path: Path, message: str) -> Problem:
    line, _, what = message.removeprefix(f"{path}:").partition(": ")
    return Problem(path, int(line), what) if line.isdigit() else Problem(path, 0, message.removeprefix(f"{path}: "))
