"""From a guideline's folder to its data."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from knowledge.documents import Document, KnowledgeError
from knowledge.guideline import LANGUAGES, Entry, Guideline, Label, Language, Section, Translation
from knowledge.signposts import Reflections, Signpost
from knowledge.situations import Examples, Situation, Unanswered

HERE = Path(__file__).parent


def folders(root: Path | None = None) -> dict[str, Path]:
    """Return the folder of every guideline under `root` (default: this package), by name.

    Raises `KnowledgeError` when there is none: nobody could be answered, and nothing would be in order.
    """
    root = root or HERE
    found = {path.parent.name: path.parent for path in sorted(root.glob("*/guideline.yaml"))}
    if not found:
        raise KnowledgeError(
            f"{root}: no folder in it has a guideline.yaml: let LUOTSI_KNOWLEDGE_DIR name a folder of guidelines."
        )
    return found


def read_guideline(folder: Path) -> Guideline:
    """Read the guideline in `folder` with its labels and translations.

    Raises `KnowledgeError` when a file cannot be read; `luotsi check` says more than this about what is wrong.
    """
    try:
        return _guideline(folder)
    except (KeyError, TypeError, AttributeError) as error:
        raise KnowledgeError(f"{folder}: incomplete ({error!r}): `luotsi check` names the file and the line.") from None


def _guideline(folder: Path) -> Guideline:
    data = Document.read(folder / "guideline.yaml").data
    labels = {key: _label(value) for key, value in Document.read(folder / "labels.yaml").data.items()}
    sections = (
        _introduction(data, labels),
        *(_section(item, labels) for item in data["sections"]),
        _sources(data, labels),
    )
    facts = {key: data[key] for key in ("id", "language", "title", "issuer", "edition")}
    return Guideline(**facts, sections=sections, translations=_translations(folder, data["language"]))


def _label(item: Mapping[str, Any]) -> Label:
    return Label(item["title"], tuple(item.get("words", ())))


def _introduction(data: Mapping[str, Any], labels: Mapping[str, Label]) -> Section:
    items = ({"kind": "introduction"} | item for item in data["introduction"])
    return Section("0", data["title"], labels["0"], _entries(items, labels))


def _section(item: Mapping[str, Any], labels: Mapping[str, Label]) -> Section:
    entries = _entries(item["recommendations"], labels)
    return Section(item["id"], item["title"], labels[item["id"]], entries, item.get("examples_lead", ""))


def _sources(data: Mapping[str, Any], labels: Mapping[str, Label]) -> Section:
    section = str(len(data["sections"]) + 1)
    items = ({"kind": "source"} | item for item in data["sources"])
    return Section(section, data["sources_title"], labels[section], _entries(items, labels))


def _entries(items: Any, labels: Mapping[str, Label]) -> tuple[Entry, ...]:
    return tuple(Entry(**item, label=labels[item["id"]]) for item in items)


def _translations(folder: Path, own: Language) -> dict[Language, Translation]:
    return {language: _translation(folder, language) for language in LANGUAGES if language != own}


def _translation(folder: Path, language: Language) -> Translation:
    data = dict(Document.read(folder / "translations" / f"{language}.yaml").data)
    del data["status"]
    return Translation(**data)


def read_examples(folder: Path) -> Examples:
    """Read the situations and the unanswered questions in `folder`; a guideline may have none of either."""
    situations = [item for language in LANGUAGES for item in _situations(folder, language)]
    return Examples(tuple(situations), tuple(_unanswered(folder)))


def _situations(folder: Path, language: Language) -> list[Situation]:
    lists = _optional(folder / "situations" / f"{language}.yaml")
    return [_situation(key, language, item) for key, items in lists.items() for item in items]


def _situation(recommendation: str, language: Language, item: Mapping[str, Any]) -> Situation:
    also, source = tuple(item.get("also", ())), item.get("source", "")
    return Situation(item["text"], recommendation, language, item["register"], also, source)


def _unanswered(folder: Path) -> list[Unanswered]:
    lists = _optional(folder / "unanswered.yaml")
    return [_question(topic, item) for topic, items in lists.items() for item in items]


def _question(topic: str, item: Mapping[str, Any]) -> Unanswered:
    return Unanswered(item["text"], item["lang"], topic, item["scope"], item.get("source", ""))


def _optional(path: Path) -> Mapping[str, Any]:
    return Document.read(path).data or {} if path.is_file() else {}


def read_signposts(folder: Path) -> tuple[Signpost, ...]:
    """Read the places to turn to when the guideline is silent."""
    return tuple(Signpost(**item) for item in Document.read(folder / "signposts.yaml").data)


def read_reflections(folder: Path) -> Reflections:
    """Read the questions to think about, by recommendation and language."""
    return {key: dict(item) for key, item in _optional(folder / "reflections.yaml").items()}


def knowledge_files(folder: Path) -> list[Path]:
    """Return every YAML file of the guideline in a fixed order, for fingerprints and checks."""
    return sorted(Path(root) / name for root, _, names in os.walk(folder) for name in names if name.endswith(".yaml"))
