import json
from collections.abc import Iterable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.advisor import Advisor
from bot.batch import SIZE, BrokenLineError, Question, answers, as_line, parse
from bot.message import Message
from tests.fakes import FakeRetriever


def _run(advisor: Advisor, lines: Iterable[bytes]) -> tuple[list[dict[str, object]], list[tuple[int, str]]]:
    broken: list[tuple[int, str]] = []
    return list(answers(advisor, lines, lambda number, fault: broken.append((number, fault)))), broken


def _line(name: object, text: str) -> bytes:
    return json.dumps({"id": name, "text": text}).encode()


def test_line_has_the_promised_form(advisor: Advisor) -> None:
    """A line has exactly the fields that other programs read, the five best among them, best first."""
    [line], broken = _run(advisor, [_line("q1", "Asiakas pyysi minua kaveriksi")])
    assert broken == []
    assert list(line) == ["id", "language", "decision", "urgent", "recommendations"]
    assert (line["id"], line["language"], line["decision"], line["urgent"]) == ("q1", "fi", "answer", False)
    assert line["recommendations"] == [
        {"id": "2.4", "confidence": 0.8},
        {"id": "2.1", "confidence": 0.2},
        {"id": "1.2", "confidence": 0.05},
        {"id": "2.3", "confidence": 0.0125},
        {"id": "5.8", "confidence": 0.0031},
    ]
    assert json.loads(json.dumps(line)) == line


def test_single_answer_has_no_id(advisor: Advisor) -> None:
    """One question asked with --json has no id to repeat."""
    assert "id" not in as_line(advisor.reply(Message("2.4")))


def test_lines_are_answered_in_order(advisor: Advisor, retriever: FakeRetriever) -> None:
    """More lines than go to the encoder at once are answered in order, a chunk at a time."""
    lines, broken = _run(advisor, (_line(number, f"kysymys numero {number}") for number in range(SIZE + 7)))
    assert [line["id"] for line in lines] == list(range(SIZE + 7))
    assert broken == []
    assert [len(texts) for texts in retriever.read] == [SIZE, 7]


def test_broken_lines_are_named_and_the_others_answered(advisor: Advisor) -> None:
    """Broken lines are named by number, counting empty ones, and spoil no other."""
    lines, broken = _run(
        advisor,
        [
            _line("a", "2.4"),
            b"",
            b"  \r\n",
            b"{broken",
            _line("b", "2.1"),
            b'{"id": "c"}',
            b'{"id": "d", "text": "\xe4"}',
            b'{"text": "no id"}',
            b'["id", "text"]',
            b'{"id": "e", "text": 5}',
            b'{"id": "f", "text": null}',
            b"null",
            b"[" * 100_000,
            _line("g", "5.4"),
        ],
    )
    assert [line["id"] for line in lines] == ["a", "b", "g"]
    assert [number for number, _ in broken] == [4, 6, 7, 8, 9, 10, 11, 12, 13]
    assert broken[0][1] == "is not JSON"
    assert broken[2][1] == "is not UTF-8"
    assert {fault for _, fault in broken[3:8]} == {'is not an object with "id" and "text"'}


def test_fault_never_repeats_what_the_line_holds() -> None:
    """What is wrong with a line is told without its words."""
    with pytest.raises(BrokenLineError) as caught:
        parse(b'{"id": "q", "text": "Matti Meikalainen')
    assert "Matti" not in str(caught.value)


def test_surrogates_and_other_strange_texts_are_answered(advisor: Advisor) -> None:
    """Lone surrogates, NUL, emoji, right-to-left and very long texts get their line, and so do empty ones."""
    texts = ["\ud800 kysymys", "mitä\x00nyt teen", "🙂", "האם מותר לי", "mitä teen " * 1000, "", "\ufdfa" * 1000]
    lines, broken = _run(advisor, (_line(str(number), text) for number, text in enumerate(texts)))
    assert [line["id"] for line in lines] == [str(number) for number in range(7)]
    assert [line["decision"] for line in lines] == [*["answer"] * 2, "silent", *["answer"] * 2, "silent", "answer"]
    assert broken == []


def test_surrogate_in_an_id_is_printable(advisor: Advisor) -> None:
    """An id comes back as it was, and its line can be printed whatever it holds."""
    [line], _ = _run(advisor, [_line("\ud800", "2.4")])
    assert json.loads(json.dumps(line).encode("ascii"))["id"] == "\ud800"


def test_every_answer_has_its_id(advisor: Advisor) -> None:
    """A line whose id is null is answered with that id or named as broken, never answered without one."""
    lines, broken = _run(advisor, [b'{"id": null, "text": "2.4"}'])
    assert broken or "id" in lines[0]


def test_file_with_a_byte_order_mark(advisor: Advisor) -> None:
    """The mark that some editors write before the first line does not break it."""
    lines, broken = _run(advisor, [b"\xef\xbb\xbf" + _line("a", "2.4")])
    assert [line["id"] for line in lines] == ["a"]
    assert broken == []


def test_nothing_in_nothing_out(advisor: Advisor) -> None:
    """An empty file has no answers."""
    assert _run(advisor, []) == ([], [])


@given(st.text(st.characters(), max_size=40), st.text(st.characters(), max_size=80))
def test_any_question_is_read_back(name: str, text: str) -> None:
    """Whatever id and text a program writes as JSON, the same are read."""
    assert parse(_line(name, text)) == Question(name, text)


@given(st.binary(max_size=60))
def test_any_bytes_are_a_question_or_a_broken_line(line: bytes) -> None:
    """Any bytes whatever are a question or a broken line; nothing else happens."""
    with suppress(BrokenLineError):
        assert isinstance(parse(line).text, str)
