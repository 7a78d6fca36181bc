import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.texts import texts
from knowledge.guideline import Guideline
from tests.conftest import DATA


def _run(*args: str, stdin: str | bytes | None = None, **env: str) -> Result:
    """Run `luotsi` with `args`; a traceback fails the test, whatever the exit code."""
    result = CliRunner().invoke(main, args, input=stdin, env=env)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_help_names_the_commands() -> None:
    """The help names every command in one screen."""
    result = _run("--help")
    assert result.exit_code == 0
    for command in ("ask", "chat", "check", "evaluate", "index", "search", "section", "tip"):
        assert f"  {command} " in result.stdout
    assert len(result.stdout.splitlines()) <= 24


@pytest.mark.parametrize("command", ["ask", "chat", "check", "evaluate", "search", "section", "tip"])
def test_every_command_has_help(command: str) -> None:
    """Every command explains itself."""
    assert "Usage:" in _run(command, "-h").stdout


def test_version() -> None:
    """The version is the distribution's."""
    assert _run("--version").stdout.startswith("luotsi, version ") or "version" in _run("--version").stdout


@pytest.mark.parametrize("args", [("2.4",), ("kohta", "2.4"), ("2,4",), ("kaveripyyntö",), ("friend", "request")])
def test_section_shows_a_recommendation(guideline: Guideline, args: tuple[str, ...]) -> None:
    """A recommendation is shown by number or word, verbatim, with its citation."""
    result = _run("section", *args)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "2.4 Asiakkaan kaveripyyntö"
    assert lines[1] == guideline["2.4"].text
    assert lines[2].startswith("Suositus 2.4")


def test_section_alone_shows_the_contents(guideline: Guideline) -> None:
    """Without a number the table of contents is shown."""
    result = _run("section")
    assert result.exit_code == 0
    assert all(f"{section.id} {section.title}" in result.stdout for section in guideline.sections)


def test_section_in_another_language(guideline: Guideline) -> None:
    """The translation is shown when asked for, marked unofficial."""
    result = _run("section", "2", "--language", "sv")
    assert guideline.translations["sv"].texts["2.5"] in result.stdout
    assert texts("sv")("unofficial") in result.stdout


@pytest.mark.parametrize("command", ["section", "search"])
@pytest.mark.parametrize("word", ["xyzzy", "99", "2.99"])
def test_looking_up_what_is_not_there_is_a_no(command: str, word: str) -> None:
    """A word or number that is not found is told, and the exit code says no."""
    result = _run(command, word)
    assert result.exit_code == 1
    assert word in result.output


def test_search_offers_several(guideline: Guideline) -> None:
    """A word of several recommendations lists them by number and title."""
    result = _run("search", "facebook")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == texts("fi")("found")
    assert all(f"{number} {guideline[number].title('fi')}" in result.stdout for number in ("2.4", "4.9"))


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_tip(language: str) -> None:
    """A tip is shown in the language asked for."""
    result = _run("tip", "--language", language)
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) >= 4


@pytest.mark.parametrize(
    "args",
    [
        ("ask",),
        ("ask", "text", "--batch", "-"),
        ("ask", "--batch", "gone.jsonl"),
        ("ask", "--language", "de", "text"),
        ("section", "2", "--language", "de"),
        ("search",),
        ("tip", "extra"),
        ("check", "gone"),
        ("evaluate",),
        ("evaluate", "gone.jsonl"),
        ("nonsense",),
        ("ask", "--nonsense", "text"),
    ],
)
def test_wrong_usage_exits_with_two(args: tuple[str, ...]) -> None:
    """Wrong usage is told on standard error with exit code 2, and prints nothing else."""
    result = _run(*args)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Error: " in result.stderr


def test_ask_without_a_text_shows_how() -> None:
    """The mistake of asking nothing comes with an example."""
    assert "luotsi ask" in _run("ask").stderr.splitlines()[-1]


