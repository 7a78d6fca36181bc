from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.documents import Document, KnowledgeError

FILE = Path("some.yaml")
TEXT = """\
# a comment
title: "Otsikko"
items:
  - {id: "1.1", text: yksi}
  - id: "1.2"
    text: kaksi
"""


@pytest.mark.parametrize(
    ("where", "line"),
    [
        ((), 1),
        (("title",), 2),
        (("items", 0), 4),
        (("items", 0, "text"), 4),
        (("items", 1, "text"), 6),
        (("items", 1, "missing"), 5),
        (("items", 9), 4),
        (("nothing", "here"), 1),
    ],
)
def test_line_of_a_value(where: tuple[str | int, ...], line: int) -> None:
    """The line of a value is found, or that of the nearest one above it."""
    assert Document(FILE, TEXT).line(where) == line


def test_data_is_plain_values() -> None:
    """The content comes back as plain values."""
    data = {"title": "Otsikko", "items": [{"id": "1.1", "text": "yksi"}, {"id": "1.2", "text": "kaksi"}]}
    assert Document(FILE, TEXT).data == data


@pytest.mark.parametrize(
    ("text", "line", "mend"),
    [
        ('a: "b\nc: d\n', 3, "check the quotes, colons and indentation"),
        ("a: b: c\n", 1, "check the quotes, colons and indentation"),
        ("a:\n\t- b\n", 2, "a tab stands in the indentation: use spaces"),
        ("a: [1, 2\nb: 3\n", 2, "check the quotes, colons and indentation"),
    ],
)
def test_broken_yaml_names_file_line_and_mend(text: str, line: int, mend: str) -> None:
    """YAML that cannot be read is an error that names the file, the line and the mend."""
    with pytest.raises(KnowledgeError) as caught:
        _ = Document(FILE, text).data
    assert str(caught.value).startswith(f"some.yaml:{line}: ")
    assert mend in str(caught.value)


def test_character_yaml_forbids_is_told() -> None:
    """A control character, which no YAML file may hold, is told with the file's name."""
    with pytest.raises(KnowledgeError, match=r"^some\.yaml: not YAML"):
        _ = Document(FILE, "a: \x00b\n").data


def test_impossible_day_is_told() -> None:
    """A day without quotes that no calendar has, which YAML tries to read as a date, is told with the file's name."""
    with pytest.raises(KnowledgeError, match=r"^some\.yaml"):
        _ = Document(FILE, "checked: 2026-13-45\n").data


def test_missing_file_is_told(tmp_path: Path) -> None:
    """A file that is not there is told with its path."""
    with pytest.raises(KnowledgeError, match=r"gone\.yaml: cannot be read \(No such file"):
        Document.read(tmp_path / "gone.yaml")


def test_other_encoding_is_told(tmp_path: Path) -> None:
    """A file in Latin-1 is told with the byte and the mend."""
    path = tmp_path / "latin.yaml"
    path.write_bytes('a: "älä"\n'.encode("latin-1"))
    with pytest.raises(KnowledgeError, match=r"latin\.yaml: not UTF-8 at byte 4: save the file as UTF-8"):
        Document.read(path)


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_any_text_is_read_or_told(text: str) -> None:
    """Whatever stands in a file, it is read or a KnowledgeError names the file; nothing else happens."""
    document = Document(FILE, text)
    with suppress(KnowledgeError):
        _ = document.data
        assert document.line(("a", 0)) >= 1
