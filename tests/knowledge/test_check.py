from pathlib import Path

import pytest

from knowledge.check import Problem, problems


def _edit(path: Path, old: str, new: str) -> int:
    """Write `new` for the first `old` in a file, and return the line on which it stood."""
    text = path.read_text(encoding="utf-8")
    before, found, after = text.partition(old)
    assert found, f"{old!r} does not stand in {path.name}"
    path.write_text(before + new + after, encoding="utf-8")
    return before.count("\n") + 1


def _append(path: Path, text: str) -> int:
    """Add `text` to a file, and return the line on which it begins."""
    before = path.read_text(encoding="utf-8")
    path.write_text(before + text, encoding="utf-8")
    return before.count("\n") + 1


def _told(folder: Path) -> list[str]:
    """Return the problems as they are printed, with paths from `folder` on."""
    return [str(problem).removeprefix(f"{folder}/") for problem in problems(folder)]


def test_knowledge_that_comes_along_is_in_order(folder: Path) -> None:
    """No problem is found in the real guideline."""
    assert problems(folder) == []


def test_small_folder_is_in_order(small_folder: Path) -> None:
    """What the tests below break was whole before."""
    assert problems(small_folder) == []


def test_problem_reads_like_a_compilers() -> None:
    """A problem names file and line with colons, and no line where the whole file is meant."""
    assert str(Problem(Path("a/b.yaml"), 7, "is empty.")) == "a/b.yaml:7: is empty."
    assert str(Problem(Path("a/b.yaml"), 0, "missing.")) == "a/b.yaml: missing."


def test_unknown_id(small_folder: Path) -> None:
    """A situation under an id that the guideline does not have is named at that id."""
    line = _append(small_folder / "situations" / "fi.yaml", '"9.9":\n  - {register: short, text: "jotain"}\n')
    assert _told(small_folder) == [f'situations/fi.yaml:{line}: "9.9" is no id of the guideline: correct or remove it.']


def test_situations_of_an_introduction_are_unknown(small_folder: Path) -> None:
    """The introduction answers no situation, so none may stand under it."""
    _append(small_folder / "situations" / "fi.yaml", '"0.1":\n  - {register: short, text: "jotain"}\n')
    [told] = _told(small_folder)
    assert '"0.1"' in told


@pytest.mark.parametrize("other", ["9.9", "2.1"])
def test_unknown_companion(small_folder: Path, other: str) -> None:
    """A companion has to be another recommendation of the guideline."""
    line = _append(
        small_folder / "situations" / "fi.yaml",
        f'  - {{register: short, text: "uusi tilanne", also: ["{other}"]}}\n',
    )
    assert _told(small_folder) == [
        f'situations/fi.yaml:{line}: also: "{other}" is no other recommendation: correct it.'
    ]


@pytest.mark.parametrize("entry_id", ["0.1", "1.2", "3.1"])
def test_missing_translation(small_folder: Path, entry_id: str) -> None:
    """An entry without its translation is named in the translation's file."""
    path = small_folder / "translations" / "sv.yaml"
    text = path.read_text(encoding="utf-8")
    start = text.index(f'  "{entry_id}": ')
    path.write_text(text[:start] + text[text.index("\n", start) + 1 :], encoding="utf-8")
    [told] = _told(small_folder)
    assert told.startswith("translations/sv.yaml:")
    assert told.endswith(f': "{entry_id}" is missing: add it.')


def test_missing_section_title(small_folder: Path) -> None:
    """A section without its translated title is named."""
    path = small_folder / "translations" / "en.yaml"
    text = path.read_text(encoding="utf-8")
    start = text.index('  "2": ')
    path.write_text(text[:start] + text[text.index("\n", start) + 1 :], encoding="utf-8")
    [told] = _told(small_folder)
    assert '"2" is missing: add it.' in told


@pytest.mark.parametrize("text", ["asiakas lisäsi kaveriksi", "Asiakas lisäsi  kaveriksi!"])
def test_duplicate_situation(small_folder: Path, text: str) -> None:
    """The same situation under another recommendation, but for case, spaces and punctuation, is named with its twin."""
    line = _append(small_folder / "situations" / "fi.yaml", f'  - {{register: spoken, text: "{text}"}}\n')
    assert _told(small_folder) == [f"situations/fi.yaml:{line}: the same text stands in fi.yaml:2: keep one."]


def test_duplicate_of_an_unanswered_question(small_folder: Path) -> None:
    """A situation that also stands among the unanswered questions is named."""
    line = _append(
        small_folder / "unanswered.yaml",
        '"other":\n  - {lang: fi, scope: near, text: "saanko arvostella työnantajaa"}\n',
    )
    assert _told(small_folder) == [f"unanswered.yaml:{line + 1}: the same text stands in fi.yaml:5: keep one."]