def test_ask_by_number(guideline: Guideline) -> None:
    """A number is answered like in a conversation."""
    result = _run("ask", "2.4")
    assert result.exit_code == 0
    assert guideline["2.4"].text in result.stdout


@pytest.mark.parametrize("text", ["", "   ", "🙂", "\ud800"])
def test_ask_nothing(text: str) -> None:
    """A text without words gets a kind sentence."""
    result = _run("ask", text, "--language", "en")
    assert result.exit_code == 0
    assert texts("en")("empty") in result.stdout


def test_ask_json() -> None:
    """One JSON line is printed for a program."""
    result = _run("ask", "--json", "2.4")
    [line] = result.stdout.splitlines()
    assert json.loads(line) == {
        "language": "fi",
        "decision": "answer",
        "urgent": False,
        "recommendations": [{"id": "2.4", "confidence": 1.0}],
    }


def test_batch_file(tmp_path: Path) -> None:
    """Every good line is answered in order on standard output; with no broken one the exit code is 0."""
    file = tmp_path / "questions.jsonl"
    file.write_text('{"id": "a", "text": "2.4"}\n\n{"id": "b", "text": ""}\r\n', encoding="utf-8")
    result = _run("ask", "--batch", str(file))
    assert result.exit_code == 0
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["a", "b"]
    assert result.stderr == ""


def test_batch_with_a_broken_line(tmp_path: Path) -> None:
    """A broken line is named with file and number on standard error, the others are answered, the exit code is 1."""
    file = tmp_path / "questions.jsonl"
    file.write_bytes(b'{"id": "a", "text": "2.4"}\n{broken\n{"id": "b", "text": "\xff"}\n{"id": "c", "text": "5.4"}')
    result = _run("ask", "--batch", str(file))
    assert result.exit_code == 1
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["a", "c"]
    faults = result.stderr.splitlines()
    assert faults[0].startswith(f"{file}:2: ")
    assert faults[1].startswith(f"{file}:3: ")
    assert "not UTF-8" in faults[1]


def test_batch_from_standard_input() -> None:
    """A minus reads standard input, whose surrogates come back escaped."""
    result = _run("ask", "--batch", "-", stdin=b'{"id": "\\ud800", "text": "2.4"}\n')
    assert result.exit_code == 0
    assert result.stdout.startswith('{"id": "\\ud800", ')


def test_batch_that_is_a_folder_or_empty(tmp_path: Path) -> None:
    """A folder is wrong usage, an empty file has no answers."""
    assert _run("ask", "--batch", str(tmp_path)).exit_code == 2
    (tmp_path / "empty.jsonl").touch()
    assert _run("ask", "--batch", str(tmp_path / "empty.jsonl")).output == ""


def test_chat_in_a_pipe(guideline: Guideline) -> None:
    """A piped conversation reads lines to the end and says goodbye."""
    result = _run("chat", "--plain", "--language", "sv", stdin="2.4\n?\n1\n")
    lines = result.stdout.splitlines()
    assert result.exit_code == 0
    assert lines[0] == texts("sv")("greeting")
    assert guideline.translations["sv"].texts["2.4"] in lines
    assert texts("sv").lines("help")[0] in lines
    assert lines[-1] == texts("sv")("goodbye")


def test_check_of_good_knowledge(small_folder: Path) -> None:
    """That all is well is said, for the guidelines of the settings."""
    result = _run("check", LUOTSI_KNOWLEDGE_DIR=str(small_folder.parent))
    assert (result.exit_code, result.stdout) == (0, "All knowledge files are in order.\n")


def test_check_names_every_problem(small_folder: Path) -> None:
    """Every problem is printed with file, line and mend, and the exit code is 1."""
    assert _run("check", str(small_folder)).exit_code == 0
    path = small_folder / "unanswered.yaml"
    path.write_text(
        '"a":\n  - {lang: fi, scope: near, text: 5}\n  - {lang: xx, scope: near, text: "b"}\n', encoding="utf-8"
    )
    result = _run("check", str(small_folder))
    assert result.exit_code == 1
    assert [line.split(": ")[0] for line in result.stdout.splitlines()] == [f"{path}:2", f"{path}:3"]
    assert "2 problem" in result.stderr


