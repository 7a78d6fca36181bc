from pathlib import Path

import pytest

from knowledge.documents import KnowledgeError
from knowledge.reading import (
    folders,
    knowledge_files,
    read_examples,
    read_guideline,
    read_reflections,
    read_signposts,
)


def test_every_folder_with_a_guideline_is_found(small_folder: Path) -> None:
    """A second guideline is a second folder; one without guideline.yaml is none."""
    (small_folder.parent / "drafts").mkdir()
    assert folders(small_folder.parent) == {"small": small_folder}
    assert list(folders()) == ["talentia-some"]


def test_examples_know_what_they_belong_to(small_folder: Path) -> None:
    """Situations know their recommendation, language, register and companions, questions their topic and scope."""
    examples = read_examples(small_folder)
    second, question = examples.situations[1], examples.unanswered[1]
    assert (second.recommendation, second.language, second.register, second.also) == ("1.2", "fi", "standard", ("1.1",))
    assert (question.topic, question.language, question.scope) == ("weather", "en", "near")
    assert (len(examples.situations), len(examples.unanswered)) == (3, 2)


def test_guideline_may_have_no_examples(small_folder: Path) -> None:
    """A new guideline works before anybody has written a situation, a question or a reflection for it."""
    for name in ("situations/fi.yaml", "unanswered.yaml", "reflections.yaml"):
        (small_folder / name).unlink()
    examples = read_examples(small_folder)
    assert not examples.situations
    assert not examples.unanswered
    assert read_reflections(small_folder) == {}
    assert len(read_guideline(small_folder).recommendations) == 4


def test_empty_files_are_no_examples(small_folder: Path) -> None:
    """A file of comments only counts as empty."""
    (small_folder / "situations" / "fi.yaml").write_text("# later\n", encoding="utf-8")
    assert read_examples(small_folder).situations == ()


@pytest.mark.parametrize("name", ["guideline.yaml", "labels.yaml", "translations/sv.yaml"])
def test_missing_file_is_told(small_folder: Path, name: str) -> None:
    """A guideline without one of its files is told with the file's path."""
    (small_folder / name).unlink()
    with pytest.raises(KnowledgeError, match=f"{name}: cannot be read"):
        read_guideline(small_folder)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("guideline.yaml", "id: x\n"),
        ("guideline.yaml", "- a list\n"),
        ("labels.yaml", '"0": {title: {fi: a, sv: b, en: c}}\n'),
        ("labels.yaml", "just words\n"),
        ("translations/en.yaml", "status: unofficial\n"),
        ("translations/en.yaml", "status: unofficial\nunknown: key\n"),
    ],
)
def test_incomplete_file_points_to_the_check(small_folder: Path, name: str, content: str) -> None:
    """A guideline that cannot be put together says which command names the line."""
    (small_folder / name).write_text(content, encoding="utf-8")
    with pytest.raises(KnowledgeError, match="`luotsi check` names the file and the line"):
        read_guideline(small_folder)


def test_signposts_need_their_file(small_folder: Path) -> None:
    """Places to turn to are no option: their file has to be there."""
    assert len(read_signposts(small_folder)) == 1
    (small_folder / "signposts.yaml").unlink()
    with pytest.raises(KnowledgeError, match=r"signposts\.yaml"):
        read_signposts(small_folder)


def test_knowledge_files_in_a_fixed_order(small_folder: Path) -> None:
    """Every YAML file counts for the fingerprint, in one order, and nothing else does."""
    (small_folder / "notes.txt").write_text("not knowledge", encoding="utf-8")
    names = [path.relative_to(small_folder).as_posix() for path in knowledge_files(small_folder)]
    assert names == sorted(names)
    assert set(names) == {
        "guideline.yaml",
        "labels.yaml",
        "reflections.yaml",
        "signposts.yaml",
        "situations/fi.yaml",
        "translations/en.yaml",
        "translations/sv.yaml",
        "unanswered.yaml",
    }