@pytest.mark.parametrize("empty", ['""', '"  "'])
def test_empty_text_is_told_once(small_folder: Path, empty: str) -> None:
    """An empty or blank text is one problem, named once."""
    line = _edit(small_folder / "unanswered.yaml", '"millainen sää huomenna on"', empty)
    assert _told(small_folder) == [f"unanswered.yaml:{line}: weather.0.text is empty: write it or remove it."]


def test_tab_in_a_text(small_folder: Path) -> None:
    """A tab inside a text is named with its line."""
    line = _edit(small_folder / "unanswered.yaml", "millainen sää", "millainen\tsää")
    [told] = _told(small_folder)
    assert told.startswith(f"unanswered.yaml:{line}: ")
    assert "tab" in told
    assert "use spaces" in told


def test_tab_in_the_indentation(small_folder: Path) -> None:
    """A tab before a line is named as one, not as some YAML error."""
    line = _edit(small_folder / "unanswered.yaml", "  - {lang: en", "\t- {lang: en")
    assert _told(small_folder) == [f"unanswered.yaml:{line}: a tab stands in the indentation: use spaces."]


def test_wrong_type(small_folder: Path) -> None:
    """A number where text belongs is named with its place and the mend."""
    line = _edit(small_folder / "unanswered.yaml", '"millainen sää huomenna on"', "2026")
    [told] = _told(small_folder)
    assert told.startswith(
        f"unanswered.yaml:{line}: weather.0.text is '2026', but should be string: put text in quotes"
    )


@pytest.mark.parametrize("unquoted", ["1.1", "1.10"])
def test_unquoted_id_is_told_to_get_quotes(small_folder: Path, unquoted: str) -> None:
    """An id without quotes is a number to YAML, and 1.10 even becomes 1.1: the problem says to put it in quotes."""
    line = _append(small_folder / "situations" / "fi.yaml", f'{unquoted}:\n  - {{register: short, text: "uusi"}}\n')
    [told] = _told(small_folder)
    assert told.startswith(f"situations/fi.yaml:{line}: ")
    assert "quotes" in told


def test_malformed_id_is_named_at_its_line(small_folder: Path) -> None:
    """An id in the wrong form is named as what it is, on its own line, not as the file."""
    line = _append(small_folder / "situations" / "fi.yaml", '"2,4":\n  - {register: short, text: "uusi"}\n')
    [told] = _told(small_folder)
    assert told.startswith(f"situations/fi.yaml:{line}: ")
    assert "'2,4'" in told
    assert "the file is" not in told


def test_id_that_stands_twice_in_a_file(small_folder: Path) -> None:
    """Two lists under one id are named: YAML would silently drop the first."""
    line = _append(small_folder / "situations" / "fi.yaml", '"1.2":\n  - {register: short, text: "uusi"}\n')
    [told] = _told(small_folder)
    assert told.startswith(f"situations/fi.yaml:{line}: ")
    assert "1.2" in told


def test_broken_yaml(small_folder: Path) -> None:
    """A file that is no YAML is named with the line and what to look at."""
    line = _edit(small_folder / "unanswered.yaml", '"millainen sää huomenna on"', '"millainen "sää" on"')
    [told] = _told(small_folder)
    assert told.startswith(f"unanswered.yaml:{line}: not YAML")
    assert "check the quotes, colons and indentation here" in told


def test_every_problem_in_one_run(small_folder: Path) -> None:
    """Seven kinds of problems in as many places are all named in one run, each with its file, line and mend."""
    situations, swedish = small_folder / "situations" / "fi.yaml", small_folder / "translations" / "sv.yaml"
    unanswered = small_folder / "unanswered.yaml"
    duplicate = _append(situations, '  - {register: short, text: "Asiakas lisäsi kaveriksi."}\n')
    unknown = _append(situations, '"9.9":\n  - {register: short, text: "jotain"}\n')
    _edit(swedish, '  "1.2": ', '  # "1.2": ')
    empty = _edit(unanswered, '"millainen sää huomenna on"', '""')
    tab = _edit(unanswered, "union fee", "union\tfee")
    type_ = _edit(small_folder / "signposts.yaml", 'checked: "', 'checked: 5 #"')
    broken = _append(small_folder / "reflections.yaml", '"9.9": "unfinished\n')
    told = _told(small_folder)
    for place, what in (
        (f"situations/fi.yaml:{duplicate}: ", "keep one"),
        (f"situations/fi.yaml:{unknown}: ", "is no id of the guideline"),
        ("translations/sv.yaml:", '"1.2" is missing: add it'),
        (f"unanswered.yaml:{empty}: ", "is empty"),
        (f"unanswered.yaml:{tab}: ", "tab"),
        (f"signposts.yaml:{type_}: ", "should be string"),
        (f"reflections.yaml:{broken + 1}: ", "not YAML"),
    ):
        assert [line for line in told if line.startswith(place) and what in line], f"{place}{what} in {told}"