def test_check_of_a_folder_of_guidelines(small_folder: Path) -> None:
    """Every guideline of the folder in the settings is checked."""
    shutil.copytree(small_folder, small_folder.parent / "other")
    (small_folder.parent / "other" / "signposts.yaml").unlink()
    result = _run("check", LUOTSI_KNOWLEDGE_DIR=str(small_folder.parent))
    assert result.exit_code == 1
    assert "other/signposts.yaml: missing" in result.stdout


def test_check_of_nothing_is_not_in_order(tmp_path: Path) -> None:
    """Where there is no guideline to check, that is said and not called in order."""
    result = _run("check", LUOTSI_KNOWLEDGE_DIR=str(tmp_path))
    assert result.exit_code != 0
    assert "in order" not in result.output


@pytest.mark.parametrize(
    ("name", "value"), [("LUOTSI_THREADS", "many"), ("LUOTSI_LANGUAGE", "de"), ("LUOTSI_GUIDELINE", "nothing")]
)
def test_wrong_setting_exits_with_two(name: str, value: str) -> None:
    """A wrong setting is named in one sentence, exit code 2, no traceback."""
    result = _run("section", "2.4", **{name: value})
    assert result.exit_code == 2
    assert name in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_broken_knowledge_exits_with_three(small_folder: Path) -> None:
    """Knowledge that cannot be read is told in one sentence with its file, exit code 3."""
    (small_folder / "labels.yaml").write_text('"0": "unfinished\n', encoding="utf-8")
    env = {"LUOTSI_KNOWLEDGE_DIR": str(small_folder.parent), "LUOTSI_GUIDELINE": "small"}
    result = _run("section", "1", **env)
    assert result.exit_code == 3
    assert "labels.yaml:2: not YAML" in result.stderr


@pytest.mark.parametrize("args", [("index", "build"), ("index", "build", "--force")])
def test_cache_that_cannot_be_written_exits_with_three(tmp_path: Path, args: tuple[str, ...]) -> None:
    """A cache folder that cannot be made is told with its path and its variable, exit code 3, and nothing is loaded."""
    (tmp_path / "file").touch()
    result = _run(*args, LUOTSI_CACHE_DIR=str(tmp_path / "file"))
    assert result.exit_code == 3
    assert str(tmp_path / "file") in result.stderr
    assert "LUOTSI_CACHE_DIR" in result.stderr


def test_reader_that_stops_reading_gets_no_traceback() -> None:
    """In `luotsi section | head -1` the closed pipe is no error to talk about."""
    reading, writing = os.pipe()
    os.close(reading)
    code = "from bot.cli import main; main(['section', '4'])"
    done = subprocess.run(  # noqa: S603 - our own code in a fresh interpreter
        [sys.executable, "-c", code], stdout=writing, stderr=subprocess.PIPE, check=False, cwd=DATA.parent.parent
    )
    os.close(writing)
    assert done.stderr == b""


def test_look_up_loads_nothing_heavy() -> None:
    """`luotsi section`, `search`, `tip` and `ask` for a number start without encoder, index or numeric libraries."""
    code = """
import sys
from click.testing import CliRunner
from bot.cli import main
assert not {"yaml", "rich", "pydantic", "numpy"} & set(sys.modules), "importing the command line is light"
for args in (["section", "2.4"], ["search", "insta"], ["tip"], ["ask", "2.4"]):
    result = CliRunner().invoke(main, args)
    assert result.exit_code == 0, result.output
print(sorted({"torch", "transformers", "sentence_transformers", "faiss", "sklearn", "scipy"} & set(sys.modules)))
"""
    done = subprocess.run(  # noqa: S603 - our own code in a fresh interpreter
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=DATA.parent.parent
    )
    assert (done.stdout, done.stderr) == ("[]\n", "")
