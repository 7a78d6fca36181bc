import json
from pathlib import Path
from typing import Any

import pytest

from index.questions import Question, QuestionsError, read_questions

WHOLE: dict[str, Any] = {
    "id": "q1",
    "lang": "fi",
    "register": "spoken",
    "text": "asiakas lisäs kaveriks",
    "relevant": {"2.4": 2, "2.1": 1},
    "scope": "in",
}


def written(tmp_path: Path, *lines: str) -> Path:
    """Write a questions file."""
    (tmp_path / "questions.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path / "questions.jsonl"


def test_questions_are_read_in_order(tmp_path: Path) -> None:
    """Each line is a question, empty lines are none, a source is kept where there is one."""
    path = written(tmp_path, json.dumps(WHOLE), "", json.dumps(WHOLE | {"id": "q2", "source": "case 7"}), "  ")
    first, second = read_questions(path)
    assert first == Question("q1", "fi", "spoken", "asiakas lisäs kaveriks", {"2.4": 2, "2.1": 1}, "in")
    assert (second.id, second.source) == ("q2", "case 7")


def test_question_knows_its_section() -> None:
    """The section is that of the recommendation an expert would quote; unanswered questions have none."""
    assert Question("q", "fi", "spoken", "x", {"1.1": 1, "2.4": 2}, "in").section == "2"
    unanswered = Question("q", "fi", "spoken", "x", {}, "near")
    assert (unanswered.section, unanswered.answered) == ("none", False)


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "not JSON",
        "[]",
        "null",
        '"text"',
        "{}",
        json.dumps({name: value for name, value in WHOLE.items() if name != "relevant"}),
        json.dumps(WHOLE | {"relevant": ["2.4"]}),
        json.dumps(WHOLE | {"relevant": {"2.4": "two"}}),
        json.dumps(WHOLE | {"text": 7}),
        json.dumps(WHOLE | {"scope": "elsewhere"}),
    ],
)
def test_broken_line_is_named(tmp_path: Path, line: str) -> None:
    """A line that is no question is named by file and number, counting empty ones, with where the form stands."""
    path = written(tmp_path, json.dumps(WHOLE), "", line)
    with pytest.raises(QuestionsError) as error:
        read_questions(path)
    assert str(error.value).startswith(f"{path}:3: not a question (")
    assert str(error.value).endswith("): see docs/retrieval.md for the form.")


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\x85"])
def test_only_line_feeds_end_lines(tmp_path: Path, separator: str) -> None:
    """A separator that JSON allows within a text does not end its line."""
    text = f"eka{separator}toka"
    (question,) = read_questions(written(tmp_path, json.dumps(WHOLE | {"text": text}, ensure_ascii=False)))
    assert question.text == text


def test_windows_line_ends_are_read(tmp_path: Path) -> None:
    """A file with carriage returns is read like any other."""
    (tmp_path / "questions.jsonl").write_bytes((json.dumps(WHOLE) + "\r\n").encode() * 2)
    assert len(read_questions(tmp_path / "questions.jsonl")) == 2


def test_file_that_is_not_utf8_is_told(tmp_path: Path) -> None:
    """A file in another encoding is a broken questions file, and is named."""
    (tmp_path / "questions.jsonl").write_bytes(json.dumps(WHOLE, ensure_ascii=False).encode("latin-1"))
    with pytest.raises(QuestionsError, match=r"questions\.jsonl"):
        read_questions(tmp_path / "questions.jsonl")