def test_problems_come_by_file_and_line(small_folder: Path) -> None:
    """Problems are sorted by file, then by line, so that they can be worked through."""
    _edit(small_folder / "unanswered.yaml", '"how much is the union fee"', "7")
    _edit(small_folder / "unanswered.yaml", '"millainen sää huomenna on"', "8")
    _edit(small_folder / "signposts.yaml", 'checked: "', 'checked: 5 #"')
    found = problems(small_folder)
    assert [(problem.path.name, problem.line) for problem in found[1:]] == [
        ("unanswered.yaml", 2),
        ("unanswered.yaml", 3),
    ]
    assert found[0].path.name == "signposts.yaml"


@pytest.mark.parametrize("name", ["guideline.yaml", "labels.yaml", "signposts.yaml", "translations/en.yaml"])
def test_missing_file(small_folder: Path, name: str) -> None:
    """A file that every guideline needs is named when it is not there."""
    (small_folder / name).unlink()
    assert f"{name}: missing: the guideline needs it." in _told(small_folder)


@pytest.mark.parametrize("name", ["situation.yaml", "situations.yaml", "situations/de.yaml", "translations/de.yaml"])
def test_file_that_nothing_reads(small_folder: Path, name: str) -> None:
    """A file of another name would be written in vain, so it is named."""
    content = (small_folder / "situations" / "fi.yaml").read_text(encoding="utf-8").replace("a", "aa")
    (small_folder / name).write_text(content, encoding="utf-8")
    assert any(line.startswith(f"{name}") and "unknown file" in line for line in _told(small_folder))


@pytest.mark.parametrize(
    ("name", "old", "new", "mend"),
    [
        ("situations/fi.yaml", "register: short", "register: loud", "choose one of"),
        ("situations/fi.yaml", 'also: ["1.1"]', 'also: ["1.1", "1.1"]', "says the same thing twice: remove one"),
        ("labels.yaml", 'sv: "Inledning"', f'sv: "{"x" * 49}"', "is longer than 48 characters: shorten it"),
        ("guideline.yaml", "language: fi", "language: de", "choose one of"),
        ("situations/fi.yaml", ", also:", ", alos:", "alos"),
        ("situations/fi.yaml", "register: short, ", "", "register"),
        ("translations/sv.yaml", "status: unofficial", "status: official", "unofficial"),
    ],
)
def test_other_mistakes_are_told_with_their_mend(small_folder: Path, name: str, old: str, new: str, mend: str) -> None:
    """A wrong word, a repetition, a long title or a misspelt key is named in its file with what to do."""
    line = _edit(small_folder / name, old, new)
    told = _told(small_folder)
    assert any(item.startswith(f"{name}:{line}: ") and mend in item for item in told), told


def test_too_few_reflections(small_folder: Path) -> None:
    """A recommendation with one question in a language needs another."""
    _edit(small_folder / "reflections.yaml", ', "Kuka kuulee?"', "")
    [told] = _told(small_folder)
    assert told.endswith(": 1.1.fi has too few items: 2 are needed.")


def test_id_that_stands_twice_in_the_guideline(small_folder: Path) -> None:
    """Two entries of the guideline with one id are named."""
    line = _edit(small_folder / "guideline.yaml", 'id: "1.2"', 'id: "1.1"')
    told = _told(small_folder)
    assert any('"1.2" is no id' in item for item in told)
    assert any(item.startswith("guideline.yaml") and "1.1" in item and "twice" in item for item in told)
    assert line


@pytest.mark.parametrize("content", ["", "- a\n", "words\n", "5\n", "{}\n", "language: [fi]\n"])
@pytest.mark.parametrize("name", ["guideline.yaml", "labels.yaml", "translations/sv.yaml", "signposts.yaml"])
def test_any_wrong_shape_is_told_and_nothing_breaks(small_folder: Path, name: str, content: str) -> None:
    """A file of quite another shape gives problems, never a traceback."""
    (small_folder / name).write_text(content, encoding="utf-8")
    assert any(problem.path == small_folder / name for problem in problems(small_folder))


@pytest.mark.parametrize("content", ["- a\n", "words\n", "5\n", '"1.2": words\n', '"1.2": [words]\n', '"1.2": [{}]\n'])
@pytest.mark.parametrize("name", ["situations/sv.yaml", "unanswered.yaml", "reflections.yaml"])
def test_optional_files_of_a_wrong_shape_are_told(small_folder: Path, name: str, content: str) -> None:
    """The same holds for the files that a guideline may be without."""
    (small_folder / name).write_text(content, encoding="utf-8")
    assert any(problem.path == small_folder / name for problem in problems(small_folder))
